"""LTV, its window and its line, by hand."""

from datetime import date

import numpy as np

from metrics.ltv import Window, registered, within_window
from metrics.resampling import Resample
from metrics.visits import VisitHistory
from tests.metrics.clinics import history
from tests.metrics.slow_reference import Row

AS_OF = date(2025, 12, 31)
TEN_DAYS = Window(1, 10, provisional=False)


def resample_of(found: VisitHistory) -> Resample:
    return Resample.draw(found.patients, np.random.default_rng(1))


def test_money_returned_before_the_first_visit_is_not_of_the_patients_lifetime() -> None:
    rows = [Row("a", date(2025, 1, 1), -500), Row("a", date(2025, 2, 1), 100)]
    found = history(rows, AS_OF)
    assert within_window(found, TEN_DAYS).revenue.tolist() == [100]


def test_a_later_decline_shows_on_the_line() -> None:
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


def test_a_month_end_with_under_ten_mature_patients_is_not_on_the_line() -> None:
    rows = [Row(f"p{n}", date(2025, 1 + n // 3, 1), 100) for n in range(12)]
    found = history(rows, AS_OF)
    line = registered(within_window(found, TEN_DAYS), found.as_of, resample_of(found))
    assert line[0].month_end == date(2025, 4, 30)
    assert line[0].patients == 12
    assert len(line) == 9
