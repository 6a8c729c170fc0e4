"""Models of how often patients come and when they stop, and of what they spend; fitted by maximum likelihood.

Time is in any one unit; for clinics, months. A patient is described by the number of repeat visits, the time
of the last one since the first (recency) and the time observed since the first (age).
Sources: Fader, Hardie and Lee (2005) for BG/NBD; Batislam, Denizel and Filiztekin (2007) for MBG/NBD;
Schmittlein, Morrison and Colombo (1987) and Fader and Hardie (2005) for Pareto/NBD; Fader and Hardie (2013)
for Gamma-Gamma.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import astuple, dataclass
from math import log
from typing import ClassVar, Self, TypeVar

import numpy as np

from metrics.days import MONTH, BoolArray, FloatArray, IntArray
from metrics.visits import VisitHistory

LARGEST_PARAMETER = 100.0
SMALLEST_PARAMETER = 1e-4
SEARCH = (log(SMALLEST_PARAMETER / 2), log(LARGEST_PARAMETER * 2))
"""Bounds of the logarithms of the parameters: a search that leaves the sane range ends beyond it, soon."""
BEYOND = 1e10
"""Loss where the likelihood can't be computed."""
HOLE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Purchases:
    """Repeat visits, recency and age of each patient, (n,) each."""

    repeats: FloatArray
    recency: FloatArray
    age: FloatArray

    @classmethod
    def at(cls, history: VisitHistory, day: int) -> "Purchases":
        """Of the patients first seen by a day, as known at its end, in months."""
        there = history.first <= day
        known = history.visit_day <= day
        visits = history.visits_where(known)[there]
        latest = np.where(known, history.visit_day, np.iinfo(np.int32).min)
        last = np.maximum.reduceat(latest, history.visit_start)[there] if history.patients else history.last
        first = history.first[there]
        return cls(
            repeats=visits.astype(np.float64) - 1,
            recency=(last - first) / MONTH,
            age=(day - first) / MONTH,
        )

    def __len__(self) -> int:
        return int(self.repeats.size)

    def taking(self, chosen: BoolArray | IntArray) -> "Purchases":
        """Some of the patients."""
        return Purchases(self.repeats[chosen], self.recency[chosen], self.age[chosen])


class Parameters:
    """Parameters that are sane and can be searched for as logarithms."""

    size: ClassVar[int] = 4

    @classmethod
    def from_logarithms(cls, values: FloatArray) -> Self:
        return cls(*np.exp(values).tolist())

    def values(self) -> tuple[float, ...]:
        """The parameters in the order of their names."""
        return astuple(self)  # type: ignore[call-overload, no-any-return]

    @property
    def sane(self) -> bool:
        """Every parameter strictly within the range in which the model means anything."""
        values = self.values()
        return all(SMALLEST_PARAMETER < value < LARGEST_PARAMETER for value in values)


class VisitModel(Parameters, ABC):
    """What every model of visits can tell."""

    @abstractmethod
    def log_likelihood(self, data: Purchases) -> FloatArray:
        """Of each patient's history, (n,)."""

    @abstractmethod
    def p_alive(self, data: Purchases) -> FloatArray:
        """Probability that each patient has not left, (n,)."""

    @abstractmethod
    def expected_visits(self, data: Purchases, time: float) -> FloatArray:
        """Visits expected of each patient in the coming `time`, (n,)."""


