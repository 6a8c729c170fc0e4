"""Levers: what a tap and a typed number do, and where they end."""

from fractions import Fraction

import pytest

from metrics.encoding import from_plain
from metrics.estimate import Estimate
from metrics.funnel import AS_IT_IS, Figure, Forecast, Scenario, YearFigures, forecast
from services.plans import scenario_to_plain
from services.what_if import BOUNDS, Lever, OutOfBoundsError, available, current, moved, step

ARTICLE = {
    Figure.PREVIOUS_PATIENTS: Estimate.exact(1850),
    Figure.PATIENTS: Estimate.exact(2000),
    Figure.NEW_PATIENTS: Estimate.exact(575),
    Figure.REFERRALS: Estimate.exact(462),
    Figure.TURNOVER: Estimate.exact(60_000_000),
    Figure.CONVERSION: Estimate.exact(Fraction(3, 10)),
    Figure.GROWTH: Estimate.exact(Fraction(1, 5)),
}
CHURN = Fraction(425, 1850)


def planned(*unknown: Figure) -> Forecast:
    return forecast(YearFigures(**{name: value for name, value in ARTICLE.items() if name not in unknown}))


@pytest.mark.parametrize(
    ("lever", "scenario"),
    [
        (Lever.CHURN, Scenario(churn=Fraction(-3, 100))),
        (Lever.REFERRALS, Scenario(referrals=Fraction(1, 10))),
        (Lever.CONVERSION, Scenario(conversion=Fraction(5, 100))),
        (Lever.CHECK, Scenario(average_check=Fraction(5, 100))),
    ],
)
def test_a_tap(lever: Lever, scenario: Scenario) -> None:
    assert step(AS_IT_IS, lever, planned()) == scenario


@pytest.mark.parametrize(
    ("lever", "end"),
    [(Lever.CHURN, 0), (Lever.REFERRALS, 5), (Lever.CONVERSION, 1), (Lever.CHECK, 5)],
)
def test_taps_end_at_the_bound_and_stay_there(lever: Lever, end: int) -> None:
    scenario = AS_IT_IS
    for _ in range(200):
        scenario = step(scenario, lever, planned())
    assert current(scenario, lever, planned()) == end
    assert step(scenario, lever, planned()) == scenario


def test_churn_and_conversion_are_typed_as_they_shall_be() -> None:
    assert moved(AS_IT_IS, Lever.CHURN, Fraction(18, 100), planned()).churn == Fraction(18, 100) - CHURN
    assert moved(AS_IT_IS, Lever.CONVERSION, Fraction(1, 4), planned()).conversion == Fraction(-5, 100)


def test_the_growth_that_is_planned_already_is_no_change() -> None:
    assert moved(AS_IT_IS, Lever.GROWTH, Fraction(1, 5), planned()) == AS_IT_IS
    assert moved(AS_IT_IS, Lever.GROWTH, Fraction(0), planned()) == Scenario(growth=Fraction(0))
    assert moved(AS_IT_IS, Lever.GROWTH, Fraction(0), planned(Figure.GROWTH)) == AS_IT_IS


@pytest.mark.parametrize("lever", Lever)
def test_beyond_the_bounds_nothing_moves(lever: Lever) -> None:
    for value in (BOUNDS[lever].low, BOUNDS[lever].high):
        assert current(moved(AS_IT_IS, lever, value, planned()), lever, planned()) == value
    for value in (BOUNDS[lever].low - Fraction(1, 1000), BOUNDS[lever].high + Fraction(1, 1000)):
        with pytest.raises(OutOfBoundsError) as refused:
            moved(AS_IT_IS, lever, value, planned())
        assert refused.value.bounds == BOUNDS[lever]


def test_only_levers_that_change_something_are_there() -> None:
    assert available(planned()) == tuple(Lever)
    assert Lever.CONVERSION not in available(planned(Figure.CONVERSION))
    assert Lever.CHECK not in available(planned(Figure.TURNOVER))


@pytest.mark.parametrize(
    "scenario",
    [
        AS_IT_IS,
        Scenario(growth=Fraction(0)),
        Scenario(churn=Fraction(18, 100) - CHURN, referrals=Fraction(1, 3), growth=Fraction(1, 7)),
    ],
)
def test_a_scenario_survives_storage_exactly(scenario: Scenario) -> None:
    assert from_plain(Scenario, scenario_to_plain(scenario)) == scenario
