"""What a patient is worth: LTV within a window, its split, and the LTV registered month by month.

Money in kopecks. A window of W days holds the money dated 0..W days after a patient's first visit; a patient
is mature when first visit + W is not after the day of reckoning.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

import numpy as np

from metrics.comparison import Change
from metrics.days import MONTH, IntArray, as_date, last_complete_month, month_end_day, window_days
from metrics.lifetime import Lifetime
from metrics.resampling import Interval, Resample, percentile_interval, ratio
from metrics.visits import History

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
    def average_check(self) -> Fraction:
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


def choose_window(history: History, life: Lifetime | None) -> Window | None:
    """Twice the lifetime in whole months, or the longest shorter window enough patients have lived through.

    Enough is 30 patients, or half of them in a smaller clinic. None when not even a month has passed.
    """
    if not history.patients:
        return None
    wanted = FIRST_WINDOW_MONTHS
    if life is not None:
        wanted = max(1, ceil(LIFETIMES_IN_WINDOW * life.days / MONTH))
    needed = min(ENOUGH, ceil(history.patients / 2))
    joined = int(np.partition(history.first, needed - 1)[needed - 1])
    possible = int((history.as_of - joined) / MONTH)
    while possible > 0 and window_days(possible) > history.as_of - joined:
        possible -= 1
    months = min(wanted, possible)
    if months < 1:
        return None
    return Window(months, window_days(months), provisional=life is None or months < wanted)


def within_window(history: History, window: int) -> tuple[IntArray, IntArray]:
    """Each patient's kopecks and visits within `window` days of the first visit, (n,) and (n,)."""
    revenue = history.revenue((history.age >= 0) & (history.age <= window))
    return revenue, history.visits_where(history.visit_age() <= window)


def lifetime_value(history: History, window: Window, resample: Resample) -> LifetimeValue | None:
    """LTV(W): money within W of the first visit over all patients whose first visit is W or more ago.

    None when no patient is mature. The interval is by bootstrap over patients.
    """
    mature = history.first <= history.as_of - window.days
    patients = int(mature.sum())
    if not patients:
        return None
    revenue, visits = within_window(history, window.days)
    money = np.where(mature, revenue, 0)
    replicates = ratio(resample.sums(money), resample.sums(mature.astype(np.int64)))
    return LifetimeValue(
        window=window,
        revenue=int(money.sum()),
        visits=int(visits[mature].sum()),
        patients=patients,
        interval=percentile_interval(replicates) if patients > 1 else None,
    )


def registered(
    history: History, window: Window, resample: Resample, months: int = LINE_MONTHS
) -> tuple[RegisteredPoint, ...]:
    """LTV(W) as of each of the last month-ends, oldest first, without those with under 10 mature patients.

    Rows after a month-end can't enter: a patient mature at a has the whole window behind a. So each patient's
    money within W is a constant, and the line is one running sum over the month in which patients mature.
    Its intervals come from the same running sum by (patient group × maturing month).
    """
    if not history.patients:
        return ()
    last = last_complete_month(history.as_of)
    ends = np.array([month_end_day(month) for month in range(last - months + 1, last + 1)])
    matures = history.first.astype(np.int64) + window.days
    column = np.searchsorted(ends, matures)
    column[column == months] = -1
    revenue, visits = within_window(history, window.days)
    ones = np.ones(history.patients, np.int64)
    totals = [_running_sum(values, column, months) for values in (revenue, visits, ones)]
    spread = ratio(
        resample.sums_by_column(revenue, column, months).cumsum(axis=1),
        resample.sums_by_column(ones, column, months).cumsum(axis=1),
    )
    shown = np.flatnonzero(totals[2] >= SMALLEST_GROUP)
    if not shown.size:
        return ()
    low, high = np.nanpercentile(spread[:, shown], (2.5, 97.5), axis=0)
    return tuple(
        RegisteredPoint(
            month_end=as_date(int(ends[index])),
            revenue=int(totals[0][index]),
            visits=int(totals[1][index]),
            patients=int(totals[2][index]),
            value=int(totals[0][index]) / int(totals[2][index]),
            low=float(low[position]),
            high=float(high[position]),
        )
        for position, index in enumerate(shown)
    )


def value_change(history: History, window: Window, then: int, resample: Resample) -> Change | None:
    """LTV(W) at the as-of date against LTV(W) as of an earlier day, from the same draws of patients.

    None unless both have at least 10 mature patients and patients have matured in between.
    """
    revenue, _ = within_window(history, window.days)
    ones = np.ones(history.patients, np.int64)
    matures = history.first.astype(np.int64) + window.days
    column = np.searchsorted([then, history.as_of], matures)
    column[column == 2] = -1
    money, people = (_running_sum(values, column, 2) for values in (revenue, ones))
    if people[0] < SMALLEST_GROUP or people[1] == people[0]:
        return None
    spread = ratio(
        resample.sums_by_column(revenue, column, 2).cumsum(axis=1),
        resample.sums_by_column(ones, column, 2).cumsum(axis=1),
    )
    interval = percentile_interval(spread[:, 1] - spread[:, 0])
    if interval is None:
        return None
    before = int(money[0]) / int(people[0])
    return Change(before, int(money[1]) / int(people[1]) - before, *interval)


def _running_sum(values: IntArray, column: IntArray, columns: int) -> IntArray:
    """Exact totals of the values by column, summed from the left."""
    inside = column >= 0
    totals = np.zeros(columns, np.int64)
    np.add.at(totals, column[inside], values[inside])
    return totals.cumsum()
