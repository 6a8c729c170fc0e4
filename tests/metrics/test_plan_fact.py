"""Plan against fact: every figure by hand from its definition, and silence on noise."""

from collections.abc import Mapping
from fractions import Fraction
from math import sqrt

import numpy as np
import pytest

from metrics.allocation import EVEN_MONTHS
from metrics.month_noise import binomial_chance, chance_of, noise_of, own_seasonality, year_end
from metrics.monthly import Month, MonthFacts, MonthFigure
from metrics.plan_fact import (
    FALSE_ALARMS,
    ChannelGoal,
    Line,
    MonthFinding,
    MonthReport,
    Topic,
    YearPlan,
    month_report,
)

NEW, REFERRALS, LEADS, STARTED, TURNOVER = (
    MonthFigure.NEW_PATIENTS,
    MonthFigure.REFERRALS,
    MonthFigure.LEADS,
    MonthFigure.STARTED,
    MonthFigure.TURNOVER,
)
ADS = ChannelGoal(
    channel="ads",
    name="Реклама",
    patients=(20,) * 12,
    leads=(60,) * 12,
    cost_per_lead=Fraction(500),
    budget=None,
)


def exact(*values: int) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, values))


EVEN = exact(*EVEN_MONTHS)


def plan(*channels: ChannelGoal, conversion: Fraction | None = Fraction(3, 10), year: int = 2027) -> YearPlan:
    lines = {Line.ATTRACTED: 37, Line.LEADS: 124, Line.REFERRALS: 35, Line.TURNOVER: 6_000_000}
    return YearPlan(
        year=year,
        lines={line: (Fraction(value),) * 12 for line, value in lines.items()},
        conversion=conversion,
        channels=channels,
    )


def told(
    month: Month, channels: Mapping[str, Mapping[MonthFigure, int]] | None = None, **figures: int
) -> MonthFacts:
    return MonthFacts(
        month,
        {MonthFigure(name): Fraction(value) for name, value in figures.items()},
        {
            channel: {figure: Fraction(value) for figure, value in of.items()}
            for channel, of in (channels or {}).items()
        },
    )


def year(*attracted: int | None, of: int = 2027) -> dict[Month, MonthFacts]:
    """Months from January on with so many attracted patients and no referrals; None leaves a gap."""
    months = [Month(of, number) for number in range(1, len(attracted) + 1)]
    return {
        month: told(month, new_patients=value, referrals=0)
        for month, value in zip(months, attracted, strict=True)
        if value is not None
    }


def test_a_month_stands_against_its_own_plan() -> None:
    month = Month(2027, 10)
    facts = {month: told(month, new_patients=60, referrals=29, leads=130, turnover=6_120_000)}
    report = month_report(month, facts, plan())
    assert {line: (found.fact, found.plan) for line, found in report.lines.items()} == {
        Line.ATTRACTED: exact(31, 37),
        Line.LEADS: exact(130, 124),
        Line.REFERRALS: exact(29, 35),
        Line.TURNOVER: exact(6_120_000, 6_000_000),
    }
    assert report.lines[Line.ATTRACTED].deviation == Fraction(-6, 37)
    assert report.lines[Line.TURNOVER].deviation == Fraction(1, 50)


def test_without_a_plan_or_without_its_figures_nothing_is_compared() -> None:
    month = Month(2027, 1)
    facts = {month: told(month, new_patients=40)}
    assert month_report(month, facts, None).lines == {}
    report = month_report(month, facts, plan())
    assert (report.lines, report.year, report.rest, report.conversion) == ({}, {}, {}, None)
    assert month_report(Month(2027, 2), {}, plan()).findings == ()


def test_the_year_so_far_counts_the_known_months_on_both_sides() -> None:
    report = month_report(Month(2027, 4), year(30, None, 40, 35), plan())
    found = report.year[Line.ATTRACTED]
    assert (found.fact, found.plan, found.months) == (*exact(105, 111), 3)


@pytest.mark.parametrize(
    ("attracted", "needed", "left", "gaps"),
    [
        ((37,) * 10, 37, 2, 0),  # on plan: 444 − 370 = 74
        ((30,) * 10, 72, 2, 0),  # 444 − 300 = 144
        ((30, None, 30), 39, 9, 1),  # 444 − 60 − 37 for the gap = 347, 38.6 a month
        ((100,) * 5, 0, 7, 0),  # reached
        ((37,) * 11 + (36,), None, 0, 0),  # no month left
    ],
)
def test_what_the_rest_of_the_year_needs(
    attracted: tuple[int | None, ...], needed: int | None, left: int, gaps: int
) -> None:
    facts = year(*attracted)
    rest = month_report(max(facts), facts, plan()).rest[Line.ATTRACTED]
    assert (rest.needed, rest.months_left, rest.gaps, rest.planned) == (needed, left, gaps, Fraction(444))


