"""Whether patients come back as they used to: observed returns against those the silence lets expect."""

import itertools
from dataclasses import dataclass
from math import sqrt

import numpy as np

from metrics.days import YEAR, Int32Array, IntArray
from metrics.retention import Share
from metrics.seasonal import dispersion
from metrics.visits import VisitHistory

SILENCE = (61, 91, 121, 152, 182, 243, 304, 366)
"""Bounds of the bins of silence, days since the last visit: each bin from one to below the next."""
HALF_YEAR = 182
LEAST_EXPECTED = 10
LIMIT = -2.326
"""One-sided 1 %."""
SOON = 60


@dataclass(frozen=True, slots=True)
class Returns:
    """Returns after a silence in the last half-year against those to expect.

    observed, expected; baseline: returns in the same half-year of the two years before.
    score: in standard deviations; negative where fewer came than expected.
    """

    observed: int
    expected: float
    baseline: int
    score: float

    @property
    def is_fall(self) -> bool:
        """Beyond the one-sided 99 %."""
        return self.score < LIMIT


@dataclass(frozen=True, slots=True, eq=False)
class SilenceTable:
    """By bin of silence, (bins, days + 1): patient-days of silence and returns up to each day.

    A patient is at risk on the day of the return too.
    """

    first_day: int
    exposure: IntArray
    returned: IntArray

    @classmethod
    def of(cls, history: VisitHistory) -> "SilenceTable":
        """Every silence of every patient up to the as-of day, however it ended."""
        who, when = history.visit_patient, history.visit_day
        first, days = history.earliest, history.as_of - history.earliest + 1
        until = np.full(when.size, history.as_of + 1, np.int32)
        again = np.zeros(when.size, np.bool_)
        again[:-1] = who[1:] == who[:-1]
        until[:-1][again[:-1]] = when[1:][again[:-1]]
        long_enough = until - when + again > SILENCE[0]
        start, end, came = when[long_enough] - first, until[long_enough] - first, again[long_enough]
        exposure, returned = [], []
        for low, high in itertools.pairwise(SILENCE):
            exposure.append(_exposure(start, np.minimum(start + high, end + came), low, days))
            silent = end - start
            back = came & (silent >= low) & (silent < high)
            returned.append(np.bincount(end[back], minlength=days + 1)[: days + 1])
        return cls(first, np.array(exposure), np.cumsum(np.array(returned), axis=1))

    def between(self, after: int, until: int) -> tuple[IntArray, IntArray]:
        """Patient-days of silence and returns on the days (after, until], by bin."""
        low, high = after - self.first_day, until - self.first_day
        return self.exposure[:, high] - self.exposure[:, low], self.returned[:, high] - self.returned[:, low]

    def monthly(self, as_of: int, months: int) -> IntArray:
        """Returns of so many spans of 30 days that end with a day, oldest first."""
        ends = [as_of - 30 * back - self.first_day for back in range(months + 1)][::-1]
        total = self.returned.sum(axis=0)
        return np.array([total[later] - total[earlier] for earlier, later in itertools.pairwise(ends)])


def returns(table: SilenceTable, as_of: int) -> Returns | None:
    """Returns of the half-year to a day against its expectation: «came 48 of 66 expected».

    For each bin of silence the rate is the returns ÷ patient-days of the same calendar half-year of the two
    years before; E = Σ exposure × rate, B the returns of that baseline, O those now;
    z = 2(√(O + ¼) − √(E + ¼))/√(1 + E/B)/√φ. Measured: repeat 20 → 14 % is seen after 12–14 months, due
    patients who stop coming (−30 %) after 5–8; false 1–8 % in 25 looks. A baseline of the 24 months before
    instead of the same season gives 95–100 % false alarms.
    None without 30 months of rows or with fewer than 10 returns to expect.
    """
    oldest = as_of - 2 * YEAR - HALF_YEAR
    if oldest < table.first_day + SILENCE[0]:
        return None
    exposed, came = table.between(as_of - HALF_YEAR, as_of)
    base_exposed, base_came = (
        sum(parts)
        for parts in zip(
            *(table.between(as_of - HALF_YEAR - years * YEAR, as_of - years * YEAR) for years in (1, 2)),
            strict=True,
        )
    )
    rate = np.divide(base_came, base_exposed, out=np.zeros(base_came.size), where=base_exposed > 0)
    expected, observed, baseline = float(exposed @ rate), int(came.sum()), int(base_came.sum())
    if expected < LEAST_EXPECTED or not baseline:
        return None
    score = 2 * (sqrt(observed + 0.25) - sqrt(expected + 0.25)) / sqrt(1 + expected / baseline)
    return Returns(observed, expected, baseline, score / sqrt(_spread(table, as_of)))


def second_visits(history: VisitHistory, second_age: Int32Array, as_of: int) -> tuple[Share, Share] | None:
    """Second visit within 60 days: the newest mature half-year of first visits, and the same a year before.

    second_age: as of `second_visit_age`. Patients all of whom have had 60 days. Catches broken courses of
    treatment after 8 months, which the returns after a silence don't see. None where either is empty.
    """
    newest = as_of - SOON
    soon = (second_age >= 0) & (second_age <= SOON)
    found = []
    for until in (newest, newest - YEAR):
        chosen = (history.first > until - HALF_YEAR) & (history.first <= until)
        total = int(chosen.sum())
        if not total:
            return None
        found.append(Share.of(int((chosen & soon).sum()), total))
    return found[0], found[1]


def _exposure(start: Int32Array, stop: Int32Array, low: int, days: int) -> IntArray:
    """Patient-days of silence from the `low`th day to before `stop`, summed up to each day."""
    begin = start + low
    silent = stop > begin
    began, ended = (np.bincount(at[silent], minlength=days + 1) for at in (begin, stop))
    return np.cumsum(np.cumsum(began - ended))


def _spread(table: SilenceTable, as_of: int) -> float:
    """φ of the monthly returns of the last three years at most."""
    months = min(36, (as_of - table.first_day - YEAR) // 30)
    if months < 18:
        return 1.0
    counts = table.monthly(as_of, months)
    found = dispersion(counts, 0, np.ones(months, np.bool_))
    return 1.0 if found is None else found.factor
