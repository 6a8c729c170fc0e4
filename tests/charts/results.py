"""Requests for pictures of an analysis and of plan against fact, from results made by hand."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from math import sin

from charts.requests import (
    BaseChart,
    CohortsChart,
    Decision,
    GroupsChart,
    LtvLineChart,
    LtvSplitChart,
    NpsChart,
    PlanFactChart,
    PlanFactRow,
    RepeatChart,
    RevenueChart,
    YearMonthsChart,
)
from metrics.base_movement import BaseMonth
from metrics.cohorts import QuarterCohort
from metrics.comparison import FigureChange
from metrics.days import as_date, month_end_day, month_start
from metrics.ltv import RegisteredPoint, Window
from metrics.measures import Measure, Metric, Unit
from metrics.retention import RepeatCohort, Share
from metrics.segments import Group, Groups
from metrics.stability import MonthRevenue, RevenueStability
from metrics.visits import VisitField
from metrics.voice import nps

LAST = (2026 - 1970) * 12 + 9
"""October 2026, in months since January 1970."""
RISE = FigureChange(other=50_000_00.0, difference=8_000_00.0, low=3_000_00.0, high=13_000_00.0)
FALL = FigureChange(other=50_000_00.0, difference=-8_000_00.0, low=-13_000_00.0, high=-3_000_00.0)
NO_CHANGE = FigureChange(other=50_000_00.0, difference=1_000_00.0, low=-4_000_00.0, high=6_000_00.0)
WINDOW = Window(24, 731, provisional=False)


def point(
    month: int, kopecks: int, visits: int = 400, patients: int = 100, spread: float = 0.1
) -> RegisteredPoint:
    """LTV at the end of a month; kopecks: of all the patients together."""
    value = kopecks / patients
    bounds = sorted((value * (1 - spread), value * (1 + spread)))
    return RegisteredPoint(as_date(month_end_day(month)), kopecks, visits, patients, value, *bounds)


def ltv_line(
    kopecks: Sequence[int],
    language: str = "ru",
    change: FigureChange | None = None,
    decisions: Sequence[Decision] = (),
    *,
    provisional: bool = False,
    subject: str | None = None,
) -> LtvLineChart:
    """A line of months up to October 2026; kopecks: of the hundred patients of each month."""
    first = LAST - len(kopecks) + 1
    return LtvLineChart(
        points=tuple(point(first + number, money) for number, money in enumerate(kopecks)),
        window=Window(24, 731, provisional),
        change=change,
        language=language,
        decisions=tuple(decisions),
        subject=subject,
    )


def decisions(*days: date, text: str = "Новый прайс") -> tuple[Decision, ...]:
    return tuple(Decision(day, text) for day in days)


def ltv_split(
    now: tuple[int, int],
    before: tuple[int, int] | None,
    language: str = "ru",
    change: FigureChange | None = None,
    *,
    subject: str | None = None,
) -> LtvSplitChart:
    """Now and before: kopecks and visits of a hundred patients."""
    return LtvSplitChart(
        now=point(LAST, *now),
        before=None if before is None else point(LAST - 12, *before),
        window=WINDOW,
        change=change,
        language=language,
        subject=subject,
    )


def cohorts(
    rows: Sequence[Sequence[int]],
    language: str = "ru",
    known_from: date | None = None,
    *,
    subject: str | None = None,
) -> CohortsChart:
    """Each row: new patients of a quarter, then who came in the quarters after; the last is III of 2026."""
    first = LAST // 3 - len(rows)
    quarters = tuple(
        QuarterCohort(month_start((first + number) * 3), row[0], tuple(row))
        for number, row in enumerate(rows)
    )
    return CohortsChart(quarters=quarters, language=language, known_from=known_from, subject=subject)


def base(
    months: Sequence[tuple[int, int, int, int]],
    language: str = "ru",
    known_from: date | None = None,
    *,
    subject: str | None = None,
) -> BaseChart:
    """Each month up to October 2026: active, new, returned, lost."""
    first = LAST - len(months) + 1
    return BaseChart(
        months=tuple(
            BaseMonth(month_start(first + number), active, active, new, returned, lost)
            for number, (active, new, returned, lost) in enumerate(months)
        ),
        language=language,
        known_from=known_from,
        subject=subject,
    )


def repeat(
    shares: Sequence[tuple[int, int]],
    language: str = "ru",
    change: FigureChange | None = None,
    known_from: date | None = None,
    *,
    subject: str | None = None,
) -> RepeatChart:
    """Each cohort up to October 2026: who came again, of how many. The index is over the last twelve."""
    first = LAST - len(shares) + 1
    found = tuple(
        RepeatCohort(month_start(first + number), Share.of(*share))
        for number, share in enumerate(shares)
        if share[1]
    )
    pooled = Share.of(sum(c.share.count for c in found[-12:]), sum(c.share.total for c in found[-12:]))
    index = Measure(
        Metric.REPEAT_INDEX, Unit.SHARE, pooled.value, pooled.low, pooled.high, pooled.total, change
    )
    return RepeatChart(cohorts=found, index=index, language=language, known_from=known_from, subject=subject)


def revenue(
    rubles: Sequence[int],
    expected: Sequence[int],
    half: int,
    language: str = "ru",
    *,
    currency: str = "RUB",
    subject: str | None = None,
) -> RevenueChart:
    """Months up to October 2026: what came and what was expected, give or take `half`."""
    first = LAST - len(rubles) + 1
    months = tuple(
        MonthRevenue(month_start(first + n), came * 100, mean * 100, (mean - half) * 100, (mean + half) * 100)
        for n, (came, mean) in enumerate(zip(rubles, expected, strict=True))
    )
    stability = RevenueStability(months, 0.1, 0.08, 0.13)
    return RevenueChart(stability=stability, language=language, currency=currency, subject=subject)


def group(
    name: str,
    patients: int,
    rubles: int,
    share: float | None,
    repeat_: tuple[int, int] | None = None,
    ltv: float | None = None,
) -> Group:
    return Group(
        name=name,
        patients=patients,
        visits=2 * patients,
        revenue=rubles * 100,
        revenue_share=share,
        repeat=None if repeat_ is None else Share.of(*repeat_),
        ltv=ltv,
        ltv_interval=None,
    )


def groups(
    rows: Sequence[Group],
    language: str = "ru",
    field: VisitField = VisitField.DOCTOR,
    hidden: int = 0,
    *,
    subject: str | None = None,
) -> GroupsChart:
    return GroupsChart(groups=Groups(field, tuple(rows), hidden, 0), language=language, subject=subject)


def answers(promoters: int, passives: int, detractors: int, language: str = "ru") -> NpsChart:
    found = nps([10] * promoters + [8] * passives + [3] * detractors)
    assert found is not None
    return NpsChart(nps=found, language=language)


def plan_fact(
    rows: Sequence[tuple[str, int, int]],
    language: str = "ru",
    first: date = date(2026, 10, 1),
    *,
    is_money: bool = False,
    subject: str | None = None,
) -> PlanFactChart:
    """Each row: label, plan, fact; up to October 2026."""
    return PlanFactChart(
        rows=tuple(
            PlanFactRow(label=label, plan=Fraction(plan), fact=Fraction(fact), is_money=is_money)
            for label, plan, fact in rows
        ),
        first_month=first,
        last_month=date(2026, 10, 1),
        language=language,
        subject=subject,
    )


def year(
    facts: Sequence[int | None],
    plan: Sequence[int] = (40,) * 12,
    language: str = "ru",
    forecast: tuple[float, float, float] | None = None,
    label: str = "Новые пациенты",
    *,
    is_money: bool = False,
    subject: str | None = None,
) -> YearMonthsChart:
    """The months entered, from January on."""
    return YearMonthsChart(
        label=label,
        year=2026,
        plan=tuple(map(Fraction, plan)),
        facts=(*(None if fact is None else Fraction(fact) for fact in facts), *(None,) * (12 - len(facts))),
        language=language,
        is_money=is_money,
        forecast=forecast,
        subject=subject,
    )


def wavy(months: int, middle: int, swing: int) -> list[int]:
    """A season: the middle, give or take the swing."""
    return [middle + round(swing * sin(number)) for number in range(months)]
