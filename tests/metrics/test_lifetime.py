"""Kaplan–Meier against a published toy and by hand."""

from datetime import date, timedelta

import numpy as np
import pytest

from metrics.lifetime import first_approach, kaplan_meier, lifetime, restricted_mean, survival
from tests.metrics.clinics import history
from tests.metrics.slow_reference import Row
from tests.metrics.vectors import VECTORS

TOY = VECTORS["km"]
DURATION, LEFT = np.array(TOY["T"]), np.array(TOY["E"]) == 1


def test_curve_of_the_toy() -> None:
    curve = kaplan_meier(DURATION, LEFT)
    assert list(curve.days) == TOY["times"]
    assert curve.share == pytest.approx(TOY["S"], abs=1e-12)
    assert curve.median == TOY["median"]


def test_restricted_mean_of_the_toy() -> None:
    found = restricted_mean(DURATION, LEFT, 12)
    assert found.days == pytest.approx(TOY["rmst12"], abs=1e-12)
    assert found.still_active == pytest.approx(0.225, abs=1e-12)
    assert (found.patients, found.ended) == (8, 5)


def test_greenwood_interval_of_a_curve_without_censoring_is_that_of_a_mean() -> None:
    """With nobody censored it is the plain mean with the population variance over n."""
    found = restricted_mean(np.array([2, 4, 6, 8]), np.ones(4, np.bool_), 10)
    assert found.days == pytest.approx(5)
    assert found.high - found.days == pytest.approx(1.959964 * (5 / 4) ** 0.5, abs=1e-5)


def test_everyone_left_on_the_first_day() -> None:
    found = restricted_mean(np.array([0, 0, 0]), np.ones(3, np.bool_), 100)
    assert (found.days, found.low, found.high, found.still_active) == (0, 0, 0, 0)


def test_a_patient_of_one_visit_stays_in_and_one_seen_since_the_cutoff_is_still_active() -> None:
    as_of = date(2025, 12, 31)
    cutoff = as_of - timedelta(days=365)
    rows = [
        Row("once", cutoff - timedelta(days=400), 100),
        Row("regular", cutoff - timedelta(days=200), 100),
        Row("regular", cutoff + timedelta(days=10), 100),
        Row("too new", cutoff + timedelta(days=1), 100),
    ]
    found = lifetime(history(rows, as_of))
    assert found is not None
    # Half leave on day 0, the other half are never seen to leave: area 0.5 over the 400 days of the horizon.
    assert (found.days, found.horizon, found.patients, found.ended) == (200, 400, 2, 1)
    assert survival(history(rows, as_of)).share == (0.5,)


def test_first_approach_counts_the_newest_patients_as_gone() -> None:
    rows = [Row("a", date(2025, 1, 1), 1), Row("a", date(2025, 1, 11), 1), Row("b", date(2025, 12, 1), 1)]
    assert first_approach(history(rows, date(2025, 12, 31))) == 5


def test_nobody_long_enough_ago() -> None:
    rows = [Row("a", date(2025, 12, 1), 1)]
    assert lifetime(history(rows, date(2025, 12, 31))) is None
    assert survival(history(rows, date(2025, 12, 31))).days == ()