@dataclass(frozen=True)
class BgNbd(VisitModel):
    """Beta-geometric/NBD: visit rates Gamma(r, alpha); chances to leave after a repeat visit Beta(a, b)."""

    r: float
    alpha: float
    a: float
    b: float

    def log_likelihood(self, data: Purchases) -> FloatArray:
        from scipy.special import betaln

        x = data.repeats
        stayed = betaln(self.a, self.b + x) - betaln(self.a, self.b)
        with np.errstate(divide="ignore"):
            alive = -(self.r + x) * np.log(self.alpha + data.age)
            left = np.where(
                x > 0,
                np.log(self.a / (self.b + np.maximum(x, 1) - 1))
                - (self.r + x) * np.log(self.alpha + data.recency),
                -np.inf,
            )
        return _visits_term(self.r, self.alpha, x) + stayed + np.logaddexp(alive, left)

    def p_alive(self, data: Purchases) -> FloatArray:
        """1 for everybody with a single visit: don't rank by it."""
        return 1 / (1 + self._odds_of_leaving(data))

    def expected_visits(self, data: Purchases, time: float) -> FloatArray:
        from scipy.special import hyp2f1

        x, a, b = data.repeats, _away_from_one(self.a), self.b
        whole = self.alpha + data.age + time
        series = hyp2f1(self.r + x, b + x, a + b + x - 1, time / whole)
        growth = 1 - ((self.alpha + data.age) / whole) ** (self.r + x) * series
        found: FloatArray = (a + b + x - 1) / (a - 1) * growth / (1 + self._odds_of_leaving(data))
        return found

    def expected_of_new(self, time: FloatArray) -> FloatArray:
        """Repeat visits expected of a patient in `time` since the first visit."""
        from scipy.special import hyp2f1

        a, b = _away_from_one(self.a), self.b
        series = hyp2f1(self.r, b, a + b - 1, time / (self.alpha + time))
        found: FloatArray = (
            (a + b - 1) / (a - 1) * (1 - (self.alpha / (self.alpha + time)) ** self.r * series)
        )
        return found

    def _odds_of_leaving(self, data: Purchases) -> FloatArray:
        x = data.repeats
        odds = (self.a / (self.b + np.maximum(x, 1) - 1)) * _silence(self.r, self.alpha, data)
        return np.where(x > 0, odds, 0.0)


@dataclass(frozen=True)
class MbgNbd(VisitModel):
    """Modified BG/NBD: a patient may also leave right after the first visit."""

    r: float
    alpha: float
    a: float
    b: float

    def log_likelihood(self, data: Purchases) -> FloatArray:
        from scipy.special import betaln

        x = data.repeats
        none = betaln(self.a, self.b)
        alive = betaln(self.a, self.b + x + 1) - none - (self.r + x) * np.log(self.alpha + data.age)
        left = betaln(self.a + 1, self.b + x) - none - (self.r + x) * np.log(self.alpha + data.recency)
        return _visits_term(self.r, self.alpha, x) + np.logaddexp(alive, left)

    def p_alive(self, data: Purchases) -> FloatArray:
        return 1 / (1 + self.a / (self.b + data.repeats) * _silence(self.r, self.alpha, data))

    def expected_visits(self, data: Purchases, time: float) -> FloatArray:
        from scipy.special import hyp2f1

        x, a, b = data.repeats, _away_from_one(self.a), self.b
        whole = self.alpha + data.age + time
        series = hyp2f1(self.r + x, b + x + 1, a + b + x, time / whole)
        growth = 1 - ((self.alpha + data.age) / whole) ** (self.r + x) * series
        found: FloatArray = (a + b + x) / (a - 1) * growth * self.p_alive(data)
        return found


@dataclass(frozen=True)
class ParetoNbd(VisitModel):
    """Pareto/NBD: rates Gamma(r, alpha), and a chance to leave at any moment, Gamma(s, beta)."""

    r: float
    alpha: float
    s: float
    beta: float

    def log_likelihood(self, data: Purchases) -> FloatArray:
        alive, left = self._alive_and_left(data)
        shared = _visits_term(self.r, self.alpha, data.repeats) + self.s * np.log(self.beta)
        found: FloatArray = shared + np.logaddexp(alive, left)
        return found

    def p_alive(self, data: Purchases) -> FloatArray:
        alive, left = self._alive_and_left(data)
        return 1 / (1 + np.exp(left - alive))

    def expected_visits(self, data: Purchases, time: float) -> FloatArray:
        s = _away_from_one(self.s)
        rate = (self.r + data.repeats) * (self.beta + data.age) / ((self.alpha + data.age) * (s - 1))
        staying = 1 - ((self.beta + data.age) / (self.beta + data.age + time)) ** (s - 1)
        return self.p_alive(data) * rate * staying

    def _alive_and_left(self, data: Purchases) -> tuple[FloatArray, FloatArray]:
        """Logarithms of the two ways to the same history: still a patient, or left since the last visit."""
        x = data.repeats
        alive = -(self.r + x) * np.log(self.alpha + data.age) - self.s * np.log(self.beta + data.age)
        since_last, since_first = self._tail(x, data.recency), self._tail(x, data.age)
        with np.errstate(divide="ignore"):
            shrink = np.log(-np.expm1(np.minimum(since_first - since_last, 0)))
        return alive, np.log(self.s / (self.r + self.s + x)) + since_last + shrink

    def _tail(self, x: FloatArray, time: FloatArray) -> FloatArray:
        from scipy.special import hyp2f1

        larger, gap = max(self.alpha, self.beta), abs(self.alpha - self.beta)
        exponent = self.r + self.s + x
        second = self.s + 1 if self.alpha >= self.beta else self.r + x
        series = hyp2f1(exponent, second, exponent + 1, gap / (larger + time))
        tail: FloatArray = np.log(series) - exponent * np.log(larger + time)
        return tail


