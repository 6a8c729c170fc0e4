"""Advice: rules over combinations of figures.

A rule is data and a pure predicate. It is asked only when every figure it needs is there, and a change counts
only where it is well outside its interval, so that nothing fires on noise. To add a rule, add an entry to
RULES (and its texts, under its key, in the locales).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from metrics.measures import ENOUGH, Measure, Metric
from metrics.money import KOPECKS
from metrics.steering import Block
from metrics.turnover_change import Part, TurnoverChange

DEPENDENCY = 0.4
"""Share of the revenue from which a clinic depends on one doctor."""
MOST = 0.5
CONFIRMED, LIKELY, LEVEL, RISK = 1.0, 0.5, 0.2, 0.1
POINTS = 0.05
"""By how much a level that costs is imagined better."""


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
    LEVEL_FELL = "level_fell"
    CHECK_FELL = "check_fell"
    NEW_FELL = "new_fell"
    REPEAT_FELL = "repeat_fell"
    FREQUENCY_FELL = "frequency_fell"
    ACTIVE_FELL = "active_fell"
    LOST_ROSE = "lost_rose"
    RETURNED_FELL = "returned_fell"
    SECOND_VISIT_FELL = "second_visit_fell"
    LTV_FELL = "ltv_fell"
    TURNOVER_FELL = "turnover_fell"
    RETURNS_FELL = "returns_fell"
    EARLY_VALUE_FELL = "early_value_fell"
    LAST_MONTH_FELL = "last_month_fell"
    CHURN_LEVEL = "churn_level"
    REPEAT_LEVEL = "repeat_level"
    IMPROVED = "improved"


@dataclass(frozen=True, slots=True)
class AdviceFigures:
    """The figures available, by definition key, and what predicates ask of them.

    Every question raises KeyError about a figure that is not there.
    """

    by_metric: Mapping[Metric, Measure]
    why: TurnoverChange | None = None

    @classmethod
    def of(cls, measures: Iterable[Measure], why: TurnoverChange | None = None) -> "AdviceFigures":
        """Those of the measures that are there, and the parts of the change of turnover."""
        return cls({measure.metric: measure for measure in measures if measure.value is not None}, why)

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


Effect = Callable[[AdviceFigures], float | None]


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """A rule: its number, the block its advice belongs to, the figures it needs, and when it fires.

    effect: kopecks a year at stake, computed from the figures (negative: lost), None where they don't say.
    sureness: how far the effect can be counted on, 0..1: 1 for a change confirmed at two month-ends, less for
    a level nobody compared, least for a risk. single: one figure moved; silent where a rule that joins it
    with another fired.
    """

    rule: Rule
    number: int
    block: Block
    needs: tuple[Metric, ...]
    fires: Callable[[AdviceFigures], bool]
    effect: Callable[[AdviceFigures], float | None] = lambda _: None
    sureness: float = RISK
    single: bool = False


@dataclass(frozen=True, slots=True)
class AdviceFinding:
    """A rule that fired, with the figures that fired it.

    money: kopecks a year at stake (negative: lost), None where unknown; sureness: how far to count on it.
    """

    rule: Rule
    number: int
    block: Block
    figures: tuple[Measure, ...]
    money: int | None = None
    sureness: float = RISK

    @property
    def weight(self) -> float:
        """Roubles at stake × sureness, in kopecks: what findings are ordered by."""
        return abs(self.money or 0) * self.sureness


CAVEATS = frozenset(
    (Rule.SHORT_HISTORY, Rule.MONTH_WITHIN_BAND, Rule.TOO_FEW_RESPONSES, Rule.GAP_INCLUDES_ZERO)
)
"""Rules that say how far a figure can be trusted: last in the list, and never what comes first."""
LEVELS = frozenset((Rule.CHURN_LEVEL, Rule.REPEAT_LEVEL))
"""Rules about a figure as it is, without comparison."""


def advise(measures: Iterable[Measure], why: TurnoverChange | None = None) -> tuple[AdviceFinding, ...]:
    """The rules that fire on the figures available: the most roubles × sureness first, caveats last."""
    figures = AdviceFigures.of(measures, why)
    fired = [entry for entry in RULES if figures.has(entry.needs) and entry.fires(figures)]
    told = {
        metric for entry in fired if not entry.single for metric in entry.needs if entry.rule not in LEVELS
    }
    found = [
        _finding(entry, figures)
        for entry in fired
        if not (entry.single and entry.rule not in LEVELS and told & set(entry.needs))
    ]
    found += _improvements(figures, told)
    order = sorted(found, key=lambda finding: (finding.rule in CAVEATS, -finding.weight, finding.number))
    return tuple(order)


def waiting(measures: Iterable[Measure]) -> tuple[Rule, ...]:
    """The rules that no figure was supplied for, whatever they would say."""
    known = {measure.metric for measure in measures}
    return tuple(entry.rule for entry in RULES if not known.issuperset(entry.needs))


def _finding(entry: RuleEntry, figures: AdviceFigures) -> AdviceFinding:
    effect = entry.effect(figures)
    return AdviceFinding(
        entry.rule,
        entry.number,
        entry.block,
        tuple(figures[metric] for metric in entry.needs),
        None if effect is None else round(effect),
        entry.sureness,
    )


def _improvements(figures: AdviceFigures, told: set[Metric]) -> Iterator[AdviceFinding]:
    """Every other arrow: figures that changed for the better, each by itself."""
    for metric, block in BETTER_UP.items():
        if metric not in told and figures.has((metric,)) and figures.rose(metric):
            yield AdviceFinding(Rule.IMPROVED, 40, block, (figures[metric],), sureness=CONFIRMED)
    for metric, block in BETTER_DOWN.items():
        if metric not in told and figures.has((metric,)) and figures.fell(metric):
            yield AdviceFinding(Rule.IMPROVED, 40, block, (figures[metric],), sureness=CONFIRMED)


BETTER_UP = {
    Metric.TURNOVER: Block.FINANCE,
    Metric.VISIT_CHECK: Block.FINANCE,
    Metric.NEW_PATIENTS: Block.ACQUISITION,
    Metric.ACTIVE_PATIENTS: Block.PATIENTS,
    Metric.REPEAT_INDEX: Block.MEDICAL_PRODUCT,
    Metric.SECOND_VISIT: Block.MEDICAL_PRODUCT,
    Metric.FREQUENCY: Block.MEDICAL_PRODUCT,
    Metric.LTV: Block.PATIENTS,
}
BETTER_DOWN = {Metric.CHURN: Block.PATIENTS, Metric.LOST_PATIENTS: Block.PATIENTS}


def _difference(metric: Metric, times: Metric | None = None) -> Callable[[AdviceFigures], float | None]:
    """The change of a figure, in kopecks by itself or times another figure."""

    def effect(f: AdviceFigures) -> float | None:
        change = f[metric].change
        if change is None or (times is not None and not f.has((times,))):
            return None
        return change.difference * (1.0 if times is None else f.value(times))

    return effect


def _part(part: Part) -> Callable[[AdviceFigures], float | None]:
    """A part of the change of turnover."""
    return lambda f: None if f.why is None or f.why.parts is None else f.why.part(part) * KOPECKS


def _per_patient(f: AdviceFigures) -> float | None:
    """Kopecks of a patient and year."""
    if not f.has((Metric.TURNOVER, Metric.ACTIVE_PATIENTS)) or not f.value(Metric.ACTIVE_PATIENTS):
        return None
    return f.value(Metric.TURNOVER) / f.value(Metric.ACTIVE_PATIENTS)


def _people(metric: Metric, sign: int = 1) -> Callable[[AdviceFigures], float | None]:
    """More or fewer people a year, each worth a patient-year."""

    def effect(f: AdviceFigures) -> float | None:
        change, worth = f[metric].change, _per_patient(f)
        return None if change is None or worth is None else sign * change.difference * worth

    return effect


def _share_of_new(metric: Metric) -> Callable[[AdviceFigures], float | None]:
    """A share of new patients that changed, each worth a patient-year."""

    def effect(f: AdviceFigures) -> float | None:
        change, worth = f[metric].change, _per_patient(f)
        if change is None or worth is None or not f.has((Metric.NEW_PATIENTS,)):
            return None
        return change.difference * f.value(Metric.NEW_PATIENTS) * worth

    return effect


def _lost_by_churn(f: AdviceFigures) -> float | None:
    change, worth = f[Metric.CHURN].change, _per_patient(f)
    return None if change is None or worth is None else -change.difference * f[Metric.CHURN].n * worth


def _of_level(f: AdviceFigures) -> float | None:
    """What the months lost against a year ago, as much a year."""
    found = f[Metric.LEVEL_SHIFT]
    return None if found.change is None else found.change.difference * 12 / (found.months or 12)


def _of_returns(f: AdviceFigures) -> float | None:
    """Half a year's missing returns, twice, each worth a patient-year."""
    change, worth = f[Metric.RETURNS].change, _per_patient(f)
    return None if change is None or worth is None else 2 * change.difference * worth


