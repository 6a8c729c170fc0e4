"""Visits read from a frame: what is refused, what is a visit, and segments."""

from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from metrics.visits import (
    EARLIEST,
    LATEST,
    FrameProblem,
    VisitField,
    VisitHistory,
    Visits,
    VisitsError,
    by_patient_and_day,
)
from tests.metrics.clinics import frame, visits
from tests.metrics.slow_reference import Row

DAY = date(2025, 3, 1)


def test_two_lines_of_one_day_are_one_visit_and_a_refund_is_money_only() -> None:
    rows = [
        Row("a", DAY, 500),
        Row("a", DAY, 300),
        Row("a", date(2025, 4, 1), -200),
        Row("only refunded", DAY, -50),
    ]
    history = VisitHistory.at(visits(rows), date(2025, 12, 31))
    assert history.patients == 1
    assert history.count.tolist() == [1]
    assert history.last.tolist() == history.first.tolist()
    assert history.revenue(np.ones(4, np.bool_)).tolist() == [600]


def test_a_visit_of_unknown_or_no_price_is_a_visit() -> None:
    known = visits([Row("a", DAY, None), Row("b", DAY, 0), Row("b", date(2025, 5, 1), 100)])
    assert known.amounts_known
    assert known.unpriced == 1
    assert VisitHistory.at(known, DAY).patients == 2


@pytest.mark.parametrize("drop", [True, False])
def test_without_amounts_money_is_unknown_not_zero(drop: bool) -> None:
    table = frame([Row("a", DAY, None)])
    found = Visits.from_frame(table.drop(columns="amount") if drop else table)
    assert not found.amounts_known
    assert len(found) == 1


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda f: f.drop(columns="patient"), FrameProblem.COLUMN_MISSING),
        (lambda f: f.drop(columns="date"), FrameProblem.COLUMN_MISSING),
        (lambda f: f.assign(patient=[None, "b"]), FrameProblem.PATIENT_MISSING),
        (lambda f: f.assign(date=[pd.NaT, pd.Timestamp(DAY)]), FrameProblem.DATE_MISSING),
        (lambda f: f.assign(date=["2025-03-01", "01.03.2025"]), FrameProblem.DATE_UNREADABLE),
        (
            lambda f: f.assign(date=pd.to_datetime(["1812-03-01", "2025-03-01"])),
            FrameProblem.DATE_OUT_OF_RANGE,
        ),
        (lambda f: f.assign(amount=[0.5, 1.0]), FrameProblem.AMOUNT_NOT_WHOLE_KOPECKS),
        (lambda f: f.assign(amount=["12 тыс", 1]), FrameProblem.AMOUNT_NOT_WHOLE_KOPECKS),
        (lambda f: f.assign(amount=[float("inf"), 1.0]), FrameProblem.AMOUNT_NOT_WHOLE_KOPECKS),
    ],
)
def test_what_cannot_be_read_is_named(change: object, problem: FrameProblem) -> None:
    assert callable(change)
    table = change(frame([Row("a", DAY, 1), Row("b", DAY, 1)]))
    with pytest.raises(VisitsError) as caught:
        Visits.from_frame(table)
    assert caught.value.problem is problem
    assert caught.value.rows >= 1


@pytest.mark.parametrize(
    "days",
    [
        [date(2025, 3, 1), date(2025, 3, 2)],
        [pd.Timestamp("2025-03-01 23:59"), pd.Timestamp("2025-03-02 00:01")],
        [
            pd.Timestamp("2025-03-01 01:00", tz="Asia/Tokyo"),
            pd.Timestamp("2025-03-02 23:00", tz="Asia/Tokyo"),
        ],
        pd.Categorical(["2025-03-01", "2025-03-02"]),
        ["2025-03-01", "2025-03-02"],
    ],
)
def test_dates_times_and_iso_texts_are_the_same_days(days: list[object]) -> None:
    found = Visits.from_frame(pd.DataFrame({"patient": ["a", "a"], "date": days}))
    assert (found.first_day, found.last_day) == (date(2025, 3, 1), date(2025, 3, 2))


