"""The whole analysis: edges, the way to JSON and back, what it says of a clinic in which nothing changes."""

from collections.abc import Callable
from datetime import date, timedelta
from math import isfinite

import numpy as np
import pytest

from benchmarks.synthetic import SyntheticClinic, visits_of
from metrics.advice import CAVEATS, LEVELS, Rule
from metrics.analysis import Analysis, analyze, compare
from metrics.blocks import BLOCKS
from metrics.days import day_number, years_before
from metrics.measures import Absent, Measure, Metric, Unit
from metrics.visits import VisitField, Visits
from tests.metrics.clinics import frame, random_clinic, visits
from tests.metrics.slow_reference import Row, SlowClinic

AS_OF = date(2025, 6, 30)
COMPUTED = list(Metric)[: list(Metric).index(Metric.LEADS)]


def analysis_of(found: Visits, as_of: date = AS_OF) -> Analysis:
    return analyze(found, as_of, np.random.default_rng(1), with_outlook=False)


def repeated(day: date, patients: int, kopecks: int | None = 100_00) -> list[Row]:
    return [Row(f"p{number}", day, kopecks, "A", "friends") for number in range(patients)]


def without_amounts() -> Visits:
    rows = [
        Row(f"p{start}", AS_OF - timedelta(days=back), None)
        for start in range(100, 1200, 20)
        for back in range(start, start - 100, -20)
    ]
    return Visits.from_frame(frame(rows).drop(columns="amount"))


def forty_years() -> Visits:
    rows = [
        Row(f"p{year % 7}", date(year, month, 28), 500_00, "A")
        for year in range(1985, 2026)
        for month in (2, 8)
    ]
    return visits(rows)


def leap_days() -> Visits:
    return visits([Row(f"p{n}", date(year, 2, 29), 100_00) for n in range(12) for year in (2016, 2020, 2024)])


EDGES: dict[str, Callable[[], Visits]] = {
    "empty": lambda: visits([]),
    "one row": lambda: visits([Row("a", date(2025, 3, 1), 100)]),
    "one patient": lambda: visits(
        [Row("a", date(2020, 1, 1) + timedelta(days=50 * n), 100) for n in range(40)]
    ),
    "one day": lambda: visits(repeated(date(2024, 5, 5), 50)),
    "all refunds": lambda: visits(repeated(date(2024, 5, 5), 50, -100)),
    "more refunded than paid": lambda: visits(
        repeated(date(2024, 5, 5), 20, 100) + repeated(date(2024, 6, 5), 20, -500)
    ),
    "free of charge": lambda: visits(repeated(date(2022, 5, 5), 50, 0) + repeated(date(2025, 5, 5), 50, 0)),
    "no amounts": without_amounts,
    "all in the future": lambda: visits(repeated(date(2030, 1, 1), 50)),
    "partly in the future": lambda: visits(repeated(date(2023, 1, 1), 50) + repeated(date(2030, 1, 1), 50)),
    "forty years": forty_years,
    "leap days": leap_days,
    "all first visits in the last month": lambda: visits(repeated(date(2025, 6, 10), 300)),
    "as of the day of the only visits": lambda: visits(repeated(AS_OF, 40)),
    "a visit every four years": lambda: visits(
        [row for year in (2012, 2016, 2020, 2024) for row in repeated(date(year, 3, 3), 40)]
    ),
    "ten thousand years of money": lambda: visits(repeated(date(2023, 1, 1), 50, 10**13)),
}


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.filterwarnings("error")
def test_an_edge_gives_a_figure_or_a_named_reason(edge: str) -> None:
    found = analysis_of(EDGES[edge]())
    assert [measure.metric for measure in found.measures] != []
    assert {measure.metric for measure in found.measures} == set(COMPUTED)
    for measure in found.measures:
        assert (measure.value is None) == (measure.absent is not None), measure
        for number in (measure.value, measure.low, measure.high):
            assert number is None or isfinite(number), measure
        if measure.low is not None and measure.high is not None:
            assert measure.low <= measure.high, measure


