"""A part of a clinic: which rows it holds, and that it is told apart from any other."""

from datetime import date

from metrics.selection import WHOLE, Selection
from metrics.visits import VisitField, Visits
from tests.metrics.clinics import visits
from tests.metrics.slow_reference import Row

MAY, JUNE = date(2025, 5, 31), date(2025, 6, 1)
ROWS = [
    Row("a", MAY, 100, "Ivanov", "friends"),
    Row("a", JUNE, 200, "Petrova", "search"),
    Row("b", MAY, 400, "Ivanov", "search"),
    Row("c", JUNE, 800, None, None),
]


def money(selection: Selection) -> int:
    return int(selection.of(visits(ROWS)).amount.sum())


def test_the_whole_clinic_is_every_row() -> None:
    assert money(WHOLE) == 1500


def test_a_doctor_is_the_patients_who_began_there_and_a_channel_is_those_it_brought() -> None:
    assert money(WHOLE.only(VisitField.DOCTOR, "Ivanov")) == 700  # all of a, also at Petrova's, and all of b
    assert money(WHOLE.only(VisitField.DOCTOR, "Petrova")) == 0  # nobody began there
    assert money(WHOLE.only(VisitField.CHANNEL, "friends")) == 300  # both visits of a, who came by friends


def test_columns_that_say_nothing_of_the_chosen_rows_are_left_out() -> None:
    rows = visits(ROWS).to_frame().assign(speciality="therapy", branch="Lenina")

    def left(selection: Selection) -> set[VisitField]:
        return set(selection.of(Visits.from_frame(rows)).labels)

    assert left(WHOLE) == set(VisitField)
    assert left(WHOLE.only(VisitField.DOCTOR, "Ivanov")) == {VisitField.CHANNEL, VisitField.BRANCH}
    assert left(WHOLE.only(VisitField.SPECIALITY, "therapy")) == {
        VisitField.DOCTOR,
        VisitField.CHANNEL,
        VisitField.BRANCH,
    }
    both = WHOLE.only(VisitField.CHANNEL, "friends").only(VisitField.BRANCH, "Lenina")
    assert left(both) == {VisitField.DOCTOR, VisitField.SPECIALITY}


def test_several_names_must_all_hold() -> None:
    assert money(WHOLE.only(VisitField.DOCTOR, "Ivanov").only(VisitField.CHANNEL, "friends")) == 300
    assert money(WHOLE.only(VisitField.DOCTOR, "Petrova").only(VisitField.CHANNEL, "friends")) == 0


def test_a_name_that_is_not_there_selects_nothing() -> None:
    assert money(WHOLE.only(VisitField.DOCTOR, "Nobody")) == 0
    assert money(WHOLE.only(VisitField.BRANCH, "Lenina")) == 0


def test_names_are_replaced_and_taken_away() -> None:
    doctor = WHOLE.only(VisitField.DOCTOR, "Ivanov")
    assert doctor.only(VisitField.DOCTOR, "Petrova").name(VisitField.DOCTOR) == "Petrova"
    assert doctor.only(VisitField.DOCTOR, None) == WHOLE


def test_the_same_selection_is_the_same_text_whatever_the_order_of_choosing() -> None:
    doctor_first = Selection(MAY).only(VisitField.DOCTOR, "Ivanov").only(VisitField.CHANNEL, "friends")
    channel_first = Selection(MAY).only(VisitField.CHANNEL, "friends").only(VisitField.DOCTOR, "Ivanov")
    assert doctor_first.to_json() == channel_first.to_json()
    assert Selection.from_json(doctor_first.to_json()) == doctor_first
