"""A clinic's months against its plan: which plan a year has, and what the months say against it."""

import hashlib
from collections.abc import Mapping, Sequence
from fractions import Fraction

from metrics.allocation import Weight, allocate
from metrics.channels import ChannelTarget
from metrics.encoding import from_plain, to_json
from metrics.funnel import FiguresError, Forecast, Scenario
from metrics.monthly import Month
from metrics.plan_fact import ChannelGoal, Line, MonthReport, YearPlan, month_report
from services.segments import Segment, SegmentKind, other_plan_year
from services.workspace import Workspace


async def plan_of_year(workspace: Workspace, year: int) -> YearPlan | None:
    """What the clinic plans, or planned, for a year; None if there never was a plan."""
    clinic = _whole_clinic(workspace)
    live = await _live_plan(workspace, clinic) if clinic and clinic.plan_year == year else None
    return live or await workspace.months.year_plan(year)


async def keep_plan(workspace: Workspace) -> None:
    """Keep what is planned for the clinic's year, before its figures give way to another year's."""
    clinic = _whole_clinic(workspace)
    plan = await _live_plan(workspace, clinic) if clinic else None
    if plan is not None:
        workspace.months.keep_year_plan(plan)


async def plan_another_year(workspace: Workspace, segment_id: str, year: int) -> Segment:
    """Say of a segment's figures that they plan another year.

    What the clinic planned for the year so far is kept for its months, unless the same figures come back from
    a year they were only tried for: that year never had a plan.
    """
    segment = workspace.segments.get(segment_id)
    if segment.kind is SegmentKind.CLINIC:
        kept = await workspace.months.year_plan(year)
        if kept is None or kept.basis != _basis(segment):
            await keep_plan(workspace)
    return workspace.segments.plan_for(segment_id, year)


async def forget_tried_year(workspace: Workspace, segment: Segment) -> None:
    """Forget a plan kept for another year from the same figures, now that they were reckoned for this one.

    A year any month of which was entered keeps the plan its months were held against.
    """
    year = other_plan_year(segment.plan_year, workspace.clock.now())
    kept = await workspace.months.year_plan(year)
    if segment.kind is not SegmentKind.CLINIC or kept is None or kept.basis != _basis(segment):
        return
    if all(month.year != year for month in await workspace.months.facts()):
        workspace.months.forget_year_plan(year)


def _basis(clinic: Segment) -> str:
    told = to_json({name: clinic.answers[name].to_plain() for name in sorted(clinic.answers)})
    return hashlib.sha256(told.encode()).hexdigest()[:16]


async def report_of(workspace: Workspace, month: Month) -> MonthReport:
    """What a month says against the plan of its year."""
    plan = await plan_of_year(workspace, month.year)
    facts = await workspace.months.facts()
    return month_report(month, facts, plan, await workspace.plans.seasonality(month.year))


def _whole_clinic(workspace: Workspace) -> Segment | None:
    return next((item for item in workspace.segments.listed() if item.kind is SegmentKind.CLINIC), None)


async def _live_plan(workspace: Workspace, clinic: Segment) -> YearPlan | None:
    try:
        made = await workspace.plans.planned(clinic.id)
        channels = await workspace.plans.of_channels(clinic.id)
    except FiguresError:
        return None
    adopted = await workspace.plans.adopted(clinic.id)
    growth = from_plain(Scenario, adopted.scenario).growth if adopted else None
    lines = _lines(made, growth, await workspace.plans.seasonality(clinic.plan_year))
    if not lines:
        return None
    return YearPlan(
        year=clinic.plan_year,
        lines=lines,
        conversion=made.conversion.value if made.conversion else None,
        channels=tuple(_goal(target) for target in channels.targets) if channels else (),
        basis=_basis(clinic),
    )


def _lines(
    made: Forecast, growth: Fraction | None, seasonality: Sequence[Weight]
) -> Mapping[Line, tuple[Fraction, ...]]:
    """Twelve months of every line there is a plan for; a plan of nobody is none."""
    lines: dict[Line, tuple[Fraction, ...]] = {}
    if made.whole is not None and made.whole.plan:
        lines[Line.ATTRACTED] = tuple(map(Fraction, made.monthly_patients))
    if made.leads:
        lines[Line.LEADS] = tuple(map(Fraction, made.monthly_leads))
    if made.whole is not None and made.whole.referrals:
        lines[Line.REFERRALS] = tuple(map(Fraction, allocate(made.whole.referrals, seasonality)))
    turnover = made.figures.turnover
    if turnover is not None and turnover.value:
        wanted = made.figures.growth.value if made.figures.growth else Fraction(0)
        money = turnover.value * (1 + (wanted if growth is None else growth))
        weights = [Fraction(weight) for weight in seasonality]
        lines[Line.TURNOVER] = tuple(money * weight / sum(weights) for weight in weights)
    return lines


def _goal(target: ChannelTarget) -> ChannelGoal:
    return ChannelGoal(
        channel=target.channel.id,
        name=target.channel.name,
        patients=target.monthly_patients,
        leads=target.monthly_leads,
        cost_per_lead=target.channel.cost_per_lead,
        budget=target.channel.budget,
    )