@pytest.mark.parametrize("edge", EDGES)
def test_an_edge_goes_to_json_and_back_unchanged(edge: str) -> None:
    found = analysis_of(EDGES[edge]())
    assert Analysis.from_json(found.to_json()) == found


@pytest.mark.parametrize(
    ("as_of", "active"),
    [(date(2024, 2, 29), 12), (date(2025, 1, 31), 12), (date(2025, 2, 28), 0), (date(2026, 1, 1), 0)],
)
def test_a_year_ends_with_february_however_long_it_is(as_of: date, active: int) -> None:
    found = analysis_of(leap_days(), as_of)
    assert found.patients == 12
    assert found.measure(Metric.ACTIVE_PATIENTS).value == active


@pytest.mark.parametrize(
    ("edge", "metric", "reason"),
    [
        ("empty", Metric.LTV, Absent.NO_VISITS),
        ("all refunds", Metric.TURNOVER, Absent.NO_VISITS),
        ("no amounts", Metric.LTV, Absent.NO_AMOUNTS),
        ("no amounts", Metric.TURNOVER, Absent.NO_AMOUNTS),
        ("all first visits in the last month", Metric.REPEAT_INDEX, Absent.NO_MATURE_PATIENTS),
        ("all first visits in the last month", Metric.LTV, Absent.SHORT_HISTORY),
        ("all first visits in the last month", Metric.CHURN, Absent.SHORT_HISTORY),
        ("a visit every four years", Metric.REPEAT_INDEX, Absent.CYCLE_OVER_THREE_YEARS),
        ("one row", Metric.SINGLE_SPECIALITY, Absent.NO_SUCH_COLUMN),
        ("free of charge", Metric.TOP_TENTH_SHARE, Absent.NO_REVENUE),
    ],
)
def test_the_reason_is_the_right_one(edge: str, metric: Metric, reason: Absent) -> None:
    assert analysis_of(EDGES[edge]()).measure(metric).absent is reason


def test_figures_that_need_no_money_are_there_without_amounts() -> None:
    found = analysis_of(without_amounts())
    for metric in (Metric.REPEAT_INDEX, Metric.LIFETIME, Metric.CHURN, Metric.FREQUENCY):
        assert found.measure(metric).value is not None


def test_every_block_has_three_to_six_figures_and_no_figure_is_in_two() -> None:
    assert all(3 <= len(metrics) <= 6 for metrics in BLOCKS.values())
    listed = [metric for metrics in BLOCKS.values() for metric in metrics]
    assert len(listed) == len(set(listed))
    assert set(listed) <= set(COMPUTED)


@pytest.mark.parametrize("seed", range(0, 200, 10))
def test_figures_of_the_year_agree_with_the_plain_reference(seed: int) -> None:
    rows, as_of = random_clinic(seed)
    found = analysis_of(visits(rows), as_of)
    slow = SlowClinic(rows, found.as_of)
    if found.year_end is None:
        return
    start = years_before(day_number(found.year_end), 1) + 1
    first = date.fromordinal(start + date(1970, 1, 1).toordinal())
    turnover = found.measure(Metric.TURNOVER)
    if turnover.absent is None:
        assert turnover.value == slow.turnover(first, found.year_end)
    base = slow.base_movement()
    year = list(base)[-12:]
    active, _, _, _, _ = base[year[-1]]
    assert found.measure(Metric.ACTIVE_PATIENTS).value == active
    if found.new_after is not None:
        new, returned, _ = slow.side_by_side(found.new_after)
        assert new is not None
        assert found.measure(Metric.NEW_PATIENTS).value == new[0]
        assert returned is None or found.measure(Metric.RETURNED_PATIENTS).value == returned[0]
    else:
        assert found.measure(Metric.NEW_PATIENTS).value == sum(base[month][2] for month in year)
        assert found.measure(Metric.RETURNED_PATIENTS).value == sum(base[month][3] for month in year)
    assert found.measure(Metric.LOST_PATIENTS).value == sum(base[month][4] for month in year)


