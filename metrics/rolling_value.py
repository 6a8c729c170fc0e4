"""What new patients bring within a fixed time, of the cohorts that matured in the last year.

Money in kopecks, of days 0…W after the first visit, for the patients who are truly new.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import exp, log, sqrt

import numpy as np

from metrics.confidence import standard_score, student_score, student_tail
from metrics.days import YEAR, BoolArray, FloatArray, IntArray, as_date, month_end_day
from metrics.judgement import ChanceTest
from metrics.visits import VisitHistory

HALF_YEAR = 182
EARLY = 90
FEWEST = 30
SMALLEST_GROUP = 10
LARGEST_EXPONENT = 20.0
CAP = 98.0
"""Percentile at which each patient's money is cut for changes: one heavy bill is no change."""
LARGEST = 10
LARGE = 1000
"""Degrees of freedom beyond which Student is normal for every purpose here."""
HEAVY_SHARE = 0.04
"""Share of the money beyond the cap from which a few bills decide: 0.02–0.03 where bills are ordinary."""
ONE_SIDED = 0.005
BASELINE_YEARS = 2


@dataclass(frozen=True, slots=True)
class RollingValue:
    """Money of days 0…`days` per patient first seen in (t − days − 365, t − days], kopecks.

    low, high: 95 %. heaviest: share of the money brought by the ten who brought most. beyond_cap: share of
    it above the 98th percentile of patients.
    provisional: over half a year, because the rows are short of 36 months.
    """

    as_of: date
    days: int
    revenue: int
    visits: int
    patients: int
    low: float
    high: float
    heaviest: float
    beyond_cap: float
    provisional: bool

    @property
    def value(self) -> float:
        """Kopecks per patient."""
        return self.revenue / self.patients

    @property
    def visit_check(self) -> Fraction:
        """Kopecks per visit; its product with `frequency` is the value exactly."""
        return Fraction(self.revenue, self.visits)

    @property
    def frequency(self) -> Fraction:
        """Visits per patient."""
        return Fraction(self.visits, self.patients)

    @property
    def few_bills_decide(self) -> bool:
        """The interval can't be trusted: 4 % of the money or more is beyond the cap of the 98th percentile.

        Found in three quarters of clinics with heavy-tailed bills, in 4 % of those without.
        """
        return self.beyond_cap >= HEAVY_SHARE


@dataclass(frozen=True, slots=True)
class EarlyFall:
    """Money of the first days of the newest half-year of cohorts below that of the 24 months before.

    Capped kopecks per patient. low, high: 95 % of `now`; chance: one-sided; is_fall: below 0.5 %.
    """

    days: int
    now: float
    before: float
    patients: int
    low: float
    high: float
    chance: float

    @property
    def is_fall(self) -> bool:
        """Beyond the one-sided 99.5 %."""
        return self.chance < ONE_SIDED


@dataclass(frozen=True, slots=True, eq=False)
class EarlyMoney:
    """Kopecks and visits of each patient in days 0…`days` after the first visit, (n,) each."""

    days: int
    revenue: IntArray
    visits: IntArray

    @classmethod
    def within(cls, history: VisitHistory, days: int) -> "EarlyMoney":
        """Of every patient, whether so many days have passed or not."""
        revenue = history.revenue((history.age >= 0) & (history.age <= days))
        return cls(days, revenue, history.visits_where(history.visit_age() <= days))


def window_of(history: VisitHistory, since: int) -> int | None:
    """365 days with 36 months of rows, 182 (provisional) from 18 months on; None below."""
    if history.as_of - 2 * YEAR + 1 >= since:
        return YEAR
    return HALF_YEAR if history.as_of - HALF_YEAR > since else None


def rolling_value(history: VisitHistory, as_of: int, since: int, money: EarlyMoney) -> RollingValue | None:
    """LTV12 (or the value of half a year) as it was known on a day, of the cohorts that matured in the year
    to it.

    since: the day from which patients are new (`newcomers_from`). The 12-month value needs a whole year of
    cohorts, so 36 months of rows. Interval m·exp(±t·se/m) with se = s/√n: the bootstrap and BCa are no
    better. Measured: bias −0.4…+1.2 %, covers 92–97 %; with heavy bills 81–85 %, so those are named.
    Example: cohort sums 100, 200, 300 ₽ → 200 ₽. None with fewer than 10 patients or without net revenue.
    """
    chosen = _cohort(history, as_of - money.days - YEAR, as_of - money.days, since)
    values = money.revenue[chosen]
    revenue = int(values.sum())
    if values.size < SMALLEST_GROUP or revenue <= 0:
        return None
    mean = revenue / values.size
    error = float(values.std(ddof=1)) / sqrt(values.size)
    # Beyond this the interval says only that nothing is known.
    ratio = exp(min(LARGEST_EXPONENT, student_score(min(values.size - 1, LARGE)) * error / mean))
    beyond = float(np.maximum(values - np.percentile(values, CAP), 0).sum()) / revenue
    return RollingValue(
        as_of=as_date(as_of),
        days=money.days,
        revenue=revenue,
        visits=int(money.visits[chosen].sum()),
        patients=values.size,
        low=mean / ratio,
        high=mean * ratio,
        heaviest=int(np.sort(values)[-LARGEST:].sum()) / revenue,
        beyond_cap=beyond,
        provisional=money.days < YEAR,
    )


