"""The first page: one headline, one next action, four key figures; and the month on a page."""

from collections.abc import Iterator

from metrics.measures import Metric
from metrics.plan_fact import MonthReport
from reports.model import (
    Findings,
    Footing,
    Introduction,
    KeyFigure,
    KeyFigures,
    NextAction,
    ReportBlock,
    Section,
)
from reports.sections.movement import base_chart, month_figures
from reports.sections.plan import month_table
from reports.telling import NOTICEABLE, Telling
from services.product_lead import NextStep, lead

YEAR = 12
FINDINGS_SHOWN = 3
KEY_FIGURES = (Metric.TURNOVER, Metric.ACTIVE_PATIENTS, Metric.REPEAT_INDEX, Metric.LTV)
MORE_FIGURES = (Metric.CHURN, Metric.NEW_PATIENTS, Metric.FREQUENCY, Metric.SECOND_VISIT)
FIGURES_SHOWN = 4


def year_cover(told: Telling) -> Section:
    """The cover of a year."""
    blocks: list[ReportBlock] = []
    if text := " ".join(_lead(told)):
        blocks.append(Introduction(text))
    blocks.append(_next_action(told))
    if figures := _key_figures(told):
        blocks.append(KeyFigures("", figures))
    blocks += _plan(told)
    return Section("cover", told.say("summary"), headline(told), tuple(blocks))


def headline(told: Telling) -> str:
    """What happened to the turnover and to the base, in one sentence."""
    turnover, active = (told.analysis.measure(metric) for metric in (Metric.TURNOVER, Metric.ACTIVE_PATIENTS))
    money, people = _way(told, Metric.TURNOVER), _way(told, Metric.ACTIVE_PATIENTS)
    if turnover.value is None and active.value is None:
        return told.say("cover-seen", patients=told.analysis.patients)
    moved = abs(told.relative(turnover) or 0)
    return told.say(
        "cover-headline",
        money=money,
        people=people,
        by=told.part(moved),
        turnover="" if turnover.value is None else told.short(turnover),
        patients=int(active.value or 0),
        day="" if told.analysis.first_day is None else told.write.day(told.analysis.first_day),
    )


def _way(told: Telling, metric: Metric) -> str:
    measure = told.analysis.measure(metric)
    moved = told.relative(measure)
    if measure.value is None:
        return "unknown"
    if moved is None:
        return "begun" if measure.provisional else "alone"
    return "same" if abs(moved) < NOTICEABLE else "rose" if moved > 0 else "fell"


def _lead(told: Telling) -> Iterator[str]:
    turnover, active, repeat = (
        told.analysis.measure(metric)
        for metric in (Metric.TURNOVER, Metric.ACTIVE_PATIENTS, Metric.REPEAT_INDEX)
    )
    if turnover.value is not None and turnover.change is not None:
        before = told.short_money(int(turnover.change.other))
        yield told.say("cover-turnover", now=told.short(turnover), before=before)
    if active.value is not None and active.change is not None:
        by = active.change.difference
        key = "cover-active-more" if by > 0 else "cover-active-less" if by < 0 else "cover-active-same"
        yield told.say(key, now=told.value(active), by=told.write.count(abs(by)))
    if repeat.value is not None and repeat.change is not None:
        key = "cover-repeat-steady" if repeat.change.steady else "cover-repeat"
        yield told.say(key, now=told.value(repeat), before=told.before(repeat))


def _next_action(told: Telling) -> NextAction:
    first = lead(told.analysis, told.results.findings)
    label = told.say("next")
    if first.next_step is NextStep.FINDING and first.advised_by is not None:
        advised = first.advised_by
        return NextAction(
            label, told.finding(advised, "do"), told.say("proof", text=told.finding(advised, "proof"))
        )
    return NextAction(label, told.plain(f"product-next-{first.next_step}"), "")


def _key_figures(told: Telling) -> tuple[KeyFigure, ...]:
    """The four figures to begin with; where one of them is not known, the next best."""
    tiles = (told.tile(metric, *_trend(told, metric)) for metric in (*KEY_FIGURES, *MORE_FIGURES))
    return tuple(tile for tile in tiles if tile is not None)[:FIGURES_SHOWN]


def _trend(told: Telling, metric: Metric) -> tuple[tuple[float, ...], str]:
    """The figure as it went, and from when to when."""
    found = told.analysis
    if metric is Metric.TURNOVER:
        points = [(month.month, float(month.revenue or 0)) for month in found.months[-YEAR - 1 :]]
    elif metric is Metric.ACTIVE_PATIENTS:
        points = [(month.month, float(month.active)) for month in found.base[-YEAR - 1 :]]
    elif metric is Metric.REPEAT_INDEX:
        points = [(cohort.month, cohort.share.value) for cohort in found.repeat_cohorts[-YEAR:]]
    elif metric is Metric.LTV:
        points = [(point.month_end, point.value) for point in found.registered[-YEAR - 1 :]]
    else:
        points = []
    if len(points) < 2:
        return (), ""
    span = told.say("span", first=told.month(points[0][0]), last=told.month(points[-1][0]))
    key = (
        "trend-monthly"
        if metric is Metric.TURNOVER
        else "trend-cohorts"
        if metric is Metric.REPEAT_INDEX
        else ""
    )
    return tuple(value for _, value in points), told.say(key, span=span) if key else span