@pytest.fixture(scope="module")
def clinic() -> Analysis:
    """Three thousand patients over six years in a clinic where nothing changes, with one decision."""
    found = visits_of(SyntheticClinic(), 3000, 6, np.random.default_rng(11), labels=True)
    return analyze(found, date(2024, 12, 31), np.random.default_rng(1), decisions=[date(2023, 3, 1)])


def test_a_full_analysis_goes_to_json_and_back_unchanged(clinic: Analysis) -> None:
    again = Analysis.from_json(clinic.to_json())
    assert again == clinic
    assert again.to_json() == clinic.to_json()


def test_the_same_rows_and_seed_give_the_same_analysis() -> None:
    found = visits_of(SyntheticClinic(), 300, 4, np.random.default_rng(3), labels=True)
    first, again = (
        analyze(found, date(2022, 12, 31), np.random.default_rng(5), with_outlook=False) for _ in range(2)
    )
    assert first.to_json() == again.to_json()


def test_lifetime_is_the_one_the_rows_were_made_with(clinic: Analysis) -> None:
    measure = clinic.measure(Metric.LIFETIME)
    truth = SyntheticClinic().lifetime
    assert measure.low is not None
    assert measure.high is not None
    assert measure.low <= truth <= measure.high
    assert measure.value == pytest.approx(truth, rel=0.05)


def test_ltv_is_of_a_year_with_three_years_of_rows_and_of_half_a_year_before(clinic: Analysis) -> None:
    assert clinic.window is not None
    assert (clinic.window.months, clinic.window.provisional) == (12, False)
    short = visits_of(SyntheticClinic(), 600, 2, np.random.default_rng(1))
    found = analysis_of(short, date(2020, 12, 31))
    assert found.window is not None
    assert (found.window.months, found.window.provisional) == (6, True)
    assert found.measure(Metric.LTV).provisional


def test_the_last_point_of_the_line_is_the_ltv_of_today(clinic: Analysis) -> None:
    assert clinic.rolling[-1] == clinic.ltv
    assert clinic.measure(Metric.LTV).value == clinic.rolling[-1].value
    assert clinic.rolling[-1].as_of == clinic.registered[-1].month_end == clinic.as_of == date(2024, 12, 31)


def test_an_analysis_in_the_middle_of_a_month_is_of_the_last_complete_one() -> None:
    found = visits_of(SyntheticClinic(), 600, 4, np.random.default_rng(3))
    middle, end = (analysis_of(found, day) for day in (date(2022, 7, 20), date(2022, 6, 30)))
    assert middle == end
    assert middle.as_of == middle.year_end == date(2022, 6, 30)


def test_active_patients_are_last_years_plus_new_and_returned_less_lost(clinic: Analysis) -> None:
    value = {metric: clinic.measure(metric) for metric in Metric if metric in COMPUTED}
    active = value[Metric.ACTIVE_PATIENTS]
    assert active.change is not None
    moved = [value[m].value for m in (Metric.NEW_PATIENTS, Metric.RETURNED_PATIENTS, Metric.LOST_PATIENTS)]
    new, returned, lost = (number for number in moved if number is not None)
    assert active.value == active.change.other + new + returned - lost


def test_the_smaller_of_two_doctors_is_hidden_below_ten_patients() -> None:
    rows = repeated(date(2025, 5, 5), 40) + [Row(f"q{n}", date(2025, 5, 5), 1, "B") for n in range(9)]
    table = next(t for t in analysis_of(visits(rows)).group_tables if t.field is VisitField.DOCTOR)
    assert [group.name for group in table.rows] == ["A"]
    assert table.hidden == 1


