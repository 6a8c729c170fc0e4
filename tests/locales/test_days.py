"""Days as people type them."""

from datetime import date

import pytest

from locales.days import read_day

MARCH = date(2026, 3, 15)


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("15.03.2026", ""),
        ("15.3.26", ""),
        ("15-03-2026 Новый прайс", "Новый прайс"),
        ("15 03 2026 — Новый прайс", "Новый прайс"),
        ("2026-03-15: New price list", "New price list"),
        ("15/03/2026 x", "x"),
        ("03/15/2026 x", "x"),
        ("15 марта 2026 Новый прайс", "Новый прайс"),
        ("15 мар 2026", ""),
        ("15 March 2026 New price list", "New price list"),
        ("March 15, 2026 New price list", "New price list"),
        ("  15.03.2026\n 3 новых врача ", "3 новых врача"),
    ],
)
def test_a_day_and_what_follows_it(typed: str, rest: str) -> None:
    assert read_day(typed) == (MARCH, rest)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Новый прайс 15.03.2026",
        "31.02.2026",
        "15.13.2026",
        "03/04/2026",  # March or April: not guessed
        "15 мурта 2026",
        "15.03",
        "15.03.20261",
        "2026",
    ],
)
def test_what_is_no_day_is_not_guessed(typed: str) -> None:
    assert read_day(typed) is None
