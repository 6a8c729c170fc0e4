"""One key per patient: cards, phones and names in the spellings of real exports, counted by hand."""

import pandas as pd
import pytest

from spreadsheets.rows.patients import Patients, by_id, by_name, by_phone


def column(*texts: str | None) -> "pd.Series[str]":
    return pd.Series(texts, dtype="str")


def keys(patients: Patients) -> list[str | None]:
    return [patients.keys[code] if code >= 0 else None for code in patients.codes.tolist()]


def groups(patients: Patients) -> list[int]:
    """The rows as numbers of patients, in the order of their first rows; −1 for nobody."""
    place = {-1: -1}
    return [place.setdefault(code, len(place) - 1) for code in patients.codes.tolist()]


def test_ids_keep_their_zeros() -> None:
    patients = by_id(column("007", " 7 ", "12.0", "—", None), without_zeros=False)
    assert keys(patients) == ["007", "7", "12", None, None]
    assert patients.zeros == 2


def test_zeros_in_front_say_nothing_when_a_person_says_so() -> None:
    assert groups(by_id(column("007", "7", "12"), without_zeros=True)) == [0, 0, 1]


@pytest.mark.parametrize("text", ["A-1001", "а-1001", "А 1001", "№ А-1001", "А1001", "\uff21-1001"])
def test_one_card_in_many_spellings(text: str) -> None:
    assert groups(by_id(column("А-1001", text, "А-1002"), without_zeros=False)) == [0, 0, 1]


def test_a_dash_between_digits_is_part_of_a_card() -> None:
    assert groups(by_id(column("1-23", "12-3"), without_zeros=False)) == [0, 1]


def test_names_in_different_spellings_are_one_person() -> None:
    patients = by_name(
        [column("Семёнова  Анна", "СЕМЕНОВА Анна", None), column("Ивановна", "ивановна", None)],
        None,
        None,
        together=None,
    )
    assert groups(patients) == [0, 0, -1]


def test_shorter_names_stay_apart_until_a_person_joins_them() -> None:
    names = column("Ким Елена Викторовна", "Ким Е.В.", "Ким Елена", "Ким Олег")
    apart = by_name([names], None, None, together=None)
    assert (apart.same, apart.loose) == (4, 2)
    assert groups(by_name([names], None, None, together=True)) == [0, 0, 0, 1]


def test_a_name_that_may_be_two_people_joins_neither() -> None:
    names = column("Ким Елена", "Ким Егор", "Ким Е.")
    assert by_name([names], None, None, together=None).loose is None


def test_a_phone_joins_spellings_and_not_a_family() -> None:
    names = column("Ким Елена", "КИМ Е.", "Ким Олег", "Ким Елена")
    phones = column("+7 701 000 00 01", "8 701 000 00 01", "+77010000001", "+7 701 999 99 99")
    assert groups(by_name([names], phones, None, together=None)) == [0, 0, 1, 2]


def test_a_phone_alone_is_a_patient() -> None:
    assert groups(by_phone(column("+7 701 000 00 01", "87010000001", "—"))) == [0, 0, -1]


def test_birth_dates_tell_namesakes_apart() -> None:
    names, born = column("Ким Елена", "Ким Елена"), column("1980-05-01", "1990-05-01")
    assert groups(by_name([names], None, born, together=None)) == [0, 1]


def test_the_card_in_the_brackets_of_a_name_is_the_patient() -> None:
    names = column("Иванов И. И. (карта 1001)", "Иванов И.И. (карта 1001)", "Иванов И.И. [№ 1002]", "Ким О.")
    assert groups(by_name([names], None, None, together=None)) == [0, 0, 1, 2]