def test_a_doctor_who_brings_most_of_the_money_is_named() -> None:
    rows = [
        Row(
            f"p{n}",
            date(2022, 1, 1) + timedelta(days=30 * k + n % 7),
            800_00 if n % 2 else 100_00,
            "AB"[n % 2],
        )
        for n in range(100)
        for k in range(42)
    ]
    found = analysis_of(visits(rows))
    top = found.measure(Metric.TOP_DOCTOR_SHARE)
    assert top.about == "B"
    assert top.value == pytest.approx(8 / 9)
    assert Rule.ONE_DOCTOR in {finding.rule for finding in found.findings}


CHANGE_RULES = set(Rule) - CAVEATS - LEVELS - {Rule.ONE_DOCTOR, Rule.SINGLE_SPECIALITY}


def test_nothing_fires_on_noise() -> None:
    """Forty clinics in which nothing changes: of the rules about changes, hardly any speaks up.

    The rules that look at a single change may speak up in 0.5 % of clinics each, the others less.
    """
    fired = []
    for seed in range(40):
        rows = visits_of(SyntheticClinic(), 800, 5, np.random.default_rng(seed), labels=True)
        found = analyze(rows, date(2023, 12, 31), np.random.default_rng(seed), with_outlook=False)
        fired += [finding.rule for finding in found.findings if finding.rule in CHANGE_RULES]
    assert len(fired) <= 2, fired


