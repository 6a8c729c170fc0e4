"""Whether a month, or the level of the last months, is out of what trend, season and chance explain."""

from dataclasses import dataclass
from datetime import date
from math import exp, log, sqrt

import numpy as np

from metrics.days import BoolArray, FloatArray, IntArray, month_start
from metrics.seasonal import LONGEST_SERIES, Fitted, fitted, levels, wave

SHORTEST_SERIES = 24
SHORTEST_FIT = 18
"""Months a wave and a trend are fitted on at least before the months they judge."""
SPANS = (3, 6, 12)
ADJACENT = 1.1
"""Monthly residuals go a little together: the spread of a mean of months is by so much wider."""
LEAST_FALL = log(0.95)


@dataclass(frozen=True, slots=True)
class LastMonth:
    """The last month against the band the earlier months put it in, kopecks.

    low, high: 95 % prediction interval; strict_low, strict_high: 99 %, beyond which one speaks of it.
    smallest_fall: the smallest share lost in one month that could be told from chance (95 %).
    """

    month: date
    revenue: int
    expected: float
    low: float
    high: float
    strict_low: float
    strict_high: float
    smallest_fall: float

    @property
    def fell(self) -> bool:
        """Below the 99 % interval."""
        return self.revenue < self.strict_low

    @property
    def rose(self) -> bool:
        """Above the 99 % interval."""
        return self.revenue > self.strict_high


@dataclass(frozen=True, slots=True)
class LevelShift:
    """The last `months` together against the same months a year ago: kopecks now and then.

    score: ln(now ÷ then) in its standard errors; chance: two-sided, of straying as far; is_fall: beyond
    99.5 % below and by 5 % at least.
    """

    months: int
    now: int
    before: int
    score: float
    chance: float
    is_fall: bool

    @property
    def lost(self) -> int:
        """Kopecks less than in the same months a year ago."""
        return self.before - self.now


def last_month(revenue: IntArray, first_month: int, closed: BoolArray) -> LastMonth | None:
    """The last month of a series by ln revenue on twelve month levels and a trend of the 24–36 before it.

    revenue: kopecks of each month from `first_month` on; closed months are left out. None below 24 earlier
    months, where a month without revenue stands among them, or if the last is closed or empty.
    Source: the t-prediction interval of least squares. Measured: false falls 0–1.7 % at 99 %; a fall by 25 %
    is outside 95 % in 37–60 %; a wave in place of levels fails where the season is jagged (5–28 % false).
    """
    from scipy.special import stdtrit

    usable = ~closed & (revenue > 0)
    if revenue.size <= SHORTEST_SERIES or not usable[-1]:
        return None
    earlier = np.flatnonzero(usable[:-1])
    earlier = earlier[earlier >= revenue.size - 1 - LONGEST_SERIES]
    fit = fitted(levels(first_month + earlier), np.log(revenue[earlier].astype(np.float64)))
    if earlier.size < SHORTEST_SERIES - 2 or fit is None:
        return None
    here = first_month + revenue.size - 1
    expected, error = fit.at(levels(np.array([here]))[0])
    half, strict = (float(stdtrit(fit.freedom, level)) * error for level in (0.975, 0.995))
    return LastMonth(
        month=month_start(here),
        revenue=int(revenue[-1]),
        expected=exp(expected),
        low=exp(expected - half),
        high=exp(expected + half),
        strict_low=exp(expected - strict),
        strict_high=exp(expected + strict),
        smallest_fall=1 - exp(-half),
    )


def level_shifts(revenue: IntArray, first_month: int, closed: BoolArray) -> tuple[LevelShift, ...]:
    """The last 3, 6 and 12 months against the same months a year ago.

    D = ln(now ÷ then), standard error 1.1·σ·√(2/k), σ the residual deviation of ln revenue about one wave and
    a trend over up to 36 months before the last k. Spans with a closed or empty month on either side, or with
    fewer than 18 months before them, are absent. Measured at two looks: false in 24 looks 4 % in steady
    clinics, 7 % in messy ones; a check down by 25 % is seen after 4 months.
    """
    usable = ~closed & (revenue > 0)
    return tuple(
        shift for months in SPANS if (shift := _level_shift(revenue, first_month, usable, months)) is not None
    )


def standing_fall(now: tuple[LevelShift, ...], month_ago: tuple[LevelShift, ...]) -> LevelShift | None:
    """The fall that stands at two month-ends running: of the spans that fell, the one that lost most a month.

    None unless some span fell at both looks (not necessarily the same one).
    """
    if not any(shift.is_fall for shift in month_ago):
        return None
    fallen = [shift for shift in now if shift.is_fall]
    return max(fallen, key=lambda shift: shift.lost / shift.months) if fallen else None


def _level_shift(revenue: IntArray, first_month: int, usable: BoolArray, months: int) -> LevelShift | None:
    from scipy.special import stdtr, stdtrit

    end = revenue.size
    if end < months + 12 or not usable[end - months :].all():
        return None
    then = slice(end - 12 - months, end - 12)
    fit = _wave_fit(revenue, first_month, usable, end - months)
    if fit is None or not usable[then].all():
        return None
    now, before = int(revenue[end - months :].sum()), int(revenue[then].sum())
    distance = log(now / before)
    error = ADJACENT * fit.deviation * sqrt(2 / months)
    if not error:
        return None
    chance = 2 * float(stdtr(fit.freedom, -abs(distance) / error))
    limit = float(stdtrit(fit.freedom, 0.995)) * error
    is_fall = distance < -limit and distance < LEAST_FALL
    return LevelShift(months, now, before, distance / error, chance, is_fall)


def _wave_fit(revenue: IntArray, first_month: int, usable: BoolArray, end: int) -> Fitted | None:
    earlier = np.flatnonzero(usable[:end])
    earlier = earlier[earlier >= end - LONGEST_SERIES]
    if earlier.size < SHORTEST_FIT:
        return None
    logarithms: FloatArray = np.log(revenue[earlier].astype(np.float64))
    return fitted(wave(first_month + earlier), logarithms)
