"""The plan as a workbook: one tap under a result, and the file is in the chat."""

import io
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from tests.conversations.house import House, Person
from tests.conversations.test_channels import add
from workers.worker import WorkerDied, WorkerFailed


def documents(person: Person) -> list[dict[str, Any]]:
    return [message for message in person.answers if "document" in message]


async def workbook(house: House, person: Person) -> Workbook:
    """The newest file of the chat, opened."""
    file_id = documents(person)[-1]["document"]["file_id"]
    content = await house.bot.download(file_id)
    assert content is not None
    return openpyxl.load_workbook(io.BytesIO(content.read()), data_only=True)


async def test_one_tap_sends_the_plan_as_a_workbook(house: House, owner: Person) -> None:
    await owner.has_plan()
    await owner.press(owner.words("forecast-buttons.excel"))
    assert owner.alerts[-1] == owner.words("excel-started")
    (message,) = documents(owner)
    assert message["document"]["file_name"] == owner.words("plan_book-file", year="2027") + ".xlsx"
    assert message["caption"] == owner.words("excel-caption")
    book = await workbook(house, owner)
    assert book.sheetnames == [owner.words(f"plan_book-sheet-{key}") for key in ("plan", "months", "how")]
    plan = {row[0]: row[1] for row in book.worksheets[0].iter_rows(values_only=True)}
    assert plan[owner.words("plan_book-plan")] == 444
    assert plan[owner.words("plan_book-leads")] == 1480
    assert plan[owner.words("plan_book-churn")] == pytest.approx(1 - 1425 / 1850)


async def test_every_line_of_the_explanation_is_in_the_file(house: House, olga: Person) -> None:
    await olga.has_plan()
    folded = olga.texts[-2].split("\n\nКак посчитано\n")[1]
    await olga.press("Excel")
    sheet = (await workbook(house, olga))["Как посчитано"]
    lines = [str(row[0]) for row in sheet.iter_rows(min_row=4, values_only=True)]
    assert [line.replace("\u202f", " ").replace("\u00a0", " ") for line in lines] == folded.split("\n")


async def test_channels_are_in_the_file_with_their_names_as_they_were_typed(
    house: House, olga: Person
) -> None:
    await olga.has_plan()
    await olga.press("По каналам")
    await add(olga, '=HYPERLINK("http://evil","Карты")', "50", "лида", "1500")
    await add(olga, "<b>@Соцсети</b>", "40", "бюджет", "600 тыс.")
    await olga.press("Разложить план")
    await olga.press("Excel")
    sheet = (await workbook(house, olga))["Каналы"]
    rows = list(sheet.iter_rows(min_row=5, max_row=7, values_only=True))
    assert [(row[0], row[2]) for row in rows] == [
        ('=HYPERLINK("http://evil","Карты")', 247),  # 444 × 50/90 = 246.7
        ("<b>@Соцсети</b>", 197),
        ("Всего за год", 444),
    ]
    assert sheet["A5"].data_type == "s"


async def test_without_a_plan_there_is_nothing_to_write(olga: Person) -> None:
    await olga.plan("2000", "Не знаю", "575", "60 млн", "462")
    await olga.press("Excel")
    assert olga.alerts[-1].startswith("Записывать нечего")
    assert documents(olga) == []


async def test_somebody_elses_plan_is_not_written(olga: Person, kate: Person) -> None:
    await olga.has_plan()
    data = next(data for data in olga.data if data.startswith("go:excel:"))
    await kate.send("/start")
    await kate.forge(data)
    assert kate.alerts == ["That button no longer works."]
    assert documents(kate) == []


async def test_a_writer_that_fails_is_said_and_one_that_died_is_asked_again(
    house: House, owner: Person
) -> None:
    await owner.has_plan()
    house.desk.failures = [WorkerFailed("no paper")]
    await owner.press(owner.words("forecast-buttons.excel"))
    assert owner.last == owner.words("excel-failed")
    house.desk.failures = [WorkerDied("gone")]
    await owner.press(owner.words("forecast-buttons.excel"))
    assert len(documents(owner)) == 1


async def test_a_slow_workbook_can_be_stopped(house: House, owner: Person) -> None:
    await owner.has_plan()
    house.desk.seconds = 30

    def stop(_: object, kind: str, content: dict[str, str]) -> None:
        if kind == "message" and content.get("text") == owner.words("excel-writing"):
            owner.chat.press(owner.words("chart-drawing.stop"))

    house.account.watchers.append(stop)
    await owner.press(owner.words("forecast-buttons.excel"))
    assert documents(owner) == []
    assert owner.last == owner.words("excel-stopped")


async def test_an_ordered_workbook_survives_a_restart(house: House, owner: Person) -> None:
    await owner.has_plan()
    house.desk.seconds = 30
    house.clock.passed += 2
    owner.chat.press_button(*owner.find(owner.words("forecast-buttons.excel")))
    await house.until(lambda: bool(owner.alerts))
    await house.stop()
    house.desk.seconds = 0
    await house.start()
    await house.until(lambda: bool(documents(owner)))