def value_line(
    history: VisitHistory, since: int, months: range, money: EarlyMoney
) -> tuple[RollingValue, ...]:
    """The value at each month-end whose year of cohorts is all of new patients, oldest first."""
    ends = [month_end_day(month) for month in months]
    chosen = (end for end in ends if end - money.days - YEAR + 1 >= since or end == ends[-1])
    found = (rolling_value(history, end, since, money) for end in chosen)
    return tuple(value for value in found if value is not None)


def value_test(history: VisitHistory, as_of: int, since: int, money: IntArray) -> ChanceTest | None:
    """LTV12 on a day against a year before: the test of the logarithms of the capped means.

    Every patient is capped at the 98th percentile of both cohorts together: false falls over 38 looks go
    from 48 to 10 % where bills are heavy. Needs 48 months of rows. None below 30 patients in either.
    """
    if as_of - 3 * YEAR + 1 < since:
        return None
    now = money[_cohort(history, as_of - 2 * YEAR, as_of - YEAR, since)]
    before = money[_cohort(history, as_of - 3 * YEAR, as_of - 2 * YEAR, since)]
    if min(now.size, before.size) < FEWEST:
        return None
    return _log_test(*_capped(now, before))


def value_since(
    history: VisitHistory, decided: int, as_of: int, since: int, money: EarlyMoney
) -> tuple[float, float, int, ChanceTest] | None:
    """Value of those first seen since a decision against those of the year before it, and how many they are.

    Nothing is said before the window of half a year of later patients has passed, nor below 30 patients.
    """
    newest = as_of - money.days
    if newest < decided + HALF_YEAR or decided - YEAR < since:
        return None
    now = money.revenue[_cohort(history, max(decided, newest - YEAR), newest, since)]
    before = money.revenue[_cohort(history, decided - YEAR, decided, since)]
    if min(now.size, before.size) < FEWEST:
        return None
    return float(now.mean()), float(before.mean()), now.size, _log_test(*_capped(now, before))


def early_fall(history: VisitHistory, as_of: int, since: int, money: EarlyMoney) -> EarlyFall | None:
    """Whether new patients bring less in their first days: a year and more before LTV12 shows it.

    The newest half-year of cohorts against the 24 months before it, capped.
    Measured (90 days, two looks): the value of new patients down by 25 % is seen after 8–9 months, false
    4–12 % in 38 looks. It can't see people who later fail to return. None below 30 patients in either.
    """
    newest = as_of - money.days
    now = money.revenue[_cohort(history, newest - HALF_YEAR, newest, since)]
    start = newest - HALF_YEAR - BASELINE_YEARS * YEAR
    before = money.revenue[_cohort(history, start, newest - HALF_YEAR, since)]
    if min(now.size, before.size) < FEWEST or start + YEAR < since:
        return None
    capped_now, capped_before = _capped(now, before)
    score, freedom = _log_score(capped_now, capped_before)
    tail = student_tail(score, freedom) / 2
    chance = tail if score < 0 else 1 - tail
    mean = float(capped_now.mean())
    error = float(capped_now.std(ddof=1)) / sqrt(now.size)
    half = standard_score() * error
    return EarlyFall(
        money.days, mean, float(capped_before.mean()), now.size, mean - half, mean + half, chance
    )


def _cohort(history: VisitHistory, after: int, until: int, since: int) -> BoolArray:
    found: BoolArray = (history.first > after) & (history.first <= until) & (history.first >= since)
    return found


def _capped(now: IntArray, before: IntArray) -> tuple[FloatArray, FloatArray]:
    most = float(np.percentile(np.concatenate((now, before)), CAP))
    return np.minimum(now, most).astype(np.float64), np.minimum(before, most).astype(np.float64)


def _log_test(now: FloatArray, before: FloatArray) -> ChanceTest:
    score, freedom = _log_score(now, before)
    return ChanceTest(score, student_tail(score, freedom))


def _log_score(now: FloatArray, before: FloatArray) -> tuple[float, int]:
    """Difference of the logarithms of two means in its standard errors (Welch), and degrees of freedom."""
    means = float(now.mean()), float(before.mean())
    if min(means) <= 0:
        return 0.0, 1
    parts = [
        float(values.var(ddof=1)) / values.size / mean**2
        for values, mean in zip((now, before), means, strict=True)
    ]
    if not sum(parts):
        return 0.0, 1
    freedom = sum(parts) ** 2 / (parts[0] ** 2 / (now.size - 1) + parts[1] ** 2 / (before.size - 1))
    return log(means[0] / means[1]) / sqrt(sum(parts)), max(1, min(int(freedom), LARGE))
