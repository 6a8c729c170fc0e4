"""A clinic's record looked at as of a month-end: every comparison with a year before, with its test.

The same look is taken a month earlier, from the same rows: a change is confirmed where both show it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from metrics.comparison import FigureChange
from metrics.confidence import standard_score
from metrics.days import YEAR, BoolArray, Int32Array, IntArray, month_end_day, month_of, months_of
from metrics.judgement import ChanceTest, Verdict
from metrics.measures import Metric
from metrics.month_totals import MonthTotals, month_totals
from metrics.newcomers import newcomers_from
from metrics.record_breaks import ChangedIds, changed_ids, closed_months
from metrics.retention import SECOND_VISIT_WITHIN, Share, next_course_age, second_visit_age
from metrics.returns import Returns, SilenceTable, returns
from metrics.rolling_value import EARLY, EarlyFall, EarlyMoney, early_fall, rolling_value, value_test
from metrics.seasonal import Dispersion
from metrics.side_by_side import (
    Movements,
    SideBySide,
    active_test,
    blocked,
    counts_test,
    ratio_test,
    share_spread,
    shares_test,
    side_by_side,
)
from metrics.turnover_level import LevelShift, level_shifts
from metrics.visits import VisitHistory

YEAR_MONTHS = 12
HALF_YEAR_MONTHS = 6


@dataclass(frozen=True, slots=True, eq=False)
class ClinicRecord:
    """What all looks share, each computed once.

    since: the day from which patients first seen are new; months: the complete ones; patients, revenue:
    of each; closed: which of them the clinic was closed in; changed: where patients got other numbers.
    repeat_age, second_age: days to the second course and visit; year_money, early_money: kopecks of the first
    365 and 90 days, None without amounts.
    """

    history: VisitHistory
    since: int
    months: range
    totals: tuple[MonthTotals, ...]
    patients: IntArray
    revenue: IntArray
    closed: BoolArray
    changed: ChangedIds | None
    moves: Movements
    repeat_age: Int32Array
    second_age: Int32Array
    year_money: EarlyMoney | None
    early_money: EarlyMoney | None
    silences: SilenceTable

    @classmethod
    def of(
        cls, history: VisitHistory, kept_since: date | None = None, begins: date | None = None
    ) -> "ClinicRecord":
        """The record of a history with at least one visit. Raises ValueError without any."""
        totals = month_totals(history)
        patients = np.array([month.patients for month in totals], np.int64)
        closed = closed_months(patients)
        known = history.amounts_known
        return cls(
            history=history,
            since=newcomers_from(history, kept_since, begins),
            months=history.complete_months,
            totals=totals,
            patients=patients,
            revenue=np.array([month.revenue or 0 for month in totals], np.int64),
            closed=closed,
            changed=changed_ids(history, closed),
            moves=Movements.of(history),
            repeat_age=next_course_age(history),
            second_age=second_visit_age(history),
            year_money=EarlyMoney.within(history, YEAR) if known else None,
            early_money=EarlyMoney.within(history, EARLY) if known else None,
            silences=SilenceTable.of(history),
        )

    def breaks_before(self, end: int) -> bool:
        """Whether a closed month or other numbers forbid comparing the two years ending with a month."""
        if blocked(self.closed, self.months, end):
            return True
        return self.changed is not None and month_of_date(self.changed.month) > end - 2 * YEAR_MONTHS


@dataclass(frozen=True, slots=True)
class YearComparison:
    """A figure, the same a year before, and the test of their difference."""

    now: float
    before: float
    test: ChanceTest

    def change(self, verdict: Verdict | None) -> FigureChange:
        """As it is shown: the interval is as wide as the test says."""
        difference = float(self.now - self.before)
        half = abs(difference / self.test.score) * standard_score() if self.test.score else 0.0
        return FigureChange(float(self.before), difference, difference - half, difference + half, verdict)


ComparedMetric = tuple[Metric, YearComparison]


@dataclass(frozen=True, slots=True)
class MonthEndLook:
    """All comparisons as of the end of a month; what the rows are too short or broken for is absent."""

    compared: dict[Metric, YearComparison]
    movements: SideBySide | None
    returns: Returns | None
    early: EarlyFall | None
    shifts: tuple[LevelShift, ...]

    @property
    def tests(self) -> dict[Metric, ChanceTest]:
        """The tests by figure."""
        return {metric: compared.test for metric, compared in self.compared.items()}


NOTHING = MonthEndLook({}, None, None, None, ())


def look(record: ClinicRecord, end: int) -> MonthEndLook:
    """Everything that can be compared as of the end of a month."""
    if end not in record.months:
        return NOTHING
    count = end - record.months.start + 1
    months, closed = record.months[:count], record.closed[:count]
    movements = side_by_side(record.moves, months, closed, end)
    day = month_end_day(end)
    broken = record.breaks_before(end)
    found = {} if broken else dict(_years_apart(record, movements, end))
    if not broken and record.year_money is not None:
        value = _of_value(record, day, record.year_money)
        if value is not None:
            found[Metric.LTV] = value
    early = record.early_money
    shifts = level_shifts(record.revenue[:count], months.start, closed) if early is not None else ()
    return MonthEndLook(
        compared=found | dict(_of_turnover(shifts)),
        movements=movements,
        returns=None if broken else returns(record.silences, day),
        early=None if broken or early is None else early_fall(record.history, day, record.since, early),
        shifts=shifts,
    )


def _of_value(record: ClinicRecord, day: int, money: EarlyMoney) -> YearComparison | None:
    """The figures as they are shown, in full; the test with heavy bills capped."""
    test = value_test(record.history, day, record.since, money.revenue)
    now, before = (rolling_value(record.history, end, record.since, money) for end in (day, day - YEAR))
    if test is None or now is None or before is None:
        return None
    return YearComparison(now.value, before.value, test)


def month_of_date(month: date) -> int:
    """The number of a month from its first date."""
    return (month.year - 1970) * 12 + month.month - 1


def _years_apart(record: ClinicRecord, movements: SideBySide, end: int) -> Iterator[ComparedMetric]:
    for metric, pair, spread in (
        (Metric.NEW_PATIENTS, movements.new, movements.new_spread),
        (Metric.RETURNED_PATIENTS, movements.returned, movements.returned_spread),
        (Metric.LOST_PATIENTS, movements.lost, movements.lost_spread),
    ):
        if pair is not None and spread is not None:
            yield metric, YearComparison(*pair, counts_test(*pair, spread))
    yield from _cohorts(record, end)
    if movements.new_spread is not None and movements.lost_spread is not None:
        yield from _of_patients(record, end, movements.new_spread, movements.lost_spread)


def _of_patients(
    record: ClinicRecord, end: int, arrivals: Dispersion, leaving: Dispersion
) -> Iterator[ComparedMetric]:
    """Active patients, churn, visits per patient and kopecks per visit of two years."""
    history = record.history
    now, before, earlier = (_year_visits(history, end - YEAR_MONTHS * back) for back in range(3))
    here, there, first = ((visits > 0).astype(np.int64) for visits in (now, before, earlier))
    active = float(here.sum()), float(there.sum())
    yield Metric.ACTIVE_PATIENTS, YearComparison(*active, active_test(here, there, arrivals))
    lost = int((there * (1 - here)).sum()), int(there.sum())
    lost_before = int((first * (1 - there)).sum()), int(first.sum())
    if lost[1] and lost_before[1]:
        shares = lost[0] / lost[1], lost_before[0] / lost_before[1]
        yield Metric.CHURN, YearComparison(*shares, shares_test(lost, lost_before, leaving))
    if not here.any() or not there.any():
        return
    frequency = float(now.sum()) / active[0], float(before.sum()) / active[1]
    test = ratio_test((now, here), (before, there), arrivals.factor)
    yield Metric.FREQUENCY, YearComparison(*frequency, test)
    if history.amounts_known:
        money, money_before = (_year_money(history, end - YEAR_MONTHS * back) for back in range(2))
        check = float(money.sum() / now.sum()), float(money_before.sum() / before.sum())
        test = ratio_test((money, now), (money_before, before), arrivals.factor)
        yield Metric.VISIT_CHECK, YearComparison(*check, test)


def _year_visits(history: VisitHistory, end: int) -> IntArray:
    """Visits of each patient in the twelve months ending with one, (n,)."""
    first, last = month_end_day(end - YEAR_MONTHS) + 1, month_end_day(end)
    return history.visits_where((history.visit_day >= first) & (history.visit_day <= last))


def _year_money(history: VisitHistory, end: int) -> IntArray:
    """Kopecks of each patient in the twelve months ending with one, (n,)."""
    first, last = month_end_day(end - YEAR_MONTHS) + 1, month_end_day(end)
    return history.revenue((history.day >= first) & (history.day <= last))


def _cohorts(record: ClinicRecord, end: int) -> Iterator[ComparedMetric]:
    """Repeat index of a year of cohorts, and second visits of half a year, each against the year before."""
    for metric, age, allowed, length in (
        (Metric.REPEAT_INDEX, record.repeat_age, YEAR, YEAR_MONTHS),
        (Metric.SECOND_VISIT, record.second_age, SECOND_VISIT_WITHIN, HALF_YEAR_MONTHS),
    ):
        pair = cohort_shares(record, age, end, allowed, length)
        if pair is None:
            continue
        now, before, spread = pair
        test = shares_test((now.count, now.total), (before.count, before.total), spread)
        yield metric, YearComparison(now.value, before.value, test)


def cohort_shares(
    record: ClinicRecord, age: Int32Array, end: int, allowed: int, length: int
) -> tuple[Share, Share, Dispersion] | None:
    """Of the new patients of the newest `length` mature months, and of the same months a year before, the
    share whose `age` is within the days allowed; φ between the monthly cohorts.

    None unless all of those patients were new and both have some.
    """
    newest = month_of(month_end_day(end) - allowed + 1) - 1
    start = newest - YEAR_MONTHS - length + 1
    if month_end_day(start - 1) + 1 < record.since:
        return None
    month = months_of(record.history.first) - start
    span = YEAR_MONTHS + length
    inside = (month >= 0) & (month < span)
    soon = inside & (age >= 0) & (age <= allowed)
    totals = np.bincount(month[inside], minlength=span)
    counts = np.bincount(month[soon], minlength=span)
    now, before = slice(YEAR_MONTHS, span), slice(0, length)
    if not totals[now].sum() or not totals[before].sum():
        return None
    both = [np.concatenate((part[before], part[now])) for part in (counts, totals)]
    return (
        Share.of(int(counts[now].sum()), int(totals[now].sum())),
        Share.of(int(counts[before].sum()), int(totals[before].sum())),
        share_spread(both[0], both[1]),
    )


def _of_turnover(shifts: tuple[LevelShift, ...]) -> Iterator[ComparedMetric]:
    for shift in shifts:
        if shift.months == YEAR_MONTHS:
            yield (
                Metric.TURNOVER,
                YearComparison(shift.now, shift.before, ChanceTest(shift.score, shift.chance)),
            )
