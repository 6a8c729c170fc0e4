"""The calendar as whole numbers, against the calendar of the standard library."""

from datetime import date, timedelta

import numpy as np
import pytest

from metrics.days import (
    as_date,
    day_number,
    last_complete_month,
    month_end_day,
    month_of,
    month_start,
    months_of,
    window_days,
    years_before,
)


@pytest.mark.parametrize(
    "moment", [date(1970, 1, 1), date(1969, 12, 31), date(2024, 2, 29), date(1900, 1, 1)]
)
def test_a_day_and_back(moment: date) -> None:
    assert as_date(day_number(moment)) == moment
    month = month_of(day_number(moment))
    assert month_start(month) == moment.replace(day=1)
    assert as_date(month_end_day(month)) + timedelta(days=1) == month_start(month + 1)


def test_months_of_many_days_are_those_of_each() -> None:
    days = np.arange(day_number(date(1968, 1, 1)), day_number(date(2030, 1, 1)), 3, dtype=np.int32)
    assert months_of(days).tolist() == [month_of(int(day)) for day in days]
    assert months_of(days[:0]).size == 0


@pytest.mark.parametrize(
    ("as_of", "last"),
    [
        (date(2025, 3, 31), date(2025, 3, 1)),
        (date(2025, 3, 30), date(2025, 2, 1)),
        (date(2024, 2, 28), date(2024, 1, 1)),
        (date(2024, 2, 29), date(2024, 2, 1)),
    ],
)
def test_a_month_is_complete_on_its_last_day(as_of: date, last: date) -> None:
    assert month_start(last_complete_month(day_number(as_of))) == last


@pytest.mark.parametrize(
    ("day", "years", "before"),
    [
        (date(2025, 6, 15), 1, date(2024, 6, 15)),
        (date(2024, 2, 29), 1, date(2023, 2, 28)),
        (date(2025, 2, 28), 1, date(2024, 2, 29)),
        (date(2025, 2, 27), 1, date(2024, 2, 27)),
        (date(2025, 12, 31), 40, date(1985, 12, 31)),
    ],
)
def test_years_before_keep_the_end_of_the_month(day: date, years: int, before: date) -> None:
    assert as_date(years_before(day_number(day), years)) == before


@pytest.mark.parametrize(("months", "days"), [(1, 30), (12, 365), (24, 730), (18, 548)])
def test_windows_in_days(months: int, days: int) -> None:
    assert window_days(months) == days
