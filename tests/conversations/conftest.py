"""A house per test, on a copy of an empty migrated database."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from clock import SystemClock
from handlers import patience
from storage.database import Database
from tests.conversations.house import House, Person


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables and no rows."""
    file = tmp_path_factory.mktemp("template") / "empty.sqlite3"

    async def create() -> None:
        database = await Database.open(f"sqlite:///{file}", clock=SystemClock())
        await database.close()

    asyncio.run(create())
    return file


@pytest.fixture
async def house(tmp_path: Path, empty_file: Path) -> AsyncIterator[House]:
    """The bot on an empty database; a test fails on any call Telegram would have refused."""
    file = tmp_path / "house.sqlite3"
    shutil.copy(empty_file, file)
    house = House(file)
    await house.start()
    yield house
    await house.stop()
    assert house.account.refusals == []
    assert house.parked == []


@pytest.fixture
def olga(house: House) -> Person:
    """An owner who speaks Russian."""
    return Person(house, "ru", "Ольга")


@pytest.fixture
def kate(house: House) -> Person:
    """An owner who speaks English."""
    return Person(house, "en", "Kate")


@pytest.fixture(params=["ru", "en"])
def owner(request: pytest.FixtureRequest, house: House) -> Person:
    """An owner of either language."""
    return Person(house, request.param, "Ольга" if request.param == "ru" else "Kate")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """People are told at once that a picture is being drawn."""
    monkeypatch.setattr(patience, "PATIENCE", 0.01)
