"""From five yearly figures to the plan of new patients and leads.

Source: Ю. В. Якимук, «Расчёт базовых показателей клиники за 5 минут», formulas 1–3. Where the article is
unclear or prints a misprint, the choice is stated in the docstring of the figure concerned.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from fractions import Fraction
from itertools import product
from math import ceil, sqrt

from metrics.allocation import EVEN_MONTHS, MONTHS, Weight, allocate, round_half_away, round_together
from metrics.confidence import standard_score, wilson
from metrics.estimate import Estimate

PERCENT = Fraction(1, 100)
GRID_FOR_PATIENTS = 5
FROM_ROWS, TYPED = 0.10, 0.15
"""How much one year differs from the next beyond chance: assumed, as a share of the lost and the referred."""
USUAL_RETURNED, RETURNED_SPREAD = Fraction(6, 100), 0.04
"""Patients who returned where nobody knows, and how much that may be off, as shares of the base."""
LEADS_DIFFER = 0.1


class Figure(StrEnum):
    """The yearly figures an owner gives."""

    PREVIOUS_PATIENTS = "previous_patients"
    PATIENTS = "patients"
    NEW_PATIENTS = "new_patients"
    RETURNED_PATIENTS = "returned_patients"
    REFERRALS = "referrals"
    TURNOVER = "turnover"
    CONVERSION = "conversion"
    GROWTH = "growth"


@dataclass(frozen=True, slots=True, kw_only=True)
class YearFigures:
    """What a clinic (or one segment of it) knows of the year just ended; `None` is «не знаю».

    patients: people seen in the year (not visits); previous_patients: the same a year earlier.
    new_patients: of `patients`, those who came for the first time; referrals: of those, by referral.
    returned_patients: of `patients`, those back after a year or more away; unknown counts as 0.
    turnover: money received in the year, net of refunds, in whole units of the clinic's currency.
    conversion: share of leads that start treatment, 0..1; growth: wanted growth of turnover, 0.2 = +20 %.
    """

    previous_patients: Estimate | None = None
    patients: Estimate | None = None
    new_patients: Estimate | None = None
    returned_patients: Estimate | None = None
    referrals: Estimate | None = None
    turnover: Estimate | None = None
    conversion: Estimate | None = None
    growth: Estimate | None = None

    def given(self) -> dict[Figure, Estimate]:
        """The figures that are known, exactly or within bounds."""
        known = ((Figure(item.name), getattr(self, item.name)) for item in fields(self))
        return {figure: value for figure, value in known if value is not None}


class ContradictionReason(StrEnum):
    """Ways in which yearly figures contradict themselves or each other."""

    NEGATIVE = "negative"
    NO_PREVIOUS_PATIENTS = "no_previous_patients"
    NO_PATIENTS = "no_patients"
    MORE_NEW_THAN_PATIENTS = "more_new_than_patients"
    MORE_RETAINED_THAN_BEFORE = "more_retained_than_before"
    MORE_REFERRALS_THAN_NEW = "more_referrals_than_new"
    CONVERSION_OUT_OF_RANGE = "conversion_out_of_range"
    REFERRALS_ABOVE_BASE = "referrals_above_base"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Why figures cannot be true together: a reason with the two numbers that disagree."""

    reason: ContradictionReason
    left: Fraction
    right: Fraction


class FiguresError(ValueError):
    """The figures contradict each other; `contradictions` says which and how."""

    def __init__(self, contradictions: Sequence[Contradiction]) -> None:
        super().__init__(", ".join(contradiction.reason for contradiction in contradictions))
        self.contradictions = tuple(contradictions)


def contradictions(figures: YearFigures) -> tuple[Contradiction, ...]:
    """Everything that makes the figures impossible; empty when a forecast can be made of them.

    An estimated figure contradicts only if no value within its bounds is possible; of patients, whom shares
    are counted of, every value has to be.
    """
    return tuple(_contradictions(figures))


