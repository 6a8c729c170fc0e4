"""Who is likely to come within a year and what they would bring: by the model that proved itself, or none.

The models compete with plain recency on the clinic's own last year: fitted on what was known a year ago, they
rank the patients of that day, and the ranking is held against who came since.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from math import sqrt

import numpy as np

from metrics.behaviour import (
    BgNbd,
    GammaGamma,
    MbgNbd,
    ParetoNbd,
    Purchases,
    VisitModel,
    fit_spend,
    fit_visits,
)
from metrics.comparison import FigureChange
from metrics.confidence import standard_score
from metrics.days import MONTH, YEAR, BoolArray, FloatArray
from metrics.rhythm import RhythmReport, rhythm_report
from metrics.visits import VisitHistory

FEWEST_PATIENTS = 200
LARGEST_SAMPLE = 5000
"""Patients a model is fitted on; more make the parameters no better than the model itself is."""
AHEAD = YEAR / MONTH
INDEPENDENT = 0.3
"""Gamma-Gamma holds where the spend per visit hardly goes with the number of visits."""


class RankingMethod(StrEnum):
    """How patients are ranked by how likely they are to come."""

    BG_NBD = "bg_nbd"
    MBG_NBD = "mbg_nbd"
    PARETO_NBD = "pareto_nbd"
    RECENCY = "recency"
    CADENCE = "cadence"


class Fallback(StrEnum):
    """Why no model is used."""

    FEW_PATIENTS = "few_patients"
    SHORT_HISTORY = "short_history"
    NOBODY_OR_EVERYBODY_CAME = "nobody_or_everybody_came"
    NO_SANE_MODEL = "no_sane_model"
    NO_BETTER_THAN_RECENCY = "no_better_than_recency"


@dataclass(frozen=True, slots=True)
class Trial:
    """One way of ranking on the held-out year.

    ranked_right: chance that of two patients, one who came and one who did not, the former ranks first (AUC).
    predicted: visits it expected in all; None for a mere ranking. parameters: of a model fitted a year ago.
    """

    method: RankingMethod
    ranked_right: float
    predicted: float | None
    parameters: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class OutlookReport:
    """Which ranking is used and how it proved itself.

    fallback: why no model is used; None when one is. trials: all sane candidates with recency and cadence;
    actual: visits of the held-out year. advantage: the best model's `ranked_right` against recency's, paired.
    expected_visits: of all patients in the coming year, times what came ÷ what the same model had expected of
    the held-out year; expected_revenue: in kopecks, None without amounts. rhythm: for every clinic.
    spend_model: by Gamma-Gamma; otherwise everybody is taken to spend the check of the average visit.
    """

    method: RankingMethod
    fallback: Fallback | None
    patients: int
    trials: tuple[Trial, ...]
    actual: int | None
    advantage: FigureChange | None
    parameters: tuple[float, ...]
    expected_visits: float | None
    expected_revenue: float | None
    spend_model: bool
    rhythm: RhythmReport


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """The report and, per patient, (n,) each: expected_visits within a year (None without a model); cadence,
    the silence in units of the own usual interval; spend, kopecks per visit (None without amounts)."""

    report: OutlookReport
    expected_visits: FloatArray | None
    cadence: FloatArray
    spend: FloatArray | None


MODELS: dict[RankingMethod, type[VisitModel]] = {
    RankingMethod.BG_NBD: BgNbd,
    RankingMethod.MBG_NBD: MbgNbd,
    RankingMethod.PARETO_NBD: ParetoNbd,
}


def outlook(history: VisitHistory, rng: np.random.Generator) -> Outlook:
    """Choose the ranking by the held-out last year and apply it at the as-of date.

    Without 200 patients known a year ago and a year of history before that, or where no sane model ranks
    better than recency beyond chance, no model is used and the report says why.
    """
    now = Purchases.at(history, history.as_of)
    spend, spend_model = _spend(history, rng)
    choice = _choose(history, rng)
    model = _fit(choice.method, now, rng) if choice.fallback is None else None
    if choice.fallback is None and model is None:
        choice = replace(choice, method=RankingMethod.CADENCE, fallback=Fallback.NO_SANE_MODEL)
    expected = None if model is None else expected_visits(model, now, AHEAD) * choice.correction
    return Outlook(
        report=OutlookReport(
            method=choice.method,
            fallback=choice.fallback,
            patients=history.patients,
            trials=choice.trials,
            actual=choice.actual,
            advantage=choice.advantage,
            parameters=() if model is None else model.values(),
            expected_visits=None if expected is None else float(expected.sum()),
            expected_revenue=None if expected is None or spend is None else float(expected @ spend),
            spend_model=spend_model,
            rhythm=rhythm_report(history),
        ),
        expected_visits=expected,
        cadence=cadence_ratio(now),
        spend=spend,
    )


def cadence_ratio(data: Purchases) -> FloatArray:
    """Time since the last visit in units of the patient's own usual interval, (n,).

    The own interval is recency/repeats, at least a day; a patient of one visit takes the others' median.
    """
    again = data.repeats > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        own = np.where(again, data.recency / np.maximum(data.repeats, 1), np.nan)
    usual = float(np.median(own[again])) if again.any() else float(AHEAD)
    interval = np.maximum(np.where(again, own, usual), 1 / MONTH)
    ratio: FloatArray = (data.age - data.recency) / interval
    return ratio


def expected_visits(model: VisitModel, data: Purchases, time: float) -> FloatArray:
    """Visits expected of each patient in the coming time, (n,): never negative.

    Where the series of a very frequent patient exceeds the range of numbers, the own rate while alive.
    """
    with np.errstate(all="ignore"):
        expected = model.expected_visits(data, time)
        by_rate = model.p_alive(data) * data.repeats / np.maximum(data.age, 1 / MONTH) * time
    return np.maximum(np.where(np.isfinite(expected), expected, by_rate), 0)


def ranking(score: FloatArray, came: BoolArray) -> float:
    """Chance that a patient who came has a higher score than one who did not; ties count half (AUC).

    Raises ValueError if all or none came.
    """
    return float(np.mean(_placements(score, came)[0]))


def paired_ranking(score: FloatArray, other: FloatArray, came: BoolArray) -> FigureChange:
    """`ranking` of one score against that of another on the same patients, with a 95 % interval.

    Source: DeLong, DeLong and Clarke-Pearson (1988).
    """
    ours, theirs = _placements(score, came), _placements(other, came)
    apart = [mine - its for mine, its in zip(ours, theirs, strict=True)]
    difference = float(np.mean(apart[0]))
    variance = sum(float(np.var(part, ddof=1)) / part.size if part.size > 1 else 0.0 for part in apart)
    half = standard_score() * sqrt(variance)
    return FigureChange(float(np.mean(theirs[0])), difference, difference - half, difference + half)


def _placements(score: FloatArray, came: BoolArray) -> tuple[FloatArray, FloatArray]:
    """For each who came, the share of the others ranked below; for each other, of the comers ranked above."""
    from scipy.stats import rankdata

    if came.all() or not came.any():
        raise ValueError("a ranking needs patients who came and patients who did not")
    ranks = rankdata(score)
    above = (ranks[came] - rankdata(score[came])) / np.count_nonzero(~came)
    below = 1 - (ranks[~came] - rankdata(score[~came])) / np.count_nonzero(came)
    return above, below


def _unfit(history: VisitHistory, cutoff: int) -> Fallback | None:
    if int((history.first <= cutoff).sum()) < FEWEST_PATIENTS:
        return Fallback.FEW_PATIENTS
    if history.earliest > cutoff - YEAR:
        return Fallback.SHORT_HISTORY
    came = _visits_since(history, cutoff) > 0
    return Fallback.NOBODY_OR_EVERYBODY_CAME if came.all() or not came.any() else None


def _visits_since(history: VisitHistory, day: int) -> FloatArray:
    """Later visits of the patients first seen by a day, (n then,)."""
    return history.visits_where(history.visit_day > day)[history.first <= day].astype(np.float64)


@dataclass(frozen=True, slots=True)
class _Choice:
    method: RankingMethod
    fallback: Fallback | None
    trials: tuple[Trial, ...] = ()
    advantage: FigureChange | None = None
    actual: int | None = None

    @property
    def correction(self) -> float:
        """What came in the held-out year ÷ what the chosen model had expected of it: −8…+6 % off in steady
        clinics, half as much again in one that falls."""
        chosen = next((trial for trial in self.trials if trial.method is self.method), None)
        if chosen is None or not chosen.predicted or self.actual is None:
            return 1.0
        return self.actual / chosen.predicted


def _choose(history: VisitHistory, rng: np.random.Generator) -> _Choice:
    cutoff = history.as_of - YEAR
    if (unfit := _unfit(history, cutoff)) is not None:
        return _Choice(RankingMethod.CADENCE, unfit)
    then, visits = Purchases.at(history, cutoff), _visits_since(history, cutoff)
    came, actual = visits > 0, int(visits.sum())
    recency = then.recency - then.age
    simple = (
        Trial(RankingMethod.RECENCY, ranking(recency, came), None, ()),
        Trial(RankingMethod.CADENCE, ranking(-cadence_ratio(then), came), None, ()),
    )
    fitted = {method: model for method in MODELS if (model := _fit(method, then, rng)) is not None}
    scores = {method: expected_visits(model, then, AHEAD) for method, model in fitted.items()}
    modelled = tuple(
        Trial(method, ranking(scores[method], came), float(scores[method].sum()), model.values())
        for method, model in fitted.items()
    )
    if not modelled:
        return _Choice(RankingMethod.CADENCE, Fallback.NO_SANE_MODEL, simple, None, actual)
    best = max(modelled, key=lambda trial: trial.ranked_right).method
    advantage = paired_ranking(scores[best], recency, came)
    if advantage.rose:
        return _Choice(best, None, simple + modelled, advantage, actual)
    return _Choice(
        RankingMethod.RECENCY, Fallback.NO_BETTER_THAN_RECENCY, simple + modelled, advantage, actual
    )


def _fit(method: RankingMethod, data: Purchases, rng: np.random.Generator) -> VisitModel | None:
    """The model fitted on a sample of the patients; None unless the search settled on sane parameters."""
    model = fit_visits(MODELS[method], _sample(data, rng))
    return model if model is not None and model.sane else None


def _sample(data: Purchases, rng: np.random.Generator) -> Purchases:
    if len(data) <= LARGEST_SAMPLE:
        return data
    return data.taking(rng.choice(len(data), LARGEST_SAMPLE, replace=False))


def _spend(history: VisitHistory, rng: np.random.Generator) -> tuple[FloatArray | None, bool]:
    """Kopecks expected per visit of each patient, and whether by Gamma-Gamma or the average visit."""
    if not history.amounts_known or not history.patients:
        return None, False
    revenue = history.revenue(np.ones(history.day.size, np.bool_)).astype(np.float64)
    visits = history.count.astype(np.float64)
    check = max(0.0, float(revenue.sum() / visits.sum()))
    # Fitted in units of the average visit: the bounds of sane parameters then mean the same in any currency.
    paid = np.flatnonzero((revenue > 0) & (check > 0))
    means = revenue[paid] / visits[paid] / check if check else revenue[paid]
    model = _fit_spend(visits[paid], means, rng)
    if model is None:
        return np.full(history.patients, check), False
    spend = np.full(history.patients, model.population_mean * check)
    spend[paid] = model.expected_spend(visits[paid], means) * check
    return spend, True


def _fit_spend(visits: FloatArray, means: FloatArray, rng: np.random.Generator) -> GammaGamma | None:
    if visits.size < FEWEST_PATIENTS or not _independent(visits, means):
        return None
    if visits.size > LARGEST_SAMPLE:
        chosen = rng.choice(visits.size, LARGEST_SAMPLE, replace=False)
        visits, means = visits[chosen], means[chosen]
    model = fit_spend(visits, means)
    return model if model is not None and model.sane and model.q > 1 else None


def _independent(visits: FloatArray, means: FloatArray) -> bool:
    if np.ptp(visits) == 0 or np.ptp(means) == 0:
        return False
    return abs(float(np.corrcoef(visits, means)[0, 1])) < INDEPENDENT
