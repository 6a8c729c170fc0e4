"""Days and months as whole numbers: the calendar the vector maths runs on.

A day is the number of days since 1970-01-01, a month the number of months since January 1970.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

EPOCH = date(1970, 1, 1)
YEAR = 365
"""Days of silence after which a patient counts as gone, and the length of «within 12 months»."""
MONTH = 365.25 / 12
"""Average length of a month in days, for windows given in months."""

IntArray = npt.NDArray[np.int64]
Int32Array = npt.NDArray[np.int32]
BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]


def day_number(moment: date) -> int:
    """Days since 1970-01-01."""
    return moment.toordinal() - EPOCH.toordinal()


def as_date(day: int) -> date:
    """The calendar date of a day number."""
    return EPOCH + timedelta(days=int(day))


def month_of(day: int) -> int:
    """Months since January 1970."""
    moment = as_date(day)
    return (moment.year - EPOCH.year) * 12 + moment.month - 1


def months_of(days: Int32Array) -> Int32Array:
    """Month number of each day; a table over the calendar span, so cost is one look-up per row."""
    if days.size == 0:
        return days.astype(np.int32)
    low, high = int(days.min()), int(days.max())
    table = np.arange(low, high + 1).astype("datetime64[D]").astype("datetime64[M]").astype(np.int32)
    return table[days - low]


def month_start(month: int) -> date:
    """First date of a month number."""
    return date(EPOCH.year + month // 12, month % 12 + 1, 1)


def month_end_day(month: int) -> int:
    """Day number of the last day of a month."""
    return day_number(month_start(month + 1)) - 1


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return as_date(month_end_day(month_of(day_number(day))))


def last_complete_month(as_of: int) -> int:
    """The newest month that has wholly passed by the end of the as-of day."""
    month = month_of(as_of)
    return month if month_end_day(month) <= as_of else month - 1


def years_before(day: int, years: int) -> int:
    """The same calendar day some years earlier; the last day of a month stays the last of its month."""
    moment = as_date(day)
    month = month_of(day) - 12 * years
    last = month_end_day(month)
    if month_of(day + 1) != month_of(day):
        return last
    return min(last, day_number(month_start(month)) + moment.day - 1)


def window_days(months: int) -> int:
    """A window of whole months in days, rounded to the nearest day."""
    return round(months * MONTH)
