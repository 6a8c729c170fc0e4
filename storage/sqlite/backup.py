"""A copy of a running database in one step, and the way back."""

import asyncio
import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from clock import Clock
from operator_error import OperatorError
from storage.database import (
    BACKUP,
    LIVE,
    DatabaseDamagedError,
    check_integrity,
    create_private,
    mark,
    must_exist,
    named_sqlite,
    parse_url,
    refuse_newer,
    sqlite_path,
    sqlite_revision,
)
from storage.sqlite.writer import BUSY_TIMEOUT

COMPANIONS = ("", "-wal", "-shm")
"""What the names of the files of one SQLite database end in."""
BELONGINGS = (*COMPANIONS, "-journal", "-runner")
"""The same, with those that come and go beside it."""


class NotWithPostgresError(OperatorError):
    """PostgreSQL has its own tools for this."""


class NotABackupError(OperatorError):
    """The file is no copy of a database of this program."""


class BackupPlaceError(OperatorError):
    """A copy must not or cannot go there; nothing was written."""


class DatabaseInUseError(OperatorError):
    """A process still has the database open."""


async def backup(url: str, file: Path, *, keys: Sequence[Path] = ()) -> None:
    """Write a copy of the database as it is now, for this user's eyes only; writers go on meanwhile.

    keys: files of keys, which a copy must not replace. An older copy of ours is replaced, by a whole one
    only; any other file is left alone. Raises BackupPlaceError, DatabaseMissingError, DatabaseDamagedError,
    DatabaseUnreachableError, NotWithPostgresError.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() == "postgresql":
        raise NotWithPostgresError(
            "PostgreSQL is backed up with pg_dump: pg_dump --format=custom DATABASE_URL"
        )
    await asyncio.to_thread(_backup, sqlite_path(parsed), file, keys)


async def restore(url: str, file: Path, *, clock: Clock) -> Path | None:
    """Put a backup in the place of the database; returns where the replaced one is kept, if there was one.

    Raises DatabaseDamagedError or NotABackupError or DatabaseTooNewError for a file that will not do,
    DatabaseInUseError while a process has the database open, DatabaseUnreachableError, NotWithPostgresError.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() == "postgresql":
        raise NotWithPostgresError(
            "PostgreSQL is restored with pg_restore: pg_restore --clean -d DATABASE_URL FILE"
        )
    aside = f"before-restore-{clock.now():%Y%m%dT%H%M%SZ}"
    return await asyncio.to_thread(_restore, sqlite_path(parsed), file, aside)


def _backup(source: Path, file: Path, keys: Sequence[Path]) -> None:
    must_exist(source)
    _refuse_place(source, file, keys)
    with named_sqlite(source):
        check_integrity(source)
    part = file.with_name(f"{file.name}.part")
    with named_sqlite(file):
        part.unlink(missing_ok=True)
        create_private(part)
        try:
            with closing(sqlite3.connect(source, timeout=BUSY_TIMEOUT)) as connection:
                connection.execute("VACUUM INTO ?", (str(part),))
            check_integrity(part)
            mark(part, BACKUP)
            _replace(part, file)
        finally:
            part.unlink(missing_ok=True)


def _refuse_place(source: Path, file: Path, keys: Sequence[Path]) -> None:
    """Raises BackupPlaceError where a copy would destroy what is not a copy."""
    if not file.parent.is_dir():
        raise BackupPlaceError(f"There is no folder {file.parent}: make it first, or choose another place.")
    if file.is_dir():
        raise BackupPlaceError(f"{file} is a folder: give the copy a name in it.")
    if is_one_of(file, [source.with_name(source.name + end) for end in BELONGINGS]):
        raise BackupPlaceError(f"{file} belongs to the running database itself: choose another place.")
    if is_one_of(file, keys):
        raise BackupPlaceError(f"{file} is where the key of the uploads is: choose another place.")
    if file.exists() and not _is_backup(file):
        raise BackupPlaceError(f"{file} is there and is no copy made by this command: choose a new name.")


def is_one_of(file: Path, others: Iterable[Path]) -> bool:
    """Whether a path leads to the same place as one of the others, be it by a link."""
    return any(
        file.resolve() == other.resolve() or (file.exists() and other.exists() and file.samefile(other))
        for other in others
    )


def _is_backup(file: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("PRAGMA application_id").fetchone() == (BACKUP,))
    except sqlite3.Error:
        return False


def _replace(part: Path, file: Path) -> None:
    with part.open("rb+") as written:
        os.fsync(written.fileno())
    part.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def _restore(target: Path, file: Path, aside: str) -> Path | None:
    if not file.is_file():
        raise NotABackupError(f"There is no file {file} to restore from.")
    if is_one_of(file, [target.with_name(target.name + end) for end in BELONGINGS]):
        raise NotABackupError(f"{file} is the database itself: name the copy to put in its place.")
    with named_sqlite(file):
        check_integrity(file, "Take another copy.")
        revision = sqlite_revision(file)
    if revision is None:
        raise NotABackupError(f"{file} is no database of this program.")
    refuse_newer(revision)
    with named_sqlite(target):
        kept = _keep(target, aside) if target.exists() else None
        create_private(target)
        with closing(sqlite3.connect(file)) as source, closing(_alone(target)) as connection:
            source.backup(connection)
        check_integrity(target)
        mark(target, LIVE)
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
        raise DatabaseInUseError(f"The database {path} is in use: stop the bot first.") from error
    return connection
