"""People's names in columns of labels stay out, channels of two capitalised words stay in."""

from itertools import product

import pandas as pd
import pytest

from metrics.visits import VisitField
from spreadsheets.mapping import Ask, UploadAnswers
from spreadsheets.people import Who, judged
from spreadsheets.reading import read_file

FIRST = (
    "Яндекс",
    "Сарафанное",
    "Городская",
    "Наружная",
    "Дубль",
    "Новая",
    "Google",
    "United",
    "Мой",
    "Соседний",
)
SECOND = ("Карты", "Радио", "Реклама", "Поликлиника", "Гис", "Аптека", "Ads", "Kingdom", "Мир", "Магазин")
CHANNELS = [f"{one} {two}" for one, two in product(FIRST, SECOND)] + [
    f"{one} {two}" for one, two in product(SECOND, FIRST)
]
SURNAMES = (
    "Иванова",
    "Ким",
    "Ахметов",
    "Шевченко",
    "Smith",
    "Петрова",
    "Нурланов",
    "Соколова",
    "Brown",
    "Коваленко",
)
GIVEN = (
    "Анна Петровна",
    "Данияр",
    "И. И.",
    "О.В.",
    "Айгерим Серікқызы",
    "Олег",
    "John",
    "Мария",
    "Тарас",
    "Emily",
)
PEOPLE = [f"{surname} {given}" for surname, given in product(SURNAMES, GIVEN)] + [
    f"{given} {surname}" for surname, given in product(SURNAMES, GIVEN)
]


def labels(header: str, values: list[str], answers: UploadAnswers | None = None) -> "pd.Series[str]":
    rows = "\n".join(f"{number};12.01.2026;100;{value}" for number, value in enumerate(values, 1001))
    reading = read_file(f"№ карты;Дата приёма;Оплачено;{header}\n{rows}".encode(), answers or UploadAnswers())
    field = {
        "Источник": VisitField.CHANNEL,
        "Направление": VisitField.SPECIALITY,
        "Филиал": VisitField.BRANCH,
    }
    return reading.rows[field[header]].astype(str)


def test_there_are_two_hundred_of_each() -> None:
    assert (len(set(CHANNELS)), len(set(PEOPLE))) == (200, 200)


def test_no_channel_is_dropped() -> None:
    assert set(labels("Источник", CHANNELS)) == set(CHANNELS)


@pytest.mark.parametrize("header", ["Источник", "Направление", "Филиал"])
def test_no_name_is_kept(header: str) -> None:
    assert set(labels(header, PEOPLE)) == {"Имя скрыто"}


def test_names_among_channels_stay_out_and_every_row_stays_in() -> None:
    kept = labels("Источник", [*CHANNELS[:20], *PEOPLE[:5]])
    assert (len(kept), set(kept)) == (25, {*CHANNELS[:20], "Имя скрыто"})


def test_names_nobody_knows_are_asked_about() -> None:
    values = ["Зырянов Ждан", "Ждановский Гордей", "Мухин Осип"]
    assert judged(values).who is Who.UNCLEAR
    rows = "\n".join(f"{number};12.01.2026;100;{value}" for number, value in enumerate(values))
    content = f"№ карты;Дата приёма;Оплачено;Источник\n{rows}".encode()
    assert [question.ask for question in read_file(content, UploadAnswers()).preview.questions] == [
        Ask.PEOPLE
    ]
    assert set(labels("Источник", values)) == {"Имя скрыто"}
    assert set(labels("Источник", values, UploadAnswers(rules={Ask.PEOPLE: "no"}))) == set(values)
