"""The master key: made once, demanded ever after, replaced without a moment in which nothing opens."""

import base64
import os
import stat
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Update, insert, select, update
from sqlalchemy.exc import IntegrityError

from storage.database import Database
from storage.keys.data_key import DataKeyError, key_file_of, next_to, open_vault, read_key
from storage.keys.rotation import give_up, rotate
from storage.keys.vault import SealBrokenError, Vault
from storage.repositories.kept_uploads import KeptUploads, StoredUpload
from storage.tables.accounts import clinics, people
from storage.tables.uploads import clinic_keys, kept_upload_parts, kept_uploads, master_keys
from storage.unit_of_work import UnitOfWork
from tests.clock import FakeClock

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
CONTENT = os.urandom(2_500_000)


def key() -> str:
    return base64.b64encode(os.urandom(32)).decode()


def held(file: Path) -> bytes:
    return file.read_bytes()


def is_there(file: Path) -> bool:
    return file.exists()


def is_private(file: Path) -> bool:
    return stat.S_IMODE(file.stat().st_mode) == 0o600


def beside(file: Path) -> list[str]:
    return [path.name for path in file.parent.iterdir()]


def lose(file: Path) -> None:
    file.unlink()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "uploads.key"


@pytest.fixture
async def clinic(database: Database) -> str:
    await database.commit(
        [
            insert(people).values(id="person", language="ru", created_at=NOW),
            insert(clinics).values(id="clinic", currency="RUB", created_at=NOW),
        ]
    )
    return "clinic"


async def keep(database: Database, clinic: str) -> None:
    unit = UnitOfWork(database)
    await KeptUploads(unit, clinic).add(an_import(), CONTENT)
    await unit.commit()


def an_import() -> StoredUpload:
    return StoredUpload(
        id="import",
        number=1,
        kept_at=NOW,
        shape="shape",
        fingerprint="fingerprint",
        first_day=date(2026, 1, 1),
        last_day=date(2026, 2, 28),
        rows=2,
        patients=1,
        turnover=100,
        undone_at=None,
        coverage="{}",
    )


async def kept(database: Database, clinic: str) -> bytes:
    stored = KeptUploads(UnitOfWork(database), clinic)
    (made,) = await stored.listed()
    assert made == an_import()
    return await stored.content(made)


async def test_a_first_start_makes_a_private_key(database: Database, file: Path) -> None:
    await open_vault(database, None, file)
    assert is_private(file)
    assert len(read_key(file)) == 32
    assert beside(file) == ["uploads.key"]
    before = held(file)
    await open_vault(database, None, file)
    assert held(file) == before


async def test_the_key_is_beside_an_sqlite_database_and_not_in_its_copies(sqlite_database: Database) -> None:
    await open_vault(sqlite_database, None, None)
    place = key_file_of(sqlite_database.url)
    assert is_there(place)
    assert str(place.parent) == str(Path(sqlite_database.url.database or "").parent)


async def test_what_is_kept_opens_after_a_restart(database: Database, clinic: str, file: Path) -> None:
    await open_vault(database, None, file)
    await keep(database, clinic)
    database.vault = None
    await open_vault(database, None, file)
    assert await kept(database, clinic) == CONTENT


async def test_a_key_from_the_environment_needs_no_file(database: Database, clinic: str, file: Path) -> None:
    await open_vault(database, key(), file)
    await keep(database, clinic)
    assert not is_there(file)
    assert await kept(database, clinic) == CONTENT


@pytest.mark.parametrize("given", ["", "short", "я" * 44, base64.b64encode(bytes(31)).decode()])
async def test_what_is_no_key_is_refused(database: Database, given: str) -> None:
    with pytest.raises(DataKeyError, match="openssl rand"):
        await open_vault(database, given, None)


async def test_another_key_is_refused_once_something_is_sealed(
    database: Database, clinic: str, file: Path
) -> None:
    await open_vault(database, key(), None)
    await open_vault(database, None, file)
    await keep(database, clinic)
    with pytest.raises(DataKeyError, match="DATA_KEY is not the one the uploads are sealed with"):
        await open_vault(database, key(), file)
    lose(file)
    with pytest.raises(DataKeyError, match="there is no key in"):
        await open_vault(database, None, file)
    assert not is_there(file)


async def test_a_process_with_another_key_seals_nothing(database: Database, clinic: str, file: Path) -> None:
    await open_vault(database, key(), None)
    late = UnitOfWork(database)
    await KeptUploads(late, clinic).keys()
    await open_vault(database, key(), None)
    with pytest.raises(IntegrityError):
        await late.commit()


