"""Figures instead of visits: the template, a table of years; and a copy with the problems marked."""

import io
from datetime import date
from fractions import Fraction

import openpyxl
import pytest

from metrics.funnel import Figure
from spreadsheets.template_names import CHANNELS, VISITS, YEAR, name_of
from storage.tables.uploads import kept_uploads
from tests.conversations.house import House, Person
from tests.conversations.test_upload import csv, said
from tests.workbooks.test_template import place, saved, type_in

YEARS = """\
Показатель;2023;2024;2025
Пациенты;1700;1850;2000
Новые пациенты;500;520;575
Оборот;50 млн;55 млн;60 млн
"""
TOO_MANY_NEW = """\
Показатель;2025
Пациенты;2000
Новые пациенты;2500
Оборот;60 млн
"""


def sent(person: Person) -> tuple[str, bytes]:
    """The name and content of the latest file the bot has sent."""
    document = next(message["document"] for message in reversed(person.answers) if "document" in message)
    file = person.house.account.files.with_id(document["file_id"])
    assert file is not None
    return file.name, file.content


async def test_an_empty_template_disturbs_nothing(house: House, olga: Person) -> None:
    await olga.has_answered("2000")
    await olga.send("/plan", "/template")
    await olga.upload(sent(olga)[1], "шаблон.xlsx")
    assert olga.last.startswith("В шаблоне пока пусто.")
    await olga.send("1850")
    assert "3 из 5" in olga.last


async def test_what_was_typed_into_the_template_becomes_the_plan(house: House, owner: Person) -> None:
    await owner.send("/template")
    book = openpyxl.load_workbook(io.BytesIO(sent(owner)[1]))
    typed = {"patients": 2000, "previous_patients": 1850, "new_patients": 575, "turnover": 6_000_000.5}
    typed |= {"referrals": 462, "conversion": 0.3, "growth": 0.2}
    for figure, number in typed.items():
        type_in(book, name_of(Figure(figure)), number)
    type_in(book, YEAR, 2026)
    sheet, cells = place(book, CHANNELS)
    sheet[cells][0][2].value, sheet[cells][0][3].value = 63, 1500.5
    visits, cells = place(book, VISITS)
    top = int(cells.split(":")[0].removeprefix("A"))
    visits.cell(top, 1, "007")
    visits.cell(top, 2, date(2026, 1, 15))
    visits.cell(top, 3, 100.5)
    await owner.upload(saved(book), "template.xlsx")
    assert owner.words("upload-figures", year="2026").removeprefix("<b>").removesuffix("</b>") in owner.last
    assert owner.words("upload-figures-channels", count=1) in owner.last
    assert owner.words("upload-rows", rows=1) in owner.last.split("\n")[0]
    await owner.press(owner.words("upload-keep"), owner.words("upload-figures-check"))
    async with owner.workspace() as workspace:
        clinic = workspace.segments.whole_clinic()
        (channel,) = await workspace.channels.of(clinic.id)
    assert clinic.plan_year == 2027
    assert {name: answer.estimate and answer.estimate.value for name, answer in clinic.answers.items()} == {
        name: Fraction(str(number)) for name, number in typed.items()
    }
    assert (channel.new_patients, channel.cost_per_lead) == (63, Fraction("1500.5"))
    assert [row.rows for row in await house.rows(kept_uploads)] == [1]
    await owner.press(owner.words("card-calculate"))
    assert any("444" in text for text in owner.texts)


async def test_a_table_of_years_answers_the_questionnaire(house: House, olga: Person) -> None:
    await olga.upload(YEARS.encode(), "годы.csv")
    assert olga.last.startswith("В файле цифры за 2025 год.\nПациенты в 2025: 2 000\n")
    await olga.press("Взять 2024 год")
    assert olga.last.startswith("В файле цифры за 2024 год.\nПациенты в 2024: 1 850\n")
    await olga.press("Взять 2025 год", "Взять в анкету", "Проверить и посчитать")
    await olga.send("462")
    await olga.press("3", "+20")
    assert "Пациенты в 2025: 2 000 📎" in olga.last
    assert "📎 Из файла: 01.01.2025 – 31.12.2025" in olga.last
    await olga.press("Посчитать")
    assert any(text.startswith("План на 2026 год: 444") for text in olga.texts)


async def test_figures_that_contradict_each_other_are_said(olga: Person) -> None:
    await olga.upload(TOO_MANY_NEW.encode(), "годы.csv")
    assert "Впервые пришли 2 500, а всего пациентов 2 000" in olga.last


async def test_every_problem_is_marked_in_a_copy(olga: Person) -> None:
    rows = [(f"{number:03}", f"{13 + number % 15}.01.2025", "Ким", "Сайт", 100) for number in range(40)]
    wrong = [(*row[:-1], "дорого") for row in rows[:7]]
    await olga.upload(csv([*wrong, *rows[7:]]))
    preview = olga.answers[-1]
    await olga.press("Файл с пометками")
    name, content = sent(olga)
    assert name == "С пометками.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    marked = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment]
    assert marked == [f"E{row}" for row in range(2, 9)]
    await olga.press("Загрузить 40 верных строк", message=preview)
    assert said(olga).startswith("Загружено: 40 строк")


@pytest.mark.parametrize("way", ["command", "button"])
async def test_the_template_can_be_asked_for(owner: Person, way: str) -> None:
    if way == "command":
        await owner.send("/template")
    else:
        await owner.send("/uploads")
        await owner.press(owner.words("uploads.template"))
    name, content = sent(owner)
    assert name == f"{owner.words('template-file')}.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames[0] == owner.words("template-sheet-instruction")
