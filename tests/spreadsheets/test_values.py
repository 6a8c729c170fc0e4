"""Dates, sums and ids in the shapes exports have them."""

from datetime import date

import pandas as pd
import pytest

from metrics.days import as_date, day_number
from spreadsheets.values import NO_DAY, DateOrder, fixed_day, fixed_money, read_days, read_money


def column(*texts: str | None) -> "pd.Series[str]":
    return pd.Series(texts, dtype="str")


@pytest.mark.parametrize(
    ("text", "kopecks"),
    [
        ("12 500,00 ₽", 1_250_000),
        ("1 234,56 р.", 123_456),
        ("1\u00a0234,56 руб.", 123_456),
        ("1\u202f234", 123_400),
        ("(1 200)", -120_000),
        ("-$459.08", -45_908),
        ("−15,5", -1_550),
        ("$4,161.07", 416_107),
        ("1.234.567,89", 123_456_789),
        ("1,234,567.89", 123_456_789),
        ("1'234.50", 123_450),
        ("1,234", 123_400),
        ("12.5", 1_250),
        ("0.1", 10),
        ("0", 0),
        ("2.5E+3", 250_000),
        ("33.335", 3_333_500),
    ],
)
def test_a_sum(text: str, kopecks: int) -> None:
    money = read_money(column(text))
    assert (money.kopecks.tolist(), money.known.tolist()) == ([kopecks], [True])


def test_three_digits_are_a_fraction_where_other_cells_have_one() -> None:
    assert read_money(column("33.335", "12.5")).kopecks.tolist() == [3_334, 1_250]


def test_three_digits_are_thousands_where_the_other_separator_is_the_decimal_one() -> None:
    assert read_money(column("1.234", "12.345,67")).kopecks.tolist() == [123_400, 1_234_567]


def test_three_digits_are_a_fraction_after_a_decimal_comma_too() -> None:
    assert read_money(column("33,335", "12,5")).kopecks.tolist() == [3_334, 1_250]


def test_a_column_of_every_shape_is_read_cell_by_cell() -> None:
    money = read_money(column("12.5", "1 200,00 ₽", None, "7", "12,25", "—", "много", "12.5"))
    assert money.kopecks.tolist() == [1_250, 120_000, 0, 700, 1_225, 0, 0, 1_250]
    assert money.known.tolist() == [True, True, False, True, True, False, False, True]
    assert money.unreadable.tolist() == [False] * 6 + [True, False]


def test_the_time_of_a_visit_is_no_part_of_its_day() -> None:
    texts = [f"0{day}.03.2024 {hour}:15" for day in (1, 2) for hour in (9, 14)]
    days = read_days(column(*texts, "1.3.24 9:15", "2024-03-01T09:15:00"), None).days
    assert [as_date(int(day)).day for day in days] == [1, 1, 2, 2, 1, 1]


@pytest.mark.parametrize("other", ["2024-03-01 09:15:00", "01.03.2024"])
def test_iso_dates_are_the_same_days_alone_and_among_others(other: str) -> None:
    texts = [other, "2024-03-01", None, "1969-12-31 23:59:59", "1949-12-31", "9999-01-01 00:00:00"]
    read = read_days(column(*texts), None)
    first, last = day_number(date(2024, 3, 1)), day_number(date(1969, 12, 31))
    assert read.days.tolist() == [first, first, NO_DAY, last, NO_DAY, NO_DAY]
    assert read.unreadable.tolist() == [False] * 4 + [True] * 2
    assert read.is_order_certain


@pytest.mark.parametrize("text", ["—", "-", "", " ", "н/д", None])
def test_an_empty_sum_is_unknown_and_no_problem(text: str | None) -> None:
    money = read_money(column(text, "5"))
    assert (money.known.tolist(), money.unreadable.tolist()) == ([False, True], [False, False])


@pytest.mark.parametrize(
    "text", ["12 тыс", "#DIV/0!", "дорого", "1 2 3 руб 4", "10%", "inf", "nan?", "1e999"]
)
def test_an_unreadable_sum_is_a_problem(text: str) -> None:
    money = read_money(column(text, "5"))
    assert (money.known.tolist(), money.unreadable.tolist()) == ([False, True], [True, False])


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("12 тыс", "12000"),
        ("1,5 млн руб", "1500000"),
        ("12О00", "12000"),
        ("дорого", None),
        ("12,5 к", "12500"),
    ],
)
def test_the_fix_of_a_sum(text: str, fix: str | None) -> None:
    assert fixed_money(text) == fix


@pytest.mark.parametrize(
    "text",
    [
        "12.03.2024",
        "12.03.2024 14:30",
        "12.3.24",
        "2024-03-12",
        "2024-03-12 14:30:00",
        "2024-03-12T14:30:00Z",
        "20240312",
        "45363",
        "45363.604",
        "12 мар 2024",
        "12 марта 2024 г.",
        "12-Mar-2024",
        "March 12, 2024",
    ],
)
def test_a_date(text: str) -> None:
    assert as_date(int(read_days(column(text), None).days[0])) == date(2024, 3, 12)


def test_serial_numbers_of_a_workbook_from_1904() -> None:
    assert as_date(int(read_days(column("43901"), None, from_1904=True).days[0])) == date(2024, 3, 12)


@pytest.mark.parametrize("text", ["31.02.2024", "вчера", "14:30", "0", "01.01.0001", "1234567890", "#N/A"])
def test_an_unreadable_date_is_a_problem(text: str) -> None:
    days = read_days(column(text), None)
    assert (days.days.tolist(), days.unreadable.tolist()) == ([NO_DAY], [True])


def test_an_empty_date_is_no_problem() -> None:
    days = read_days(column(None, "—"), None)
    assert (days.days.tolist(), days.unreadable.tolist()) == ([NO_DAY, NO_DAY], [False, False])


@pytest.mark.parametrize(
    ("texts", "order", "is_certain", "first"),
    [
        (("01/06/2017", "13/06/2017"), DateOrder.DAY_FIRST, True, date(2017, 6, 1)),
        (("01/06/2017", "06/13/2017"), DateOrder.MONTH_FIRST, True, date(2017, 1, 6)),
        (("01/06/2017", "02/06/2017"), DateOrder.DAY_FIRST, False, date(2017, 6, 1)),
        (("01.06.2017", "02.06.2017"), DateOrder.DAY_FIRST, True, date(2017, 6, 1)),
        (("2017-06-01",), None, True, date(2017, 6, 1)),
    ],
)
def test_the_order_is_decided_for_the_column(
    texts: tuple[str, ...], order: DateOrder | None, is_certain: bool, first: date
) -> None:
    days = read_days(column(*texts), None)
    assert (days.order, days.is_order_certain, as_date(int(days.days[0]))) == (order, is_certain, first)


def test_the_given_order_is_taken() -> None:
    days = read_days(column("01/06/2017"), DateOrder.MONTH_FIRST)
    assert as_date(int(days.days[0])) == date(2017, 1, 6)


def test_the_fix_of_a_date_turns_day_and_month_round() -> None:
    assert fixed_day("03.25.2024") == "25.03.2024"
    assert fixed_day("32.25.2024") is None


def named(cells: pd.Categorical) -> list[str | None]:
    return [None if code < 0 else str(cells.categories[code]) for code in cells.codes.tolist()]
