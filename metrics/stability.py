"""How steady the revenue is: against its own trend and season, and how few patients it hangs on."""

from dataclasses import dataclass
from datetime import date
from math import ceil, sqrt

import numpy as np

from metrics.confidence import standard_score
from metrics.days import FloatArray, IntArray, as_date, last_complete_month, month_of, month_start, months_of
from metrics.visits import VisitHistory

SHORTEST_SERIES = 24
TOP_TENTH = 0.1
FIRST_WEEK = 7
SEASONS = 12


@dataclass(frozen=True, slots=True)
class MonthRevenue:
    """One month: kopecks received, and the 95 % band the other months put it in."""

    month: date
    revenue: int
    expected: float
    low: float
    high: float

    @property
    def within_band(self) -> bool:
        """The month is no surprise."""
        return self.low <= self.revenue <= self.high


@dataclass(frozen=True, slots=True)
class RevenueStability:
    """Monthly revenue against trend and season.

    remainder: standard deviation of what trend and season leave unexplained, as a share of the average month;
    low, high: its 95 % interval.
    """

    months: tuple[MonthRevenue, ...]
    remainder: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class TopShare:
    """Share of the revenue brought by the top tenth of patients (rounded up).

    patients: how many the tenth is; revenue, total: kopecks; low, high: 95 % had other patients come.
    """

    patients: int
    revenue: int
    total: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share, 0..1 (above 1 only where other patients were refunded more than they paid)."""
        return self.revenue / self.total


def monthly_revenue(history: VisitHistory) -> tuple[int, list[int]]:
    """Month number of the first complete month and the net kopecks of each complete month since.

    A first month entered after its first week is incomplete and left out. Empty list before any.
    """
    if not history.day.size:
        return 0, []
    first_day = int(history.day.min())
    start = month_of(first_day) + (1 if as_date(first_day).day > FIRST_WEEK else 0)
    span = last_complete_month(history.as_of) - start + 1
    if span < 1:
        return start, []
    index = months_of(history.day) - start
    inside = (index >= 0) & (index < span)
    totals = np.zeros(span, np.int64)
    np.add.at(totals, index[inside], history.amount[inside])
    return start, totals.tolist()


def revenue_stability(history: VisitHistory) -> RevenueStability | None:
    """Each month's revenue against a straight trend and twelve seasonal levels, fitted without that month.

    The band is the 95 % prediction interval of least squares on the other months. None under 24 complete
    months or without revenue.
    """
    from scipy.special import chdtri

    start, revenue = monthly_revenue(history)
    if len(revenue) < SHORTEST_SERIES or sum(revenue) <= 0:
        return None
    observed = np.array(revenue, np.float64)
    expected, half, remainder = _leave_one_out(observed, start)
    months = [
        MonthRevenue(month_start(start + index), money, float(middle), float(middle - by), float(middle + by))
        for index, (money, middle, by) in enumerate(zip(revenue, expected, half, strict=True))
    ]
    relative = remainder / float(observed.mean())
    freedom = len(revenue) - SEASONS - 1
    low, high = (relative * sqrt(freedom / float(chdtri(freedom, tail))) for tail in (0.025, 0.975))
    return RevenueStability(tuple(months), relative, low, high)


def top_share(money: IntArray, top: float = TOP_TENTH) -> TopShare | None:
    """Share of the revenue brought by the best-paying tenth of patients; money: kopecks of each, (n,).

    None without patients or net revenue. Interval from the influence of each patient on a Lorenz ordinate.
    Source: Langel, M. and Tillé, Y. (2011), Statistical inference for the quintile share ratio.
    """
    total = int(money.sum())
    if total <= 0:
        return None
    best = ceil(top * money.size)
    in_order = np.sort(money)
    revenue, least = int(in_order[-best:].sum()), float(in_order[-best])
    share, portion = revenue / total, best / money.size
    influence = np.maximum(money - least, 0) + portion * least - share * money
    half = standard_score() * float(np.sqrt(np.sum((influence - influence.mean()) ** 2))) / total
    return TopShare(best, revenue, total, share - half, share + half)


def _leave_one_out(observed: FloatArray, start: int) -> tuple[FloatArray, FloatArray, float]:
    """Prediction of each month from the others, half the width of its 95 % band, the residual deviation."""
    from scipy.special import stdtrit

    n = observed.size
    month = np.arange(n)
    design = np.zeros((n, SEASONS + 1))
    design[month, (start + month) % SEASONS] = 1
    design[:, SEASONS] = (month - month.mean()) / n
    basis, _ = np.linalg.qr(design)
    leverage = np.sum(basis**2, axis=1)
    residual = observed - basis @ (basis.T @ observed)
    freedom = n - design.shape[1]
    squares = float(np.sum(residual**2))
    others = np.maximum(squares - residual**2 / (1 - leverage), 0) / (freedom - 1)
    # With the month left out, leverage/(1 − leverage) is the variance of its prediction.
    deviation = np.sqrt(others * (1 + leverage / (1 - leverage)))
    half = float(stdtrit(freedom - 1, 0.975)) * deviation
    return observed - residual / (1 - leverage), half, float(np.sqrt(squares / freedom))
