"""What a clinic keeps of its uploads: merged, listed, undone, sealed, and nobody else's."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from datasets.merging import merge
from datasets.packing import pack
from files.child import FileRead
from metrics.visits import Visits
from services.datasets import Datasets, Outcome
from services.workspace import NotFoundError, Workspace
from spreadsheets.mapping import DateOrder, UploadAnswers
from spreadsheets.reading import read_file
from spreadsheets.synonyms import ColumnField
from storage.database import Database
from storage.keys.data_key import open_vault
from storage.unit_of_work import UnitOfWork
from tests.clock import FakeClock

MAY = "Карта;Дата;Оплачено\n1;01.05.2024;100\n2;31.05.2024;200\n"
LATE_MAY = "Карта;Дата;Оплачено\n2;20.05.2024;400\n3;05.06.2024;800\n"


@pytest.fixture
async def database(database: Database, tmp_path: Path) -> Database:
    """A database of each kind whose uploads can be sealed."""
    await open_vault(database, None, tmp_path / "uploads.key")
    return database


async def opened(unit: UnitOfWork, person: int = 1) -> Datasets:
    clock = FakeClock(datetime(2024, 6, 15, tzinfo=UTC))
    return Datasets.of(await Workspace.open(unit, person, "ru", clock))


async def read(datasets: Datasets, text: str) -> FileRead:
    """A file as the reading process gives it back."""
    reading = read_file(text.encode(), UploadAnswers())
    return FileRead(reading.preview, pack(reading.rows, await datasets.patient_key()))


async def turnover(datasets: Datasets) -> int:
    return int(Visits.from_frame(merge(await datasets.exports())).amount.sum())


async def test_files_are_kept_merged_undone_and_redone(database: Database) -> None:
    unit = UnitOfWork(database)
    datasets = await opened(unit)
    first = await datasets.keep(await read(datasets, MAY))
    assert (first.outcome, first.made.rows, first.made.turnover) == (Outcome.NEW, 2, 30_000)
    await unit.commit()

    unit = UnitOfWork(database)
    datasets = await opened(unit)
    before = await datasets.version()
    assert (await datasets.keep(await read(datasets, MAY))).outcome is Outcome.SAME
    second = await datasets.keep(await read(datasets, LATE_MAY))
    assert second.outcome is Outcome.REPLACED
    assert [(part.first_day, part.days) for part in second.replaced] == [(date(2024, 5, 20), 12)]
    assert await turnover(datasets) == 10_000 + 40_000 + 80_000
    assert await datasets.version() != before
    await unit.commit()

    unit = UnitOfWork(database)
    datasets = await opened(unit)
    assert (await datasets.undo(second.made.id)).is_undone
    assert (await turnover(datasets), await datasets.version()) == (30_000, before)
    await unit.commit()

    datasets = await opened(UnitOfWork(database))
    assert [made.is_undone for made in await datasets.imports()] == [False, True]
    await datasets.redo(second.made.id)
    assert await turnover(datasets) == 130_000


async def test_somebody_elses_import_is_not_found(database: Database) -> None:
    unit = UnitOfWork(database)
    olga, kate = await opened(unit, 1), await opened(unit, 2)
    made = (await olga.keep(await read(olga, MAY))).made
    with pytest.raises(NotFoundError):
        await kate.undo(made.id)
    assert await kate.imports() == []


async def test_answers_are_remembered_by_shape(database: Database) -> None:
    unit = UnitOfWork(database)
    datasets = await opened(unit)
    said = UploadAnswers(columns={"C": ColumnField.PAID, "D": None}, date_order=DateOrder.MONTH_FIRST)
    datasets.remember("shape", said)
    await unit.commit()
    datasets = await opened(UnitOfWork(database))
    assert await datasets.remembered("shape") == said
    assert await datasets.remembered("another") is None


async def test_a_month_is_covered_by_files_that_came_after_it(database: Database) -> None:
    datasets = await opened(UnitOfWork(database))
    assert not await datasets.covers(date(2024, 5, 1))
    await datasets.keep(await read(datasets, MAY))
    assert await datasets.covers(date(2024, 5, 17))
    assert not await datasets.covers(date(2024, 4, 30))
    assert not await datasets.covers(date(2024, 6, 1))


async def test_the_same_rows_in_another_format_are_the_same_file(database: Database) -> None:
    datasets = await opened(UnitOfWork(database))
    await datasets.keep(await read(datasets, MAY))
    again = await datasets.keep(await read(datasets, MAY.replace(";", "\t").replace("100", "100,00")))
    assert again.outcome is Outcome.SAME
    assert len(await datasets.imports()) == 1


async def test_a_file_without_visits_is_not_kept(database: Database) -> None:
    datasets = await opened(UnitOfWork(database))
    found = await read(datasets, MAY)
    with pytest.raises(ValueError, match="nothing to keep"):
        await datasets.keep(replace(found, preview=replace(found.preview, first_day=None)))
