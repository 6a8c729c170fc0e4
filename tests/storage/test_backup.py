"""A backup is whole and private; a restore refuses whatever would lose data."""

import asyncio
import os
import re
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text

from clock import SystemClock
from storage.database import (
    Database,
    DatabaseDamagedError,
    DatabaseMissingError,
    DatabaseTooNewError,
    DatabaseUnreachableError,
    parse_url,
    sqlite_path,
)
from storage.migrations import HEAD
from storage.sqlite.backup import (
    BackupPlaceError,
    DatabaseInUseError,
    NotABackupError,
    NotWithPostgresError,
    backup,
    restore,
)
from storage.tables.queue import chats
from tests.clock import FakeClock

CLOCK = FakeClock(datetime(2026, 3, 1, 9, 0, 5, tzinfo=UTC))


async def test_a_backup_taken_while_writing_is_whole_and_private(
    sqlite_database: Database, sqlite_url: str, tmp_path: Path
) -> None:
    copy = tmp_path / "copies" / "pulse.backup"
    copy.parent.mkdir()
    await sqlite_database.commit([insert(chats).values(chat_id=number) for number in range(1000)])
    writing = asyncio.create_task(write_pairs(sqlite_database))
    await asyncio.sleep(0.02)
    await backup(sqlite_url, copy)
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert names_in(copy.parent) == ["pulse.backup"]
    opened = await Database.open(f"sqlite:///{copy}", clock=CLOCK)
    rows = await count(opened)
    assert rows >= 1000
    assert rows % 2 == 0
    await opened.close()


async def test_a_backup_replaces_an_older_one(
    sqlite_database: Database, sqlite_url: str, tmp_path: Path
) -> None:
    copy = tmp_path / "pulse.backup"
    await backup(sqlite_url, copy)
    await sqlite_database.commit([insert(chats).values(chat_id=1)])
    await backup(sqlite_url, copy)
    opened = await Database.open(f"sqlite:///{copy}", clock=CLOCK)
    assert await count(opened) == 1
    await opened.close()


async def test_a_restore_brings_the_rows_back_and_keeps_the_replaced_file(
    sqlite_url: str, tmp_path: Path
) -> None:
    copy = tmp_path / "pulse.backup"
    database = await filled(sqlite_url, 3)
    await backup(sqlite_url, copy)
    await database.commit([insert(chats).values(chat_id=100 + number) for number in range(4)])
    await database.close()
    kept = await restore(sqlite_url, copy, clock=CLOCK)
    assert kept == sqlite_path(parse_url(sqlite_url)).with_name("pulse.db.before-restore-20260301T090005Z")
    assert kept is not None
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert await rows_of(sqlite_url) == 3
    assert await rows_of(f"sqlite:///{kept}") == 7


async def test_a_restore_to_a_new_place_keeps_nothing(sqlite_url: str, tmp_path: Path) -> None:
    copy = tmp_path / "pulse.backup"
    database = await filled(sqlite_url, 3)
    await backup(sqlite_url, copy)
    await database.close()
    elsewhere = f"sqlite:///{tmp_path / 'elsewhere' / 'pulse.db'}"
    assert await restore(elsewhere, copy, clock=CLOCK) is None
    assert await rows_of(elsewhere) == 3


async def test_a_damaged_database_can_be_restored_and_is_kept_as_it_was(
    sqlite_url: str, tmp_path: Path
) -> None:
    copy, path = tmp_path / "pulse.backup", sqlite_path(parse_url(sqlite_url))
    database = await filled(sqlite_url, 3)
    await backup(sqlite_url, copy)
    await database.close()
    damaged = overwrite(path)
    kept = await restore(sqlite_url, copy, clock=CLOCK)
    assert kept is not None
    assert content_of(kept) == damaged
    assert await rows_of(sqlite_url) == 3


async def test_a_restore_is_refused_while_another_process_has_the_database_open(
    sqlite_url: str, tmp_path: Path
) -> None:
    copy, path = tmp_path / "pulse.backup", sqlite_path(parse_url(sqlite_url))
    database = await filled(sqlite_url, 3)
    await backup(sqlite_url, copy)
    await database.commit([insert(chats).values(chat_id=100)])
    await database.close()
    program = f"import sqlite3; c = sqlite3.connect({str(path)!r}); c.execute('PRAGMA journal_mode=WAL'); "
    program += "c.execute('SELECT * FROM chats').fetchall(); print('open', flush=True); input()"
    other = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdin is not None
    assert other.stdout is not None
    assert await other.stdout.readline() == b"open\n"
    with pytest.raises(DatabaseInUseError, match="stop the bot first"):
        await restore(sqlite_url, copy, clock=CLOCK)
    other.stdin.write(b"\n")
    await other.wait()
    assert await rows_of(sqlite_url) == 4


async def test_a_restore_is_refused_while_this_process_has_the_database_open(
    sqlite_database: Database, sqlite_url: str, tmp_path: Path
) -> None:
    copy = tmp_path / "pulse.backup"
    await backup(sqlite_url, copy)
    with pytest.raises(DatabaseInUseError):
        await restore(sqlite_url, copy, clock=CLOCK)
    await sqlite_database.commit([insert(chats).values(chat_id=1)])
    assert await count(sqlite_database) == 1


