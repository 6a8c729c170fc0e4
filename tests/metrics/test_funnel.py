"""The article's arithmetic: its printed figures, its edges and its laws."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from metrics.allocation import round_half_away
from metrics.estimate import Estimate
from metrics.funnel import (
    Assumption,
    ContradictionReason,
    Figure,
    FiguresError,
    Forecast,
    ReferralMethod,
    Scenario,
    YearFigures,
    contradictions,
    forecast,
)
from tests.metrics.vectors import VECTORS

exact = Estimate.exact
ARTICLE = VECTORS["article"]
EXAMPLE = YearFigures(
    previous_patients=exact(1850),
    patients=exact(2000),
    new_patients=exact(575),
    referrals=exact(462),
    turnover=exact(60_000_000),
    conversion=exact(Decimal("0.3")),
    growth=exact(Decimal("0.2")),
)


@st.composite
def possible_figures(draw: st.DrawFn) -> YearFigures:
    previous = draw(st.integers(1, 20_000))
    retained = draw(st.integers(0, previous))
    new = draw(st.integers(0, min(20_000, previous)))
    returned = draw(st.integers(0, 500))
    assume(retained + new + returned > 0)
    figures = YearFigures(
        previous_patients=exact(previous),
        patients=exact(retained + new + returned),
        new_patients=exact(new),
        returned_patients=exact(returned),
        referrals=exact(draw(st.integers(0, new))),
        turnover=exact(draw(st.integers(0, 10**12))),
        conversion=exact(Fraction(draw(st.integers(1, 100)), 100)),
        growth=exact(Fraction(draw(st.integers(-50, 300)), 100)),
    )
    assume(not contradictions(figures))
    return figures


def value(estimate: Estimate | None) -> Fraction:
    assert estimate is not None
    return estimate.value


@pytest.mark.parametrize("as_in_article", [False, True])
def test_the_example_gives_the_articles_figures_to_the_patient(as_in_article: bool) -> None:
    result = forecast(EXAMPLE, as_in_article=as_in_article)
    whole = result.whole
    assert whole is not None
    assert round_half_away(value(result.churn) * 100) == ARTICLE["churn"] * 100
    assert round_half_away(value(result.referral_rate) * 100) == ARTICLE["g"] * 100
    assert value(result.average_check) == ARTICLE["check"]
    assert (whole.lost, whole.kept) == (ARTICLE["lost"], ARTICLE["kept"])
    assert whole.referrals == ARTICLE["referrals"]
    assert whole.gap == ARTICLE["gap"]
    assert whole.growth == ARTICLE["growth20"]
    assert whole.plan == ARTICLE["plan"]
    assert result.leads == ARTICLE["leads30"]


def test_the_articles_own_rounding_gives_its_money_to_the_ruble() -> None:
    result = forecast(EXAMPLE, as_in_article=True)
    assert value(result.at_risk) == ARTICLE["risk"]
    assert value(result.stable) == ARTICLE["stable"]


def test_unrounded_churn_and_referral_growth_match_the_reference() -> None:
    result = forecast(EXAMPLE)
    assert float(value(result.churn)) == pytest.approx(VECTORS["fixture"]["churn"], abs=5e-5)
    assert float(value(result.referral_rate)) == pytest.approx(VECTORS["fixture"]["g"], abs=5e-5)


def test_growth_of_five_percent_takes_a_hundred_patients() -> None:
    result = forecast(replace(EXAMPLE, growth=exact(Decimal("0.05"))))
    assert result.whole is not None
    assert (result.whole.growth, result.whole.plan) == (ARTICLE["growth5"], ARTICLE["plan5"])


def test_the_other_readings_of_the_article_are_shown() -> None:
    half, no_trend = forecast(EXAMPLE).alternatives
    assert half.method is ReferralMethod.HALF_CHURN
    assert half.referrals == ARTICLE["half_churn_referrals"]
    assert half.plan == ARTICLE["half_churn_plan"]
    # By hand: 1540.54 kept · 462/1850 = 384.72; 459.46 + 400 − 384.72 = 474.74
    assert (no_trend.method, no_trend.referrals, no_trend.plan) == (ReferralMethod.NO_TREND, 385, 475)


def test_the_range_of_the_example() -> None:
    """By hand, returned 0: F = 2000·462/1850 = 499.46, middle 459.46 − 499.46 = −40; the variance
    736.4 + 1039.4 + 45.95² + 49.95² = 6381.7, half-width 1.96·79.89 = 156.6; growth adds 400."""
    result = forecast(replace(EXAMPLE, returned_patients=exact(0)), from_rows=True)
    assert result.gap_interval == pytest.approx((-196.6, 116.6), abs=0.1)
    assert result.churn_interval == pytest.approx((0.2111, 0.2494), abs=1e-4)
    assert result.plan_interval == pytest.approx((203.4, 516.6), abs=0.1)
    # Leads: relative variance 0.7/113 + 0.01 = 0.016195; √(79.89² + 0.016195·360²) = 92.15, · 1.96 = 180.6.
    assert result.leads_interval == pytest.approx((179.4 / 0.3, 540.6 / 0.3), abs=0.5)


def test_typed_figures_and_unknown_returns_widen_the_range() -> None:
    """By hand: V = 0.06·2000 = 120 → lost 2000·(1 − 1305/1850) = 589.19, middle 89.73; c = 0.15 of
    the point's 459.46 and 499.46; variance 736.4 + 1039.4 + 68.92² + 74.92² + 80² = 18538.5, half-width
    266.9."""
    result = forecast(EXAMPLE)
    assert result.gap_interval == pytest.approx((89.7 - 266.9, 89.7 + 266.9), abs=0.2)


def test_the_range_stays_where_the_plan_is_nothing() -> None:
    result = forecast(replace(EXAMPLE, growth=exact(0), referrals=exact(575), returned_patients=exact(0)))
    assert result.whole is not None
    assert result.whole.plan == 0
    assert result.plan_interval is not None
    assert result.leads_interval is not None
    assert result.plan_interval[0] == result.leads_interval[0] == 0
    assert 0 < result.plan_interval[1] < result.leads_interval[1]


def test_a_conversion_below_one_percent_is_taken_as_it_is() -> None:
    result = forecast(replace(EXAMPLE, conversion=exact(Fraction(1, 200))))
    assert value(result.conversion) == Fraction(1, 200)
    assert result.leads == 444 * 200


def test_more_referrals_than_the_base_are_refused() -> None:
    figures = YearFigures(
        previous_patients=exact(10), patients=exact(1000), new_patients=exact(992), referrals=exact(500)
    )
    # By hand: kept 8/10, rate 100 · 50, so 1000 · 0.8 · 5000 = 4 000 000 referrals of 1000 patients.
    (found,) = contradictions(figures)
    assert found.reason is ContradictionReason.REFERRALS_ABOVE_BASE
    assert (found.left, found.right) == (Fraction(4_000_000), Fraction(1000))


def test_last_years_new_patients_without_referral_stand_beside_the_plan() -> None:
    assert value(forecast(EXAMPLE).attracted_last_year) == 113


def test_leads_are_exact_where_binary_fractions_are_not() -> None:
    """444 / 0.3 is 1480.0000000000002 in floating point, whose ceiling is 1481."""
    assert forecast(EXAMPLE).leads == 1480


def test_a_shrinking_base_drops_the_trend_and_says_so() -> None:
    figures = YearFigures(
        previous_patients=exact(1000), patients=exact(800), new_patients=exact(200), referrals=exact(100)
    )
    result = forecast(figures)
    assert value(result.referral_rate) == Fraction(100, 1000)
    assert Assumption.TREND_DROPPED in result.assumptions
    assert result.whole is not None
    # lost 800·0.4 = 320; referrals 480·0.1 = 48; no growth asked
    assert (result.whole.lost, result.whole.referrals, result.whole.plan) == (320, 48, 272)


def test_a_surplus_is_clipped_only_at_the_end() -> None:
    figures = YearFigures(
        previous_patients=exact(100), patients=exact(200), new_patients=exact(100), referrals=exact(45)
    )
    result = forecast(figures)
    assert result.whole is not None
    # no churn; referrals 200·(200/100)·(45/100) = 180
    assert (result.whole.plan, result.whole.surplus, result.whole.gap) == (0, 180, -180)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"previous_patients": 0}, ContradictionReason.NO_PREVIOUS_PATIENTS),
        ({"patients": 0, "new_patients": 0, "referrals": 0}, ContradictionReason.NO_PATIENTS),
        ({"new_patients": 2001}, ContradictionReason.MORE_NEW_THAN_PATIENTS),
        ({"new_patients": 1500, "returned_patients": 501}, ContradictionReason.MORE_NEW_THAN_PATIENTS),
        ({"new_patients": 100, "referrals": 50}, ContradictionReason.MORE_RETAINED_THAN_BEFORE),
        ({"referrals": 576}, ContradictionReason.MORE_REFERRALS_THAN_NEW),
        ({"conversion": 0}, ContradictionReason.CONVERSION_OUT_OF_RANGE),
        ({"conversion": 2}, ContradictionReason.CONVERSION_OUT_OF_RANGE),
        ({"turnover": -1}, ContradictionReason.NEGATIVE),
    ],
)
def test_contradicting_figures_are_refused(changes: dict[str, int], reason: ContradictionReason) -> None:
    figures = replace(EXAMPLE, **{name: exact(number) for name, number in changes.items()})
    assert [found.reason for found in contradictions(figures)] == [reason]
    with pytest.raises(FiguresError) as refusal:
        forecast(figures)
    assert refusal.value.contradictions[0].reason is reason


@pytest.mark.parametrize(
    ("unknown", "absent", "present"),
    [
        ("turnover", ["average_check", "at_risk", "stable"], ["churn", "plan", "referrals"]),
        ("new_patients", ["churn", "lost", "gap", "plan"], ["average_check", "growth_patients"]),
        ("previous_patients", ["churn", "referral_rate", "plan"], ["average_check", "growth_patients"]),
        ("referrals", ["referrals", "gap", "plan"], ["churn", "lost", "at_risk"]),
        ("patients", ["churn", "average_check", "plan"], []),
    ],
)
def test_an_unknown_figure_greys_only_what_needs_it(
    unknown: str, absent: list[str], present: list[str]
) -> None:
    result = forecast(replace(EXAMPLE, **{unknown: None}))
    assert [name for name in absent if getattr(result, name) is not None] == []
    assert [name for name in present if getattr(result, name) is None] == []


def test_nothing_known_is_a_forecast_of_nothing() -> None:
    result = forecast(YearFigures())
    assert result.whole is None
    assert result.leads is None
    assert result.monthly_patients == ()


def test_words_become_a_range_of_the_plan() -> None:
    half_of_new = exact(575).map(lambda new: new * Fraction(1, 2))
    words = Estimate(half_of_new.value, Fraction(575) * Fraction(4, 10), Fraction(575) * Fraction(6, 10))
    result = forecast(replace(EXAMPLE, referrals=words))
    assert result.estimated_inputs == (Figure.REFERRALS,)
    assert result.plan is not None
    # the ends of the range are the plans of 345 and of 230 referrals
    assert result.plan.low == value(forecast(replace(EXAMPLE, referrals=exact(345))).plan)
    assert result.plan.high == value(forecast(replace(EXAMPLE, referrals=exact(230))).plan)
    assert result.plan_interval is not None
    assert result.plan_interval[0] < result.plan.low
    assert result.plan_interval[1] > result.plan.high


def test_what_if_churn_falls_by_three_points() -> None:
    result = forecast(EXAMPLE, Scenario(churn=Fraction(-3, 100)), as_in_article=True)
    assert result.whole is not None
    # By hand: lost 2000·0.20 = 400, referrals 1600·0.27 = 432, growth 400 → 368
    assert (result.whole.lost, result.whole.referrals, result.whole.plan) == (400, 432, 368)


def test_what_if_the_check_rises_fewer_patients_make_the_same_turnover() -> None:
    result = forecast(EXAMPLE, Scenario(average_check=Fraction(5, 100)), as_in_article=True)
    assert value(result.average_check) == 31_500
    assert result.whole is not None
    # 72 000 000 / 31 500 = 2285.7 patients instead of 2000: 285.7 more; 460 + 285.7 − 415.8 = 329.9
    assert (result.whole.growth, result.whole.plan) == (286, 330)


def test_what_if_referrals_and_conversion_change() -> None:
    result = forecast(
        EXAMPLE, Scenario(referrals=Fraction(1, 10), conversion=Fraction(5, 100)), as_in_article=True
    )
    assert result.whole is not None
    # referrals 415.8·1.1 = 457.38 → plan 402.62 → 403 patients; 403 / 0.35 = 1151.4 → 1152
    assert (result.whole.plan, result.leads) == (403, 1152)


def test_what_if_growth_is_replaced() -> None:
    result = forecast(EXAMPLE, Scenario(growth=Fraction(0)))
    assert result.whole is not None
    assert (result.whole.growth, result.whole.plan) == (0, 44)


def test_a_scenario_never_leaves_possible_shares() -> None:
    result = forecast(EXAMPLE, Scenario(churn=Fraction(-1), conversion=Fraction(5)))
    assert value(result.churn) == 0
    assert value(result.conversion) == 1


def test_months_follow_the_season() -> None:
    season = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3)
    result = forecast(EXAMPLE, seasonality=season)
    assert result.monthly_patients == (*(0,) * 10, 111, 333)
    assert result.monthly_leads == (*(0,) * 10, 370, 1110)
    with pytest.raises(ValueError, match="twelve"):
        forecast(EXAMPLE, seasonality=(1, 1))


def bridge_adds_up(result: Forecast) -> bool:
    whole = result.whole
    assert whole is not None
    return (
        whole.lost + whole.growth - whole.referrals == whole.plan - whole.surplus
        and whole.gap == whole.lost - whole.referrals
        and whole.needed == whole.lost + whole.growth
    )


@given(possible_figures())
def test_the_printed_bridge_and_months_always_add_up(figures: YearFigures) -> None:
    result = forecast(figures)
    assert result.whole is not None
    assert bridge_adds_up(result)
    assert result.whole.plan == round_half_away(value(result.plan))
    assert result.whole.lost + result.whole.kept == value(figures.patients)
    assert sum(result.monthly_patients) == result.whole.plan
    assert sum(result.monthly_leads) == result.leads


@given(possible_figures(), st.integers(0, 100), st.integers(0, 100))
def test_more_churn_never_lowers_the_plan(figures: YearFigures, less: int, more: int) -> None:
    low, high = sorted((less, more))
    plans = [value(forecast(figures, Scenario(churn=Fraction(points, 100))).plan) for points in (low, high)]
    assert plans[0] <= plans[1]


@given(possible_figures(), st.integers(1, 10**6))
def test_scaling_money_scales_money_and_nothing_else(figures: YearFigures, factor: int) -> None:
    plain = forecast(figures)
    scaled = forecast(replace(figures, turnover=exact(value(figures.turnover) * factor)))
    assert value(scaled.average_check) == value(plain.average_check) * factor
    assert value(scaled.at_risk) == value(plain.at_risk) * factor
    assert (scaled.whole, scaled.leads) == (plain.whole, plain.leads)


@given(possible_figures(), st.integers(2, 50))
def test_a_clinic_n_times_larger_has_the_same_churn_and_n_times_the_plan(
    figures: YearFigures, n: int
) -> None:
    people = ("previous_patients", "patients", "new_patients", "returned_patients", "referrals")
    larger = replace(figures, **{name: exact(value(getattr(figures, name)) * n) for name in people})
    assert value(forecast(larger).churn) == value(forecast(figures).churn)
    assert value(forecast(larger).plan) == value(forecast(figures).plan) * n


@given(possible_figures(), st.data())
def test_every_value_within_an_estimate_stays_within_the_range(
    figures: YearFigures, data: st.DataObject
) -> None:
    new = int(value(figures.new_patients))
    low = data.draw(st.integers(0, new))
    high = data.draw(st.integers(low, new))
    inside = data.draw(st.integers(low, high))
    estimated = replace(figures, referrals=Estimate.between(low, high))
    drawn = replace(figures, referrals=exact(inside))
    assume(not contradictions(estimated))
    assume(not contradictions(drawn))
    spread = forecast(estimated).plan
    assert spread is not None
    assert spread.low <= value(forecast(drawn).plan) <= spread.high


@given(possible_figures())
def test_money_at_risk_and_stable_make_the_turnover(figures: YearFigures) -> None:
    result = forecast(figures)
    assert value(result.at_risk) + value(result.stable) == value(figures.turnover)
