"""Which assumptions can be tried, by how much, and within which bounds."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Final

from locales.reading import Ambiguous, read_change, read_share
from metrics.estimate import Estimate
from metrics.funnel import Forecast, Scenario
from services.typed import AnswerOutcome, typed_number


class Lever(StrEnum):
    """An assumption that can be changed."""

    CHURN = "churn"
    REFERRALS = "referrals"
    CONVERSION = "conversion"
    CHECK = "check"
    GROWTH = "growth"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What may be typed for a lever, and how much one tap changes it (growth is set, not changed)."""

    low: Fraction
    high: Fraction
    step: Fraction


def _percent(low: int, high: int, step: int) -> Bounds:
    return Bounds(Fraction(low, 100), Fraction(high, 100), Fraction(step, 100))


BOUNDS: Mapping[Lever, Bounds] = {
    Lever.CHURN: _percent(0, 100, -3),
    Lever.REFERRALS: _percent(-100, 500, 10),
    Lever.CONVERSION: _percent(1, 100, 5),
    Lever.CHECK: _percent(-90, 500, 5),
    Lever.GROWTH: _percent(-50, 500, 0),
}


SHARES_OF_LEVERS: Final = frozenset((Lever.CHURN, Lever.CONVERSION))
"""Levers that are set to a share; the others to a change."""


class OutOfBoundsError(ValueError):
    """The value does not fit the lever; `bounds` says what does."""

    def __init__(self, bounds: Bounds) -> None:
        super().__init__("out of bounds")
        self.bounds = bounds


def read_lever(lever: Lever, text: str, language: str) -> AnswerOutcome:
    """What a typed text means for a lever, which is asked for in per cent. Never raises."""
    read = read_share(text, language) if lever in SHARES_OF_LEVERS else read_change(text, language)
    if isinstance(read, Ambiguous) and len(read.choices) == 1:
        return typed_number(read.choices[0], text)  # «18» where per cent were asked for
    return typed_number(read, text)


def step(scenario: Scenario, lever: Lever, planned: Forecast) -> Scenario:
    """The scenario after one more tap on a lever; the same one when the lever is at its end.

    planned: the forecast as it is, which churn and conversion are counted from.
    """
    bounds = BOUNDS[lever]
    value = current(scenario, lever, planned) + bounds.step
    return moved(scenario, lever, min(bounds.high, max(bounds.low, value)), planned)


def moved(scenario: Scenario, lever: Lever, value: Fraction, planned: Forecast) -> Scenario:
    """The scenario with a lever at a value: a share for churn, conversion and growth, a change for the rest.

    Raises OutOfBoundsError for a value that cannot be.
    """
    bounds = BOUNDS[lever]
    if not bounds.low <= value <= bounds.high:
        raise OutOfBoundsError(bounds)
    match lever:
        case Lever.CHURN:
            return replace(scenario, churn=value - _known(planned.churn))
        case Lever.REFERRALS:
            return replace(scenario, referrals=value)
        case Lever.CONVERSION:
            return replace(scenario, conversion=value - _known(planned.conversion))
        case Lever.CHECK:
            return replace(scenario, average_check=value)
        case Lever.GROWTH:
            return replace(scenario, growth=None if value == _wanted_growth(planned) else value)


def current(scenario: Scenario, lever: Lever, planned: Forecast) -> Fraction:
    """Where a lever stands in a scenario."""
    match lever:
        case Lever.CHURN:
            return _known(planned.churn) + scenario.churn
        case Lever.REFERRALS:
            return scenario.referrals
        case Lever.CONVERSION:
            return _known(planned.conversion) + scenario.conversion
        case Lever.CHECK:
            return scenario.average_check
        case Lever.GROWTH:
            return _wanted_growth(planned) if scenario.growth is None else scenario.growth


def available(planned: Forecast) -> tuple[Lever, ...]:
    """The levers that change anything in a forecast."""
    absent = {
        Lever.CONVERSION: planned.conversion is None,
        Lever.CHECK: planned.average_check is None,
    }
    return tuple(lever for lever in Lever if not absent.get(lever, False))


def _wanted_growth(planned: Forecast) -> Fraction:
    return _known(planned.figures.growth)


def _known(estimate: Estimate | None) -> Fraction:
    return estimate.value if estimate else Fraction(0)
