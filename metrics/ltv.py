"""What a patient is worth within a window, and the LTV registered month by month.

Money in kopecks. A window of W days holds the money dated 0..W days after a patient's first visit; a patient
is mature when first visit + W is not after the day of reckoning.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from metrics.days import FloatArray, IntArray, as_date, last_complete_month, month_end_day
from metrics.resampling import TAILS, Resample, ratio
from metrics.visits import VisitHistory

ENOUGH = 30
"""Below this many patients a figure is only a rough one."""
LINE_MONTHS = 36
SMALLEST_GROUP = 10
NEVER = 2**62


@dataclass(frozen=True, slots=True)
class Window:
    """How long a time LTV is counted over: whole months, their days, and whether that is long enough.

    provisional: shorter than twelve months, because the rows are.
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
class RegisteredPoint:
    """LTV as it would have been reckoned at a month-end, from the rows known by then."""

    month_end: date
    revenue: int
    visits: int
    patients: int
    value: float
    low: float
    high: float


def within_window(history: VisitHistory, window: Window, since: int | None = None) -> WithinWindow:
    """Money and visits of every patient within the window, mature or not."""
    return WithinWindow(
        window=window,
        revenue=history.revenue((history.age >= 0) & (history.age <= window.days)),
        visits=history.visits_where(history.visit_age() <= window.days),
        matures=maturity(history, window, since),
    )


def maturity(history: VisitHistory, window: Window, since: int | None) -> IntArray:
    """The day on which the window of each patient is over, (n,).

    since: the day from which patients are new; those first seen before never become mature.
    """
    matures = history.first.astype(np.int64) + window.days
    if since is not None:
        matures[history.first < since] = NEVER
    return matures


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
