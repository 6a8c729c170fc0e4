"""Revenue against its trend and season, and the top tenth, by hand."""

from datetime import date

import numpy as np
import pytest

from metrics.stability import monthly_revenue, revenue_stability, top_share
from metrics.visits import VisitHistory
from tests.metrics.clinics import history
from tests.metrics.slow_reference import Row

SEASON = (100, 90, 110, 105, 80, 70, 60, 65, 95, 115, 120, 130)


def clinic_of(months: list[int], start: date = date(2021, 1, 3)) -> VisitHistory:
    """One patient who pays the given rubles in each month from the start on."""
    rows = []
    for index, rubles in enumerate(months):
        month = start.month - 1 + index
        rows.append(Row("a", date(start.year + month // 12, month % 12 + 1, start.day), rubles * 100))
    end = start.month - 1 + len(months)
    return history(rows, date(start.year + end // 12, end % 12 + 1, 1))


def test_trend_and_season_alone_leave_no_remainder() -> None:
    found = revenue_stability(clinic_of([SEASON[i % 12] * 10 + 7 * i for i in range(36)]))
    assert found is not None
    assert found.remainder == pytest.approx(0, abs=1e-9)
    assert all(month.expected == pytest.approx(month.revenue) for month in found.months)


def test_only_the_month_that_stands_out_is_outside_its_band() -> None:
    rng = np.random.default_rng(8)
    money = [SEASON[i % 12] * 10 + int(rng.normal(0, 20)) for i in range(48)]
    money[40] -= 400
    found = revenue_stability(clinic_of(money))
    assert found is not None
    outside = [index for index, month in enumerate(found.months) if not month.within_band]
    assert 40 in outside
    assert len(outside) <= 3
    # The month itself has no say in what was expected of it.
    assert found.months[40].expected == pytest.approx(SEASON[4] * 1000, abs=6000)


def test_the_band_holds_19_of_20_months_of_a_steady_clinic() -> None:
    rng = np.random.default_rng(9)
    inside = 0
    for _ in range(50):
        found = revenue_stability(clinic_of([int(v) for v in rng.normal(1000, 50, 36)]))
        assert found is not None
        inside += sum(month.within_band for month in found.months)
    assert inside / (50 * 36) == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize(("months", "there"), [(23, False), (24, True)])
def test_two_years_are_needed(months: int, there: bool) -> None:
    assert (revenue_stability(clinic_of([100] * months)) is not None) is there


def test_a_first_month_entered_after_its_first_week_is_left_out() -> None:
    begun_late = clinic_of([100, 200, 300], start=date(2021, 1, 8))
    begun_early = clinic_of([100, 200, 300], start=date(2021, 1, 7))
    assert monthly_revenue(begun_late)[1] == [20000, 30000]
    assert monthly_revenue(begun_early)[1] == [10000, 20000, 30000]


def test_no_revenue_is_no_stability() -> None:
    assert revenue_stability(clinic_of([0] * 30)) is None
    assert monthly_revenue(history([], date(2025, 1, 1)))[1] == []


def test_top_tenth_is_rounded_up() -> None:
    found = top_share(np.array([100] * 10 + [900]))
    assert found is not None
    assert (found.patients, found.revenue, found.total) == (2, 1000, 1900)


def test_patients_who_all_pay_the_same_leave_nothing_to_chance() -> None:
    found = top_share(np.full(50, 300))
    assert found is not None
    assert found.value == pytest.approx(0.1)
    assert (found.low, found.high) == pytest.approx((0.1, 0.1))


def test_interval_of_the_top_share_holds_the_truth() -> None:
    """Exponential spending: the top tenth brings 0.1·(1 − ln 0.1) = 0.33026 of the money."""
    rng = np.random.default_rng(6)
    truth, held = 0.1 * (1 - np.log(0.1)), 0
    for _ in range(300):
        found = top_share(rng.exponential(100_000, 800).astype(np.int64))
        assert found is not None
        held += found.low <= truth <= found.high
    assert held / 300 == pytest.approx(0.95, abs=0.03)


@pytest.mark.parametrize("money", [[], [0, 0], [100, -100], [-5]])
def test_no_net_revenue_has_no_top(money: list[int]) -> None:
    assert top_share(np.array(money, np.int64)) is None