def test_decimal_and_float_kopecks_are_exact() -> None:
    table = pd.DataFrame(
        {"patient": ["a", "b", "c"], "date": [DAY] * 3, "amount": [Decimal(10), 2**52 + 1.0, None]}
    )
    assert Visits.from_frame(table).amount.tolist() == [10, 2**52 + 1, 0]


def test_a_frame_and_back_is_the_same() -> None:
    rows = [Row("b", DAY, 5, "A"), Row("a", DAY, None, None), Row("a", date(2024, 2, 29), -7, "B", "friends")]
    once = visits(rows)
    again = Visits.from_frame(once.to_frame())
    assert again.patients[again.patient].tolist() == once.patients[once.patient].tolist()
    assert again.day.tolist() == once.day.tolist()
    assert again.amount.tolist() == once.amount.tolist()
    assert again.to_frame().equals(once.to_frame())


def test_rows_are_sorted_by_patient_and_day() -> None:
    found = visits([Row("a", date(2025, 5, 1), 3), Row("b", DAY, 2), Row("a", DAY, 1)])
    assert found.amount.tolist() == [1, 3, 2]


def test_rows_of_a_day_stay_as_they_stood() -> None:
    chance = np.random.default_rng(5)
    patient = chance.integers(0, 40, 2_000)
    day = chance.choice([EARLIEST, -1, 0, 19_000, LATEST], 2_000)
    assert (by_patient_and_day(patient, day) == np.lexsort((np.arange(2_000), day, patient))).all()


def test_more_rows_than_one_number_can_tell_apart() -> None:
    rows = 9_200_000
    patient = np.zeros(rows, np.int32)
    patient[-1], patient[0] = 1, rows - 1
    day = np.full(rows, LATEST, np.int32)
    order = by_patient_and_day(patient, day)
    assert order[[0, -2, -1]].tolist() == [1, rows - 1, 0]
    assert (np.diff(order[:-1]) > 0).all()


def test_a_patient_belongs_to_the_doctor_of_the_first_visit_with_all_later_rows() -> None:
    found = visits(
        [
            Row("a", DAY, 1, "A", "friends"),
            Row("a", date(2025, 4, 1), 2, "B", None),
            Row("b", DAY, 4, "A", "search"),
        ]
    )
    assert sorted(found.segment(VisitField.DOCTOR, "A").amount.tolist()) == [1, 2, 4]
    assert len(found.segment(VisitField.DOCTOR, "B")) == 0
    assert sorted(found.segment(VisitField.CHANNEL, "friends").amount.tolist()) == [1, 2]
    assert len(found.segment(VisitField.DOCTOR, "nobody")) == 0
    assert len(found.segment(VisitField.BRANCH, "A")) == 0


def test_a_period_includes_both_its_days() -> None:
    found = visits([Row("a", date(2025, 1, d), d) for d in (1, 2, 3, 4)])
    assert found.between(date(2025, 1, 2), date(2025, 1, 3)).amount.tolist() == [2, 3]


def test_an_empty_export_is_valid() -> None:
    empty = visits([])
    assert len(empty) == 0
    assert empty.first_day is None
    assert VisitHistory.at(empty, DAY).patients == 0


def test_categories_and_numbers_are_as_good_as_texts() -> None:
    table = frame([Row("7", DAY, 1, "A"), Row("8", DAY, 2), Row("7", DAY, 3, "B")])
    as_categories = table.assign(
        patient=table["patient"].astype("category"), doctor=table["doctor"].astype("category")
    )
    as_numbers = table.assign(patient=[7, 8, 7], amount=[1.0, 2.0, 3.0])
    expected = Visits.from_frame(table)
    for same in map(Visits.from_frame, (as_categories, as_numbers)):
        assert same.patient.tolist() == expected.patient.tolist()
        assert same.amount.tolist() == expected.amount.tolist()
        assert same.labels[VisitField.DOCTOR].names == ("A", "B")
        assert (
            same.labels[VisitField.DOCTOR].codes.tolist() == expected.labels[VisitField.DOCTOR].codes.tolist()
        )