def _plan(told: Telling) -> Iterator[Footing]:
    plan = told.results.plan
    if plan is None or plan.forecast.whole is None:
        return
    made, year = plan.forecast, str(plan.year)
    patients, range_ = plan.forecast.whole.plan, ""
    if made.plan_interval is not None:
        low, high = made.plan_interval
        range_ = told.say("plan-range", range=told.write.count_range(low, high))
    text = told.say("cover-plan-leads", leads=made.leads, range=range_) if made.leads else range_
    yield Footing(told.say("plan-of", year=year), told.say("cover-plan", patients=patients), text)


def month_page(told: Telling) -> Section:
    """The newest month on one page: plan and fact, movement, up to three findings, the next action."""
    month = told.results.month
    blocks: list[ReportBlock] = [_month_action(told, month)]
    if month is not None and month.lines:
        blocks.append(month_table(told, month))
    if figures := month_figures(told):
        blocks.append(figures)
    if (month is None or not month.lines) and (drawn := base_chart(told)) is not None:
        blocks.append(drawn)
    if found := tuple(_month_findings(told, month))[:FINDINGS_SHOWN]:
        blocks.append(Findings(told.say("month-findings"), found))
    blocks += _decided(told)
    blocks += _next_month(told, month)
    return Section("month", told.say("summary"), month_headline(told), tuple(blocks))


def month_headline(told: Telling) -> str:
    """What happened to the base in the month, and to the plan."""
    base, month = told.analysis.base, told.results.month
    people, by = "unknown", 0
    if len(base) > 1 and month_figures(told) is not None:
        by = base[-1].active - base[-2].active
        people = "grew" if by > 0 else "shrank" if by < 0 else "same"
    plan, short = "unknown", 0
    standing = _attracted(month)
    if standing is not None:
        short = round(standing)
        plan = "behind" if short < 0 else "ahead" if short > 0 else "met"
    said = []
    if people != "unknown":
        said.append(told.say(f"month-people-{people}", by=abs(by)))
    if plan != "unknown":
        text = told.say(f"month-plan-{plan}", short=abs(short))
        said.append(f"{text[:1].lower()}{text[1:]}" if said else text)
    return ", ".join(said) or told.say("month-plain", month=told.month_year(told.end))


def _attracted(month: MonthReport | None) -> float | None:
    """New patients of the month above the plan, below zero behind it."""
    if month is None:
        return None
    standing = next((standing for line, standing in month.lines.items() if line == "attracted"), None)
    return None if standing is None else float(standing.fact - standing.plan)


def _month_action(told: Telling, month: MonthReport | None) -> NextAction:
    if month is None or not month.findings:
        return _next_action(told)
    found = month.findings[0]
    way = "behind" if found.is_behind else "ahead"
    text = told.plain(f"month-next-{found.topic}-{way}", channel=_channel(told, month, found.channel))
    action, _, why = text.partition(": ")[2].partition(". ")
    return NextAction(told.say("next"), f"{action[:1].upper()}{action[1:]}", why)


def _channel(told: Telling, month: MonthReport, channel: str | None) -> str:
    named = next((item.name for item in month.channels if item.channel == channel), "")
    return told.name(named) if named else ""


def _month_findings(told: Telling, month: MonthReport | None) -> Iterator[tuple[str, str]]:
    """What the plan says beyond chance, then what the rows say."""
    for found in () if month is None else month.findings:
        way = "behind" if found.is_behind else "ahead"
        period = told.plain("month-found-year" if found.of_year else "month-found-month")
        name = "" if month is None else _channel(told, month, found.channel)
        text = told.plain(f"month-found-{found.topic}-{way}", channel=name, period=period)
        said, _, beyond = text.lstrip("⚠✓ ").partition(" — ")
        yield said, f"{beyond[:1].upper()}{beyond[1:]}"
    for finding in told.results.findings:
        yield told.finding(finding), told.finding(finding, "why")


def _decided(told: Telling) -> Iterator[Footing]:
    """What was decided in the month."""
    end = told.end
    of_month = [
        decision
        for decision in told.results.decisions
        if (decision.day.year, decision.day.month) == (end.year, end.month)
    ]
    if of_month:
        text = "; ".join(f"{told.write.day(item.day)} — {told.name(item.text)}" for item in of_month)
        yield Footing(told.say("month-decided"), "", text)


def _next_month(told: Telling, month: MonthReport | None) -> Iterator[Footing]:
    if month is None or month.plan is None or month.month.number == YEAR:
        return
    planned = month.plan.lines
    number = month.month.number
    parts = {str(line): values[number] for line, values in planned.items()}
    if "attracted" not in parts:
        return
    name = told.write.month_of(number + 1)
    patients = told.say("month-new", patients=round(parts["attracted"]))
    text = told.say("month-leads", leads=round(parts["leads"])) if "leads" in parts else ""
    yield Footing(told.say("month-plan-of", month=name), patients, text)
