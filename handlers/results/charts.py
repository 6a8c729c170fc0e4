"""Results as requests for pictures: a plan, its channels, a month and a year against their plan."""

from datetime import date

from charts.requests import BridgeChart, ChannelsChart, PlanFactChart, PlanFactRow, YearMonthsChart
from locales.texts import Speaker
from metrics.allocation import MONTHS
from metrics.funnel import Forecast
from metrics.monthly import Month
from metrics.plan_fact import Line, MonthReport, line_fact
from services.plan_fact import plan_of_year, report_of
from services.segments import Segment, SegmentKind
from services.workspace import Workspace
from wording.figures import subject_name


def plan_chart(
    workspace: Workspace, segment: Segment, forecast: Forecast, before: Forecast | None = None
) -> BridgeChart:
    """A plan, or how it changes. Raises ValueError if there is none."""
    subject = subject_name(segment, workspace.clinic_name)
    return BridgeChart(forecast, segment.plan_year, workspace.language, subject, before)


def month_chart(workspace: Workspace, speak: Speaker, report: MonthReport) -> PlanFactChart | None:
    """Every planned figure of a month; None while nothing of it can be held against a plan."""
    rows = tuple(
        PlanFactRow(
            label=speak.plain(f"month-line-{line}"),
            plan=standing.plan,
            fact=standing.fact,
            is_money=line is Line.TURNOVER,
        )
        for line, standing in report.lines.items()
    )
    if not rows:
        return None
    first = _first_day(report.month)
    return PlanFactChart(
        rows=rows,
        first_month=first,
        last_month=first,
        language=workspace.language,
        currency=workspace.currency,
        subject=workspace.clinic_name,
    )


async def channels_chart(workspace: Workspace, segment: Segment) -> PlanFactChart | ChannelsChart | None:
    """The new patients of each channel against the year's plan so far; the plan alone while no fact is known.

    None without a plan of channels. Raises NotFoundError, and FiguresError if answers contradict each other.
    """
    plan = await workspace.plans.of_channels(segment.id)
    planned = await workspace.plans.planned(segment.id)
    if plan is None or planned.conversion is None:
        return None
    facts = {month: told for month, told in (await workspace.months.facts()).items() if told.channels}
    told = [month for month in facts if month.year == segment.plan_year]
    report = await report_of(workspace, told[-1]) if told and segment.kind is SegmentKind.CLINIC else None
    rows = tuple(
        PlanFactRow(label=channel.name, plan=channel.patients.plan, fact=channel.patients.fact)
        for channel in (report.channels if report else ())
        if channel.patients is not None
    )
    if not rows:
        return ChannelsChart(plan, planned.conversion.value, segment.plan_year, workspace.language)
    return PlanFactChart(
        rows=rows,
        first_month=_first_day(told[0]),
        last_month=_first_day(told[-1]),
        language=workspace.language,
        currency=workspace.currency,
        subject=workspace.clinic_name,
    )


async def year_chart(workspace: Workspace, speak: Speaker, year: int) -> YearMonthsChart | None:
    """The months of a year against its plan of new patients from marketing; None without plan or facts."""
    plan = await plan_of_year(workspace, year)
    if plan is None or Line.ATTRACTED not in plan.lines:
        return None
    months = [Month(year, number) for number in range(1, MONTHS + 1)]
    known = await workspace.months.facts()
    facts = tuple(line_fact(known[month], Line.ATTRACTED) if month in known else None for month in months)
    told = [month for month, fact in zip(months, facts, strict=True) if fact is not None]
    if not told:
        return None
    end = (await report_of(workspace, told[-1])).rest[Line.ATTRACTED].year_end
    return YearMonthsChart(
        label=speak.plain(f"month-line-{Line.ATTRACTED}.year"),
        year=year,
        plan=plan.lines[Line.ATTRACTED],
        facts=facts,
        language=workspace.language,
        forecast=None if end is None else (end[1], end[0], end[2]),
        currency=workspace.currency,
        subject=workspace.clinic_name,
    )


def _first_day(month: Month) -> date:
    return date(month.year, month.number, 1)