def test_noise_is_pearsons_statistic_about_the_own_level() -> None:
    known = {Month(2026, number): Fraction(value) for number, value in enumerate((10, 20, 30), start=1)}
    noise = noise_of(known, EVEN_MONTHS)
    assert noise is not None
    # Level 20; (10² + 0 + 10²) / 20 = 10 over two degrees of freedom.
    assert (noise.level, noise.dispersion, noise.freedom, noise.weight) == (20.0, 5.0, 2, 3.0)


def test_people_vary_at_least_as_independent_arrivals_do() -> None:
    same = {Month(2026, number): Fraction(20) for number in range(1, 7)}
    noise = noise_of(same, EVEN_MONTHS)
    assert noise is not None
    assert noise.dispersion == 1.0
    assert noise_of(same, EVEN_MONTHS, is_counted=False) is None


@pytest.mark.parametrize("values", [(), (5,), (5, 6), (0, 0, 0, 0)])
def test_noise_is_not_known_from_two_months_or_from_nobody(values: tuple[int, ...]) -> None:
    known = {Month(2026, number): Fraction(value) for number, value in enumerate(values, start=1)}
    assert noise_of(known, EVEN_MONTHS) is None


def test_only_the_newest_24_months_count() -> None:
    old = {Month(2020, 1): Fraction(10**6)}
    new = {Month(2026, 1).shift(-number): Fraction(20) for number in range(24)}
    assert noise_of(old | new, EVEN_MONTHS) == noise_of(new, EVEN_MONTHS)


def test_the_chance_is_students_on_the_noise() -> None:
    known = {Month(2026, number): Fraction(value) for number, value in enumerate((10, 20, 30), start=1)}
    # (20 + 4.302653 · √(5 · 20)) − 20 is exactly the 5 % point of t with 2 degrees of freedom.
    strayed = Fraction(20) + Fraction(4.302652729749464 * sqrt(100))
    assert chance_of(Fraction(20), strayed, noise_of(known, EVEN_MONTHS)) == pytest.approx(0.05, abs=1e-9)
    assert chance_of(Fraction(20), Fraction(20), noise_of(known, EVEN_MONTHS)) == 1.0


def test_the_year_end_goes_on_at_the_own_pace() -> None:
    known = {Month(2027, number): Fraction(value) for number, value in enumerate((10, 20, 30), start=1)}
    noise = noise_of(known, EVEN_MONTHS)
    assert noise is not None
    expected, low, high = year_end(60, 9, noise)
    assert expected == 60 + 9 * 20
    # variance 5 · 20 · (9 + 81/3) = 3600; t(0.975; 2) = 4.302653
    assert low == 60
    assert high == pytest.approx(240 + 4.302652729749464 * 60)


def test_the_year_end_of_a_whole_year_is_the_year() -> None:
    facts = year(*(30 + number % 3 for number in range(12)))
    rest = month_report(Month(2027, 12), facts, plan()).rest[Line.ATTRACTED]
    assert rest.year_end == (float(rest.so_far),) * 3


def test_seasons_weigh_in_the_year_end() -> None:
    weights = (2, 2, 2, 2, 2, 2, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5)
    facts = year(40, 40, 40, 40, 40, 40)
    rest = month_report(Month(2027, 6), facts, plan(), weights).rest[Line.ATTRACTED]
    assert rest.year_end is not None
    assert rest.year_end[0] == pytest.approx(240 + 6 * 10)


def test_seasonality_needs_every_month_of_the_year() -> None:
    months = {Month(2026, number): Fraction(30) for number in range(1, 12)}
    assert own_seasonality(months, Month(2027, 1)) is None
    months[Month(2025, 12)] = Fraction(30)
    assert own_seasonality(months, Month(2027, 1)) == EVEN
    assert own_seasonality(months, Month(2026, 12)) == EVEN
    assert own_seasonality(months, Month(2026, 11)) is None
    assert own_seasonality(dict.fromkeys(months, Fraction(0)), Month(2027, 1)) is None


def test_seasonality_is_drawn_towards_an_even_year_as_far_as_chance_explains_it() -> None:
    values = [Fraction(10)] * 6 + [Fraction(30)] * 6
    weights = own_seasonality(
        {Month(2026, number): value for number, value in enumerate(values, start=1)}, Month(2027, 1)
    )
    # Level 20, χ² = 12 · 10²/20 = 60, kept 1 − 9/60 = 17/20 of ±1/2.
    assert weights == (Fraction(23, 40),) * 6 + (Fraction(57, 40),) * 6
    little = [Fraction(19)] * 6 + [Fraction(21)] * 6
    even = own_seasonality(
        {Month(2026, number): value for number, value in enumerate(little, start=1)}, Month(2027, 1)
    )
    assert even == EVEN  # χ² = 12/20, less than 9


def test_conversion_counts_the_months_in_which_both_are_known() -> None:
    facts = {
        Month(2027, 1): told(Month(2027, 1), leads=100, started=20),
        Month(2027, 2): told(Month(2027, 2), leads=500),
        Month(2027, 3): told(Month(2027, 3), leads=100, started=30),
    }
    conversion = month_report(Month(2027, 3), facts, plan()).conversion
    assert conversion is not None
    assert (conversion.started, conversion.leads, conversion.value) == (50, 200, Fraction(1, 4))
    # |50 − 60| / √(200 · 0.3 · 0.7) = 1.543 on t with 199 degrees of freedom
    assert conversion.chance == pytest.approx(0.12443, abs=1e-4)


