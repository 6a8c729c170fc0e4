"""Behaviour models against the published figures of the CDNOW sample."""

import numpy as np
import pytest

from metrics.behaviour import BgNbd, GammaGamma, MbgNbd, ParetoNbd, Purchases, fit_spend, fit_visits
from tests.metrics import cdnow
from tests.metrics.vectors import VECTORS

BG, MBG, PARETO, GG = (VECTORS[key] for key in ("bgnbd", "mbgnbd", "pareto", "gg"))
PUBLISHED_BG, PUBLISHED_MBG = BgNbd(*BG["params"]), MbgNbd(*MBG["params"])
THREE_DIGITS = 1e-3


def one(repeats: float, recency: float, age: float) -> Purchases:
    return Purchases(np.array([repeats]), np.array([recency]), np.array([age]))


@pytest.fixture(scope="module")
def fitted_bg() -> BgNbd:
    model = fit_visits(BgNbd, cdnow.customers())
    assert model is not None
    return model


def test_bg_nbd_parameters(fitted_bg: BgNbd) -> None:
    assert fitted_bg.values() == pytest.approx(BG["mle_4dp"], abs=1e-4)
    assert fitted_bg.sane


def test_bg_nbd_log_likelihood_at_the_published_parameters() -> None:
    assert PUBLISHED_BG.log_likelihood(cdnow.customers()).sum() == pytest.approx(BG["LL"], abs=1e-3)


def test_bg_nbd_expectations_of_a_new_customer(fitted_bg: BgNbd) -> None:
    assert fitted_bg.expected_of_new(np.array(BG["EX_t"])) == pytest.approx(BG["EX"], abs=THREE_DIGITS)


def test_bg_nbd_expects_1_226_purchases_of_the_published_customer() -> None:
    customer = one(2, 30.43, 38.86)
    assert PUBLISHED_BG.expected_visits(customer, 39)[0] == pytest.approx(
        BG["cond_39_2_30.43_38.86"], abs=THREE_DIGITS
    )
    assert PUBLISHED_BG.p_alive(customer)[0] == pytest.approx(BG["p_alive_2_30.43_38.86"], abs=1e-4)


def test_bg_nbd_takes_everybody_of_one_visit_for_alive() -> None:
    assert PUBLISHED_BG.p_alive(one(0, 0, 500))[0] == 1


def test_mbg_nbd_parameters_and_log_likelihood() -> None:
    model = fit_visits(MbgNbd, cdnow.customers())
    assert model is not None
    assert model.values() == pytest.approx(MBG["params"], rel=THREE_DIGITS)
    assert PUBLISHED_MBG.log_likelihood(cdnow.customers()).sum() == pytest.approx(MBG["LL"], abs=1e-3)


@pytest.mark.parametrize(("age", "alive"), [(float(t), p) for t, p in MBG["p_alive_x0"].items()])
def test_mbg_nbd_doubts_a_silent_patient_of_one_visit(age: float, alive: float) -> None:
    assert PUBLISHED_MBG.p_alive(one(0, 0, age))[0] == pytest.approx(alive, abs=1e-4)


def test_pareto_nbd_parameters() -> None:
    model = fit_visits(ParetoNbd, cdnow.customers())
    assert model is not None
    assert model.values() == pytest.approx(PARETO["params"], rel=THREE_DIGITS)


@pytest.mark.parametrize("model", [ParetoNbd(0.55, 10.6, 0.6, 11.7), ParetoNbd(0.55, 11.7, 0.6, 10.6)])
def test_pareto_nbd_doubts_longer_silence_more(model: ParetoNbd) -> None:
    ages = np.array([30.0, 40.0, 60.0, 200.0])
    alive = model.p_alive(Purchases(np.full(4, 3.0), np.full(4, 29.0), ages))
    assert np.all(np.diff(alive) < 0)
    assert alive[0] > 0.9
    expected = model.expected_visits(Purchases(np.full(4, 3.0), np.full(4, 29.0), ages), 12)
    assert np.all(np.diff(expected) < 0)


def test_pareto_nbd_likelihood_sums_to_one_over_what_can_happen() -> None:
    """With age 2: no repeat, or x repeats, the last of them anywhere in between; over 40, next to none."""
    model = ParetoNbd(0.8, 1.5, 0.6, 2.0)
    none = np.exp(model.log_likelihood(one(0, 0, 2)))[0]
    last, step = np.linspace(0, 2, 401), 2 / 400
    some = 0.0
    for repeats in range(1, 41):
        density = np.exp(
            model.log_likelihood(Purchases(np.full(401, float(repeats)), last, np.full(401, 2.0)))
        )
        # The earlier x − 1 repeats fall anywhere before the last: t^(x−1)/(x−1)! orders of them.
        weight = np.exp((repeats - 1) * np.log(np.maximum(last, 1e-300)) - _log_factorial(repeats - 1))
        some += float(np.trapezoid(density * weight, dx=step))
    assert none + some == pytest.approx(1, abs=2e-3)


def _log_factorial(n: int) -> float:
    return float(np.sum(np.log(np.arange(1, n + 1))))


def test_gamma_gamma_on_the_customers_who_came_again() -> None:
    visits, mean = cdnow.spend()
    assert visits.size == GG["n"]
    model = fit_spend(visits, mean)
    assert model is not None
    assert model.values() == pytest.approx(GG["params"], rel=2e-3)
    assert model.population_mean == pytest.approx(GG["pop_mean"], abs=0.01)


def test_gamma_gamma_draws_a_mean_towards_everybodys() -> None:
    model = GammaGamma(*GG["params"])
    often, once = model.expected_spend(np.array([1e6, 1.0]), np.array([100.0, 100.0]))
    assert often == pytest.approx(100, abs=0.01)
    assert 35.17 < once < 100


def test_gamma_gamma_without_a_mean_says_so() -> None:
    assert GammaGamma(1, 0.9, 1).population_mean == float("inf")


@pytest.mark.parametrize("value", [1e-5, 100.0, float("nan")])
def test_parameters_beyond_reason_are_not_sane(value: float) -> None:
    assert not BgNbd(0.2, value, 1, 1).sane


def test_nothing_to_fit() -> None:
    empty = np.zeros(0)
    assert fit_visits(BgNbd, Purchases(empty, empty, empty)) is None
    assert fit_spend(empty, empty) is None
