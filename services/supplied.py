"""Figures the advice needs that no visit rows hold: what the owner told of plan and channels."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction
from math import sqrt

import numpy as np

from metrics.advice import Rule
from metrics.allocation import MONTHS
from metrics.analysis import Analysis
from metrics.channels import ChannelKind
from metrics.comparison import FigureChange
from metrics.confidence import student_score
from metrics.funnel import FiguresError
from metrics.measures import Measure, Metric, Unit, share_measure
from metrics.money import KOPECKS
from metrics.monthly import Month, MonthFacts, MonthFigure
from metrics.retention import Share
from metrics.segments import Group
from metrics.visits import VisitField
from services.segments import Segment, SegmentKind
from services.workspace import Workspace
from storage.repositories.accounts import StoredChannel


class Wanted(StrEnum):
    """What a rule waits for that nobody tells the bot yet."""

    MARGIN = "margin"
    PLAN_ACCEPTANCE = "plan_acceptance"
    SURVEY = "survey"


WAITING: Mapping[Rule, Wanted] = {
    Rule.CONVERSION_STEADY_ACCEPTANCE_FELL: Wanted.PLAN_ACCEPTANCE,
    Rule.REFERRALS_FELL_NPS_STEADY: Wanted.SURVEY,
    Rule.NPS_ROSE_REPEAT_FELL: Wanted.SURVEY,
    Rule.EFFORT_WORSE_CANCELLATIONS_ROSE: Wanted.SURVEY,
    Rule.ACQUISITION_TOO_DEAR: Wanted.MARGIN,
    Rule.TOO_FEW_RESPONSES: Wanted.SURVEY,
}
"""Rules no figure is supplied for, with what they wait for."""
SUPPLIED = (
    Metric.GAP,
    Metric.CHEAPEST_CHANNEL_REPEAT,
    Metric.LEADS,
    Metric.CONVERSION,
    Metric.REFERRAL_SHARE,
    Metric.ACQUISITION_COST,
)
"""Figures the workspace knows, where their owner told them."""
FEWEST_PAIRS = 6
"""Months known in both years, from which leads are compared."""


async def supplied_measures(workspace: Workspace, analysis: Analysis) -> tuple[Measure, ...]:
    """The gap of the plan, what months tell, the price of a patient, the channel with the cheapest leads."""
    months = tuple(_of_months({at: kept.facts for at, kept in (await workspace.months.records()).items()}))
    clinic = next((item for item in workspace.segments.listed() if item.kind is SegmentKind.CLINIC), None)
    if clinic is None:
        return months
    channels = await workspace.channels.of(clinic.id)
    return (
        *await _gap(workspace, clinic),
        *months,
        *_acquisition_cost(channels),
        *_cheapest_channel(channels, analysis),
    )


def _of_months(facts: Mapping[Month, MonthFacts]) -> Iterator[Measure]:
    """Leads, conversion and the share of referrals of twelve months, each against the same of a year before.

    Only months in which a figure is known in both years.
    """
    leads = _pairs(facts, MonthFigure.LEADS)
    if len(leads) >= FEWEST_PAIRS:
        now, before = (np.array(side, np.float64) for side in zip(*leads, strict=True))
        apart = now - before
        half = student_score(len(leads) - 1) * float(apart.std(ddof=1)) * sqrt(len(leads))
        rise = float(apart.sum())
        change = FigureChange(float(before.sum()), rise, rise - half, rise + half)
        yield Measure(Metric.LEADS, Unit.COUNT, float(now.sum()), n=int(now.sum()), change=change)
    for metric, part, whole in (
        (Metric.CONVERSION, MonthFigure.STARTED, MonthFigure.LEADS),
        (Metric.REFERRAL_SHARE, MonthFigure.REFERRALS, MonthFigure.NEW_PATIENTS),
    ):
        shares = _shares(_pairs(facts, part, whole))
        if shares is not None:
            yield share_measure(metric, *shares)


def _pairs(facts: Mapping[Month, MonthFacts], *figures: MonthFigure) -> list[tuple[int, ...]]:
    """Of the newest twelve months known with a year before: the figures now, then those of then."""
    newest = max(facts, default=None)
    found = []
    for month in () if newest is None else newest.shift(1 - MONTHS).until(newest):
        both = (facts.get(month), facts.get(month.shift(-MONTHS)))
        values = [None if kept is None else kept.clinic.get(figure) for kept in both for figure in figures]
        known = [int(value) for value in values if value is not None]
        if len(known) == len(values):
            found.append(tuple(known))
    return found


def _shares(pairs: list[tuple[int, ...]]) -> tuple[Share, Share] | None:
    """Two shares from (part, whole, part before, whole before) of several months; None where one is empty."""
    if not pairs:
        return None
    part, whole, part_before, whole_before = (sum(column) for column in zip(*pairs, strict=True))
    if not 0 <= part <= whole or not 0 <= part_before <= whole_before or not whole or not whole_before:
        return None
    return Share.of(part, whole), Share.of(part_before, whole_before)


def _acquisition_cost(channels: Sequence[StoredChannel]) -> Iterator[Measure]:
    """Kopecks a new patient of the marketing channels with a known budget cost last year.

    A budget that brought nobody was paid too.
    """
    marketing = [channel for channel in channels if channel.kind == ChannelKind.MARKETING]
    budgets = [channel.budget for channel in marketing if channel.budget is not None]
    people = sum(channel.new_patients for channel in marketing if channel.budget is not None)
    if people:
        budget = sum(budgets, Fraction(0))
        yield Measure(Metric.ACQUISITION_COST, Unit.KOPECKS, float(budget * KOPECKS / people), n=people)


async def _gap(workspace: Workspace, clinic: Segment) -> tuple[Measure, ...]:
    try:
        planned = await workspace.plans.planned(clinic.id)
    except FiguresError:
        return ()
    if planned.whole is None or planned.gap_interval is None:
        return ()
    low, high = (float(bound) for bound in planned.gap_interval)
    return (Measure(Metric.GAP, Unit.COUNT, planned.whole.gap, low, high, planned.whole.lost),)


def _cheapest_channel(channels: Sequence[StoredChannel], analysis: Analysis) -> tuple[Measure, ...]:
    """The repeat index of the channel with the cheapest lead against that of the other priced channels.

    Channels are the same when they have the same name in capital or small letters.
    """
    groups = {group.name.casefold(): group for group in _channel_groups(analysis)}
    priced = [
        (channel.cost_per_lead, groups[channel.name.casefold()])
        for channel in channels
        if channel.cost_per_lead is not None and channel.name.casefold() in groups
    ]
    if len(priced) < 2:
        return ()
    _, cheapest = min(priced, key=lambda pair: pair[0])
    others = [group.repeat for _, group in priced if group is not cheapest and group.repeat is not None]
    if cheapest.repeat is None or not others:
        return ()
    together = Share.of(sum(share.count for share in others), sum(share.total for share in others))
    measure = share_measure(Metric.CHEAPEST_CHANNEL_REPEAT, cheapest.repeat, together)
    return (replace(measure, about=cheapest.name),)


def _channel_groups(analysis: Analysis) -> Iterator[Group]:
    for table in analysis.group_tables:
        if table.field is VisitField.CHANNEL:
            yield from table.rows