async def test_changed_swapped_and_missing_parts_are_noticed(
    database: Database, clinic: str, file: Path
) -> None:
    await open_vault(database, None, file)
    await keep(database, clinic)
    async with database.reading() as connection:
        parts = dict(
            (await connection.execute(select(kept_upload_parts.c.part, kept_upload_parts.c.content))).all()
        )
    assert sorted(parts) == [0, 1, 2]
    for changed in ({0: parts[1], 1: parts[0]}, {2: parts[2][:-1]}, {1: parts[1][:-1] + b"\0\0"}):
        await database.commit([put(part, content) for part, content in changed.items()])
        with pytest.raises(SealBrokenError):
            await kept(database, clinic)
        await database.commit([put(part, parts[part]) for part in changed])
    assert await kept(database, clinic) == CONTENT
    await database.commit([kept_upload_parts.delete().where(kept_upload_parts.c.part == 2)])
    with pytest.raises(SealBrokenError):
        await kept(database, clinic)


def put(part: int, content: bytes) -> Update:
    return update(kept_upload_parts).where(kept_upload_parts.c.part == part).values(content=content)


async def test_a_rotation_changes_the_key_and_nothing_else(
    database: Database, clinic: str, file: Path
) -> None:
    await open_vault(database, None, file)
    await keep(database, clinic)
    old = held(file)
    done = await rotate(database, None, file, None, FakeClock(NOW))
    assert (done.clinics, done.new) == (1, file)
    assert done.old is not None
    assert done.old.name == "uploads.key.until-20260301T090000Z"
    assert held(done.old) == old != held(file)
    assert is_private(file)
    database.vault = None
    await open_vault(database, None, file)
    assert await kept(database, clinic) == CONTENT
    with pytest.raises(DataKeyError):
        await open_vault(database, None, done.old)


async def test_a_rotation_of_a_key_from_the_environment_writes_the_new_one_where_it_is_told(
    database: Database, clinic: str, file: Path, tmp_path: Path
) -> None:
    given, into = key(), tmp_path / "new.key"
    await open_vault(database, given, None)
    await keep(database, clinic)
    with pytest.raises(DataKeyError, match="--into"):
        await rotate(database, given, file, None, FakeClock(NOW))
    done = await rotate(database, given, file, into, FakeClock(NOW))
    assert (done.new, done.old) == (into, None)
    with pytest.raises(DataKeyError):
        await open_vault(database, given, file)
    await open_vault(database, held(into).decode(), file)
    assert await kept(database, clinic) == CONTENT
    with pytest.raises(DataKeyError, match="is there already"):
        await rotate(database, held(into).decode(), file, into, FakeClock(NOW))


async def test_a_rotation_cut_short_after_its_commit_is_finished_at_the_next_start(
    database: Database, clinic: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_vault(database, None, file)
    await keep(database, clinic)
    old = held(file)

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("storage.keys.rotation._put_in_place", crash)
    with pytest.raises(KeyboardInterrupt):
        await rotate(database, None, file, None, FakeClock(NOW))
    assert held(file) == old
    database.vault = None
    await open_vault(database, None, file)
    assert await kept(database, clinic) == CONTENT
    assert not is_there(next_to(file))


async def test_a_clinic_that_got_its_keys_meanwhile_stops_the_rotation(
    database: Database, clinic: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_vault(database, None, file)
    old = database.vault
    assert old is not None
    await keep(database, clinic)
    commit = database.commit

    async def late(statements: list[object]) -> object:
        keys = old.new_keys("late")
        await commit(
            [
                insert(clinics).values(id="late", currency="RUB", created_at=NOW),
                insert(clinic_keys).values(
                    clinic_id="late",
                    master_id=keys.master_id,
                    data_key=keys.data_key,
                    patient_key=keys.patient_key,
                ),
            ]
        )
        return await commit(statements)  # type: ignore[arg-type]

    monkeypatch.setattr(database, "commit", late)
    with pytest.raises(DataKeyError, match="Try again"):
        await rotate(database, None, file, None, FakeClock(NOW))
    monkeypatch.undo()
    await open_vault(database, None, file)
    assert await kept(database, clinic) == CONTENT
    assert (await rotate(database, None, file, None, FakeClock(NOW))).clinics == 2


async def test_uploads_whose_key_is_lost_can_be_given_up(database: Database, clinic: str, file: Path) -> None:
    await open_vault(database, None, file)
    await keep(database, clinic)
    with pytest.raises(DataKeyError, match="nothing is lost"):
        await give_up(database, None, file)
    assert await kept(database, clinic) == CONTENT
    lose(file)
    assert await give_up(database, None, file) == 1
    async with database.reading() as connection:
        for table in (kept_uploads, kept_upload_parts, clinic_keys):
            assert (await connection.execute(select(table))).all() == []
        assert len((await connection.execute(select(clinics))).all()) == 1
        assert (await connection.execute(select(master_keys.c.id))).scalars().all() == [
            Vault(read_key(file)).master_id
        ]
    await keep(database, clinic)
    assert await kept(database, clinic) == CONTENT
