"""A month and a year against their plan, as requests for pictures."""

from datetime import date

from charts.requests import PlanFactChart, PlanFactRow, YearMonthsChart
from locales.texts import Speaker
from metrics.allocation import MONTHS
from metrics.monthly import Month
from metrics.plan_fact import Line, line_fact
from services.plan_fact import plan_of_year, report_of
from services.workspace import Workspace


async def month_chart(workspace: Workspace, speak: Speaker, month: Month) -> PlanFactChart | None:
    """Every planned figure of a month; None while nothing of it can be held against a plan."""
    report = await report_of(workspace, month)
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
    first = date(month.year, month.number, 1)
    return PlanFactChart(
        rows=rows,
        first_month=first,
        last_month=first,
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
        label=speak.plain(f"month-line-{Line.ATTRACTED}"),
        year=year,
        plan=plan.lines[Line.ATTRACTED],
        facts=facts,
        language=workspace.language,
        forecast=None if end is None else (end[1], end[0], end[2]),
        currency=workspace.currency,
        subject=workspace.clinic_name,
    )
