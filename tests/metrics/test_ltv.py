"""LTV, its window and its line, by hand."""

from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest

from metrics.days import day_number
from metrics.lifetime import Lifetime
from metrics.ltv import Window, choose_window, lifetime_value, registered, value_change, within_window
from metrics.resampling import Resample
from metrics.visits import VisitHistory
from tests.metrics.clinics import history
from tests.metrics.slow_reference import Row

AS_OF = date(2025, 12, 31)
TEN_DAYS = Window(1, 10, provisional=False)


def resample_of(found: VisitHistory) -> Resample:
    return Resample.draw(found.patients, np.random.default_rng(1))


def life_of(days: float) -> Lifetime:
    return Lifetime(days, days, days, 100, 90, 2000, 0.0)


def test_ltv_is_check_times_frequency_exactly() -> None:
    """Within ten days a pays 100 + 50 on two days, b 200 less a refund of 30; c came too late."""
    rows = [
        Row("a", date(2025, 1, 1), 100),
        Row("a", date(2025, 1, 11), 50),
        Row("a", date(2025, 1, 12), 9999),
        Row("b", date(2025, 2, 1), 200),
        Row("b", date(2025, 2, 5), -30),
        Row("c", date(2025, 12, 25), 700),
    ]
    found = history(rows, AS_OF)
    value = lifetime_value(within_window(found, TEN_DAYS), found.as_of, resample_of(found))
    assert value is not None
    assert (value.revenue, value.visits, value.patients) == (320, 3, 2)
    assert (value.value, value.visit_check, value.frequency) == (
        Fraction(160),
        Fraction(320, 3),
        Fraction(3, 2),
    )


def test_money_returned_before_the_first_visit_is_not_of_the_patients_lifetime() -> None:
    rows = [Row("a", date(2025, 1, 1), -500), Row("a", date(2025, 2, 1), 100)]
    found = history(rows, AS_OF)
    assert within_window(found, TEN_DAYS).revenue.tolist() == [100]


@pytest.mark.parametrize(
    ("life", "months", "provisional"),
    [
        (life_of(100), 7, False),  # 200 days = 6.57 months
        (life_of(365.25), 24, False),
        (life_of(1500), 47, True),  # only 4 years less 31 days have passed since the thirtieth patient came
        (life_of(0), 1, False),
        (None, 12, True),
    ],
)
def test_the_window_is_twice_the_lifetime_where_the_history_allows(
    life: Lifetime | None, months: int, provisional: bool
) -> None:
    rows = [Row(f"p{n}", date(2022, 1, 1) + timedelta(days=n), 100) for n in range(40)]
    window = choose_window(history(rows, AS_OF), life)
    assert window is not None
    assert (window.months, window.provisional) == (months, provisional)


def test_a_small_clinic_takes_the_window_half_of_its_patients_have_lived_through() -> None:
    rows = [Row(f"p{n}", date(2025, 11 if n % 2 else 6, 1), 100) for n in range(10)]
    window = choose_window(history(rows, AS_OF), None)
    assert window == Window(6, 183, provisional=True)


def test_no_window_before_a_month_has_passed() -> None:
    assert choose_window(history([Row("a", date(2025, 12, 10), 1)], AS_OF), None) is None
    assert choose_window(history([], AS_OF), None) is None


def test_a_later_decline_shows_on_the_line_and_in_the_change() -> None:
    """Twelve patients a month: those of 2024 pay 1000, those of 2025 pay 400."""
    rows = [
        Row(f"p{year}-{month}-{n}", date(year, month, 1), 1000 if year == 2024 else 400)
        for year in (2024, 2025)
        for month in range(1, 13)
        for n in range(12)
    ]
    found = history(rows, AS_OF)
    within, resample = within_window(found, TEN_DAYS), resample_of(found)
    line = {point.month_end: point for point in registered(within, found.as_of, resample)}
    assert line[date(2024, 1, 31)].value == 1000
    assert line[date(2024, 12, 31)].value == 1000
    assert line[date(2025, 12, 31)].value == 700
    assert min(line) == date(2024, 1, 31)
    change = value_change(within, day_number(date(2024, 12, 31)), found.as_of, resample)
    assert change is not None
    assert (change.other, change.difference) == (1000, -300)
    assert change.fell


def test_a_month_end_with_under_ten_mature_patients_is_not_on_the_line() -> None:
    rows = [Row(f"p{n}", date(2025, 1 + n // 3, 1), 100) for n in range(12)]
    found = history(rows, AS_OF)
    line = registered(within_window(found, TEN_DAYS), found.as_of, resample_of(found))
    assert line[0].month_end == date(2025, 4, 30)
    assert line[0].patients == 12
    assert len(line) == 9


def test_there_is_no_change_where_nobody_has_matured_since() -> None:
    rows = [Row(f"p{n}", date(2025, 1, 1), 100) for n in range(20)]
    found = history(rows, AS_OF)
    within, resample = within_window(found, TEN_DAYS), resample_of(found)
    assert value_change(within, day_number(date(2025, 6, 1)), found.as_of, resample) is None
    assert value_change(within, day_number(date(2024, 6, 1)), found.as_of, resample) is None