def _points_of_churn(f: AdviceFigures) -> float | None:
    worth = _per_patient(f)
    return None if worth is None else POINTS * f[Metric.CHURN].n * worth


def _points_of_repeat(f: AdviceFigures) -> float | None:
    worth = _per_patient(f)
    return None if worth is None else POINTS * f.value(Metric.NEW_PATIENTS) * worth


def _of_weakest_doctor(f: AdviceFigures) -> float | None:
    """Patients who would come back if they did so as often as the clinic's, each worth a patient-year."""
    worth, doctor = _per_patient(f), f[Metric.WEAKEST_DOCTOR_REPEAT]
    if worth is None:
        return None
    fewer = f.value(Metric.REPEAT_INDEX) - f.value(Metric.WEAKEST_DOCTOR_REPEAT)
    return -fewer * doctor.n * worth


def _of_one_doctor(f: AdviceFigures) -> float | None:
    if not f.has((Metric.TURNOVER,)):
        return None
    return -f.value(Metric.TOP_DOCTOR_SHARE) * f.value(Metric.TURNOVER)


def _fell(rule: Rule, number: int, block: Block, metric: Metric, effect: Effect) -> RuleEntry:
    """A rule of one figure that fell by itself."""
    return RuleEntry(rule, number, block, (metric,), lambda f: f.fell(metric), effect, CONFIRMED, single=True)


