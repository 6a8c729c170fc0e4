"""The choice between the behaviour models and recency, on clinics that favour one or the other."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from metrics.behaviour import BgNbd, ParetoNbd, Purchases
from metrics.outlook import (
    Fallback,
    Outlook,
    RankingMethod,
    cadence_ratio,
    expected_visits,
    outlook,
    paired_ranking,
    ranking,
)
from metrics.visits import VisitHistory, Visits
from tests.metrics.clinics import history
from tests.metrics.slow_reference import Row

END = date(2025, 12, 31)


def pareto_clinic(patients: int, seed: int) -> VisitHistory:
    """Patients who differ in how often they come and in how soon they leave: the world of the models."""
    rng = np.random.default_rng(seed)
    start = rng.integers(0, 1400, patients)
    rate = rng.gamma(0.8, 1 / 60, patients)
    life = rng.exponential(1 / rng.gamma(0.9, 1 / 300, patients))
    who, day = [np.arange(patients)], [start.astype(np.float64)]
    at = np.zeros(patients)
    for _ in range(60):
        at = at + rng.exponential(1 / rate)
        still = (at < life) & (start + at < 1825)
        who.append(np.flatnonzero(still))
        day.append((start + at)[still])
    days = np.concatenate(day).astype(np.int64)
    dates = (np.datetime64(END) - 1824 + days).astype("datetime64[s]")
    codes = np.concatenate(who)
    amount = np.rint(300_000 * rng.lognormal(0, 0.4, patients)[codes]).astype(np.int64)
    frame = pd.DataFrame({"patient": codes, "date": dates, "amount": amount})
    return VisitHistory.at(Visits.from_frame(frame), END)


@pytest.fixture(scope="module")
def clinic() -> VisitHistory:
    return pareto_clinic(1500, seed=5)


@pytest.fixture(scope="module")
def found(clinic: VisitHistory) -> Outlook:
    return outlook(clinic, np.random.default_rng(1))


def test_a_model_wins_where_patients_differ_in_their_rates(found: Outlook) -> None:
    report = found.report
    assert report.fallback is None
    assert report.method in (RankingMethod.BG_NBD, RankingMethod.MBG_NBD, RankingMethod.PARETO_NBD)
    assert report.advantage is not None
    assert report.advantage.low > 0
    ranked = {trial.method: trial.ranked_right for trial in report.trials}
    assert report.advantage.other == pytest.approx(ranked[RankingMethod.RECENCY])
    assert report.advantage.difference == pytest.approx(ranked[report.method] - ranked[RankingMethod.RECENCY])


def test_the_winner_predicts_the_held_out_year(found: Outlook) -> None:
    report = found.report
    chosen = next(trial for trial in report.trials if trial.method is report.method)
    assert report.actual is not None
    assert chosen.predicted == pytest.approx(report.actual, rel=0.2)


def test_what_is_expected_is_finite_and_adds_up(clinic: VisitHistory, found: Outlook) -> None:
    assert found.expected_visits is not None
    assert found.spend is not None
    assert found.expected_visits.shape == found.spend.shape == found.cadence.shape == (clinic.patients,)
    assert np.isfinite(found.expected_visits).all()
    assert (found.expected_visits >= 0).all()
    assert found.report.expected_revenue == pytest.approx(float(found.expected_visits @ found.spend))


def test_the_same_seed_gives_the_same_report(clinic: VisitHistory, found: Outlook) -> None:
    assert outlook(clinic, np.random.default_rng(1)).report == found.report


def test_few_patients_get_the_cadence_ratio() -> None:
    rows = [Row(f"p{i}", date(2023, 1, 1), 100) for i in range(199)]
    report = outlook(history(rows, END), np.random.default_rng(1)).report
    assert (report.method, report.fallback) == (RankingMethod.CADENCE, Fallback.FEW_PATIENTS)
    assert report.expected_visits is None


def test_a_history_of_under_two_years_has_nothing_to_hold_out() -> None:
    rows = [Row(f"p{i}", date(2024, 6, 1), 100) for i in range(300)]
    report = outlook(history(rows, END), np.random.default_rng(1)).report
    assert report.fallback is Fallback.SHORT_HISTORY


def test_nobody_came_in_the_held_out_year() -> None:
    rows = [Row(f"p{i}", date(2023, 1, 1), 100) for i in range(300)]
    report = outlook(history(rows, END), np.random.default_rng(1)).report
    assert report.fallback is Fallback.NOBODY_OR_EVERYBODY_CAME


def test_recency_stays_where_a_model_adds_nothing() -> None:
    """Everybody comes once and returns or not by lot: no history tells who."""
    rng = np.random.default_rng(3)
    rows = []
    for number in range(400):
        first = date(2022, 1, 1) + timedelta(days=int(rng.integers(0, 900)))
        rows.append(Row(f"p{number}", first, 100))
        if rng.random() < 0.5:
            rows.append(Row(f"p{number}", date(2025, 1, 5) + timedelta(days=int(rng.integers(0, 300))), 100))
    report = outlook(history(rows, END), np.random.default_rng(1)).report
    assert report.method in (RankingMethod.RECENCY, RankingMethod.CADENCE)
    assert report.fallback in (Fallback.NO_BETTER_THAN_RECENCY, Fallback.NO_SANE_MODEL)


def test_cadence_is_silence_in_own_intervals() -> None:
    # Came every 2 months (4 repeats in 8), silent for 6: three intervals. One visit: the median, 2 months.
    data = Purchases(np.array([4.0, 0.0]), np.array([8.0, 0.0]), np.array([14.0, 5.0]))
    assert cadence_ratio(data).tolist() == [3, 2.5]


def test_a_very_frequent_patient_gets_a_finite_expectation() -> None:
    data = Purchases(np.array([2000.0]), np.array([60.0]), np.array([60.1]))
    for model in (BgNbd(0.24, 4.4, 0.8, 2.4), ParetoNbd(0.55, 10.6, 0.6, 11.7)):
        expected = expected_visits(model, data, 12)
        assert np.isfinite(expected).all()
        assert 100 < expected[0] < 500


@pytest.mark.parametrize(
    ("score", "right"),
    [([1, 2, 3, 4], 1.0), ([4, 3, 2, 1], 0.0), ([1, 1, 1, 1], 0.5), ([1, 3, 2, 4], 0.75)],
)
def test_ranking_by_hand(score: list[int], right: float) -> None:
    came = np.array([False, False, True, True])
    assert ranking(np.array(score, np.float64), came) == right


def test_a_ranking_against_itself_differs_by_nothing() -> None:
    score = np.arange(10.0)
    change = paired_ranking(score, score, score > 4)
    assert (change.difference, change.low, change.high) == (0, 0, 0)


def test_a_ranking_needs_both_outcomes() -> None:
    with pytest.raises(ValueError, match="patients who did not"):
        ranking(np.arange(3.0), np.ones(3, np.bool_))


def test_a_model_fitted_on_a_sample_ranks_everybody(
    clinic: VisitHistory, found: Outlook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("metrics.outlook.LARGEST_SAMPLE", 500)
    sampled = outlook(clinic, np.random.default_rng(1))
    ranked = {trial.method: trial.ranked_right for trial in sampled.report.trials}
    for trial in found.report.trials:
        assert ranked[trial.method] == pytest.approx(trial.ranked_right, abs=0.02)
    assert sampled.cadence.size == clinic.patients
    assert sampled.spend is not None
    assert sampled.spend.size == clinic.patients
