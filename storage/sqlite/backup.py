"""A copy of a running database in one step, and the way back."""

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from storage.clock import Clock
from storage.database import (
    Database,
    DatabaseDamagedError,
    check_integrity,
    create_private,
    parse_url,
    refuse_newer,
    sqlite_path,
    sqlite_revision,
)

COMPANIONS = ("", "-wal", "-shm")
"""What the names of the files of one SQLite database end in."""


class NotWithPostgresError(Exception):
    """PostgreSQL has its own tools for this."""


class NotABackupError(Exception):
    """The file is whole, but no database of this program."""


class DatabaseInUseError(Exception):
    """A process still has the database open."""


async def backup(database: Database, file: Path) -> None:
    """Write a copy of the database as it is now, for this user's eyes only; writers go on meanwhile.

    An existing file is replaced only by a whole copy. Raises NotWithPostgresError.
    """
    if database.dialect == "postgresql":
        raise NotWithPostgresError(
            "PostgreSQL is backed up with pg_dump: pg_dump --format=custom DATABASE_URL"
        )
    await asyncio.to_thread(_backup, sqlite_path(database.url), file)


async def restore(url: str, file: Path, *, clock: Clock) -> Path | None:
    """Put a backup in the place of the database; returns where the replaced one is kept, if there was one.

    Raises DatabaseDamagedError or NotABackupError or DatabaseTooNewError for a file that will not do,
    DatabaseInUseError while a process has the database open, NotWithPostgresError.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() == "postgresql":
        raise NotWithPostgresError(
            "PostgreSQL is restored with pg_restore: pg_restore --clean -d DATABASE_URL FILE"
        )
    aside = f"before-restore-{clock.now():%Y%m%dT%H%M%SZ}"
    return await asyncio.to_thread(_restore, sqlite_path(parsed), file, aside)


def _backup(source: Path, file: Path) -> None:
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    create_private(part)
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("VACUUM INTO ?", (str(part),))
    check_integrity(part)
    _replace(part, file)


def _replace(part: Path, file: Path) -> None:
    with part.open("rb+") as written:
        os.fsync(written.fileno())
    part.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def _restore(target: Path, file: Path, aside: str) -> Path | None:
    if not file.exists():
        raise FileNotFoundError(file)
    check_integrity(file)
    revision = sqlite_revision(file)
    if revision is None:
        raise NotABackupError(f"{file} is not a database of this program")
    refuse_newer(revision)
    kept = _keep(target, aside) if target.exists() else None
    create_private(target)
    with closing(sqlite3.connect(file)) as source, closing(_alone(target)) as connection:
        source.backup(connection)
    check_integrity(target)
    return kept


def _keep(target: Path, aside: str) -> Path:
    kept = target.with_name(f"{target.name}.{aside}")
    try:
        check_integrity(target)
    except DatabaseDamagedError:
        for companion in COMPANIONS:
            damaged = target.with_name(target.name + companion)
            if damaged.exists():
                damaged.replace(kept.with_name(kept.name + companion))
        return kept
    create_private(kept)
    with closing(_alone(target)) as connection, closing(sqlite3.connect(kept)) as copy:
        connection.backup(copy)
    return kept


def _alone(path: Path) -> sqlite3.Connection:
    """A connection that keeps every other process out until it is closed."""
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        # SQLite leaves the write-ahead log only when nobody else has the database open, not even idly.
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        connection.close()
        raise DatabaseInUseError(f"{path} is in use: stop the bot first") from error
    return connection
