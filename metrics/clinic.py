"""A clinic as of a day: its history with what several figures are made of, each computed once."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from metrics.days import (
    YEAR,
    Int32Array,
    IntArray,
    day_number,
    last_complete_month,
    month_end_day,
    month_of,
    month_start,
    years_before,
)
from metrics.lifetime import Lifetime, lifetime
from metrics.ltv import (
    LifetimeValue,
    WithinWindow,
    choose_window,
    lifetime_value,
    within_window,
)
from metrics.resampling import Resample
from metrics.retention import (
    SECOND_VISIT_WITHIN,
    RepeatCohort,
    YearChurn,
    churn_by_year,
    newest_mature_month,
    next_course_age,
    repeat_by_cohort,
    second_visit_age,
)
from metrics.segments import Groups, groups
from metrics.stability import RevenueStability, revenue_stability
from metrics.visits import VisitField, VisitHistory

DaySpan = tuple[int, int]
"""First and last day, both included."""


@dataclass(frozen=True, slots=True)
class Years:
    """The last twelve complete months, the twelve before, the twelve before those; and what the rows cover.

    whole: through the year now; comparable: through the year before; known: one more, without which nobody
    can tell a new or returned patient from one who was there before the export begins.
    """

    now: DaySpan
    before: DaySpan
    earlier: DaySpan
    whole: bool
    comparable: bool
    known: bool

    @classmethod
    def of(cls, history: VisitHistory) -> "Years | None":
        if not history.patients:
            return None
        end = month_end_day(last_complete_month(history.as_of))
        if history.earliest > end:
            return None
        starts = [years_before(end, back) + 1 for back in (1, 2, 3)]
        covered = [history.covers(start) for start in starts]
        now, before, earlier = zip(starts, (end, starts[0] - 1, starts[1] - 1), strict=True)
        return cls(now, before, earlier, *covered)


@dataclass(frozen=True, slots=True, eq=False)
class PeriodSums:
    """Kopecks and visits of each patient in a period, (n,) each.

    elsewhere: kopecks given back to people who have no visit in the rows at all.
    """

    revenue: IntArray
    visits: IntArray
    elsewhere: int

    @classmethod
    def of(cls, history: VisitHistory, period: DaySpan) -> "PeriodSums":
        rows = (history.day >= period[0]) & (history.day <= period[1])
        came = (history.visit_day >= period[0]) & (history.visit_day <= period[1])
        revenue = history.revenue(rows)
        elsewhere = int(history.amount[rows].sum()) - int(revenue.sum())
        return cls(revenue, history.visits_where(came), elsewhere)

    @property
    def came(self) -> IntArray:
        """1 for each patient with a visit in the period, otherwise 0."""
        return (self.visits > 0).astype(np.int64)

    @property
    def turnover(self) -> IntArray:
        """Kopecks by patient, and last those given back to people without a visit: together, turnover."""
        return np.append(self.revenue, self.elsewhere)


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredClinic:
    """The history with what several figures are made of, each computed once."""

    history: VisitHistory
    resample: Resample
    years: Years | None
    now: PeriodSums | None
    before: PeriodSums | None
    life: Lifetime | None
    within: WithinWindow | None
    ltv: LifetimeValue | None
    repeat_age: Int32Array
    repeat_cohorts: tuple[RepeatCohort, ...]
    second_cohorts: tuple[RepeatCohort, ...]
    churn: tuple[YearChurn, ...]
    stability: RevenueStability | None
    group_tables: tuple[Groups, ...]
    decisions: tuple[date, ...]

    @classmethod
    def of(
        cls,
        history: VisitHistory,
        rng: np.random.Generator,
        window_months: int | None,
        decisions: tuple[date, ...],
    ) -> "MeasuredClinic":
        resample = Resample.draw(history.patients, rng)
        years, life = Years.of(history), lifetime(history)
        window = choose_window(history, life, window_months) if history.amounts_known else None
        within = None if window is None else within_window(history, window)
        repeat_age = next_course_age(history)
        return cls(
            history=history,
            resample=resample,
            years=years,
            now=None if years is None else PeriodSums.of(history, years.now),
            before=PeriodSums.of(history, years.before) if years and years.comparable else None,
            life=life,
            within=within,
            ltv=None if within is None else lifetime_value(within, history.as_of, resample),
            repeat_age=repeat_age,
            repeat_cohorts=repeat_by_cohort(history, repeat_age),
            second_cohorts=repeat_by_cohort(history, second_visit_age(history), SECOND_VISIT_WITHIN),
            churn=() if years is None else churn_by_year(history, years.now[1]),
            stability=revenue_stability(history) if history.amounts_known else None,
            group_tables=_group_tables(history, years, repeat_age, within, resample),
            decisions=decisions,
        )


def _group_tables(
    history: VisitHistory,
    years: Years | None,
    repeat_age: Int32Array,
    within: WithinWindow | None,
    resample: Resample,
) -> tuple[Groups, ...]:
    if years is None:
        return ()
    newest = newest_mature_month(history)
    first_cohort = month_of(day_number(newest)) - 11
    mature = (day_number(month_start(first_cohort)), month_end_day(first_cohort + 11))
    tables = (
        groups(history, field, years.now, repeat_age, mature, YEAR, within, resample) for field in VisitField
    )
    return tuple(table for table in tables if table is not None)