def _month_is_no_surprise(f: AdviceFigures) -> bool:
    """Worth saying only where the month fell short of the year before, and an owner might be alarmed."""
    change = f[Metric.LAST_MONTH].change
    within = f.low(Metric.LAST_MONTH) <= f.value(Metric.LAST_MONTH) <= f.high(Metric.LAST_MONTH)
    is_alarming = within and change is not None and change.difference < 0
    return is_alarming and not f.has((Metric.LEVEL_SHIFT,)) and not _anything_fell(f)


def _anything_fell(f: AdviceFigures) -> bool:
    """Some figure of money is confirmed to have fallen: nobody is told to change nothing."""
    money = (Metric.TURNOVER, Metric.VISIT_CHECK, Metric.NEW_PATIENTS, Metric.ACTIVE_PATIENTS, Metric.RETURNS)
    return any(f.has((metric,)) and f.fell(metric) for metric in money)


def _acquisition_costs_more_than_it_brings(f: AdviceFigures) -> bool:
    earned_at_most = f.high(Metric.LTV) * f.high(Metric.MARGIN)
    return f.low(Metric.ACQUISITION_COST) > earned_at_most


RULES: tuple[RuleEntry, ...] = (
    RuleEntry(
        Rule.CHURN_ROSE,
        1,
        Block.PATIENTS,
        (Metric.CHURN,),
        lambda f: f.rose(Metric.CHURN),
        _lost_by_churn,
        CONFIRMED,
    ),
    RuleEntry(
        Rule.NEW_ROSE_REPEAT_FELL,
        2,
        Block.MEDICAL_PRODUCT,
        (Metric.NEW_PATIENTS, Metric.REPEAT_INDEX),
        lambda f: f.rose(Metric.NEW_PATIENTS) and f.fell(Metric.REPEAT_INDEX),
        _share_of_new(Metric.REPEAT_INDEX),
        CONFIRMED,
    ),
    RuleEntry(
        Rule.NEW_FELL_REPEAT_STEADY,
        3,
        Block.ACQUISITION,
        (Metric.NEW_PATIENTS, Metric.REPEAT_INDEX),
        lambda f: f.fell(Metric.NEW_PATIENTS) and f.steady(Metric.REPEAT_INDEX),
        _difference(Metric.NEW_PATIENTS, Metric.LTV),
        CONFIRMED,
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
        _part(Part.VISITS_PER_PATIENT),
        CONFIRMED,
    ),
    RuleEntry(
        Rule.CHECK_FELL_FREQUENCY_ROSE,
        7,
        Block.MEDICAL_PRODUCT,
        (Metric.VISIT_CHECK, Metric.FREQUENCY),
        lambda f: f.fell(Metric.VISIT_CHECK) and f.rose(Metric.FREQUENCY),
        _part(Part.CHECK),
        CONFIRMED,
    ),
    RuleEntry(
        Rule.LTV_ROSE_NEW_FELL,
        8,
        Block.ACQUISITION,
        (Metric.LTV, Metric.NEW_PATIENTS),
        lambda f: f.rose(Metric.LTV) and f.fell(Metric.NEW_PATIENTS),
        _difference(Metric.NEW_PATIENTS, Metric.LTV),
        CONFIRMED,
    ),
    RuleEntry(
        Rule.TURNOVER_ROSE_ACTIVE_FELL,
        9,
        Block.FINANCE,
        (Metric.TURNOVER, Metric.ACTIVE_PATIENTS),
        lambda f: f.rose(Metric.TURNOVER) and f.fell(Metric.ACTIVE_PATIENTS),
        _part(Part.PATIENTS),
        CONFIRMED,
    ),
    RuleEntry(
        Rule.ONE_DOCTOR,
        10,
        Block.FINANCE,
        (Metric.TOP_DOCTOR_SHARE,),
        lambda f: f.low(Metric.TOP_DOCTOR_SHARE) > DEPENDENCY,
        _of_one_doctor,
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
        (Metric.ACQUISITION_COST, Metric.LTV, Metric.MARGIN),
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
        _of_weakest_doctor,
        LIKELY,
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
        _people(Metric.RETURNED_PATIENTS),
        CONFIRMED,
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
    RuleEntry(
        Rule.LEVEL_FELL,
        24,
        Block.FINANCE,
        (Metric.LEVEL_SHIFT,),
        lambda f: f.fell(Metric.LEVEL_SHIFT),
        _of_level,
        CONFIRMED,
    ),
    _fell(Rule.CHECK_FELL, 25, Block.MEDICAL_PRODUCT, Metric.VISIT_CHECK, _part(Part.CHECK)),
    _fell(
        Rule.NEW_FELL,
        26,
        Block.ACQUISITION,
        Metric.NEW_PATIENTS,
        _difference(Metric.NEW_PATIENTS, Metric.LTV),
    ),
    _fell(
        Rule.REPEAT_FELL, 27, Block.MEDICAL_PRODUCT, Metric.REPEAT_INDEX, _share_of_new(Metric.REPEAT_INDEX)
    ),
    _fell(Rule.FREQUENCY_FELL, 28, Block.MEDICAL_PRODUCT, Metric.FREQUENCY, _part(Part.VISITS_PER_PATIENT)),
    _fell(Rule.ACTIVE_FELL, 29, Block.PATIENTS, Metric.ACTIVE_PATIENTS, _part(Part.PATIENTS)),
    RuleEntry(
        Rule.LOST_ROSE,
        30,
        Block.PATIENTS,
        (Metric.LOST_PATIENTS,),
        lambda f: f.rose(Metric.LOST_PATIENTS),
        _people(Metric.LOST_PATIENTS, -1),
        CONFIRMED,
        single=True,
    ),
    _fell(
        Rule.RETURNED_FELL, 31, Block.PATIENTS, Metric.RETURNED_PATIENTS, _people(Metric.RETURNED_PATIENTS)
    ),
    _fell(
        Rule.SECOND_VISIT_FELL,
        32,
        Block.MEDICAL_PRODUCT,
        Metric.SECOND_VISIT,
        _share_of_new(Metric.SECOND_VISIT),
    ),
    _fell(Rule.LTV_FELL, 33, Block.PATIENTS, Metric.LTV, _difference(Metric.LTV, Metric.NEW_PATIENTS)),
    RuleEntry(
        Rule.TURNOVER_FELL,
        34,
        Block.FINANCE,
        (Metric.TURNOVER,),
        lambda f: f.fell(Metric.TURNOVER) and not f.has((Metric.LEVEL_SHIFT,)),
        _difference(Metric.TURNOVER),
        CONFIRMED,
        single=True,
    ),
    _fell(Rule.RETURNS_FELL, 35, Block.PATIENTS, Metric.RETURNS, _of_returns),
    _fell(
        Rule.EARLY_VALUE_FELL,
        36,
        Block.ACQUISITION,
        Metric.EARLY_VALUE,
        _difference(Metric.EARLY_VALUE, Metric.NEW_PATIENTS),
    ),
    RuleEntry(
        Rule.LAST_MONTH_FELL,
        37,
        Block.FINANCE,
        (Metric.LAST_MONTH,),
        lambda f: f.fell(Metric.LAST_MONTH) and not f.has((Metric.LEVEL_SHIFT,)),
        _difference(Metric.LAST_MONTH),
        LEVEL,
        single=True,
    ),
    RuleEntry(
        Rule.CHURN_LEVEL,
        38,
        Block.PATIENTS,
        (Metric.CHURN, Metric.TURNOVER, Metric.ACTIVE_PATIENTS),
        lambda f: not f[Metric.CHURN].rough and not f.rose(Metric.CHURN) and _points_of_churn(f) is not None,
        _points_of_churn,
        LEVEL,
        single=True,
    ),
    RuleEntry(
        Rule.REPEAT_LEVEL,
        39,
        Block.MEDICAL_PRODUCT,
        (Metric.REPEAT_INDEX, Metric.NEW_PATIENTS, Metric.TURNOVER, Metric.ACTIVE_PATIENTS),
        lambda f: (
            not f[Metric.REPEAT_INDEX].rough
            and not f.fell(Metric.REPEAT_INDEX)
            and _points_of_repeat(f) is not None
        ),
        _points_of_repeat,
        LEVEL,
        single=True,
    ),
)
