"""What a patient is worth: LTV within a window, its split, and the LTV registered month by month.

Money in kopecks. A window of W days holds the money dated 0..W days after a patient's first visit; a patient
is mature when first visit + W is not after the day of reckoning.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from typing import NamedTuple

import numpy as np

from metrics.comparison import FigureChange, Interval
from metrics.days import MONTH, FloatArray, IntArray, as_date, last_complete_month, month_end_day, window_days
from metrics.lifetime import Lifetime
from metrics.resampling import TAILS, Resample, percentile_interval, ratio
from metrics.visits import VisitHistory

LIFETIMES_IN_WINDOW = 2
ENOUGH = 30
"""Below this many patients a figure is only a rough one."""
FIRST_WINDOW_MONTHS = 12
"""The longest window to try while the lifetime itself is not known."""
LINE_MONTHS = 36
SMALLEST_GROUP = 10


@dataclass(frozen=True, slots=True)
class Window:
    """How long a time LTV is counted over: whole months, their days, and whether that is long enough.

    provisional: shorter than twice the lifetime, or the lifetime is not known.
    """

    months: int
    days: int
    provisional: bool


@dataclass(frozen=True, slots=True, eq=False)
class WithinWindow:
    """Each patient's kopecks and visits within a window, and the day they become mature on, (n,) each."""

    window: Window
    revenue: IntArray
    visits: IntArray
    matures: IntArray


@dataclass(frozen=True, slots=True)
class LifetimeValue:
    """LTV within a window: exact sums over the mature patients, and a 95 % bootstrap interval in kopecks.

    The split is an exact identity: revenue/patients = (revenue/visits)·(visits/patients).
    """

    window: Window
    revenue: int
    visits: int
    patients: int
    interval: Interval | None

    @property
    def value(self) -> Fraction:
        """LTV, kopecks per patient."""
        return Fraction(self.revenue, self.patients)

    @property
    def visit_check(self) -> Fraction:
        """Kopecks per visit."""
        return Fraction(self.revenue, self.visits)

    @property
    def frequency(self) -> Fraction:
        """Visits per patient within the window."""
        return Fraction(self.visits, self.patients)


@dataclass(frozen=True, slots=True)
class RegisteredPoint:
    """LTV as it would have been reckoned at a month-end, from the rows known by then."""

    month_end: date
    revenue: int
    visits: int
    patients: int
    value: float
    low: float
    high: float


def choose_window(history: VisitHistory, life: Lifetime | None, months: int | None = None) -> Window | None:
    """Twice the lifetime in whole months, or the longest shorter window enough patients have lived through.

    Enough is 30 patients, or half of them in a smaller clinic. `months` asks for a certain window instead.
    None when not even a month has passed for enough patients.
    """
    if not history.patients:
        return None
    wanted = None if life is None else max(1, ceil(LIFETIMES_IN_WINDOW * life.days / MONTH))
    if months is None:
        months = min(wanted or FIRST_WINDOW_MONTHS, _months_lived_through(history))
    if months < 1:
        return None
    return Window(months, window_days(months), provisional=wanted is None or months < wanted)


def _months_lived_through(history: VisitHistory) -> int:
    needed = min(ENOUGH, ceil(history.patients / 2))
    joined = int(np.partition(history.first, needed - 1)[needed - 1])
    months = int((history.as_of - joined) / MONTH)
    # The days of a window are rounded, up to half a day above its months.
    return months if window_days(months) <= history.as_of - joined else months - 1


def within_window(history: VisitHistory, window: Window) -> WithinWindow:
    """Money and visits of every patient within the window, mature or not."""
    return WithinWindow(
        window=window,
        revenue=history.revenue((history.age >= 0) & (history.age <= window.days)),
        visits=history.visits_where(history.visit_age() <= window.days),
        matures=history.first.astype(np.int64) + window.days,
    )


def lifetime_value(within: WithinWindow, as_of: int, resample: Resample) -> LifetimeValue | None:
    """LTV(W): money within W of the first visit over all patients whose first visit is W or more ago.

    None when no patient is mature. The interval is by bootstrap over patients.
    """
    mature = within.matures <= as_of
    patients = int(mature.sum())
    if not patients:
        return None
    money = np.where(mature, within.revenue, 0)
    replicates = ratio(resample.sums(money), resample.sums(mature.astype(np.int64)))
    return LifetimeValue(
        window=within.window,
        revenue=int(money.sum()),
        visits=int(within.visits[mature].sum()),
        patients=patients,
        interval=percentile_interval(replicates) if patients > 1 else None,
    )


def registered(
    within: WithinWindow, as_of: int, resample: Resample, months: int = LINE_MONTHS
) -> tuple[RegisteredPoint, ...]:
    """LTV(W) as of each of the last month-ends, oldest first, without those with under 10 mature patients.

    Rows after a month-end can't enter: a patient mature at a has the whole window behind a. So each patient's
    money within W is a constant, and the line is one running sum over the month in which patients mature.
    Its intervals come from the same running sum by (patient group × maturing month).
    """
    last = last_complete_month(as_of)
    ends = [month_end_day(month) for month in range(last - months + 1, last + 1)]
    totals, spread = _as_of_each(within, ends, resample)
    shown = np.flatnonzero(totals.patients >= SMALLEST_GROUP)
    if not shown.size:
        return ()
    low, high = np.nanpercentile(spread[:, shown], TAILS, axis=0)
    return tuple(
        RegisteredPoint(
            month_end=as_date(ends[index]),
            revenue=int(totals.revenue[index]),
            visits=int(totals.visits[index]),
            patients=int(totals.patients[index]),
            value=int(totals.revenue[index]) / int(totals.patients[index]),
            low=float(low[position]),
            high=float(high[position]),
        )
        for position, index in enumerate(shown)
    )


def value_change(within: WithinWindow, then: int, as_of: int, resample: Resample) -> FigureChange | None:
    """LTV(W) at the as-of day against LTV(W) as of an earlier day, from the same draws of patients.

    None unless at least 10 patients were mature then and more have matured since.
    """
    totals, spread = _as_of_each(within, [then, as_of], resample)
    before, now = totals.patients.tolist()
    if before < SMALLEST_GROUP or now == before:
        return None
    interval = percentile_interval(spread[:, 1] - spread[:, 0])
    if interval is None:
        return None
    other, value = (int(totals.revenue[at]) / people for at, people in enumerate((before, now)))
    return FigureChange(other, value - other, *interval)


class _Totals(NamedTuple):
    revenue: IntArray
    visits: IntArray
    patients: IntArray


def _as_of_each(within: WithinWindow, days: list[int], resample: Resample) -> tuple[_Totals, FloatArray]:
    """Sums over the patients mature by each of the ascending days; replicates of LTV, (replicates, days)."""
    column = np.searchsorted(days, within.matures)
    column[column == len(days)] = -1
    ones = np.ones(column.size, np.int64)
    totals = _Totals(*(_running_sum(v, column, len(days)) for v in (within.revenue, within.visits, ones)))
    spread = ratio(
        resample.sums_by_column(within.revenue, column, len(days)).cumsum(axis=1),
        resample.sums_by_column(ones, column, len(days)).cumsum(axis=1),
    )
    return totals, spread


def _running_sum(values: IntArray, column: IntArray, columns: int) -> IntArray:
    """Exact totals of the values by column, summed from the left."""
    inside = column >= 0
    totals = np.zeros(columns, np.int64)
    np.add.at(totals, column[inside], values[inside])
    return totals.cumsum()