@dataclass(frozen=True)
class GammaGamma(Parameters):
    """Spend per visit: Gamma(p, ν) around a mean that differs between patients, ν ~ Gamma(q, gamma)."""

    size: ClassVar[int] = 3

    p: float
    q: float
    gamma: float

    def log_likelihood(self, visits: FloatArray, mean: FloatArray) -> FloatArray:
        """Of each patient's mean spend over `visits` paid visits, (n,)."""
        from scipy.special import gammaln

        shape = self.p * visits
        found: FloatArray = (
            gammaln(shape + self.q)
            - gammaln(shape)
            - gammaln(self.q)
            + self.q * np.log(self.gamma)
            + (shape - 1) * np.log(mean)
            + shape * np.log(visits)
            - (shape + self.q) * np.log(self.gamma + mean * visits)
        )
        return found

    @property
    def population_mean(self) -> float:
        """Mean spend of a patient not yet known; infinite where q ≤ 1."""
        return self.p * self.gamma / (self.q - 1) if self.q > 1 else float("inf")

    def expected_spend(self, visits: FloatArray, mean: FloatArray) -> FloatArray:
        """Mean spend to expect of each patient: own mean drawn towards everybody's, (n,)."""
        return self.p * (self.gamma + visits * mean) / (self.p * visits + self.q - 1)


_Model = TypeVar("_Model", bound=VisitModel)


def fit_visits(model: type[_Model], data: Purchases) -> _Model | None:
    """Parameters of the greatest likelihood; None where the search finds none."""

    def loss(logarithms: FloatArray) -> float:
        return -float(np.mean(model.from_logarithms(logarithms).log_likelihood(data)))

    found = _search(loss, model.size) if len(data) else None
    return None if found is None else model.from_logarithms(found)


def fit_spend(visits: FloatArray, mean: FloatArray) -> GammaGamma | None:
    """Gamma-Gamma of the greatest likelihood for mean spends above zero; None where the search finds none."""

    def loss(logarithms: FloatArray) -> float:
        return -float(np.mean(GammaGamma.from_logarithms(logarithms).log_likelihood(visits, mean)))

    found = _search(loss, GammaGamma.size) if visits.size else None
    return None if found is None else GammaGamma.from_logarithms(found)


def _search(loss: Callable[[FloatArray], float], size: int) -> FloatArray | None:
    """Logarithms of the parameters with the least loss; None if the search did not settle."""
    from scipy.optimize import minimize

    def finite_loss(logarithms: FloatArray) -> float:
        with np.errstate(all="ignore"):
            value = loss(logarithms)
        return value if np.isfinite(value) else BEYOND

    found = minimize(
        finite_loss,
        np.zeros(size),
        method="L-BFGS-B",
        jac="3-point",
        bounds=[SEARCH] * size,
        options={"ftol": 1e-12, "gtol": 1e-7, "maxiter": 300},
    )
    return np.asarray(found.x) if found.success and found.fun < BEYOND else None


def _visits_term(r: float, alpha: float, x: FloatArray) -> FloatArray:
    """Logarithm of Γ(r + x)·alpha^r/Γ(r), which all three models share."""
    from scipy.special import gammaln

    found: FloatArray = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    return found


def _silence(r: float, alpha: float, data: Purchases) -> FloatArray:
    """How much less likely the silence since the last visit is for a patient who stays."""
    found: FloatArray = ((alpha + data.age) / (alpha + data.recency)) ** (r + data.repeats)
    return found


def _away_from_one(value: float) -> float:
    """The expectations have a removable hole where this parameter is exactly 1."""
    return value if abs(value - 1) > HOLE else 1 + HOLE
