"""Who is due by their own rhythm, worked out by hand."""

from datetime import date, timedelta

import pytest

from metrics.rhythm import RhythmGroup, rhythm_report, scores
from metrics.visits import VisitHistory
from tests.metrics.clinics import history
from tests.metrics.slow_reference import Row

AS_OF = date(2024, 12, 31)
RHYTHM = 100
HALF_YEAR_AGO = 182


def came(patient: str, *days_ago: int, kopecks: int | None = 100_00) -> list[Row]:
    return [Row(patient, AS_OF - timedelta(days=ago), kopecks) for ago in days_ago]


def twice(*silences: int, kopecks: int | None = 100_00) -> list[Row]:
    """Patients silent for so many days after two visits a rhythm apart."""
    return [
        row for silence in silences for row in came(f"p{silence}", silence + RHYTHM, silence, kopecks=kopecks)
    ]


def everyone(kopecks: int | None = 100_00) -> VisitHistory:
    """59 days is not silent yet, 60 and 89 early, 91 and 199 due, 201 and 548 overdue, 549 lost."""
    return history(twice(59, 60, 89, 91, 199, 201, 548, 549, kopecks=kopecks), AS_OF)


def test_groups_by_silence_in_own_rhythms() -> None:
    report = rhythm_report(everyone())
    groups = (report.early, report.due, report.overdue, report.lost)
    # Everybody pays 100 ₽ a visit.
    assert groups == (
        RhythmGroup(2, 200_00),
        RhythmGroup(2, 200_00),
        RhythmGroup(2, 200_00),
        RhythmGroup(1, 100_00),
    )
    # 60, 89, 91, 199, 201 and 548 days are on the list: a fifth of six patients, rounded up.
    assert report.first_fifth == 2


def test_a_patient_of_one_visit_has_the_rhythm_of_the_clinic_and_a_check_drawn_to_its() -> None:
    rows = [*twice(59, 60, 89, 91, 199, 201, 548, 549), *came("once", 150, kopecks=270_00)]
    report = rhythm_report(history(rows, AS_OF))
    # The usual check is (16·100 + 270)/17 = 110 ₽; two visits of 100 ₽: (200 + 220)/4 = 105 ₽; the one of
    # 270 ₽: (270 + 220)/3 = 163.33 ₽. 150 days are 1.5 of the clinic's rhythms: due.
    assert report.early == RhythmGroup(2, 210_00)
    assert report.due == RhythmGroup(3, 373_33)
    assert report.overdue == RhythmGroup(2, 210_00)
    assert report.lost == RhythmGroup(1, 105_00)


def test_without_amounts_people_are_counted_and_no_money() -> None:
    report = rhythm_report(everyone(kopecks=None))
    assert (report.due, report.lost) == (RhythmGroup(2, None), RhythmGroup(1, None))


def test_own_rhythm_is_drawn_to_that_of_the_clinic_by_two_gaps() -> None:
    # Gaps of 25 and of 400 days: the clinic's is 100. Own: (25·100²)^⅓ = 63.0 and (400·100²)^⅓ = 158.7 days.
    rows = [*came("often", 25 + 119, 119), *came("rarely", 400 + 119, 119)]
    report = rhythm_report(history(rows, AS_OF))
    # 119 days are 1.89 rhythms of the one and 0.75 of the other.
    assert (report.early.patients, report.due.patients, report.overdue.patients) == (1, 1, 0)
    later = rhythm_report(history(rows, AS_OF + timedelta(days=10)))
    # 129 days are 2.05 and 0.81.
    assert (later.early.patients, later.due.patients, later.overdue.patients) == (1, 0, 1)


def test_the_score_of_a_patient() -> None:
    known = history(twice(150), AS_OF)
    score, is_silent, ratio = scores(known, known.as_of)
    assert ratio == pytest.approx([1.5])
    assert is_silent.tolist() == [True]
    assert score == pytest.approx([2**0.5 / 1.7])


def test_how_many_of_the_visits_since_the_first_fifth_of_the_list_of_half_a_year_ago_made() -> None:
    then = [
        row
        for name, silence in zip("abcde", (100, 200, 300, 400, 500), strict=True)
        for row in came(name, HALF_YEAR_AGO + silence + RHYTHM, HALF_YEAR_AGO + silence)
    ]
    # «a» heads the list of five: one fifth. Since then it made 3 of their 6 visits; «new» was not on it.
    since = [*came("a", 150, 100, 50), *came("b", 90, 45), *came("c", 10), *came("new", 80, 40, 20, 1)]
    assert rhythm_report(history([*then, *since], AS_OF)).caught == 0.5


def test_without_visits_of_those_who_were_silent_nothing_is_said_of_the_order() -> None:
    assert rhythm_report(everyone()).caught is None


def test_nobody_at_all() -> None:
    report = rhythm_report(history([], AS_OF))
    groups = (report.early, report.due, report.overdue, report.lost)
    assert [group.patients for group in groups] == [0, 0, 0, 0]
    assert (report.first_fifth, report.caught) == (0, None)