async def test_files_that_will_not_do_are_refused(sqlite_url: str, tmp_path: Path) -> None:
    copy = tmp_path / "pulse.backup"
    database = await filled(sqlite_url, 3)
    await backup(sqlite_url, copy)
    await database.commit([text("UPDATE alembic_version SET version_num = '9999'")])
    newer = tmp_path / "newer.backup"
    await backup(sqlite_url, newer)
    back = text("UPDATE alembic_version SET version_num = :head").bindparams(head=HEAD)
    await database.commit([back])
    await database.close()
    empty, nothing = tmp_path / "empty", tmp_path / "nothing"
    empty.touch()
    overwrite(copy)
    refusals: list[tuple[Path, type[Exception]]] = [
        (newer, DatabaseTooNewError),
        (copy, DatabaseDamagedError),
        (empty, NotABackupError),
        (nothing, NotABackupError),
    ]
    for file, refusal in refusals:
        with pytest.raises(refusal):
            await restore(sqlite_url, file, clock=CLOCK)
    assert await rows_of(sqlite_url) == 3
    assert not nothing.exists()


@pytest.mark.parametrize("place", ["itself", "-wal", "-shm", "-journal", "-runner", "a link", "a hard link"])
async def test_a_copy_never_goes_where_the_database_is(sqlite_url: str, tmp_path: Path, place: str) -> None:
    database, path = await filled(sqlite_url, 3), sqlite_path(parse_url(sqlite_url))
    target = path.with_name(path.name + place)
    match place:
        case "itself":
            target = path
        case "a link":
            target.symlink_to(path)
        case "a hard link":
            target.hardlink_to(path)
    before = names_in(path.parent)
    for refused in (backup(sqlite_url, target), restore(sqlite_url, target, clock=CLOCK)):
        with pytest.raises((BackupPlaceError, NotABackupError)):
            await refused
    assert names_in(path.parent) == before
    assert await count(database) == 3
    await database.close()
    assert await rows_of(sqlite_url) == 3


async def test_a_copy_replaces_nothing_but_a_copy(sqlite_url: str, tmp_path: Path) -> None:
    await (await filled(sqlite_url, 3)).close()
    other = f"sqlite:///{tmp_path / 'other.db'}"
    await (await filled(other, 1)).close()
    key, letter, missing = tmp_path / "clinic.key", tmp_path / "letter.txt", tmp_path / "missing" / "copy"
    letter.write_text("Дорогая Ольга!")
    for target in (tmp_path / "other.db", letter, key, tmp_path, missing):
        with pytest.raises(BackupPlaceError, match=re.escape(str(tmp_path))):
            await backup(sqlite_url, target, keys=[key])
    assert letter.read_text() == "Дорогая Ольга!"
    assert await rows_of(other) == 1
    assert not key.exists()
    assert not missing.parent.exists()
    assert not [name for name in names_in(tmp_path) if name.endswith(".part")]


async def test_a_copy_that_has_become_a_database_is_not_replaced(sqlite_url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    await (await filled(sqlite_url, 3)).close()
    await backup(sqlite_url, copy)
    await restore(f"sqlite:///{tmp_path / 'restored'}", copy, clock=CLOCK)
    await (await Database.open(f"sqlite:///{copy}", clock=CLOCK)).close()
    for database in (copy, tmp_path / "restored"):
        with pytest.raises(BackupPlaceError, match="is no copy"):
            await backup(sqlite_url, database)


async def test_a_locked_database_is_not_damaged(sqlite_url: str, tmp_path: Path) -> None:
    await (await filled(sqlite_url, 3)).close()
    copy, path = tmp_path / "copy", sqlite_path(parse_url(sqlite_url))
    await backup(sqlite_url, copy)
    before = content_of(path)
    with closing(sqlite3.connect(path)) as holder:
        holder.execute("PRAGMA locking_mode=EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseUnreachableError, match=r"locked.*Another program"):
            await restore(sqlite_url, copy, clock=CLOCK)
    assert content_of(path) == before
    assert not [name for name in names_in(path.parent) if "before-restore" in name]


async def test_there_is_nothing_to_copy_where_there_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(DatabaseMissingError, match="DATABASE_URL"):
        await backup(f"sqlite:///{tmp_path / 'mistyped.db'}", tmp_path / "copy")
    assert names_in(tmp_path) == []


async def test_postgresql_is_left_to_its_own_tools(postgresql_url: str, tmp_path: Path) -> None:
    database = await Database.open(postgresql_url, clock=CLOCK)
    with pytest.raises(NotWithPostgresError, match="pg_dump"):
        await backup(postgresql_url, tmp_path / "x")
    with pytest.raises(NotWithPostgresError, match="pg_restore"):
        await restore(postgresql_url, tmp_path / "x", clock=CLOCK)
    await database.close()


async def write_pairs(database: Database) -> None:
    number = 10_000
    while True:
        await database.commit([insert(chats).values(chat_id=number + half) for half in range(2)])
        number += 2


async def filled(url: str, rows: int) -> Database:
    database = await Database.open(url, clock=SystemClock())
    await database.commit([insert(chats).values(chat_id=number) for number in range(rows)])
    return database


async def rows_of(url: str) -> int:
    database = await Database.open(url, clock=SystemClock())
    rows = await count(database)
    await database.close()
    return rows


async def count(database: Database) -> int:
    async with database.reading() as connection:
        return await connection.scalar(select(func.count()).select_from(chats)) or 0


def overwrite(path: Path) -> bytes:
    damaged = path.read_bytes()[:4096] + os.urandom(8192)
    path.write_bytes(damaged)
    return damaged


def content_of(path: Path) -> bytes:
    return path.read_bytes()


def names_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())
