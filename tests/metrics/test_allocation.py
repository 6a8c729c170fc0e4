"""Whole units divided without losing one."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.allocation import (
    EVEN_MONTHS,
    allocate,
    allocate_table,
    ordinary_month,
    round_half_away,
    round_together,
)

weights = st.lists(st.integers(0, 1000), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("plan", "shares", "expected"),
    [
        (444, (0.5, 0.3, 0.2), (222, 133, 89)),
        (0, (0.5, 0.5), (0, 0)),
        (1, (0.5, 0.5), (1, 0)),
        (28, EVEN_MONTHS, (3, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2)),
        (7, (0, 0), (4, 3)),
        (0, (), ()),
    ],
)
def test_the_parts_sum_to_the_whole(plan: int, shares: tuple[float, ...], expected: tuple[int, ...]) -> None:
    assert allocate(plan, shares) == expected


@pytest.mark.parametrize(("plan", "shares"), [(-1, (1,)), (1, (-1, 2)), (1, ())])
def test_what_cannot_be_divided_is_refused(plan: int, shares: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"weights|nobody"):
        allocate(plan, shares)


@given(st.integers(0, 10**6), weights)
def test_every_part_is_its_quota_rounded_down_or_up(total: int, shares: list[int]) -> None:
    parts = allocate(total, shares)
    assert sum(parts) == total
    whole = sum(shares)
    if whole:
        assert all(
            abs(part - Fraction(total * share, whole)) < 1 for part, share in zip(parts, shares, strict=True)
        )


@given(
    st.lists(st.integers(0, 5000), min_size=1, max_size=6),
    st.lists(st.integers(0, 9), min_size=12, max_size=12),
)
def test_a_table_sums_both_ways(rows: list[int], months: list[int]) -> None:
    table = allocate_table(rows, months)
    assert [sum(row) for row in table] == rows
    assert tuple(sum(column) for column in zip(*table, strict=True)) == allocate(sum(rows), months)
    assert all(cell >= 0 for row in table for cell in row)


@pytest.mark.parametrize(
    ("value", "expected"), [("2.5", 3), ("-2.5", -3), ("2.49", 2), ("-0.4", 0), ("0", 0), ("1e15", 10**15)]
)
def test_halves_go_away_from_zero(value: str, expected: int) -> None:
    assert round_half_away(Fraction(value)) == expected


@pytest.mark.parametrize(
    ("yearly", "expected"),
    [
        ((444,), ("37",)),
        ((1480,), ("124",)),
        ((278, 166), ("23", "14")),
        ((12, 6), ("1", "0.5")),
        ((0,), ("0",)),
        ((), ()),
    ],
)
def test_an_ordinary_month_reaches_the_year(yearly: tuple[int, ...], expected: tuple[str, ...]) -> None:
    assert ordinary_month(yearly) == tuple(Fraction(part) for part in expected)


def test_rounding_together_keeps_the_printed_sum() -> None:
    lost, growth, referrals = Fraction("459.46"), Fraction(400), Fraction("-415.95")
    assert round_together((lost, growth, referrals), 444) == (460, 400, -416)


def test_a_total_that_is_no_rounding_of_the_parts_is_refused() -> None:
    with pytest.raises(ValueError, match="rounding"):
        round_together((Fraction(1), Fraction(2)), 9)
