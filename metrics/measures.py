"""A figure as it is shown: value, range, number of people, change, or the reason why it is absent."""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import numpy as np

from metrics.comparison import FigureChange, change
from metrics.confidence import standard_score
from metrics.days import IntArray
from metrics.resampling import Resample, percentile_interval, ratio
from metrics.retention import Share

ENOUGH = 30


class Unit(StrEnum):
    """What a value is counted in; a share is 0..1, a score is on the scale of its own definition."""

    SHARE = "share"
    DAYS = "days"
    COUNT = "count"
    KOPECKS = "kopecks"
    SCORE = "score"


class Metric(StrEnum):
    """Definition keys: those computed from visit rows, then those supplied by whoever knows them."""

    REPEAT_INDEX = "repeat_index"
    SECOND_VISIT = "second_visit"
    FREQUENCY = "frequency"
    SINGLE_SPECIALITY = "single_speciality"
    WEAKEST_DOCTOR_REPEAT = "weakest_doctor_repeat"
    LTV = "ltv"
    LIFETIME = "lifetime"
    CHURN = "churn"
    ACTIVE_PATIENTS = "active_patients"
    RETURNED_PATIENTS = "returned_patients"
    LOST_PATIENTS = "lost_patients"
    NEW_PATIENTS = "new_patients"
    TURNOVER = "turnover"
    VISIT_CHECK = "visit_check"
    REVENUE_REMAINDER = "revenue_remainder"
    TOP_TENTH_SHARE = "top_tenth_share"
    TOP_DOCTOR_SHARE = "top_doctor_share"
    REVENUE_RETENTION = "revenue_retention"
    LAST_MONTH = "last_month"
    LEVEL_SHIFT = "level_shift"
    EARLY_VALUE = "early_value"
    RETURNS = "returns"
    LTV_STEP = "ltv_step"
    MIX_SHIFT = "mix_shift"

    LEADS = "leads"
    CONVERSION = "conversion"
    PLAN_ACCEPTANCE = "plan_acceptance"
    GAP = "gap"
    REFERRAL_SHARE = "referral_share"
    ACQUISITION_COST = "acquisition_cost"
    MARGIN = "margin"
    CHEAPEST_CHANNEL_REPEAT = "cheapest_channel_repeat"
    NPS = "nps"
    CES = "ces"
    CANCELLATIONS = "cancellations"
    RESPONSES = "responses"
    NEEDED_RESPONSES = "needed_responses"


class Absent(StrEnum):
    """Why a figure is not there."""

    NO_VISITS = "no_visits"
    NO_AMOUNTS = "no_amounts"
    SHORT_HISTORY = "short_history"
    NO_MATURE_PATIENTS = "no_mature_patients"
    CYCLE_OVER_THREE_YEARS = "cycle_over_three_years"
    NO_SUCH_COLUMN = "no_such_column"
    NOTHING_TO_COMPARE = "nothing_to_compare"
    FEW_PATIENTS = "few_patients"
    NO_REVENUE = "no_revenue"
    NO_DECISIONS = "no_decisions"
    DECISION_TOO_FRESH = "decision_too_fresh"
    BROKEN_RECORD = "broken_record"


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure. Either `value` or `absent` is there.

    low, high: 95 % interval; n: people behind the figure; change: against the same a year ago (or what the
    metric's definition compares with), None where there is nothing to compare.
    about: whom the figure is about, where the metric picks someone (the top doctor, a speciality).
    provisional: reckoned over a shorter time than the definition asks for. heaviest: share of the ten largest
    patients in the money, where a few of them decide the figure. months: how many the figure is of, where
    that varies.
    """

    metric: Metric
    unit: Unit
    value: float | int | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    change: FigureChange | None = None
    about: str | None = None
    provisional: bool = False
    absent: Absent | None = None
    heaviest: float | None = None
    months: int | None = None

    @property
    def rough(self) -> bool:
        """Fewer than 30 people: «ориентировочно»."""
        return self.n < ENOUGH


def missing(metric: Metric, unit: Unit, reason: Absent) -> Measure:
    """A figure that is not there, and why."""
    return Measure(metric, unit, None, absent=reason)


def share_measure(metric: Metric, share: Share, earlier: Share | None = None) -> Measure:
    """A share of people with its Wilson interval, and its change against independent people of earlier."""
    return Measure(
        metric,
        Unit.SHARE,
        share.value,
        share.low,
        share.high,
        share.total,
        None if earlier is None else share_change(share, earlier),
    )


def share_change(share: Share, other: Share) -> FigureChange:
    """Difference of two shares of different people (Newcombe)."""
    return change(share.value, (share.low, share.high), other.value, (other.low, other.high))


def total_measure(metric: Metric, unit: Unit, now: IntArray, difference: FigureChange | None) -> Measure:
    """A sum over patients, (n,), with the range chance alone gives it, and its change.

    Patients come and pay independently of each other, so the variance of a sum is the sum of squares.
    """
    total = int(now.sum())
    half = _chance(now)
    low = total - half if (now < 0).any() else max(0.0, total - half)
    return Measure(metric, unit, total, low, total + half, int(np.count_nonzero(now)), difference)


def ratio_measure(
    metric: Metric,
    unit: Unit,
    now: tuple[IntArray, IntArray],
    difference: FigureChange | None,
    resample: Resample,
) -> Measure | None:
    """A ratio of sums over patients, its bootstrap interval and its change; None without a denominator."""
    numerator, denominator = now
    people = int(denominator.sum())
    if not people:
        return None
    value = int(numerator.sum()) / people
    replicates = ratio(resample.sums(numerator), resample.sums(denominator))
    low, high = percentile_interval(replicates) or (None, None)
    return Measure(metric, unit, value, low, high, int(np.count_nonzero(denominator)), difference)


def _chance(values: IntArray) -> float:
    return standard_score() * sqrt(float(np.sum(values.astype(np.float64) ** 2)))
