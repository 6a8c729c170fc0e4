"""Yearly figures from a visit export, counted by hand."""

from datetime import date

import pandas as pd

from datasets.years import YearOfVisits, years_of_visits
from metrics.visits import Visits

Row = tuple[str, str, int, str]

# a: every year; b: 2021 and again in 2024; c: new in 2024, recommended; d: new in 2024 from the site.
FOUR_YEARS: list[Row] = [
    ("a", "2021-01-05", 100, "Сайт"),
    ("a", "2022-06-01", 100, "Сайт"),
    ("a", "2023-06-01", 100, "Сайт"),
    ("a", "2024-06-01", 100, "Сайт"),
    ("b", "2021-03-01", 100, "Сайт"),
    ("b", "2024-03-01", 200, "Сайт"),
    ("c", "2024-05-01", 300, "По рекомендации"),
    ("c", "2024-05-02", -50, "По рекомендации"),
    ("d", "2024-12-28", 400, "Сайт"),
]


def years(rows: list[Row]) -> tuple[YearOfVisits, ...]:
    frame = pd.DataFrame(rows, columns=["patient", "date", "amount", "channel"])
    frame["date"] = pd.to_datetime(frame["date"], format="%Y-%m-%d")
    return years_of_visits(Visits.from_frame(frame))


def test_a_year_with_three_before_it_is_told_in_full() -> None:
    assert years(FOUR_YEARS)[-1] == YearOfVisits(
        start=date(2024, 1, 1),
        end=date(2024, 12, 31),
        is_whole=True,
        patients=4,
        previous_patients=1,
        new_patients=2,
        returned_patients=1,
        turnover=950,
        referrals=1,
    )


def test_nobody_is_new_where_the_rows_do_not_reach_back() -> None:
    first = years(FOUR_YEARS)[0]
    assert (first.patients, first.previous_patients, first.new_patients, first.referrals) == (
        2,
        None,
        None,
        None,
    )


def test_an_incomplete_last_year_brings_the_last_full_twelve_months() -> None:
    *_, last, twelve = years([*FOUR_YEARS, ("a", "2025-05-20", 100, "Сайт")])
    assert (last.start, last.is_whole, last.patients) == (date(2025, 1, 1), False, 1)
    assert (twelve.start, twelve.end, twelve.is_whole) == (date(2024, 5, 1), date(2025, 4, 30), True)
    assert (twelve.patients, twelve.turnover) == (3, 750)


def test_no_rows_no_years() -> None:
    assert years([]) == ()


def test_only_refunds_are_no_year() -> None:
    assert years([("a", "2024-01-05", -100, "Сайт")]) == ()
