"""A clinic as of a day: its history with what several figures are made of, each computed once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from metrics.days import (
    YEAR,
    IntArray,
    as_date,
    day_number,
    last_complete_month,
    month_end_day,
    month_of,
    month_start,
    years_before,
)
from metrics.judgement import Verdict, verdicts
from metrics.lifetime import Lifetime, LifetimeToHorizon, lifetime, lifetime_to_horizon
from metrics.looks import NOTHING, ClinicRecord, MonthEndLook, look
from metrics.ltv import LINE_MONTHS, Window, WithinWindow, maturity, within_window
from metrics.measures import Metric
from metrics.resampling import Resample
from metrics.retention import (
    SECOND_VISIT_WITHIN,
    RepeatCohort,
    YearChurn,
    churn_by_year,
    newest_mature_month,
    repeat_by_cohort,
)
from metrics.rolling_value import HALF_YEAR, EarlyMoney, RollingValue, value_line, window_of
from metrics.segments import Groups, groups
from metrics.stability import RevenueStability, revenue_stability
from metrics.turnover_change import TurnoverChange, YearSums, turnover_change
from metrics.turnover_level import LastMonth, LevelShift, last_month, standing_fall
from metrics.visits import VisitField, VisitHistory

WINDOW_MONTHS = 12
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
    def year_sums(self) -> YearSums:
        """Patients, visits and kopecks, those given back to people without a visit too."""
        return YearSums(int(self.came.sum()), int(self.visits.sum()), int(self.turnover.sum()))

    @property
    def turnover(self) -> IntArray:
        """Kopecks by patient, and last those given back to people without a visit: together, turnover."""
        return np.append(self.revenue, self.elsewhere)


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredClinic:
    """The history with what several figures are made of, each computed once.

    record: None without visits; now_look, month_ago: what can be compared at the last two month-ends.
    verdicts: of each comparison. life: to the end of the rows; horizon: the one that is told. value: LTV of
    the cohorts of the last year; line: the same as of each month-end.
    """

    history: VisitHistory
    resample: Resample
    years: Years | None
    now: PeriodSums | None
    before: PeriodSums | None
    record: ClinicRecord | None
    now_look: MonthEndLook
    month_ago: MonthEndLook
    verdicts: Mapping[Metric, Verdict]
    life: Lifetime | None
    horizon: LifetimeToHorizon | None
    within: WithinWindow | None
    line: tuple[RollingValue, ...]
    repeat_cohorts: tuple[RepeatCohort, ...]
    second_cohorts: tuple[RepeatCohort, ...]
    churn: tuple[YearChurn, ...]
    last_month: LastMonth | None
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
        kept_since: date | None = None,
        begins: date | None = None,
    ) -> "MeasuredClinic":
        resample, years = Resample.draw(history.patients, rng), Years.of(history)
        record = ClinicRecord.of(history, kept_since, begins) if history.patients else None
        now_look, month_ago = _looks(record)
        within = None if record is None else _within(record, window_months)
        month = _last_month(record)
        return cls(
            history=history,
            resample=resample,
            years=years,
            now=None if years is None else PeriodSums.of(history, years.now),
            before=PeriodSums.of(history, years.before) if years and years.comparable else None,
            record=record,
            now_look=now_look,
            month_ago=month_ago,
            verdicts=verdicts(now_look.tests, month_ago.tests),
            life=None if record is None else lifetime(history, since=record.since),
            horizon=None if record is None else lifetime_to_horizon(history, record.since),
            within=within,
            line=() if record is None or within is None else _line(record, within),
            repeat_cohorts=() if record is None else repeat_by_cohort(history, record.repeat_age),
            second_cohorts=()
            if record is None
            else repeat_by_cohort(history, record.second_age, SECOND_VISIT_WITHIN),
            churn=() if years is None else churn_by_year(history, years.now[1]),
            last_month=month,
            stability=_stability(history, month),
            group_tables=_group_tables(record, years, within, resample) if record and years else (),
            decisions=decisions,
        )

    @property
    def value(self) -> RollingValue | None:
        """LTV as of the day of reckoning."""
        is_now = bool(self.line) and self.line[-1].as_of == as_date(self.history.as_of)
        return self.line[-1] if is_now else None

    @property
    def level(self) -> LevelShift | None:
        """The fall of turnover that stands at two month-ends running."""
        return standing_fall(self.now_look.shifts, self.month_ago.shifts)

    @property
    def why(self) -> TurnoverChange | None:
        """Why turnover changed between the last two years; None without two full years or amounts."""
        if self.now is None or self.before is None or not self.history.amounts_known:
            return None
        return turnover_change(self.before.year_sums, self.now.year_sums)


def _looks(record: ClinicRecord | None) -> tuple[MonthEndLook, MonthEndLook]:
    if record is None or not record.months:
        return NOTHING, NOTHING
    end = record.months[-1]
    return look(record, end), look(record, end - 1)


def _last_month(record: ClinicRecord | None) -> LastMonth | None:
    if record is None or not record.history.amounts_known:
        return None
    return last_month(record.revenue, record.months.start, record.closed)


def _within(record: ClinicRecord, months: int | None) -> WithinWindow | None:
    """The window of LTV: a year, or half a year while the rows are short; `months` asks for a certain one."""
    if not record.history.amounts_known:
        return None
    days = window_of(record.history, record.since)
    if months is not None:
        days = YEAR if months >= WINDOW_MONTHS else HALF_YEAR
    if days is None:
        return None
    is_year = days == YEAR
    window = Window(WINDOW_MONTHS if is_year else WINDOW_MONTHS // 2, days, provisional=not is_year)
    if not is_year or record.year_money is None:
        return within_window(record.history, window, record.since)
    matures = maturity(record.history, window, record.since)
    return WithinWindow(window, record.year_money.revenue, record.year_money.visits, matures)


def _line(record: ClinicRecord, within: WithinWindow) -> tuple[RollingValue, ...]:
    money = EarlyMoney(within.window.days, within.revenue, within.visits)
    return value_line(record.history, record.since, record.months[-LINE_MONTHS:], money)


def _stability(history: VisitHistory, month: LastMonth | None) -> RevenueStability | None:
    """The bands of the months; the last one by the months before it, as it is told everywhere."""
    found = revenue_stability(history) if history.amounts_known else None
    if found is None or month is None or found.months[-1].month != month.month:
        return found
    last = replace(found.months[-1], expected=month.expected, low=month.low, high=month.high)
    return replace(found, months=(*found.months[:-1], last))


def _group_tables(
    record: ClinicRecord, years: Years, within: WithinWindow | None, resample: Resample
) -> tuple[Groups, ...]:
    history = record.history
    first_cohort = month_of(day_number(newest_mature_month(history))) - 11
    mature = (day_number(month_start(first_cohort)), month_end_day(first_cohort + 11))
    tables = (
        groups(history, field, years.now, record.repeat_age, mature, YEAR, within, resample)
        for field in VisitField
    )
    return tuple(table for table in tables if table is not None)
