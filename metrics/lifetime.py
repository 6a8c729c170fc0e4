"""How long patients stay with the clinic."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from metrics.confidence import standard_score
from metrics.days import YEAR, BoolArray, FloatArray, Int32Array, IntArray, window_days
from metrics.visits import VisitHistory


@dataclass(frozen=True, slots=True)
class Lifetime:
    """Restricted mean lifetime by Kaplan–Meier, in days.

    days: mean time from first to last visit, counted up to `horizon` (τ); a lower bound of the true
    lifetime as long as `still_active` (S(τ), the share outliving the horizon) is above zero.
    low, high: 95 % by Greenwood's variance. patients: how many were observed; ended: how many of them left.
    """

    days: float
    low: float
    high: float
    patients: int
    ended: int
    horizon: int
    still_active: float

    @property
    def is_final(self) -> bool:
        """At most 2 % outlive the horizon; otherwise the lifetime is «not less than» this mean."""
        return self.still_active <= FINAL


@dataclass(frozen=True, slots=True)
class Survival:
    """Kaplan–Meier curve: share still active after each day on which somebody left."""

    days: tuple[int, ...]
    share: tuple[float, ...]

    @property
    def median(self) -> int | None:
        """The first day by which half have left; None if fewer ever do."""
        return next((day for day, share in zip(self.days, self.share, strict=True) if share <= 0.5), None)


FINAL = 0.02
"""Largest share still active at the horizon with which a mean lifetime is the lifetime itself."""
FORTNIGHT = 14
HORIZONS = (36, 24, 12)
"""Months a lifetime is told for, the longest first; below 24 provisionally."""


@dataclass(frozen=True, slots=True)
class LifetimeToHorizon:
    """How long a new patient keeps coming within the first `months`; provisional: below 24 months."""

    months: int
    life: Lifetime

    @property
    def provisional(self) -> bool:
        """The rows are too short for the horizon the figure is meant for."""
        return self.months < HORIZONS[1]


def lifetime_to_horizon(history: VisitHistory, since: int, silence: int = YEAR) -> LifetimeToHorizon | None:
    """The area under the survival curve of new patients up to 36, 24 or 12 months, the longest there is.

    since: the day from which patients are new. Measured: 0.98–1.01 of the truth, where the rhythm is yearly
    0.91–0.97; the lifetime to the end of the rows is half the truth at S = 18 % and two thirds at 5 %.
    None where not even the shortest horizon has been lived through.
    """
    observed = _observed(history, silence, since)
    if observed is None:
        return None
    duration, left, _ = observed
    reach = history.as_of - silence - since + FORTNIGHT
    for months in HORIZONS:
        if window_days(months) <= reach:
            return LifetimeToHorizon(months, restricted_mean(duration, left, window_days(months)))
    return None


def lifetime(history: VisitHistory, silence: int = YEAR, since: int | None = None) -> Lifetime | None:
    """Mean lifetime: Kaplan–Meier restricted mean of the time from a patient's first visit to the last.

    since: the day from which patients are new; those seen before are left out.

    Only patients first seen by C = as-of − silence are observed. Silent since C: the patient left, after
    last − first days (0 for one visit). Otherwise still active, seen for C − first days. The mean is
    restricted to τ = C − earliest first visit. None when nobody was first seen by C.
    """
    observed = _observed(history, silence, since)
    if observed is None:
        return None
    duration, left, horizon = observed
    return restricted_mean(duration, left, horizon)


def survival(history: VisitHistory, silence: int = YEAR, since: int | None = None) -> Survival:
    """The curve behind `lifetime`; empty when nobody was first seen `silence` days ago."""
    observed = _observed(history, silence, since)
    if observed is None:
        return Survival((), ())
    duration, left, _ = observed
    return kaplan_meier(duration, left)


def first_approach(history: VisitHistory) -> float | None:
    """Mean of last − first visit over all patients, in days: the source's simple version.

    A lower bound: patients still with the clinic count as if they had left today. None without patients.
    """
    if not history.patients:
        return None
    return int((history.last.astype(np.int64) - history.first).sum()) / history.patients


def kaplan_meier(duration: Int32Array | IntArray, left: BoolArray) -> Survival:
    """Survival curve of durations in whole days; `left` False marks those still active when last seen.

    Source: Kaplan, E. L. and Meier, P. (1958), Nonparametric estimation from incomplete observations.
    """
    if duration.size == 0:
        return Survival((), ())
    at_risk, ended = _risk_table(duration, left, int(duration.max()))
    days = np.flatnonzero(ended)
    share = np.cumprod(1 - ended[days] / at_risk[days])
    return Survival(tuple(days.tolist()), tuple(share.tolist()))


def restricted_mean(duration: Int32Array | IntArray, left: BoolArray, horizon: int) -> Lifetime:
    """Area under the Kaplan–Meier curve from 0 to the horizon, with Greenwood's interval.

    The curve stays at its last value beyond the longest duration. Raises ValueError without durations.
    Source: Klein, J. P. and Moeschberger, M. L., Survival Analysis, 4.5.
    """
    if duration.size == 0:
        raise ValueError("a mean lifetime needs at least one patient")
    at_risk, ended = _risk_table(np.minimum(duration, horizon), left & (duration <= horizon), horizon)
    with np.errstate(divide="ignore", invalid="ignore"):
        alive = np.cumprod(np.where(ended > 0, 1 - ended / at_risk, 1.0))
        hazard_variance = np.where(ended > 0, ended / (at_risk * (at_risk - ended)), 0.0)
    days = float(alive[:-1].sum())
    area_after = np.append(alive[:-1][::-1].cumsum()[::-1], 0.0)
    # Where everybody at risk leaves, nothing remains above the curve: no variance, not an infinite one.
    hazard_variance[~np.isfinite(hazard_variance)] = 0.0
    half = standard_score() * sqrt(float(np.sum(area_after**2 * hazard_variance)))
    return Lifetime(
        days=days,
        low=max(0.0, days - half),
        high=min(float(horizon), days + half),
        patients=int(duration.size),
        ended=int(left.sum()),
        horizon=horizon,
        still_active=float(alive[-1]),
    )


def _observed(
    history: VisitHistory, silence: int, since: int | None
) -> tuple[Int32Array, BoolArray, int] | None:
    cutoff = history.as_of - silence
    observed = history.first <= cutoff
    if since is not None:
        observed &= history.first >= since
    if not observed.any():
        return None
    first, last = history.first[observed], history.last[observed]
    left = last <= cutoff
    return np.where(left, last - first, cutoff - first), left, cutoff - int(first.min())


def _risk_table(
    duration: Int32Array | IntArray, left: BoolArray, horizon: int
) -> tuple[FloatArray, FloatArray]:
    """For each day 0..horizon: patients still followed just before it, and how many leave on it."""
    followed_until = np.bincount(duration, minlength=horizon + 1)
    ended = np.bincount(duration[left], minlength=horizon + 1)
    at_risk = followed_until[::-1].cumsum()[::-1]
    return at_risk.astype(np.float64), ended.astype(np.float64)
