"""The article's seven questions: is the clinic's management by figures effective enough.

Source: the article; more than three «да» mean that the system is not effective enough.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from metrics.steering import Block

ENOUGH_TO_WORRY = 4


class Sign(StrEnum):
    """What the owner is asked about, in the article's order."""

    CONVERSION_UNCLEAR = "conversion_unclear"
    NO_GOALS = "no_goals"
    UNCLEAR_WHAT_EARNS = "unclear_what_earns"
    UNCLEAR_WHO_EARNS = "unclear_who_earns"
    UNCLEAR_WHERE_TO_INVEST = "unclear_where_to_invest"
    NO_CRM = "no_crm"
    NO_STAFF_CONTROL = "no_staff_control"


BLOCKS = {
    Sign.CONVERSION_UNCLEAR: Block.MEDICAL_PRODUCT,
    Sign.NO_GOALS: Block.FINANCE,
    Sign.UNCLEAR_WHAT_EARNS: Block.FINANCE,
    Sign.UNCLEAR_WHO_EARNS: Block.PATIENTS,
    Sign.UNCLEAR_WHERE_TO_INVEST: Block.ACQUISITION,
    Sign.NO_CRM: Block.PATIENTS,
    Sign.NO_STAFF_CONTROL: Block.FINANCE,
}

FIRST_STEPS = (
    Sign.NO_GOALS,
    Sign.CONVERSION_UNCLEAR,
    Sign.UNCLEAR_WHERE_TO_INVEST,
    Sign.UNCLEAR_WHAT_EARNS,
    Sign.UNCLEAR_WHO_EARNS,
    Sign.NO_CRM,
    Sign.NO_STAFF_CONTROL,
)
"""Which sign to work on first: what five yearly figures already mend comes before what takes a system."""


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """Seven answers and what they say: `signs` present in the article's order, and what to do first."""

    signs: tuple[Sign, ...]
    effective_enough: bool
    first: Sign | None


def self_check(given: Sequence[bool]) -> SelfCheck:
    """The result of seven answers (True is «да»). Raises ValueError unless there are exactly seven."""
    if len(given) != len(Sign):
        raise ValueError("the self-check has seven answers")
    signs = tuple(sign for sign, present in zip(Sign, given, strict=True) if present)
    first = next((sign for sign in FIRST_STEPS if sign in signs), None)
    return SelfCheck(signs, len(signs) < ENOUGH_TO_WORRY, first)