def _contradictions(figures: YearFigures) -> Iterator[Contradiction]:
    zero = Fraction(0)
    for figure, estimate in figures.given().items():
        if estimate.low < 0 and figure is not Figure.GROWTH:
            yield Contradiction(ContradictionReason.NEGATIVE, estimate.low, zero)
    previous, patients, new, referrals = (
        figures.previous_patients,
        figures.patients,
        figures.new_patients,
        figures.referrals,
    )
    returned = figures.returned_patients or Estimate.exact(0)
    conversion = figures.conversion
    if previous and previous.low <= 0:
        yield Contradiction(ContradictionReason.NO_PREVIOUS_PATIENTS, previous.low, zero)
    if patients and patients.low <= 0:
        yield Contradiction(ContradictionReason.NO_PATIENTS, patients.low, zero)
    if patients and new and new.low + returned.low > patients.high:
        yield Contradiction(ContradictionReason.MORE_NEW_THAN_PATIENTS, new.low + returned.low, patients.high)
    elif previous and patients and new and patients.low - new.high - returned.high > previous.high > 0:
        retained = patients.low - new.high - returned.high
        yield Contradiction(ContradictionReason.MORE_RETAINED_THAN_BEFORE, retained, previous.high)
    if new and referrals and referrals.low > new.high:
        yield Contradiction(ContradictionReason.MORE_REFERRALS_THAN_NEW, referrals.low, new.high)
    if conversion and not 0 < conversion.low <= conversion.high <= 1:
        yield Contradiction(ContradictionReason.CONVERSION_OUT_OF_RANGE, conversion.value, Fraction(1))
    yield from _impossible_referrals(figures)


