"""A file in the chat with the real process that reads it, also when that process is killed."""

import os
import signal
from collections.abc import AsyncIterator

import pytest

from files.child import FileReader
from tests.conversations.house import House, Person
from tests.conversations.test_upload import small
from tests.spreadsheets.clinics import LAYOUTS, paid_by_visit, random_clinic, written
from workers.worker import WorkerFailed


@pytest.fixture
async def reader(house: House) -> AsyncIterator[FileReader]:
    """The process, warm, in the place of the desk."""
    reader = FileReader()
    await reader.start()
    house.desk = reader
    await house.restart()
    yield reader
    await reader.close()


async def test_a_file_goes_through_the_process_and_survives_its_death(
    house: House, olga: Person, reader: FileReader
) -> None:
    lines = random_clinic(5)
    await olga.upload(written(lines, LAYOUTS[6]), "визиты.xlsx")
    roubles = f"{round(sum(paid_by_visit(lines).values()) / 100):,}".replace(",", " ")
    assert f"{len({line.patient for line in lines})} пациентов, оборот {roubles} ₽." in olga.last

    assert reader.pid is not None
    os.killpg(reader.pid, signal.SIGKILL)
    await olga.upload(small())
    assert olga.last.startswith("В файле 3 строки, 2 пациента, оборот 600 ₽.")

    # Killed in the middle of its work: stopped first, so that it is sure to have the file.
    os.killpg(reader.pid, signal.SIGSTOP)
    olga.chat.send_document("ещё.csv", small())
    await house.until(lambda: olga.last.startswith("⏳"))
    os.killpg(reader.pid, signal.SIGKILL)
    await house.settle()
    assert olga.last.startswith("В файле 3 строки, 2 пациента, оборот 600 ₽.")
    assert house.parked == []


async def test_a_template_that_cannot_be_written_is_said(
    house: House, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> None:
        raise WorkerFailed("KeyError in write:1")

    monkeypatch.setattr(house.desk, "template", fails)
    await owner.send("/template")
    assert owner.last == owner.words("failed")


async def test_the_template_and_a_marked_copy_come_from_the_process(olga: Person, reader: FileReader) -> None:
    await olga.send("/template")
    rows = "\n".join(
        f"{number};{13 + number}.01.2025;{'дорого' if number < 3 else 100}" for number in range(12)
    )
    await olga.upload(f"№ карты;Дата приёма;Оплачено\n{rows}".encode())
    await olga.press("Файл с пометками")
    names = [message["document"]["file_name"] for message in olga.answers if "document" in message]
    assert names == ["Цифры клиники.xlsx", "С пометками.xlsx"]
