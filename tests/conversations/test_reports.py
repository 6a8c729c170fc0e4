"""The report in the chat: from the command to the file, in both languages."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

from reports.orders import SUFFIXES, ReportFile
from tests.conversations.clinics import export
from tests.conversations.house import House, Person
from workers.worker import WorkerFailed

OFFERED = {"ru": "Какой отчёт сделать?", "en": "Which report?"}


def documents(person: Person) -> list[dict[str, Any]]:
    return [message for message in person.answers if "document" in message]


async def test_nothing_to_report_before_the_first_upload(owner: Person, house: House) -> None:
    await owner.send("/report")
    assert owner.last.split("\n")[0] in owner.words("product-none")
    assert house.printer.asked == []


@pytest.mark.parametrize("file", ReportFile)
async def test_every_file_comes_with_its_finding(olga: Person, house: House, file: ReportFile) -> None:
    await olga.has_uploaded(export())
    await olga.send("/report")
    await olga.press(olga.words(f"report-choose.{file}"))
    (order,) = house.printer.asked
    assert order.file is file
    (message,) = documents(olga)
    name = olga.words(f"report-choose.{file}-name")
    assert message["document"]["file_name"] == f"{name}.{SUFFIXES[file]}"
    assert len(message["caption"].split("\n")) == 2


async def test_the_year_says_what_its_message_says(owner: Person, house: House) -> None:
    await owner.has_uploaded(export())
    await owner.send("/report")
    assert OFFERED[owner.language] in owner.last
    await owner.press(owner.words("report-choose.year"))
    (message,) = documents(owner)
    content = await house.bot.download(message["document"]["file_id"])
    assert content is not None
    text = " ".join(PdfReader(io.BytesIO(content.read())).pages[0].extract_text().split())
    assert " ".join(message["caption"].split("\n")[0].split()) in text


async def test_a_report_that_fails_is_said_politely(olga: Person, house: House) -> None:
    await olga.has_uploaded(export())
    await olga.send("/report")
    house.printer.failure = WorkerFailed("page.typ")
    await olga.press(olga.words("report-choose.year"))
    assert olga.last.startswith("Отчёт сделать не получилось.")
    assert documents(olga) == []
