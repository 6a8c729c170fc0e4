"""How a clinic's figures vary from month to month: by season, and by chance alone.

A month's figure is taken to vary about its mean with a variance of φ times the mean (quasi-Poisson; φ = 1 is
Poisson), φ estimated by Pearson's statistic from the clinic's own months about their own level. Source:
McCullagh and Nelder (1989), Generalized Linear Models, 2nd ed., 6.2 and 6.3.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from metrics.allocation import MONTHS, Weight
from metrics.confidence import student_score, student_tail
from metrics.monthly import Month

FEWEST_MONTHS = 3
"""Below so many months a clinic's own noise is not known: nothing is beyond chance, nothing is forecast."""

NEWEST_MONTHS = 24
"""Noise and level come from so many of the newest months: what was earlier was another clinic."""


@dataclass(frozen=True, slots=True)
class Noise:
    """How a figure varies from month to month: level per unit of weight, φ, and its degrees of freedom."""

    level: float
    dispersion: float
    freedom: int
    weight: float


def noise_of(
    known: Mapping[Month, Fraction], seasonality: Sequence[Weight], *, is_counted: bool = True
) -> Noise | None:
    """Level and φ of the newest months; None below three of them, or if all are 0 or the same sum of money.

    is_counted: people, whose φ is 1 at least: independent arrivals vary no less. Money has its own units.
    """
    newest = sorted(known)[-NEWEST_MONTHS:]
    weights = [float(seasonality[month.number - 1]) for month in newest]
    values = [float(known[month]) for month in newest]
    if len(newest) < FEWEST_MONTHS or not sum(values) or not all(weights):
        return None
    level = sum(values) / sum(weights)
    pearson = sum(
        (value - level * weight) ** 2 / (level * weight)
        for value, weight in zip(values, weights, strict=True)
    )
    freedom = len(newest) - 1
    dispersion = max(1.0 if is_counted else 0.0, pearson / freedom)
    return Noise(level, dispersion, freedom, sum(weights)) if dispersion else None


def chance_of(plan: Fraction, fact: Fraction, noise: Noise | None) -> float | None:
    """How likely a clinic exactly on plan is to stray as far, 0..1; None without noise or plan."""
    if noise is None or not plan:
        return None
    return student_tail(float(fact - plan) / sqrt(noise.dispersion * float(plan)), noise.freedom)


def year_end(so_far: float, weight: float, noise: Noise) -> tuple[float, float, float]:
    """Expected, low and high of a year with 95 %, `weight` of whose months is not known yet.

    These go on at the level of those known: mean level · weight; their variance, φ · level · (weight +
    weight² / weight of the known), is that of the months to come and of the level itself.
    """
    expected = noise.level * weight
    variance = noise.dispersion * noise.level * (weight + weight**2 / noise.weight)
    half = student_score(noise.freedom) * sqrt(variance)
    return so_far + expected, so_far + max(0.0, expected - half), so_far + expected + half


def binomial_chance(successes: int, trials: int, share: float) -> float:
    """Score test of a share, on Student's t with one degree of freedom fewer than trials: cautious if few."""
    deviation = sqrt(share * (1 - share) * trials)
    strayed = abs(successes - share * trials)
    if not deviation:
        return 0.0 if strayed else 1.0
    return student_tail(strayed / deviation, max(1, trials - 1))


def own_seasonality(known: Mapping[Month, Fraction], before: Month) -> tuple[Fraction, ...] | None:
    """Twelve weights of the months, 1 on average, from the clinic's own counts of earlier months.

    known: a count per month; those of the 36 months up to `before` are looked at. None unless each month
    of the year is among them and somebody came. The weights are drawn towards an even year as far as chance
    alone explains their spread, by the factor 1 − (12 − 3)/χ², never below 0, χ² being that of the monthly
    means about an even year: a year of Poisson noise gives nearly even weights, a real season is kept.

    Source: James–Stein estimator towards the mean; Efron and Morris (1975), Data analysis using Stein's
    estimator and its generalizations.
    """
    by_number: dict[int, list[Fraction]] = {}
    for at, value in known.items():
        if before.shift(-3 * MONTHS) <= at < before:
            by_number.setdefault(at.number, []).append(value)
    if len(by_number) < MONTHS:
        return None
    means = [sum(by_number[number], Fraction(0)) / len(by_number[number]) for number in range(1, MONTHS + 1)]
    level = sum(means, Fraction(0)) / MONTHS
    if not level:
        return None
    spread = sum(
        len(by_number[number]) * (means[number - 1] - level) ** 2 / level for number in range(1, MONTHS + 1)
    )
    kept = max(Fraction(0), 1 - (MONTHS - 3) / spread) if spread else Fraction(0)
    return tuple(1 + kept * (mean / level - 1) for mean in means)
