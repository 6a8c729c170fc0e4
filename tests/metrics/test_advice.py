"""Each rule on figures that must fire it and on figures that must not."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from metrics.advice import LEVELS, RULES, AdviceFigures, Rule, advise, waiting
from metrics.analysis import analyze
from metrics.comparison import FigureChange
from metrics.judgement import Verdict
from metrics.measures import Absent, Measure, Metric, Unit, missing
from metrics.turnover_change import YearSums, turnover_change
from services.supplied import SUPPLIED, WAITING
from tests.metrics.clinics import visits

UP, DOWN, STEADY = FigureChange(10, 5, 2, 8), FigureChange(10, -5, -8, -2), FigureChange(10, 1, -3, 5)
BARELY_UP, BARELY_DOWN = FigureChange(10, 5, 1, 9), FigureChange(10, -5, -9, -1)


def figure(
    metric: Metric, change: FigureChange | None = None, value: float = 10, low: float = 8, high: float = 12
) -> Measure:
    return Measure(metric, Unit.COUNT, value, low, high, n=100, change=change)


M = Metric


def block_measures_of_nothing() -> tuple[Measure, ...]:
    """Every figure of visit rows, all absent."""
    return analyze(visits([]), date(2025, 6, 30), np.random.default_rng(1), with_outlook=False).measures


FIRING: dict[Rule, list[Measure]] = {
    Rule.CHURN_ROSE: [figure(M.CHURN, UP)],
    Rule.NEW_ROSE_REPEAT_FELL: [figure(M.NEW_PATIENTS, UP), figure(M.REPEAT_INDEX, DOWN)],
    Rule.NEW_FELL_REPEAT_STEADY: [figure(M.NEW_PATIENTS, DOWN), figure(M.REPEAT_INDEX, STEADY)],
    Rule.LEADS_ROSE_CONVERSION_FELL: [figure(M.LEADS, UP), figure(M.CONVERSION, DOWN)],
    Rule.CONVERSION_STEADY_ACCEPTANCE_FELL: [figure(M.CONVERSION, STEADY), figure(M.PLAN_ACCEPTANCE, DOWN)],
    Rule.CHECK_ROSE_FREQUENCY_FELL: [figure(M.VISIT_CHECK, UP), figure(M.FREQUENCY, DOWN)],
    Rule.CHECK_FELL_FREQUENCY_ROSE: [figure(M.VISIT_CHECK, DOWN), figure(M.FREQUENCY, UP)],
    Rule.LTV_ROSE_NEW_FELL: [figure(M.LTV, UP), figure(M.NEW_PATIENTS, DOWN)],
    Rule.TURNOVER_ROSE_ACTIVE_FELL: [figure(M.TURNOVER, UP), figure(M.ACTIVE_PATIENTS, DOWN)],
    Rule.ONE_DOCTOR: [figure(M.TOP_DOCTOR_SHARE, value=0.5, low=0.41, high=0.6)],
    Rule.GAP_INCLUDES_ZERO: [figure(M.GAP, value=44, low=-39, high=125)],
    Rule.REFERRALS_FELL_NPS_STEADY: [figure(M.REFERRAL_SHARE, DOWN), figure(M.NPS, STEADY)],
    Rule.NPS_ROSE_REPEAT_FELL: [figure(M.NPS, UP), figure(M.REPEAT_INDEX, DOWN)],
    Rule.EFFORT_WORSE_CANCELLATIONS_ROSE: [figure(M.CES, DOWN), figure(M.CANCELLATIONS, UP)],
    Rule.ACQUISITION_TOO_DEAR: [
        figure(M.ACQUISITION_COST, value=700, low=650, high=750),
        figure(M.LTV, value=1900, low=1800, high=2000),
        figure(M.MARGIN, value=0.3, low=0.29, high=0.32),
    ],
    Rule.CHEAP_LEADS_LOW_REPEAT: [figure(M.CHEAPEST_CHANNEL_REPEAT, DOWN)],
    Rule.DOCTOR_REPEAT_LOW: [
        figure(M.WEAKEST_DOCTOR_REPEAT, value=0.3, low=0.2, high=0.39),
        figure(M.REPEAT_INDEX, value=0.45, low=0.4, high=0.5),
    ],
    Rule.SINGLE_SPECIALITY: [figure(M.SINGLE_SPECIALITY, value=0.6, low=0.51, high=0.7)],
    Rule.RETURNED_ROSE: [figure(M.RETURNED_PATIENTS, UP)],
    Rule.LTV_STEP_MIX_CHANGED: [figure(M.LTV_STEP, UP), figure(M.MIX_SHIFT, DOWN)],
    Rule.SHORT_HISTORY: [replace(figure(M.LTV), provisional=True)],
    Rule.TOO_FEW_RESPONSES: [figure(M.RESPONSES, value=100), figure(M.NEEDED_RESPONSES, value=323)],
    Rule.MONTH_WITHIN_BAND: [figure(M.LAST_MONTH, FigureChange(10, -1, -3, 1))],
    Rule.LEVEL_FELL: [figure(M.LEVEL_SHIFT, DOWN)],
    Rule.CHECK_FELL: [figure(M.VISIT_CHECK, DOWN)],
    Rule.NEW_FELL: [figure(M.NEW_PATIENTS, DOWN)],
    Rule.REPEAT_FELL: [figure(M.REPEAT_INDEX, DOWN)],
    Rule.FREQUENCY_FELL: [figure(M.FREQUENCY, DOWN)],
    Rule.ACTIVE_FELL: [figure(M.ACTIVE_PATIENTS, DOWN)],
    Rule.LOST_ROSE: [figure(M.LOST_PATIENTS, UP)],
    Rule.RETURNED_FELL: [figure(M.RETURNED_PATIENTS, DOWN)],
    Rule.SECOND_VISIT_FELL: [figure(M.SECOND_VISIT, DOWN)],
    Rule.LTV_FELL: [figure(M.LTV, DOWN)],
    Rule.TURNOVER_FELL: [figure(M.TURNOVER, DOWN)],
    Rule.RETURNS_FELL: [figure(M.RETURNS, DOWN)],
    Rule.EARLY_VALUE_FELL: [figure(M.EARLY_VALUE, DOWN)],
    Rule.LAST_MONTH_FELL: [figure(M.LAST_MONTH, DOWN, value=5)],
    Rule.CHURN_LEVEL: [figure(M.CHURN), figure(M.TURNOVER), figure(M.ACTIVE_PATIENTS)],
    Rule.REPEAT_LEVEL: [
        figure(M.REPEAT_INDEX),
        figure(M.NEW_PATIENTS),
        figure(M.TURNOVER),
        figure(M.ACTIVE_PATIENTS),
    ],
}


def within_chance(measure: Measure) -> Measure:
    """The same figure where the change, or the distance from the threshold, is within the interval."""
    wide = replace(measure, low=-1e9, high=1e9, provisional=False)
    return replace(wide, change=None if measure.change is None else FigureChange(10, 1, -3, 5))


def test_every_rule_of_the_definitions_is_there_once() -> None:
    assert [entry.number for entry in RULES] == list(range(1, 40))
    assert [entry.rule for entry in RULES] == [rule for rule in Rule if rule is not Rule.IMPROVED]
    assert set(FIRING) == {entry.rule for entry in RULES}


@pytest.mark.parametrize("rule", list(FIRING))
def test_a_rule_fires_with_the_figures_that_fired_it(rule: Rule) -> None:
    findings = [finding for finding in advise(FIRING[rule]) if finding.rule is rule]
    assert len(findings) == 1
    assert findings[0].figures == tuple(FIRING[rule])


@pytest.mark.parametrize(
    "rule", [r for r in FIRING if r not in LEVELS | {Rule.GAP_INCLUDES_ZERO, Rule.TOO_FEW_RESPONSES}]
)
def test_a_rule_is_silent_where_the_figures_move_within_chance(rule: Rule) -> None:
    quiet = [within_chance(measure) for measure in FIRING[rule]]
    if rule is Rule.MONTH_WITHIN_BAND:
        quiet = [replace(quiet[0], change=FigureChange(10, 1, -3, 5))]
    assert rule not in {finding.rule for finding in advise(quiet)}


@pytest.mark.parametrize(
    ("rule", "quiet"),
    [
        (Rule.GAP_INCLUDES_ZERO, [figure(M.GAP, value=44, low=1, high=90)]),
        (
            Rule.TOO_FEW_RESPONSES,
            [figure(M.RESPONSES, value=323), figure(M.NEEDED_RESPONSES, value=323)],
        ),
        (Rule.ONE_DOCTOR, [figure(M.TOP_DOCTOR_SHARE, value=0.45, low=0.39, high=0.5)]),
        (
            Rule.DOCTOR_REPEAT_LOW,
            [
                replace(figure(M.WEAKEST_DOCTOR_REPEAT, value=0.3, low=0.2, high=0.39), n=29),
                figure(M.REPEAT_INDEX, value=0.45, low=0.4, high=0.5),
            ],
        ),
        (Rule.MONTH_WITHIN_BAND, [figure(M.LAST_MONTH, DOWN, value=5)]),
        (Rule.NEW_FELL_REPEAT_STEADY, [figure(M.NEW_PATIENTS, DOWN), figure(M.REPEAT_INDEX, DOWN)]),
        (Rule.NEW_FELL_REPEAT_STEADY, [figure(M.NEW_PATIENTS, DOWN), figure(M.REPEAT_INDEX)]),
        (Rule.CHURN_ROSE, [figure(M.CHURN, BARELY_UP)]),
        (Rule.NEW_FELL_REPEAT_STEADY, [figure(M.NEW_PATIENTS, BARELY_DOWN), figure(M.REPEAT_INDEX, STEADY)]),
    ],
)
def test_a_rule_is_silent_just_short_of_its_condition(rule: Rule, quiet: list[Measure]) -> None:
    assert rule not in {finding.rule for finding in advise(quiet)}


@pytest.mark.parametrize("rule", list(FIRING))
def test_a_rule_needs_all_of_its_figures(rule: Rule) -> None:
    for left_out in FIRING[rule]:
        rest = [measure for measure in FIRING[rule] if measure is not left_out]
        absent = missing(left_out.metric, left_out.unit, Absent.SHORT_HISTORY)
        assert rule not in {finding.rule for finding in advise([*rest, absent])}


def test_asking_about_a_figure_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        AdviceFigures.of([]).value(Metric.CHURN)


JUDGED = FigureChange(10, -5, -8, -2, Verdict.FELL)


def test_a_change_seen_for_the_first_time_fires_nothing() -> None:
    seen = FigureChange(10, -5, -8, -2, Verdict.MAY_HAVE_FALLEN)
    assert not advise([figure(M.VISIT_CHECK, seen)])
    assert advise([figure(M.VISIT_CHECK, JUDGED)])


def test_one_figure_is_not_told_twice() -> None:
    """The combination names both figures; their single rules are silent."""
    found = advise([figure(M.VISIT_CHECK, DOWN), figure(M.FREQUENCY, UP)])
    assert [finding.rule for finding in found] == [Rule.CHECK_FELL_FREQUENCY_ROSE]


def test_what_moves_most_money_comes_first_and_caveats_last() -> None:
    """By hand: patient-year 2000/10 = 200; churn +5 points of 100 patients −1000 (n = 100, difference 0.05);
    new 10 fewer, LTV 300 each: −3000."""
    churn = figure(M.CHURN, FigureChange(0.4, 0.05, 0.02, 0.08), value=0.45)
    new = figure(M.NEW_PATIENTS, FigureChange(60, -10, -14, -6), value=50)
    others = [figure(M.TURNOVER, value=2000), figure(M.ACTIVE_PATIENTS, value=10), figure(M.LTV, value=300)]
    provisional = replace(others[2], provisional=True)
    found = advise([churn, new, others[0], others[1], provisional])
    assert [(finding.rule, finding.money) for finding in found] == [
        (Rule.NEW_FELL, -3000),
        (Rule.CHURN_ROSE, -1000),
        (Rule.SHORT_HISTORY, None),
    ]


def test_parts_of_the_change_of_turnover_are_the_effect_of_check_and_frequency() -> None:
    why = turnover_change(YearSums(100, 200, 1_000_000), YearSums(100, 200, 800_000))
    (found,) = advise([figure(M.VISIT_CHECK, JUDGED)], why)
    assert (found.rule, found.money) == (Rule.CHECK_FELL, -200_000)


def test_nobody_is_told_to_change_nothing_while_a_fall_stands() -> None:
    month = figure(M.LAST_MONTH, FigureChange(12, -2, -4, 0, Verdict.STEADY))
    assert {finding.rule for finding in advise([month])} == {Rule.MONTH_WITHIN_BAND}
    told = {finding.rule for finding in advise([month, figure(M.LEVEL_SHIFT, JUDGED)])}
    assert told == {Rule.LEVEL_FELL}


def test_an_improvement_is_told_of() -> None:
    rose = FigureChange(10, 5, 2, 8, Verdict.ROSE)
    assert [finding.rule for finding in advise([figure(M.REPEAT_INDEX, rose)])] == [Rule.IMPROVED]


def test_every_rule_has_a_supplier_or_waits() -> None:
    """What visit rows and the workspace supply; rules that need anything else wait, and these are all."""
    rows = [measure for measure in block_measures_of_nothing() if measure is not None]
    supplied = [missing(metric, Unit.COUNT, Absent.NO_VISITS) for metric in SUPPLIED]
    assert set(waiting([*rows, *supplied])) == set(WAITING)
