"""Changes and their intervals against published and hand-made examples."""

import numpy as np
import pytest

from metrics.comparison import FigureChange, change, count_interval
from metrics.measures import Metric, Unit, ratio_measure, share_change, total_measure
from metrics.resampling import Resample, percentile_interval, ratio
from metrics.retention import Share
from metrics.side_by_side import ratio_test


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((5, 56), (0, 29), -0.0381, 0.1926),
    ],
)
def test_difference_of_shares_as_published_by_newcombe(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    """Newcombe (1998), table II, method 10: the score interval without continuity correction."""
    found = share_change(Share.of(*first), Share.of(*second))
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize(
    ("found", "rose", "fell"),
    [
        (FigureChange(1, 2, 1, 3), True, False),
        (FigureChange(1, -2, -3, -1), False, True),
        (FigureChange(1, 0.5, -1, 2), False, False),
        (FigureChange(1, 1, 0, 2), False, False),
    ],
)
def test_a_change_is_beyond_chance_only_where_its_interval_leaves_zero_out(
    found: FigureChange, rose: bool, fell: bool
) -> None:
    assert (found.rose, found.fell, found.steady) == (rose, fell, not (rose or fell))


def test_distances_to_the_ends_add_in_squares() -> None:
    found = change(10, (7, 13), 20, (16, 24))
    assert (found.other, found.difference, found.low, found.high) == (20, -10, -15, -5)


def test_count_interval_by_hand() -> None:
    """z² = 3.8415: for 100, 101.92 ± 1.96·√100.96 = 82.2 and 121.6; for 0, 0 and z²."""
    assert count_interval(100) == pytest.approx((82.227, 121.614), abs=1e-3)
    assert count_interval(0) == pytest.approx((0, 3.8415), abs=1e-3)
    with pytest.raises(ValueError, match="negative"):
        count_interval(-1)


def test_a_total_varies_as_its_patients_come_independently() -> None:
    """25 patients of 4: 100 ± 1.96·√(25·16) = 100 ± 39.2."""
    found = total_measure(Metric.TURNOVER, Unit.KOPECKS, np.full(25, 4), None)
    assert (found.value, found.n) == (100, 25)
    assert (found.low, found.high) == pytest.approx((60.80, 139.20), abs=0.01)


def test_a_total_with_refunds_may_be_negative() -> None:
    found = total_measure(Metric.TURNOVER, Unit.KOPECKS, np.array([-5, 2]), None)
    assert found.value == -3
    assert found.low is not None
    assert found.low < -3


@pytest.mark.parametrize("patients", [400, 50_000])
def test_bootstrap_of_a_mean_is_that_of_the_central_limit(patients: int) -> None:
    """Half-width 1.96·σ/√n, within the chance of a thousand draws of at most 500 groups."""
    rng = np.random.default_rng(3)
    values = rng.exponential(1000, patients).astype(np.int64)
    resample = Resample.draw(patients, rng)
    found = percentile_interval(ratio(resample.sums(values), resample.sums(np.ones(patients, np.int64))))
    assert found is not None
    expected = 1.96 * values.std() / patients**0.5
    assert (found[1] - found[0]) / 2 == pytest.approx(expected, rel=0.12)
    assert sum(found) / 2 == pytest.approx(values.mean(), abs=expected / 4)


def test_sums_by_column_are_the_sums_of_each_column() -> None:
    resample = Resample.draw(7, np.random.default_rng(1))
    values, column = np.arange(7), np.array([0, 1, 1, -1, 0, 1, 0])
    table = resample.sums_by_column(values, column, 2)
    for index in (0, 1):
        alone = resample.sums(np.where(column == index, values, 0))
        assert table[:, index].tolist() == alone.tolist()


def test_a_change_of_ratios_is_paired_by_patient() -> None:
    """Every patient paid exactly 10 % more: the change is certain although each figure varies."""
    before = np.random.default_rng(2).integers(100, 1000, 200) * 10
    visits = np.ones(200, np.int64)
    found = ratio_test((before * 11 // 10, visits), (before, visits), 1.0)
    # By hand: parts differ by 0.1·(x − mean)/200 each, so z = 0.1·mean·200 ÷ (0.1·√Σ(x − mean)²).
    expected = before.mean() * 200 / np.sqrt(np.sum((before - before.mean()) ** 2))
    assert found.score == pytest.approx(expected)
    assert found.chance < 1e-6


def test_a_ratio_over_nobody_is_absent() -> None:
    nobody = np.zeros(5, np.int64)
    resample = Resample.draw(5, np.random.default_rng(1))
    assert ratio_measure(Metric.FREQUENCY, Unit.COUNT, (nobody, nobody), None, resample) is None
    assert percentile_interval(np.full(10, np.nan)) is None
