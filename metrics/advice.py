"""Advice: rules over combinations of figures.

A rule is data and a pure predicate. It is asked only when every figure it needs is there, and a change counts
only where it is well outside its interval, so that nothing fires on noise. To add a rule, add an entry to
RULES (and its texts, under its key, in the locales).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from metrics.measures import ENOUGH, Measure, Metric
from metrics.steering import Block

DEPENDENCY = 0.4
"""Share of the revenue from which a clinic depends on one doctor."""
MOST = 0.5


class Rule(StrEnum):
    """Keys of the rules, in the order of their numbers."""

    CHURN_ROSE = "churn_rose"
    NEW_ROSE_REPEAT_FELL = "new_rose_repeat_fell"
    NEW_FELL_REPEAT_STEADY = "new_fell_repeat_steady"
    LEADS_ROSE_CONVERSION_FELL = "leads_rose_conversion_fell"
    CONVERSION_STEADY_ACCEPTANCE_FELL = "conversion_steady_acceptance_fell"
    CHECK_ROSE_FREQUENCY_FELL = "check_rose_frequency_fell"
    CHECK_FELL_FREQUENCY_ROSE = "check_fell_frequency_rose"
    LTV_ROSE_NEW_FELL = "ltv_rose_new_fell"
    TURNOVER_ROSE_ACTIVE_FELL = "turnover_rose_active_fell"
    ONE_DOCTOR = "one_doctor"
    GAP_INCLUDES_ZERO = "gap_includes_zero"
    REFERRALS_FELL_NPS_STEADY = "referrals_fell_nps_steady"
    NPS_ROSE_REPEAT_FELL = "nps_rose_repeat_fell"
    EFFORT_WORSE_CANCELLATIONS_ROSE = "effort_worse_cancellations_rose"
    ACQUISITION_TOO_DEAR = "acquisition_too_dear"
    CHEAP_LEADS_LOW_REPEAT = "cheap_leads_low_repeat"
    DOCTOR_REPEAT_LOW = "doctor_repeat_low"
    SINGLE_SPECIALITY = "single_speciality"
    RETURNED_ROSE = "returned_rose"
    LTV_STEP_MIX_CHANGED = "ltv_step_mix_changed"
    SHORT_HISTORY = "short_history"
    TOO_FEW_RESPONSES = "too_few_responses"
    MONTH_WITHIN_BAND = "month_within_band"


@dataclass(frozen=True, slots=True)
class AdviceFigures:
    """The figures available, by definition key, and what predicates ask of them.

    Every question raises KeyError about a figure that is not there.
    """

    by_metric: Mapping[Metric, Measure]

    @classmethod
    def of(cls, measures: Iterable[Measure]) -> "AdviceFigures":
        """Those of the measures that are there."""
        return cls({measure.metric: measure for measure in measures if measure.value is not None})

    def __getitem__(self, metric: Metric) -> Measure:
        return self.by_metric[metric]

    def has(self, metrics: Iterable[Metric]) -> bool:
        """All of them are there."""
        return all(metric in self.by_metric for metric in metrics)

    def value(self, metric: Metric) -> float:
        """The value of a figure that is there."""
        value = self.by_metric[metric].value
        if value is None:
            raise KeyError(metric)
        return value

    def low(self, metric: Metric) -> float:
        """Lower end of the interval, or the value of a figure known without one."""
        low = self.by_metric[metric].low
        return self.value(metric) if low is None else low

    def high(self, metric: Metric) -> float:
        """Upper end of the interval, or the value of a figure known without one."""
        high = self.by_metric[metric].high
        return self.value(metric) if high is None else high

    def rose(self, metric: Metric) -> bool:
        """It is above what it is compared with, beyond its 99 % interval."""
        change = self.by_metric[metric].change
        return change is not None and change.clearly_rose

    def fell(self, metric: Metric) -> bool:
        """It is below what it is compared with, beyond its 99 % interval."""
        change = self.by_metric[metric].change
        return change is not None and change.clearly_fell

    def steady(self, metric: Metric) -> bool:
        """It was compared, and the difference is within its 95 % interval."""
        change = self.by_metric[metric].change
        return change is not None and change.steady


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """A rule: its number, the block its advice belongs to, the figures it needs, and when it fires."""

    rule: Rule
    number: int
    block: Block
    needs: tuple[Metric, ...]
    fires: Callable[[AdviceFigures], bool]


@dataclass(frozen=True, slots=True)
class AdviceFinding:
    """A rule that fired, with the figures that fired it."""

    rule: Rule
    number: int
    block: Block
    figures: tuple[Measure, ...]


def advise(measures: Iterable[Measure]) -> tuple[AdviceFinding, ...]:
    """The rules that fire on the figures available, in the order of the rules."""
    figures = AdviceFigures.of(measures)
    return tuple(
        AdviceFinding(entry.rule, entry.number, entry.block, tuple(figures[metric] for metric in entry.needs))
        for entry in RULES
        if figures.has(entry.needs) and entry.fires(figures)
    )


def _month_is_no_surprise(f: AdviceFigures) -> bool:
    """Worth saying only where the month fell short of the year before, and an owner might be alarmed."""
    change = f[Metric.LAST_MONTH].change
    within = f.low(Metric.LAST_MONTH) <= f.value(Metric.LAST_MONTH) <= f.high(Metric.LAST_MONTH)
    return within and change is not None and change.difference < 0


def _acquisition_costs_more_than_it_brings(f: AdviceFigures) -> bool:
    earned_at_most = f.high(Metric.FIRST_YEAR_VALUE) * f.high(Metric.MARGIN)
    return f.low(Metric.ACQUISITION_COST) > earned_at_most


RULES: tuple[RuleEntry, ...] = (
    RuleEntry(
        Rule.CHURN_ROSE,
        1,
        Block.PATIENTS,
        (Metric.CHURN,),
        lambda f: f.rose(Metric.CHURN),
    ),
    RuleEntry(
        Rule.NEW_ROSE_REPEAT_FELL,
        2,
        Block.MEDICAL_PRODUCT,
        (Metric.NEW_PATIENTS, Metric.REPEAT_INDEX),
        lambda f: f.rose(Metric.NEW_PATIENTS) and f.fell(Metric.REPEAT_INDEX),
    ),
    RuleEntry(
        Rule.NEW_FELL_REPEAT_STEADY,
        3,
        Block.ACQUISITION,
        (Metric.NEW_PATIENTS, Metric.REPEAT_INDEX),
        lambda f: f.fell(Metric.NEW_PATIENTS) and f.steady(Metric.REPEAT_INDEX),
    ),
    RuleEntry(
        Rule.LEADS_ROSE_CONVERSION_FELL,
        4,
        Block.ACQUISITION,
        (Metric.LEADS, Metric.CONVERSION),
        lambda f: f.rose(Metric.LEADS) and f.fell(Metric.CONVERSION),
    ),
    RuleEntry(
        Rule.CONVERSION_STEADY_ACCEPTANCE_FELL,
        5,
        Block.MEDICAL_PRODUCT,
        (Metric.CONVERSION, Metric.PLAN_ACCEPTANCE),
        lambda f: f.steady(Metric.CONVERSION) and f.fell(Metric.PLAN_ACCEPTANCE),
    ),
    RuleEntry(
        Rule.CHECK_ROSE_FREQUENCY_FELL,
        6,
        Block.MEDICAL_PRODUCT,
        (Metric.VISIT_CHECK, Metric.FREQUENCY),
        lambda f: f.rose(Metric.VISIT_CHECK) and f.fell(Metric.FREQUENCY),
    ),
    RuleEntry(
        Rule.CHECK_FELL_FREQUENCY_ROSE,
        7,
        Block.MEDICAL_PRODUCT,
        (Metric.VISIT_CHECK, Metric.FREQUENCY),
        lambda f: f.fell(Metric.VISIT_CHECK) and f.rose(Metric.FREQUENCY),
    ),
    RuleEntry(
        Rule.LTV_ROSE_NEW_FELL,
        8,
        Block.ACQUISITION,
        (Metric.LTV, Metric.NEW_PATIENTS),
        lambda f: f.rose(Metric.LTV) and f.fell(Metric.NEW_PATIENTS),
    ),
    RuleEntry(
        Rule.TURNOVER_ROSE_ACTIVE_FELL,
        9,
        Block.FINANCE,
        (Metric.TURNOVER, Metric.ACTIVE_PATIENTS),
        lambda f: f.rose(Metric.TURNOVER) and f.fell(Metric.ACTIVE_PATIENTS),
    ),
    RuleEntry(
        Rule.ONE_DOCTOR,
        10,
        Block.FINANCE,
        (Metric.TOP_DOCTOR_SHARE,),
        lambda f: f.low(Metric.TOP_DOCTOR_SHARE) > DEPENDENCY,
    ),
    RuleEntry(
        Rule.GAP_INCLUDES_ZERO,
        11,
        Block.ACQUISITION,
        (Metric.GAP,),
        lambda f: f.low(Metric.GAP) <= 0 <= f.high(Metric.GAP),
    ),
    RuleEntry(
        Rule.REFERRALS_FELL_NPS_STEADY,
        12,
        Block.PATIENTS,
        (Metric.REFERRAL_SHARE, Metric.NPS),
        lambda f: f.fell(Metric.REFERRAL_SHARE) and f.steady(Metric.NPS),
    ),
    RuleEntry(
        Rule.NPS_ROSE_REPEAT_FELL,
        13,
        Block.PATIENTS,
        (Metric.NPS, Metric.REPEAT_INDEX),
        lambda f: f.rose(Metric.NPS) and f.fell(Metric.REPEAT_INDEX),
    ),
    RuleEntry(
        Rule.EFFORT_WORSE_CANCELLATIONS_ROSE,
        14,
        Block.FINANCE,
        (Metric.CES, Metric.CANCELLATIONS),
        lambda f: f.fell(Metric.CES) and f.rose(Metric.CANCELLATIONS),
    ),
    RuleEntry(
        Rule.ACQUISITION_TOO_DEAR,
        15,
        Block.ACQUISITION,
        (Metric.ACQUISITION_COST, Metric.FIRST_YEAR_VALUE, Metric.MARGIN),
        _acquisition_costs_more_than_it_brings,
    ),
    RuleEntry(
        Rule.CHEAP_LEADS_LOW_REPEAT,
        16,
        Block.ACQUISITION,
        (Metric.CHEAPEST_CHANNEL_REPEAT,),
        lambda f: f.fell(Metric.CHEAPEST_CHANNEL_REPEAT),
    ),
    RuleEntry(
        Rule.DOCTOR_REPEAT_LOW,
        17,
        Block.MEDICAL_PRODUCT,
        (Metric.WEAKEST_DOCTOR_REPEAT, Metric.REPEAT_INDEX),
        lambda f: (
            f[Metric.WEAKEST_DOCTOR_REPEAT].n >= ENOUGH
            and f.high(Metric.WEAKEST_DOCTOR_REPEAT) < f.low(Metric.REPEAT_INDEX)
        ),
    ),
    RuleEntry(
        Rule.SINGLE_SPECIALITY,
        18,
        Block.MEDICAL_PRODUCT,
        (Metric.SINGLE_SPECIALITY,),
        lambda f: f.low(Metric.SINGLE_SPECIALITY) > MOST,
    ),
    RuleEntry(
        Rule.RETURNED_ROSE,
        19,
        Block.PATIENTS,
        (Metric.RETURNED_PATIENTS,),
        lambda f: f.rose(Metric.RETURNED_PATIENTS),
    ),
    RuleEntry(
        Rule.LTV_STEP_MIX_CHANGED,
        20,
        Block.FINANCE,
        (Metric.LTV_STEP, Metric.MIX_SHIFT),
        lambda f: (
            (f.rose(Metric.LTV_STEP) or f.fell(Metric.LTV_STEP))
            and (f.rose(Metric.MIX_SHIFT) or f.fell(Metric.MIX_SHIFT))
        ),
    ),
    RuleEntry(
        Rule.SHORT_HISTORY,
        21,
        Block.FINANCE,
        (Metric.LTV,),
        lambda f: f[Metric.LTV].provisional,
    ),
    RuleEntry(
        Rule.TOO_FEW_RESPONSES,
        22,
        Block.PATIENTS,
        (Metric.RESPONSES, Metric.NEEDED_RESPONSES),
        lambda f: f.value(Metric.RESPONSES) < f.value(Metric.NEEDED_RESPONSES),
    ),
    RuleEntry(
        Rule.MONTH_WITHIN_BAND,
        23,
        Block.FINANCE,
        (Metric.LAST_MONTH,),
        _month_is_no_surprise,
    ),
)
