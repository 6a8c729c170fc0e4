"""Files of uploads: in pieces from Telegram, from the disk of a server of one's own, or not to be had."""

from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import GetFile, TelegramMethod
from aiogram.types import File

from handlers.upload.fetching import Fetcher, NotFetched, NotFetchedError
from simulator.core import Simulator
from simulator.media import MAX_DOWNLOAD
from simulator.session import SimulatorSession
from storage.repositories.offered_uploads import OfferedUpload, Origin
from tests.clock import FakeClock
from tests.handlers.transport.rushing_clock import RushingClock
from tests.handlers.transport.scripted_telegram import TOKEN, ScriptedSession


class NoSheets:
    """Nothing is public."""

    async def fetch(self, sheet: str) -> bytes:
        raise AssertionError(sheet)


def upload(file_id: str) -> OfferedUpload:
    return OfferedUpload("upload", "person", 1, Origin.TELEGRAM, file_id, 0)


def in_telegram(content: bytes) -> tuple[Fetcher, str]:
    simulator = Simulator()
    account = simulator.add_bot(TOKEN, "clinic_pulse_bot", "Пульс")
    file = account.files.store("document", "visits.csv", content)
    return Fetcher(Bot(TOKEN, session=SimulatorSession(simulator)), NoSheets(), RushingClock()), file.file_id


async def test_a_file_comes_whole() -> None:
    content = bytes(range(256)) * 1000
    fetcher, file_id = in_telegram(content)
    assert await fetcher.fetch(upload(file_id)) == content


@pytest.mark.parametrize(
    ("size", "file_id", "reason"),
    [(MAX_DOWNLOAD + 1, None, NotFetched.TOO_BIG), (1, "document-404", NotFetched.GONE)],
)
async def test_a_file_that_is_not_to_be_had(size: int, file_id: str | None, reason: NotFetched) -> None:
    fetcher, known = in_telegram(bytes(size))
    with pytest.raises(NotFetchedError) as refused:
        await fetcher.fetch(upload(file_id or known))
    assert refused.value.reason is reason


async def test_a_server_of_ones_own_leaves_the_file_on_its_disk(tmp_path: Path) -> None:
    path = tmp_path / "file_0"
    path.write_bytes(b"Patient;Date\n")

    def answer(method: TelegramMethod[Any]) -> File:
        assert isinstance(method, GetFile)
        return File(file_id=method.file_id, file_unique_id="u", file_path=str(path))

    session = ScriptedSession(FakeClock(), answer)
    session.api = TelegramAPIServer.from_base("http://127.0.0.1:8081", is_local=True)
    assert (
        await Fetcher(Bot(TOKEN, session=session), NoSheets(), RushingClock()).fetch(upload("x"))
        == b"Patient;Date\n"
    )
