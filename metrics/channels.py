"""From the plan of the year to targets per acquisition channel.

Source: the article, part 3: marketing channels share the plan as they shared last year's new patients;
natural channels (referrals, sign board, doctors' own) are not given a target.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil
from typing import Final

from metrics.allocation import EVEN_MONTHS, Weight, allocate, allocate_table


class ChannelKind(StrEnum):
    """Whether money drives a channel."""

    NATURAL = "natural"
    MARKETING = "marketing"


PRESETS: Final[Mapping[str, ChannelKind]] = {
    "maps": ChannelKind.MARKETING,
    "social": ChannelKind.MARKETING,
    "context": ChannelKind.MARKETING,
    "aggregators": ChannelKind.MARKETING,
    "referrals": ChannelKind.NATURAL,
    "signboard": ChannelKind.NATURAL,
}
"""Usual channels of a clinic, with their kind known beforehand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A way new patients come, with last year's count of them.

    cost_per_lead: price of one lead; budget: money for the year. Either, both or neither may be known, in
    whole units of the clinic's currency; a known budget wins over the price. id: what its owner knows it by.
    """

    name: str
    kind: ChannelKind
    new_patients: int
    cost_per_lead: Fraction | None = None
    budget: Fraction | None = None
    id: str = ""

    def __post_init__(self) -> None:
        if self.new_patients < 0 or (self.cost_per_lead or 0) < 0 or (self.budget or 0) < 0:
            raise ValueError("a channel's figures are not negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTarget:
    """A marketing channel's part of the plan.

    share: of last year's new patients among marketing channels, 0..1; leads: ⌈patients / conversion⌉.
    monthly_*: twelve parts that sum to the year. budget: leads · cost per lead, or the given one;
    budget_of_turnover: share of the turnover, 0..1; cost_of_patient: budget / patients (CAC).
    Money that cannot be known is `None`.
    """

    channel: Channel
    share: Fraction
    patients: int
    leads: int
    monthly_patients: tuple[int, ...]
    monthly_leads: tuple[int, ...]
    cost_per_lead: Fraction | None
    budget: Fraction | None
    budget_of_turnover: Fraction | None
    cost_of_patient: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelPlan:
    """Targets of all marketing channels, largest first; `patients` equals the plan exactly.

    leads is the sum over channels: each is rounded up, so it may exceed the plan's own by less than one per
    channel. budget: sum of the known budgets, `None` when none is known; budget_is_partial says that some
    are not.
    """

    targets: tuple[ChannelTarget, ...]
    natural: tuple[Channel, ...]
    patients: int
    leads: int
    monthly_patients: tuple[int, ...]
    monthly_leads: tuple[int, ...]
    budget: Fraction | None
    budget_is_partial: bool
    budget_of_turnover: Fraction | None
    cost_of_patient: Fraction | None


def channel_plan(
    plan: int,
    channels: Sequence[Channel],
    *,
    conversion: Fraction,
    turnover: Fraction | None = None,
    seasonality: Sequence[Weight] = EVEN_MONTHS,
) -> ChannelPlan:
    """Divide `plan` new patients over the marketing channels, and each over the months of the year.

    Rows and columns both sum exactly: channels to the plan, months to each channel, and the months of all
    channels to the months of the plan. When no marketing channel brought anybody last year, they share
    evenly. Raises ValueError on a negative plan, a conversion outside (0, 1], or a plan without a marketing
    channel.
    """
    if not 0 < conversion <= 1:
        raise ValueError("conversion lies in (0, 1]")
    marketing = sorted(
        (channel for channel in channels if channel.kind is ChannelKind.MARKETING),
        key=lambda channel: -channel.new_patients,
    )
    weights = [channel.new_patients for channel in marketing]
    patients = allocate(plan, weights)
    leads = tuple(ceil(part / conversion) for part in patients)
    by_month = allocate_table(patients, seasonality)
    leads_by_month = allocate_table(leads, seasonality)
    counted = sum(weights)
    targets = tuple(
        _target(
            channel,
            share=Fraction(channel.new_patients, counted) if counted else Fraction(1, len(marketing)),
            patients=patients[index],
            leads=leads[index],
            months=(by_month[index], leads_by_month[index]),
            turnover=turnover,
        )
        for index, channel in enumerate(marketing)
    )
    budgets = [target.budget for target in targets if target.budget is not None]
    budget = sum(budgets, Fraction(0)) if budgets else None
    complete = len(budgets) == len(targets)
    return ChannelPlan(
        targets=targets,
        natural=tuple(channel for channel in channels if channel.kind is ChannelKind.NATURAL),
        patients=plan,
        leads=sum(leads),
        monthly_patients=allocate(plan, seasonality),
        monthly_leads=allocate(sum(leads), seasonality),
        budget=budget,
        budget_is_partial=bool(budgets) and not complete,
        budget_of_turnover=_ratio(budget, turnover),
        cost_of_patient=_ratio(budget, Fraction(plan)) if complete else None,
    )


def _target(
    channel: Channel,
    *,
    share: Fraction,
    patients: int,
    leads: int,
    months: tuple[tuple[int, ...], tuple[int, ...]],
    turnover: Fraction | None,
) -> ChannelTarget:
    budget = channel.budget
    if budget is None and channel.cost_per_lead is not None:
        budget = leads * channel.cost_per_lead
    return ChannelTarget(
        channel=channel,
        share=share,
        patients=patients,
        leads=leads,
        monthly_patients=months[0],
        monthly_leads=months[1],
        cost_per_lead=_ratio(budget, Fraction(leads)),
        budget=budget,
        budget_of_turnover=_ratio(budget, turnover),
        cost_of_patient=_ratio(budget, Fraction(patients)),
    )


def _ratio(part: Fraction | None, whole: Fraction | None) -> Fraction | None:
    return None if part is None or not whole else part / whole