def _impossible_referrals(figures: YearFigures) -> Iterator[Contradiction]:
    """A forecast of referrals above the whole base, whatever the estimated figures turn out to be.

    The article's formula multiplies two ratios to the base before: far above it the forecast means nothing.
    """
    previous, patients, new, referrals = (
        figures.previous_patients,
        figures.patients,
        figures.new_patients,
        figures.referrals,
    )
    if not previous or not patients or not new or not referrals or previous.low <= 0:
        return
    returned = figures.returned_patients.high if figures.returned_patients else Fraction(0)
    kept = max(Fraction(0), min(Fraction(1), (patients.low - new.high - returned) / previous.high))
    least = patients.low * kept * referral_growth_rate(previous.high, patients.low, referrals.low)
    if least > patients.high:
        yield Contradiction(ContradictionReason.REFERRALS_ABOVE_BASE, least, patients.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """«А если…»: what changes next year against the year just ended.

    churn and conversion move by percentage points (−0.03 = three points less), referrals and
    average_check by a share of themselves (0.1 = a tenth more); growth, when given, replaces the wanted one.
    """

    churn: Fraction = Fraction(0)
    referrals: Fraction = Fraction(0)
    conversion: Fraction = Fraction(0)
    average_check: Fraction = Fraction(0)
    growth: Fraction | None = None


AS_IT_IS = Scenario()


class Assumption(StrEnum):
    """What was taken for granted because it was not known."""

    RETURNED_COUNTED_AS_ZERO = "returned_counted_as_zero"
    TREND_DROPPED = "trend_dropped"
    SAME_CONDITIONS = "same_conditions"


class ReferralMethod(StrEnum):
    """Ways to forecast referrals; the article leaves the choice open."""

    FULL_CHURN = "full_churn"
    HALF_CHURN = "half_churn"
    NO_TREND = "no_trend"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """The plan by another reading of the article, in whole patients."""

    method: ReferralMethod
    referrals: int
    gap: int
    plan: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WholePatients:
    """The bridge in whole patients; `lost + growth − referrals` equals `plan` (or `−surplus`) exactly.

    Rounded together by largest remainders, so that the printed lines always add up.
    """

    lost: int
    kept: int
    growth: int
    referrals: int
    gap: int
    plan: int
    surplus: int

    @property
    def needed(self) -> int:
        """Lost plus growth: everybody who has to come, by referral or through marketing."""
        return self.lost + self.growth


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What the yearly figures say of the next year. A figure that needs an unknown input is `None`.

    churn: share of last year's patients who did not return, 0..1; churn_interval: Wilson 95 %.
    average_check: turnover per patient and year (not per visit), after the scenario.
    lost, kept: patients of `patients` expected to leave and to stay; at_risk, stable: their money.
    referral_rate: new patients by referral per patient, with trend; referrals: the forecast of them.
    gap: lost − referrals; growth_patients: patients the wanted growth takes; plan: max(0, gap + growth).
    balance: lost − P1·R/P0, the middle of the ranges: the article multiplies a yearly flow of referrals by
    1 − churn, so its gap is 6–22 % of the base too high for a prediction.
    gap_interval, plan_interval, leads_interval: 95 % with the chance of both years, their difference, and the
    bounds of estimated inputs; they stay where the plan is 0.
    whole: the same in whole patients; leads: ⌈plan / conversion⌉; monthly_*: twelve parts that make the year.
    """

    figures: YearFigures
    scenario: Scenario
    churn: Estimate | None
    churn_interval: tuple[float, float] | None
    average_check: Estimate | None
    lost: Estimate | None
    kept: Estimate | None
    at_risk: Estimate | None
    stable: Estimate | None
    referral_rate: Estimate | None
    referrals: Estimate | None
    gap: Estimate | None
    balance: Estimate | None
    gap_interval: tuple[float, float] | None
    growth_patients: Estimate | None
    plan: Estimate | None
    plan_interval: tuple[float, float] | None
    conversion: Estimate | None
    whole: WholePatients | None
    leads: int | None
    leads_interval: tuple[float, float] | None
    monthly_patients: tuple[int, ...]
    monthly_leads: tuple[int, ...]
    alternatives: tuple[Alternative, ...]
    assumptions: tuple[Assumption, ...]

    @property
    def attracted_last_year(self) -> Estimate | None:
        """Last year's new patients without referral: what to hold the plan against."""
        new, referrals = self.figures.new_patients, self.figures.referrals
        if new is None or referrals is None:
            return None
        low, high = new.low - referrals.high, new.high - referrals.low
        return Estimate(new.value - referrals.value, max(Fraction(0), low), high)

    @property
    def estimated_inputs(self) -> tuple[Figure, ...]:
        """The inputs that are known only within bounds."""
        return tuple(figure for figure, value in self.figures.given().items() if not value.is_exact)


@dataclass(frozen=True, slots=True)
class _Inputs:
    """One exact point within the bounds of the figures."""

    previous_patients: Fraction | None
    patients: Fraction | None
    new_patients: Fraction | None
    returned_patients: Fraction
    referrals: Fraction | None
    turnover: Fraction | None
    growth: Fraction
    returned_known: bool


@dataclass(frozen=True, slots=True)
class _Results:
    churn: Fraction | None
    average_check: Fraction | None
    lost: Fraction | None
    kept: Fraction | None
    at_risk: Fraction | None
    stable: Fraction | None
    referral_rate: Fraction | None
    referrals: Fraction | None
    gap: Fraction | None
    balance: Fraction | None
    growth_patients: Fraction | None
    plan: Fraction | None


def churn_rate(previous: Fraction, retained: Fraction) -> Fraction:
    """Share of last year's patients who did not return, 0..1: `1 − retained / previous`.

    Source: article, formula 1; «период» there is the previous year. Bounded to 0..1 for estimated inputs.
    Raises ZeroDivisionError if there were no patients in the previous year.
    """
    return min(Fraction(1), max(Fraction(0), 1 - retained / previous))


def referral_growth_rate(
    previous: Fraction,
    patients: Fraction,
    referrals: Fraction,
    method: ReferralMethod = ReferralMethod.FULL_CHURN,
) -> Fraction:
    """New patients by referral per patient of the base: `(patients / previous) · (referrals / previous)`.

    The trend factor `patients / previous` needs a growing base (the article's own condition); on a shrinking
    one, and for the method without a trend, it is left out.
    """
    trend = patients / previous
    return referrals / previous * (1 if method is ReferralMethod.NO_TREND or trend < 1 else trend)


def forecast(
    figures: YearFigures,
    scenario: Scenario = AS_IT_IS,
    *,
    seasonality: Sequence[Weight] = EVEN_MONTHS,
    as_in_article: bool = False,
    from_rows: bool = False,
) -> Forecast:
    """The plan for the next year from the figures of the year just ended.

    seasonality: twelve weights of the months. as_in_article: round churn and referral growth to whole
    percent, as the article does in print. from_rows: the figures were counted from visits, not typed, so that
    years differ by less than what people remember of them. Raises FiguresError if the figures contradict each
    other, ValueError if `seasonality` has not twelve weights.
    """
    if found := contradictions(figures):
        raise FiguresError(found)
    if len(seasonality) != MONTHS:
        raise ValueError("seasonality has twelve weights")
    middle = _compute(_middle(figures, scenario), scenario, as_in_article=as_in_article)
    corners = [
        _compute(point, scenario, as_in_article=as_in_article) for point in _corners(figures, scenario)
    ]
    spread = {item.name: _spread(item.name, middle, corners) for item in fields(_Results)}
    conversion = _scenario_conversion(figures, scenario)
    whole = _whole(middle, figures)
    leads = ceil(whole.plan / conversion.value) if whole and conversion else None
    noise = _gap_noise(middle, figures, from_rows=from_rows)
    return Forecast(
        figures=figures,
        scenario=scenario,
        **spread,
        churn_interval=_churn_interval(spread["churn"], figures),
        gap_interval=_widened(spread["balance"], noise),
        plan_interval=_plan_interval(spread, noise),
        conversion=conversion,
        whole=whole,
        leads=leads,
        leads_interval=_leads_interval(spread, noise, conversion, figures),
        monthly_patients=allocate(whole.plan, seasonality) if whole else (),
        monthly_leads=allocate(leads, seasonality) if leads is not None else (),
        alternatives=tuple(_alternatives(figures, scenario)),
        assumptions=tuple(_assumptions(figures)),
    )


def _middle(figures: YearFigures, scenario: Scenario) -> _Inputs:
    known = {figure: estimate.value for figure, estimate in figures.given().items()}
    return _inputs(known, scenario)


def _corners(figures: YearFigures, scenario: Scenario) -> Iterator[_Inputs]:
    """Every corner of the box the inputs are known within, and points between for the base itself.

    The results are monotonic in every input except the number of patients, hence the grid for it alone.
    Corners that contradict themselves are drawn back to the nearest possible one.
    """
    known = figures.given()
    choices = [_choices(figure, estimate) for figure, estimate in known.items()]
    for corner in product(*choices):
        yield _possible(_inputs(dict(zip(known, corner, strict=True)), scenario))


def _choices(figure: Figure, estimate: Estimate) -> tuple[Fraction, ...]:
    if estimate.is_exact or figure is Figure.CONVERSION:
        return (estimate.value,)
    if figure is not Figure.PATIENTS:
        return (estimate.low, estimate.high)
    step = (estimate.high - estimate.low) / (GRID_FOR_PATIENTS - 1)
    return tuple(estimate.low + step * index for index in range(GRID_FOR_PATIENTS))


def _inputs(known: dict[Figure, Fraction], scenario: Scenario) -> _Inputs:
    growth = known.get(Figure.GROWTH, Fraction(0)) if scenario.growth is None else scenario.growth
    return _Inputs(
        previous_patients=known.get(Figure.PREVIOUS_PATIENTS),
        patients=known.get(Figure.PATIENTS),
        new_patients=known.get(Figure.NEW_PATIENTS),
        returned_patients=known.get(Figure.RETURNED_PATIENTS, Fraction(0)),
        referrals=known.get(Figure.REFERRALS),
        turnover=known.get(Figure.TURNOVER),
        growth=growth,
        returned_known=Figure.RETURNED_PATIENTS in known,
    )


def _possible(point: _Inputs) -> _Inputs:
    if point.patients is None or point.new_patients is None:
        return point
    new = min(point.new_patients, point.patients - point.returned_patients)
    referrals = None if point.referrals is None else min(point.referrals, new)
    return replace(point, new_patients=new, referrals=referrals)


def _compute(
    point: _Inputs,
    scenario: Scenario,
    *,
    method: ReferralMethod = ReferralMethod.FULL_CHURN,
    as_in_article: bool = False,
) -> _Results:
    churn = _churn(point, scenario, as_in_article=as_in_article)
    rate = _referral_rate(point, scenario, method, as_in_article=as_in_article)
    check = None
    if point.turnover is not None and point.patients:
        check = point.turnover / point.patients * (1 + scenario.average_check)
    lost = kept = referrals = gap = balance = growth = plan = None
    if point.patients is not None:
        growth = point.patients * ((1 + point.growth) / (1 + scenario.average_check) - 1)
        if churn is not None:
            lost, kept = point.patients * churn, point.patients * (1 - churn)
            if rate is not None:
                leaving = churn / 2 if method is ReferralMethod.HALF_CHURN else churn
                referrals = point.patients * (1 - leaving) * rate
                gap = lost - referrals
                plan = max(Fraction(0), gap + growth)
                balance = _balance(point, scenario, lost)
    return _Results(
        churn=churn,
        average_check=check,
        lost=lost,
        kept=kept,
        at_risk=None if lost is None or check is None else lost * check,
        stable=None if kept is None or check is None else kept * check,
        referral_rate=rate,
        referrals=referrals,
        gap=gap,
        balance=balance,
        growth_patients=growth,
        plan=plan,
    )


def _balance(point: _Inputs, scenario: Scenario, lost: Fraction) -> Fraction | None:
    """Lost less referrals at last year's rate; with returned patients unknown, lost as if they were usual."""
    if not point.previous_patients or point.patients is None or point.referrals is None:
        return None
    if not point.returned_known:
        usual = replace(point, returned_patients=point.returned_patients + USUAL_RETURNED * point.patients)
        churn = _churn(usual, scenario, as_in_article=False)
        lost = lost if churn is None else point.patients * churn
    return lost - _referrals_as_last_year(point) * (1 + scenario.referrals)


def _referrals_as_last_year(point: _Inputs) -> Fraction:
    if not point.previous_patients or point.patients is None or point.referrals is None:
        return Fraction(0)
    return point.patients * point.referrals / point.previous_patients


def _churn(point: _Inputs, scenario: Scenario, *, as_in_article: bool) -> Fraction | None:
    if not point.previous_patients or point.patients is None or point.new_patients is None:
        return None
    retained = point.patients - point.new_patients - point.returned_patients
    churn = churn_rate(point.previous_patients, retained)
    if as_in_article:
        churn = _whole_percent(churn)
    return min(Fraction(1), max(Fraction(0), churn + scenario.churn))


def _referral_rate(
    point: _Inputs, scenario: Scenario, method: ReferralMethod, *, as_in_article: bool
) -> Fraction | None:
    if not point.previous_patients or point.patients is None or point.referrals is None:
        return None
    rate = referral_growth_rate(point.previous_patients, point.patients, point.referrals, method)
    return (_whole_percent(rate) if as_in_article else rate) * (1 + scenario.referrals)


def _whole_percent(share: Fraction) -> Fraction:
    return round_half_away(share / PERCENT) * PERCENT


def _spread(name: str, middle: _Results, corners: Sequence[_Results]) -> Estimate | None:
    value: Fraction | None = getattr(middle, name)
    if value is None:
        return None
    at_corners: list[Fraction | None] = [getattr(corner, name) for corner in corners]
    values = [value, *(corner for corner in at_corners if corner is not None)]
    return Estimate(value, min(values), max(values))


def _scenario_conversion(figures: YearFigures, scenario: Scenario) -> Estimate | None:
    if figures.conversion is None:
        return None
    return figures.conversion.map(
        lambda share: min(Fraction(1), max(min(share, PERCENT), share + scenario.conversion))
    )


def _whole(results: _Results, figures: YearFigures) -> WholePatients | None:
    if (
        results.lost is None
        or results.referrals is None
        or results.growth_patients is None
        or figures.patients is None
    ):
        return None
    parts = (results.lost, results.growth_patients, -results.referrals)
    balance = round_half_away(sum(parts, Fraction(0)))
    lost, growth, minus_referrals = round_together(parts, balance)
    return WholePatients(
        lost=lost,
        kept=round_half_away(figures.patients.value) - lost,
        growth=growth,
        referrals=-minus_referrals,
        gap=lost + minus_referrals,
        plan=max(0, balance),
        surplus=max(0, -balance),
    )


def _churn_interval(churn: Estimate | None, figures: YearFigures) -> tuple[float, float] | None:
    """Wilson 95 % of the churn over last year's patients, stretched over the bounds of the inputs."""
    if churn is None or figures.previous_patients is None:
        return None
    trials = float(figures.previous_patients.low or figures.previous_patients.value)
    low, _ = wilson(float(churn.low) * trials, trials)
    _, high = wilson(float(churn.high) * trials, trials)
    return low, high


def _gap_noise(results: _Results, figures: YearFigures, *, from_rows: bool) -> float | None:
    """Half-width of the 95 % prediction interval of the gap, in patients.

    1.96·√[ch(1 − ch)·P1(1 + P1/P0) + F(1 + P1/P0) + (c·lost)² + (c·F)²], F = P1·R/P0: chance in who leaves
    and is recommended in both years, and years that differ, c = 0.10 for figures from rows and 0.15 for typed
    ones. Returned patients unknown: (0.04·P1)² more. Measured: covers 98–100 % in eight worlds, 93–97 % where
    years differ by 15 %; the article's clinic with c = 0.10: −40, from −197 to +117.
    """
    previous, patients, referrals = figures.previous_patients, figures.patients, figures.referrals
    if results.churn is None or results.lost is None or not previous or not patients or not referrals:
        return None
    churn, base = float(results.churn), float(patients.value)
    growing = 1 + base / float(previous.value)
    referred = base * float(referrals.value / previous.value)
    years_differ = FROM_ROWS if from_rows else TYPED
    variance = (
        churn * (1 - churn) * base * growing
        + referred * growing
        + (years_differ * float(results.lost)) ** 2
        + (years_differ * referred) ** 2
    )
    if figures.returned_patients is None:
        variance += (RETURNED_SPREAD * base) ** 2
    return standard_score() * sqrt(variance)


def _widened(estimate: Estimate | None, noise: float | None) -> tuple[float, float] | None:
    if estimate is None or noise is None:
        return None
    return float(estimate.low) - noise, float(estimate.high) + noise


def _plan_interval(spread: dict[str, Estimate | None], noise: float | None) -> tuple[float, float] | None:
    balance, growth = spread["balance"], spread["growth_patients"]
    if balance is None or growth is None or noise is None:
        return None
    low = float(balance.low + growth.low) - noise
    high = float(balance.high + growth.high) + noise
    return max(0.0, low), max(0.0, high)


def _leads_interval(
    spread: dict[str, Estimate | None],
    noise: float | None,
    conversion: Estimate | None,
    figures: YearFigures,
) -> tuple[float, float] | None:
    """Leads for the plan's range: the plan's own variance, that of the conversion measured on last year's
    leads, (1 − c)/(n·c) with n·c the new patients without referral, and a tenth for leads that differ."""
    balance, growth, new = spread["balance"], spread["growth_patients"], figures.new_patients
    if balance is None or growth is None or noise is None or conversion is None or new is None:
        return None
    share = float(conversion.value)
    referrals = figures.referrals.value if figures.referrals else Fraction(0)
    started = max(1.0, float(new.value - referrals))
    relative = (1 - share) / started + LEADS_DIFFER**2

    def bound(plan: float, sign: int) -> float:
        half = standard_score() * sqrt((noise / standard_score()) ** 2 + relative * plan**2)
        return max(0.0, (plan + sign * half) / share)

    return bound(float(balance.low + growth.low), -1), bound(float(balance.high + growth.high), 1)


def _alternatives(figures: YearFigures, scenario: Scenario) -> Iterator[Alternative]:
    for method in (ReferralMethod.HALF_CHURN, ReferralMethod.NO_TREND):
        whole = _whole(_compute(_middle(figures, scenario), scenario, method=method), figures)
        if whole:
            yield Alternative(method=method, referrals=whole.referrals, gap=whole.gap, plan=whole.plan)


def _assumptions(figures: YearFigures) -> Iterator[Assumption]:
    if figures.returned_patients is None:
        yield Assumption.RETURNED_COUNTED_AS_ZERO
    previous, patients = figures.previous_patients, figures.patients
    if previous and patients and patients.value < previous.value:
        yield Assumption.TREND_DROPPED
    yield Assumption.SAME_CONDITIONS
