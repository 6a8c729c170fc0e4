"""Each rule on figures that must fire it and on figures that must not."""

from dataclasses import replace

import pytest

from metrics.advice import RULES, AdviceFigures, Rule, advise
from metrics.comparison import FigureChange
from metrics.measures import Absent, Measure, Metric, Unit, missing

UP, DOWN, STEADY = FigureChange(10, 5, 2, 8), FigureChange(10, -5, -8, -2), FigureChange(10, 1, -3, 5)
BARELY_UP, BARELY_DOWN = FigureChange(10, 5, 1, 9), FigureChange(10, -5, -9, -1)


def figure(
    metric: Metric, change: FigureChange | None = None, value: float = 10, low: float = 8, high: float = 12
) -> Measure:
    return Measure(metric, Unit.COUNT, value, low, high, n=100, change=change)


M = Metric
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
        figure(M.FIRST_YEAR_VALUE, value=1900, low=1800, high=2000),
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
    Rule.MONTH_WITHIN_BAND: [figure(M.LAST_MONTH, DOWN)],
}


def within_chance(measure: Measure) -> Measure:
    """The same figure where the change, or the distance from the threshold, is within the interval."""
    wide = replace(measure, low=-1e9, high=1e9, provisional=False)
    return replace(wide, change=None if measure.change is None else FigureChange(10, 1, -3, 5))


def test_every_rule_of_the_definitions_is_there_once() -> None:
    assert [entry.number for entry in RULES] == list(range(1, 24))
    assert [entry.rule for entry in RULES] == list(Rule)
    assert set(FIRING) == set(Rule)


@pytest.mark.parametrize("rule", list(Rule))
def test_a_rule_fires_with_the_figures_that_fired_it(rule: Rule) -> None:
    findings = [finding for finding in advise(FIRING[rule]) if finding.rule is rule]
    assert len(findings) == 1
    assert findings[0].figures == tuple(FIRING[rule])


@pytest.mark.parametrize(
    "rule", [r for r in Rule if r not in (Rule.GAP_INCLUDES_ZERO, Rule.TOO_FEW_RESPONSES)]
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


@pytest.mark.parametrize("rule", list(Rule))
def test_a_rule_needs_all_of_its_figures(rule: Rule) -> None:
    for left_out in FIRING[rule]:
        rest = [measure for measure in FIRING[rule] if measure is not left_out]
        absent = missing(left_out.metric, left_out.unit, Absent.SHORT_HISTORY)
        assert rule not in {finding.rule for finding in advise([*rest, absent])}


def test_asking_about_a_figure_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        AdviceFigures.of([]).value(Metric.CHURN)
