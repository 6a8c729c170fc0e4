"""What a clinic keeps of its uploads: merged, listed, undone, sealed, and nobody else's."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from datasets.merging import merge
from datasets.packing import pack
from files.child import FileRead
from handlers.transport.people import identity_of
from metrics.visits import Visits
from services.access import NotFoundError
from services.limits import Limit, LimitReachedError, Quota
from services.uploads import ClinicUploads, KeepingOutcome
from services.workspace import Workspace
from spreadsheets.mapping import UploadAnswers
from spreadsheets.reading import read_file
from spreadsheets.synonyms import ColumnField
from spreadsheets.values import DateOrder
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


async def opened(unit: UnitOfWork, person: int = 1) -> ClinicUploads:
    clock = FakeClock(datetime(2024, 6, 15, tzinfo=UTC))
    return (await Workspace.open(unit, identity_of(person), "ru", clock)).uploads


async def read(uploads: ClinicUploads, text: str) -> FileRead:
    """A file as the reading process gives it back."""
    reading = read_file(text.encode(), UploadAnswers())
    return FileRead(reading.preview, pack(reading.rows, await uploads.patient_key()))


async def turnover(uploads: ClinicUploads) -> int:
    return int(Visits.from_frame(merge(await uploads.rows())).amount.sum())


async def test_files_are_kept_merged_undone_and_redone(database: Database) -> None:
    unit = UnitOfWork(database)
    uploads = await opened(unit)
    first = await uploads.keep(await read(uploads, MAY))
    assert (first.outcome, first.upload.rows, first.upload.turnover) == (KeepingOutcome.NEW, 2, 30_000)
    await unit.commit()

    unit = UnitOfWork(database)
    uploads = await opened(unit)
    before = await uploads.version()
    assert (await uploads.keep(await read(uploads, MAY))).outcome is KeepingOutcome.SAME
    second = await uploads.keep(await read(uploads, LATE_MAY))
    assert second.outcome is KeepingOutcome.REPLACED
    assert [(part.first_day, part.days) for part in second.replaced] == [(date(2024, 5, 20), 12)]
    assert await turnover(uploads) == 10_000 + 40_000 + 80_000
    assert await uploads.version() != before
    await unit.commit()

    unit = UnitOfWork(database)
    uploads = await opened(unit)
    assert (await uploads.undo(second.upload.id)).is_undone
    assert (await turnover(uploads), await uploads.version()) == (30_000, before)
    await unit.commit()

    uploads = await opened(UnitOfWork(database))
    assert [made.is_undone for made in await uploads.listed()] == [False, True]
    await uploads.redo(second.upload.id)
    assert await turnover(uploads) == 130_000


async def test_somebody_elses_import_is_not_found(database: Database) -> None:
    unit = UnitOfWork(database)
    olga, kate = await opened(unit, 1), await opened(unit, 2)
    made = (await olga.keep(await read(olga, MAY))).upload
    with pytest.raises(NotFoundError):
        await kate.undo(made.id)
    assert await kate.listed() == []


async def test_answers_are_remembered_by_shape(database: Database) -> None:
    unit = UnitOfWork(database)
    uploads = await opened(unit)
    said = UploadAnswers(columns={"C": ColumnField.PAID, "D": None}, date_order=DateOrder.MONTH_FIRST)
    uploads.remember("shape", said)
    await unit.commit()
    uploads = await opened(UnitOfWork(database))
    assert await uploads.remembered("shape") == said
    assert await uploads.remembered("another") is None


async def test_a_month_is_covered_by_files_that_came_after_it(database: Database) -> None:
    uploads = await opened(UnitOfWork(database))
    assert not await uploads.covers(date(2024, 5, 1))
    await uploads.keep(await read(uploads, MAY))
    assert await uploads.covers(date(2024, 5, 17))
    assert not await uploads.covers(date(2024, 4, 30))
    assert not await uploads.covers(date(2024, 6, 1))


async def test_the_same_rows_in_another_format_are_the_same_file(database: Database) -> None:
    uploads = await opened(UnitOfWork(database))
    await uploads.keep(await read(uploads, MAY))
    again = await uploads.keep(await read(uploads, MAY.replace(";", "\t").replace("100", "100,00")))
    assert again.outcome is KeepingOutcome.SAME
    assert len(await uploads.listed()) == 1


async def test_a_file_without_visits_is_not_kept(database: Database) -> None:
    uploads = await opened(UnitOfWork(database))
    found = await read(uploads, MAY)
    with pytest.raises(ValueError, match="nothing to keep"):
        await uploads.keep(replace(found, preview=replace(found.preview, first_day=None)))


async def test_undone_files_count_towards_the_quota_and_the_same_file_again_does_not(
    database: Database,
) -> None:
    unit = UnitOfWork(database)
    uploads = await opened(unit)
    may = await uploads.keep(await read(uploads, MAY))
    await uploads.undo(may.upload.id)
    await unit.commit()

    unit = UnitOfWork(database)
    uploads = await opened(unit)
    with pytest.raises(LimitReachedError) as too_many:
        await uploads.keep(await read(uploads, LATE_MAY), Quota(uploads=1))
    assert too_many.value.limit is Limit.UPLOADS
    await uploads.redo(may.upload.id)
    again = await uploads.keep(await read(uploads, MAY), Quota(uploads=1, size=1))
    assert again.outcome is KeepingOutcome.SAME
    await uploads.undo(may.upload.id)
    await uploads.erase(may.upload.id)
    await unit.commit()

    uploads = await opened(UnitOfWork(database))
    assert (await uploads.keep(await read(uploads, LATE_MAY), Quota(uploads=1))).upload.rows == 2


async def test_bytes_of_other_clinics_are_not_counted(database: Database) -> None:
    unit = UnitOfWork(database)
    olgas, kates = await opened(unit, 1), await opened(unit, 2)
    await olgas.keep(await read(olgas, MAY))
    await kates.keep(await read(kates, MAY))
    await unit.commit()

    olgas = await opened(UnitOfWork(database), 1)
    (may,) = await olgas.rows()
    newer = await read(olgas, LATE_MAY)
    sealing = 1000  # more than what sealing adds, less than another upload
    assert len(may.content) > sealing
    room = len(may.content) + len(newer.rows) + sealing
    with pytest.raises(LimitReachedError) as too_much:
        await olgas.keep(newer, Quota(size=len(may.content) + len(newer.rows) - 1))
    assert too_much.value.limit is Limit.SIZE
    assert (await olgas.keep(newer, Quota(size=room))).outcome is KeepingOutcome.REPLACED