@pytest.mark.parametrize(
    ("successes", "trials", "share", "chance"), [(3, 10, 0.3, 1.0), (5, 5, 1.0, 1.0), (4, 5, 1.0, 0.0)]
)
def test_the_chance_of_a_share(successes: int, trials: int, share: float, chance: float) -> None:
    assert binomial_chance(successes, trials, share) == pytest.approx(chance)


def test_a_channel_has_its_conversion_and_its_cost() -> None:
    months = [Month(2027, 1), Month(2027, 2)]
    facts = {
        month: told(month, {"ads": {LEADS: leads, NEW: new}})
        for month, leads, new in zip(months, (50, 70), (10, 20), strict=True)
    }
    (ads,) = month_report(months[1], facts, plan(ADS)).channels
    assert ads.patients is not None
    assert ads.leads is not None
    assert (ads.patients.fact, ads.patients.plan, ads.leads.fact, ads.leads.plan) == exact(30, 40, 120, 120)
    assert ads.conversion is not None
    assert ads.conversion.value == Fraction(1, 4)
    assert ads.cost == 2000  # 120 leads at 500 for 30 patients
    assert ads.planned_cost == 1500  # 720 leads at 500 for 240 patients


def test_a_budget_is_spread_evenly_over_the_year() -> None:
    goal = ChannelGoal(
        channel="map",
        name="Карты",
        patients=(10,) * 12,
        leads=(30,) * 12,
        cost_per_lead=None,
        budget=Fraction(240_000),
    )
    facts = {Month(2027, 1): told(Month(2027, 1), {"map": {NEW: 5}})}
    (found,) = month_report(Month(2027, 1), facts, plan(goal)).channels
    assert (found.cost, found.planned_cost) == exact(4000, 2000)
    assert found.conversion is None


def test_the_money_of_nobody_is_not_known() -> None:
    facts = {Month(2027, 1): told(Month(2027, 1), {"ads": {LEADS: 10, NEW: 0}})}
    (found,) = month_report(Month(2027, 1), facts, plan(ADS)).channels
    assert found.cost is None


def after_a_year(usual: int, month: Month, leads: int) -> MonthReport:
    """A year of months with so many leads (a little up and down), then one month by its own figures."""
    facts = {
        month.shift(-back): told(month.shift(-back), leads=usual + (3 if back % 2 else -3))
        for back in range(1, 13)
    }
    facts[month] = told(month, leads=leads)
    return month_report(month, facts, plan())


def test_leads_far_below_the_plan_are_found() -> None:
    report = after_a_year(124, Month(2027, 1), leads=60)
    assert report.is_judged
    assert report.findings[0] == MonthFinding(Topic.LEADS, is_behind=True, of_year=True)


def test_leads_far_above_the_plan_are_found_too() -> None:
    (found,) = after_a_year(124, Month(2027, 1), leads=200).findings
    assert (found.topic, found.is_behind) == (Topic.LEADS, False)


def test_a_deviation_within_the_noise_is_not_found() -> None:
    assert after_a_year(124, Month(2027, 1), leads=110).findings == ()


def test_before_the_noise_is_known_nothing_is_found() -> None:
    report = month_report(Month(2027, 2), year(1, 1), plan())
    assert (report.is_judged, report.findings, report.rest[Line.ATTRACTED].year_end) == (False, (), None)


@pytest.mark.parametrize("dispersion", [1.0, 3.0])
@pytest.mark.parametrize("earlier", [2, 5, 18])
def test_a_clinic_on_plan_raises_no_more_false_alarms_than_stated(dispersion: float, earlier: int) -> None:
    """Months drawn about the plan: Poisson, and negative binomial with three times its variance."""
    rng = np.random.default_rng(20260701)
    clinics, alarms = 600, 0
    month = Month(2027, 5)
    for _ in range(clinics):
        facts = {
            month.shift(-back): drawn(rng, month.shift(-back), dispersion) for back in range(earlier + 1)
        }
        alarms += bool(month_report(month, facts, plan(ADS)).findings)
    # 0.05 and three standard errors of a share seen 600 times
    assert alarms / clinics <= FALSE_ALARMS + 3 * sqrt(FALSE_ALARMS * (1 - FALSE_ALARMS) / clinics)


def drawn(rng: np.random.Generator, month: Month, dispersion: float) -> MonthFacts:
    def count(mean: float) -> int:
        if dispersion == 1:
            return int(rng.poisson(mean))
        return int(rng.negative_binomial(mean / (dispersion - 1), 1 / dispersion))

    leads, referrals, ads = count(124), count(35), count(60)
    return told(
        month,
        {"ads": {LEADS: ads, NEW: count(20)}},
        new_patients=referrals + count(37),
        referrals=referrals,
        leads=leads,
        started=int(rng.binomial(leads, 0.3)),
        turnover=int(rng.normal(6_000_000, 400_000)),
    )