def test_a_change_worth_telling_is_told() -> None:
    """After years that are steady the patients come half as often again and each visit costs a third less."""
    rng = np.random.default_rng(2)
    rows = []
    for number in range(400):
        for month in range(42):
            often = 0.5 if month < 30 else 0.75
            if rng.random() < often:
                day = date(2022 + month // 12, month % 12 + 1, int(rng.integers(1, 28)))
                rows.append(Row(f"p{number}", day, 900_00 if month < 30 else 600_00))
    rules = {finding.rule for finding in analysis_of(visits(rows)).findings}
    assert Rule.CHECK_FELL_FREQUENCY_ROSE in rules
    assert Rule.CHECK_ROSE_FREQUENCY_FELL not in rules


def test_two_segments_alike_differ_by_chance_and_two_unlike_beyond_it() -> None:
    rng = np.random.default_rng(4)
    alike = [visits_of(SyntheticClinic(), 1500, 5, rng) for _ in range(2)]
    loyal = visits_of(SyntheticClinic(returning=0.85), 1500, 5, rng)

    def of(found: Visits) -> Analysis:
        return analyze(
            found, date(2023, 12, 31), np.random.default_rng(1), with_outlook=False, window_months=18
        )

    first, second, other = of(alike[0]), of(alike[1]), of(loyal)
    same = {found.metric: found.change for found in compare(first, second)}
    assert Metric.LTV in same
    assert sum(change.steady for change in same.values()) >= len(same) - 1
    unlike = {found.metric: found.change for found in compare(other, first)}
    assert unlike[Metric.REPEAT_INDEX].rose
    assert unlike[Metric.LIFETIME].rose
    assert unlike[Metric.LTV].rose


def test_ltv_of_different_windows_is_not_compared() -> None:
    found = visits_of(SyntheticClinic(), 300, 5, np.random.default_rng(1))
    first, second = (
        analyze(found, date(2023, 12, 31), np.random.default_rng(1), with_outlook=False, window_months=months)
        for months in (6, 12)
    )
    assert Metric.LTV not in {comparison.metric for comparison in compare(first, second)}


def clinic_with_a_new_direction(decided: date, share_after: float) -> Visits:
    """Ten new patients a week pay 5 000 for therapy or 50 000 for implants, at first one in ten."""
    rng = np.random.default_rng(12)
    rows = []
    for week in range(130):
        day = date(2023, 1, 2) + timedelta(weeks=week)
        for number in range(10):
            implants = rng.random() < (share_after if day > decided else 0.1)
            rows.append(
                Row(f"{week}-{number}", day, 50_000_00 if implants else 5_000_00, "AB"[int(implants)])
            )
    return Visits.from_frame(frame(rows).rename(columns={"doctor": "speciality"}))


def test_a_step_of_ltv_at_a_decision_is_not_credited_to_it_where_the_mix_changed() -> None:
    decided = date(2024, 3, 1)
    found = analyze(
        clinic_with_a_new_direction(decided, share_after=0.4),
        AS_OF,
        np.random.default_rng(1),
        decisions=[decided, date(2030, 1, 1)],
        window_months=6,
        kept_since=date(2023, 1, 2),
        with_outlook=False,
    )
    assert found.decisions == (decided,)
    step, shift = found.measure(Metric.LTV_STEP), found.measure(Metric.MIX_SHIFT)
    assert step.change is not None
    assert step.change.rose
    assert shift.change is not None
    assert shift.change.difference == pytest.approx(0.3 if shift.about == "B" else -0.3, abs=0.06)
    assert Rule.LTV_STEP_MIX_CHANGED in {finding.rule for finding in found.findings}


def test_a_decision_that_changed_nothing_is_not_talked_about() -> None:
    decided = date(2024, 3, 1)
    found = analyze(
        clinic_with_a_new_direction(decided, share_after=0.1),
        AS_OF,
        np.random.default_rng(1),
        decisions=[decided],
        window_months=6,
        kept_since=date(2023, 1, 2),
        with_outlook=False,
    )
    assert Rule.LTV_STEP_MIX_CHANGED not in {finding.rule for finding in found.findings}


@pytest.mark.parametrize(
    ("edge", "metric", "reason"),
    [
        ("one row", Metric.MIX_SHIFT, Absent.NO_SUCH_COLUMN),
        ("no amounts", Metric.LTV_STEP, Absent.NO_AMOUNTS),
        ("all first visits in the last month", Metric.LTV_STEP, Absent.SHORT_HISTORY),
        ("empty", Metric.LTV_STEP, Absent.NO_VISITS),
    ],
)
def test_a_decision_over_too_little_gives_the_reason(edge: str, metric: Metric, reason: Absent) -> None:
    found = analyze(
        EDGES[edge](), AS_OF, np.random.default_rng(1), decisions=[date(2025, 1, 1)], with_outlook=False
    )
    assert found.measure(metric).absent is reason


@pytest.mark.parametrize(
    ("column", "metric"),
    [("doctor", Metric.WEAKEST_DOCTOR_REPEAT), ("speciality", Metric.SINGLE_SPECIALITY)],
)
def test_a_clinic_of_one_doctor_or_speciality_has_nothing_to_compare_it_with(
    column: str, metric: Metric
) -> None:
    rows = [Row(f"p{n}", date(year, 1 + n % 12, 1), 100, "A") for n in range(60) for year in (2023, 2024)]
    named = Visits.from_frame(frame(rows).rename(columns={"doctor": column}))
    assert analysis_of(named).measure(metric).absent is Absent.NOTHING_TO_COMPARE


def test_few_new_patients_around_a_decision_say_nothing_of_the_mix() -> None:
    rows = [Row(f"p{n}", date(2024, 1 + n % 12, 1), 100, "AB"[n % 2]) for n in range(20)]
    named = Visits.from_frame(frame(rows).rename(columns={"doctor": "speciality"}))
    found = analyze(named, AS_OF, np.random.default_rng(1), decisions=[date(2024, 6, 1)], with_outlook=False)
    assert found.measure(Metric.MIX_SHIFT).absent is Absent.FEW_PATIENTS
    assert found.measure(Metric.SINGLE_SPECIALITY).absent is Absent.FEW_PATIENTS


def test_a_supplied_figure_takes_part_in_the_advice_but_is_not_computed() -> None:
    gap = Measure(Metric.GAP, Unit.COUNT, 44, -39, 125, 2000)
    found = analyze(visits([]), AS_OF, np.random.default_rng(1), supplied=[gap])
    assert [(finding.rule, finding.figures) for finding in found.findings] == [
        (Rule.GAP_INCLUDES_ZERO, (gap,))
    ]
    with pytest.raises(KeyError):
        found.measure(Metric.GAP)
    assert gap.rough is False
