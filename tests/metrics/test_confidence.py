"""Confidence intervals against published values and their own definition."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.confidence import standard_score, student_score, student_tail, wilson
from tests.metrics.vectors import VECTORS


def test_wilson_matches_the_reference() -> None:
    assert wilson(460, 2000) == pytest.approx(VECTORS["wilson_460_2000"], abs=1e-12)


@pytest.mark.parametrize(
    ("level", "expected"), [(0.95, 1.959963984540054), (0.99, 2.5758293035489004), (0.5, 0.6744897501960817)]
)
def test_standard_score_is_the_tabulated_quantile(level: float, expected: float) -> None:
    assert standard_score(level) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(("successes", "low", "high"), [(0, 0.0, None), (10, None, 1.0)])
def test_an_extreme_share_touches_its_own_end(successes: int, low: float | None, high: float | None) -> None:
    interval = wilson(successes, 10)
    assert interval[0] == low or low is None
    assert interval[1] == high or high is None
    assert 0 < interval[1] - interval[0] < 0.35


@pytest.mark.parametrize(("successes", "trials"), [(1, 0), (-1, 10), (11, 10)])
def test_an_impossible_share_is_refused(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="share"):
        wilson(successes, trials)


@pytest.mark.parametrize("level", [0, 1, -0.5])
def test_a_level_outside_its_range_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="level"):
        standard_score(level)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_bounds_solve_the_score_equation(case: tuple[int, int]) -> None:
    """A Wilson bound is where |share − bound| = z·√(bound·(1 − bound)/n): its definition."""
    successes, trials = case
    share, z = successes / trials, standard_score()
    for bound in wilson(successes, trials):
        assert 0 <= bound <= 1
        if 0 < bound < 1:
            assert abs(share - bound) == pytest.approx(z * math.sqrt(bound * (1 - bound) / trials), rel=1e-6)


@pytest.mark.parametrize(
    ("freedom", "quantile"), [(1, 12.7062), (2, 4.30265), (3, 3.18245), (10, 2.22814), (30, 2.04227)]
)
def test_student_matches_the_printed_tables(freedom: int, quantile: float) -> None:
    assert student_score(freedom) == pytest.approx(quantile, abs=5e-5)
    assert student_tail(quantile, freedom) == pytest.approx(0.05, abs=1e-5)
    assert student_tail(-quantile, freedom) == pytest.approx(0.05, abs=1e-5)


def test_student_is_certain_of_nothing_at_the_middle() -> None:
    assert student_tail(0, 7) == 1


def test_student_needs_a_degree_of_freedom_and_a_level() -> None:
    with pytest.raises(ValueError, match="degree"):
        student_tail(1, 0)
    with pytest.raises(ValueError, match="level"):
        student_score(3, 1)
