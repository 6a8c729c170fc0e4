"""Decisions: noted in one line or by buttons, listed, edited, removed; nobody else's."""

import json
from datetime import date

import pytest

from services.decisions import MOST_DECISIONS
from services.export import Export
from storage.tables.product import decisions
from tests.conversations.house import Person


async def test_one_line_notes_a_decision(olga: Person) -> None:
    await olga.send("/decision 15.03.2026 Новый прайс")
    assert olga.last.split("\n") == [
        "Записано: 15.03.2026 — Новый прайс",
        "",
        "Решения клиники",
        "Цены, врачи, реклама: на линии LTV они отмечены номерами. Отметка — дата, а не причина.",
        "",
        "1. 15.03.2026 — Новый прайс",
    ]


async def test_one_line_in_english(kate: Person) -> None:
    await kate.send("/decision 15 March 2026 New price list")
    assert kate.last.startswith("Noted: 15 Mar 2026 — New price list\n")
    assert "A mark is a date, not a cause." in kate.last


async def test_they_are_numbered_by_day_not_in_the_order_of_writing(olga: Person) -> None:
    await olga.send("/decision 15.03.2026 Новый прайс", "/decision 01.02.2025 Второй врач")
    assert olga.last.split("\n")[-2:] == ["1. 01.02.2025 — Второй врач", "2. 15.03.2026 — Новый прайс"]


async def test_by_buttons_the_day_is_asked_first(owner: Person) -> None:
    await owner.send("/decision")
    assert owner.words("decisions-empty") in owner.last
    await owner.press(owner.words("decisions-add"))
    assert owner.last == owner.words("decisions-day")
    await owner.send("15.03.2026", "Ремонт")
    assert owner.last.split("\n")[-1].endswith("— Ремонт")


async def test_a_day_with_words_after_it_is_the_whole_decision(olga: Person) -> None:
    await olga.send("/decision")
    await olga.press("Добавить")
    await olga.send("15 марта 2026, Новый прайс")
    assert olga.last.split("\n")[-1] == "1. 15.03.2026 — Новый прайс"


async def test_a_command_with_only_a_day_asks_for_the_rest(olga: Person) -> None:
    await olga.send("/decision 15.03.2026")
    assert olga.last.startswith("15.03.2026. Что решили?")
    await olga.send("Новый прайс")
    assert olga.last.split("\n")[-1] == "1. 15.03.2026 — Новый прайс"


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("вчера новый прайс", "Не вижу здесь даты"),
        ("31.02.2026 Новый прайс", "Не вижу здесь даты"),
        ("15.03.1926 Новый прайс", "Такой даты быть не может"),
        ("15.03.2036 Новый прайс", "Такой даты быть не может"),
        (f"15.03.2026 {'я' * 61}", "Название — от 1 до 60 знаков"),
    ],
)
async def test_what_cannot_be_taken_says_what_to_do(olga: Person, typed: str, answer: str) -> None:
    await olga.send(f"/decision {typed}")
    assert olga.last.startswith(answer)
    assert await olga.house.rows(decisions) == []


async def test_a_decision_is_moved_renamed_and_removed(olga: Person) -> None:
    await olga.send("/decision 15.03.2026 Новый прайс")
    await olga.press("✏ 1", "Дата")
    await olga.send("нет даты")
    assert olga.last.startswith("Не вижу здесь даты")
    await olga.send("16.03.2026")
    assert olga.last == "16.03.2026 — Новый прайс"
    await olga.press("Название")
    await olga.send("Прайс <2026>")
    assert olga.last == "16.03.2026 — Прайс <2026>"
    await olga.press("Удалить")
    assert olga.last.startswith("Удалить решение «Прайс <2026>» от 16.03.2026?")
    await olga.press("Назад", "Удалить", "Удалить")
    assert olga.alerts == ["Решение удалено."]
    assert "Пока ни одного" in olga.last


async def test_there_are_as_many_as_a_line_can_bear(olga: Person) -> None:
    async with olga.workspace() as workspace:
        for number in range(MOST_DECISIONS):
            await workspace.decisions.add(date(2026, 1, 1), f"Решение {number}")
    await olga.send("/decision 15.03.2026 Лишнее")
    assert olga.last.startswith(f"Больше {MOST_DECISIONS} решений на линии не разобрать")
    assert len(await olga.house.rows(decisions)) == MOST_DECISIONS


async def test_somebody_elses_decision_is_not_found(olga: Person, kate: Person) -> None:
    await olga.send("/decision 15.03.2026 Новый прайс")
    (theirs,) = await olga.house.rows(decisions)
    await kate.send("/decision")
    drawn = kate.data[0].rpartition("add")[0]
    await kate.forge(f"{drawn}open:{theirs.id}")
    assert kate.alerts == ["That button no longer works."]
    assert not any("прайс" in text for text in kate.texts)


async def test_they_are_exported_and_forgotten(olga: Person) -> None:
    await olga.send("/decision 15.03.2026 Новый прайс", "/export")
    async with olga.workspace() as workspace:
        everything = json.dumps(await Export(workspace).everything(), ensure_ascii=False)
    assert '"decisions": [{"day": "2026-03-15", "text": "Новый прайс"}]' in everything
    await olga.send("/forget")
    await olga.press(olga.words("forget-ask.yes"))
    assert await olga.house.rows(decisions) == []
