"""A backup is whole and private; a restore refuses whatever would lose data."""

import asyncio
import os
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text

from storage.clock import SystemClock
from storage.database import Database, DatabaseDamagedError, DatabaseTooNewError, parse_url, sqlite_path
from storage.migrations import HEAD
from storage.sqlite.backup import (
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
    sqlite_database: Database, tmp_path: Path
) -> None:
    copy = tmp_path / "copies" / "pulse.backup"
    await sqlite_database.commit([insert(chats).values(chat_id=number) for number in range(1000)])
    writing = asyncio.create_task(write_pairs(sqlite_database))
    await asyncio.sleep(0.02)
    await backup(sqlite_database, copy)
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert names_in(copy.parent) == ["pulse.backup"]
    opened = await Database.open(f"sqlite:///{copy}", clock=CLOCK)
    rows = await count(opened)
    assert rows >= 1000
    assert rows % 2 == 0
    await opened.close()


async def test_a_backup_replaces_an_older_one(sqlite_database: Database, tmp_path: Path) -> None:
    copy = tmp_path / "pulse.backup"
    await backup(sqlite_database, copy)
    await sqlite_database.commit([insert(chats).values(chat_id=1)])
    await backup(sqlite_database, copy)
    opened = await Database.open(f"sqlite:///{copy}", clock=CLOCK)
    assert await count(opened) == 1
    await opened.close()


async def test_a_restore_brings_the_rows_back_and_keeps_the_replaced_file(
    sqlite_url: str, tmp_path: Path
) -> None:
    copy = tmp_path / "pulse.backup"
    database = await filled(sqlite_url, 3)
    await backup(database, copy)
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
    await backup(database, copy)
    await database.close()
    elsewhere = f"sqlite:///{tmp_path / 'elsewhere' / 'pulse.db'}"
    assert await restore(elsewhere, copy, clock=CLOCK) is None
    assert await rows_of(elsewhere) == 3


async def test_a_damaged_database_can_be_restored_and_is_kept_as_it_was(
    sqlite_url: str, tmp_path: Path
) -> None:
    copy, path = tmp_path / "pulse.backup", sqlite_path(parse_url(sqlite_url))
    database = await filled(sqlite_url, 3)
    await backup(database, copy)
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
    await backup(database, copy)
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
    await backup(sqlite_database, copy)
    with pytest.raises(DatabaseInUseError):
        await restore(sqlite_url, copy, clock=CLOCK)
    await sqlite_database.commit([insert(chats).values(chat_id=1)])
    assert await count(sqlite_database) == 1


async def test_files_that_will_not_do_are_refused(sqlite_url: str, tmp_path: Path) -> None:
    copy = tmp_path / "pulse.backup"
    database = await filled(sqlite_url, 3)
    await backup(database, copy)
    await database.commit([text("UPDATE alembic_version SET version_num = '9999'")])
    newer = tmp_path / "newer.backup"
    await backup(database, newer)
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
        (nothing, FileNotFoundError),
    ]
    for file, refusal in refusals:
        with pytest.raises(refusal):
            await restore(sqlite_url, file, clock=CLOCK)
    assert await rows_of(sqlite_url) == 3
    assert not nothing.exists()


async def test_postgresql_is_left_to_its_own_tools(postgresql_url: str, tmp_path: Path) -> None:
    database = await Database.open(postgresql_url, clock=CLOCK)
    with pytest.raises(NotWithPostgresError, match="pg_dump"):
        await backup(database, tmp_path / "x")
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
