"""Groups side by side and patients' fifths, by hand; and what importing the metrics costs."""

import subprocess
import sys
from datetime import date

import numpy as np
import pytest

from metrics.days import YEAR, day_number
from metrics.ltv import Window, within_window
from metrics.resampling import Resample
from metrics.retention import next_course_age
from metrics.rfm import fifths, rfm
from metrics.segments import Groups, groups, only_one_label
from metrics.visits import VisitField, VisitHistory, Visits
from tests.metrics.clinics import frame, history
from tests.metrics.slow_reference import Row

AS_OF = date(2025, 12, 31)
YEAR_2025 = (day_number(date(2025, 1, 1)), day_number(AS_OF))
COHORTS_2024 = (day_number(date(2024, 1, 1)), day_number(date(2024, 12, 31)))


def table_of(found: VisitHistory, field: VisitField) -> Groups:
    within = within_window(found, Window(12, YEAR, provisional=False))
    resample = Resample.draw(found.patients, np.random.default_rng(1))
    table = groups(found, field, YEAR_2025, next_course_age(found), COHORTS_2024, YEAR, within, resample)
    assert table is not None
    return table


@pytest.fixture(scope="module")
def two_doctors() -> VisitHistory:
    """Ten patients began with A in 2024, six of them saw B in 2025; twenty began with B for good."""
    rows = [Row(f"a{n}", date(2024, 6, 1), 1000, "A", "friends") for n in range(10)]
    rows += [Row(f"a{n}", date(2025, 3, 1), 500, "B") for n in range(6)]
    rows += [Row(f"b{n}", date(2024, 6, 1), 200, "B", "search") for n in range(20)]
    rows += [Row(f"a{n}", date(2025, 3, 1), 40, "B") for n in range(6)]
    rows += [Row(f"new{n}", date(2025, 5, 1), 100, "B") for n in range(4)]
    return history(rows, AS_OF)


def test_patients_visits_and_money_are_of_the_period(two_doctors: VisitHistory) -> None:
    table = table_of(two_doctors, VisitField.DOCTOR)
    assert [(g.name, g.patients, g.visits, g.revenue, g.revenue_share) for g in table.rows] == [
        ("B", 10, 10, 6 * 540 + 400, 1.0)
    ]
    assert table.hidden == 0


def test_return_and_worth_belong_to_the_channel_a_patient_came_by(two_doctors: VisitHistory) -> None:
    rows = table_of(two_doctors, VisitField.CHANNEL)
    # In 2025 no row names a channel: nobody is shown, and every row is counted as unlabelled.
    assert rows.rows == ()
    assert rows.unlabelled == 16


def test_return_and_worth_belong_to_the_doctor_a_patient_began_with(two_doctors: VisitHistory) -> None:
    period_of_both = (COHORTS_2024[0], YEAR_2025[1])
    within = within_window(two_doctors, Window(12, YEAR, provisional=False))
    resample = Resample.draw(two_doctors.patients, np.random.default_rng(1))
    age = next_course_age(two_doctors)
    table = groups(two_doctors, VisitField.DOCTOR, period_of_both, age, COHORTS_2024, YEAR, within, resample)
    assert table is not None
    found = {group.name: group for group in table.rows}
    assert found["A"].repeat is not None
    assert (found["A"].repeat.count, found["A"].repeat.total) == (6, 10)
    assert found["A"].ltv == (10 * 1000 + 6 * 540) / 10
    assert found["B"].repeat is not None
    assert (found["B"].repeat.count, found["B"].repeat.total) == (0, 20)
    assert found["B"].ltv == 200


def test_a_column_the_export_does_not_have_gives_no_table(two_doctors: VisitHistory) -> None:
    age = next_course_age(two_doctors)
    resample = Resample.draw(two_doctors.patients, np.random.default_rng(1))
    assert groups(two_doctors, VisitField.BRANCH, YEAR_2025, age, COHORTS_2024, YEAR, None, resample) is None
    assert only_one_label(two_doctors, VisitField.BRANCH, YEAR_2025) is None


def test_a_column_left_empty_throughout_gives_an_empty_table() -> None:
    rows = [Row(f"p{n}", date(2025, 5, 1), 100) for n in range(20)]
    table = table_of(history(rows, AS_OF), VisitField.DOCTOR)
    assert (table.rows, table.hidden, table.unlabelled) == ((), 0, 20)


def test_patients_of_a_single_speciality_among_those_who_came_twice() -> None:
    rows = [
        Row("one", date(2025, 1, 1), 1, "therapy"),
        Row("one", date(2025, 2, 1), 1, "therapy"),
        Row("two", date(2025, 1, 1), 1, "therapy"),
        Row("two", date(2025, 2, 1), 1, "surgery"),
        Row("once", date(2025, 1, 1), 1, "surgery"),
        Row("unlabelled", date(2025, 1, 1), 1),
        Row("unlabelled", date(2025, 2, 1), 1),
    ]
    named = frame(rows).rename(columns={"doctor": "speciality"})
    share = only_one_label(VisitHistory.at(Visits.from_frame(named), AS_OF), VisitField.SPECIALITY, YEAR_2025)
    assert share is not None
    assert (share.count, share.total) == (1, 2)


@pytest.mark.parametrize(
    ("values", "expected"),
    [([], []), ([5], [1]), ([1, 2, 3, 4, 5], [1, 2, 3, 4, 5]), ([7, 7, 7, 7, 9], [1, 1, 1, 1, 5])],
)
def test_equal_values_share_a_fifth(values: list[int], expected: list[int]) -> None:
    assert fifths(np.array(values, np.int64)).tolist() == expected


def test_the_most_recent_patient_is_in_the_best_fifth() -> None:
    rows = [Row(f"p{n}", date(2025, 1 + n, 1), 100 * (n + 1)) for n in range(5)]
    found = rfm(history(rows, AS_OF))
    assert found.recency_fifth.tolist() == [1, 2, 3, 4, 5]
    assert found.money_fifth.tolist() == [1, 2, 3, 4, 5]
    assert found.frequency_fifth.tolist() == [1, 1, 1, 1, 1]
    assert found.grid() == ((1, 0, 0, 0, 0),) * 5


def test_importing_the_metrics_loads_neither_pandas_nor_scipy() -> None:
    script = "import sys, metrics.analysis; sys.exit(any(m in sys.modules for m in ('pandas', 'scipy')))"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0  # noqa: S603
