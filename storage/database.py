"""One database, an SQLite file or a PostgreSQL server, behind the same few operations."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from sqlalchemy import URL, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from clock import Clock
from operator_error import OperatorError
from storage import migrations
from storage.sqlite.reader import KeyReader
from storage.sqlite.writer import BUSY_TIMEOUT, GroupCommitWriter
from storage.statement import Bound, Rows, Write
from storage.tables.queue import seen
from storage.upsert import upsert

if TYPE_CHECKING:
    from storage.keys.vault import Vault

READERS = 4
"""Connections that read an SQLite file side by side."""
POOL = 10
"""Connections to PostgreSQL kept open; twice as many at a peak."""
LIVE, BACKUP = 0, 0x4350424B
"""The `application_id` of an SQLite file: zero, as SQLite makes it, or a copy of ours («CPBK»)."""
_ADDRESSES = "DATABASE_URL is sqlite:///path/to/file or postgresql://user:password@host/name"


class DatabaseAddressError(OperatorError):
    """DATABASE_URL is no address of a database."""


class DatabaseUnreachableError(OperatorError):
    """There is a database, or room for one, and it cannot be opened: rights, locks, a server that is away."""


class DatabaseMissingError(OperatorError):
    """There is no database where one was expected."""


class DatabaseDamagedError(OperatorError):
    """The SQLite file fails its integrity check; nothing was changed."""


class DatabaseTooNewError(OperatorError):
    """A newer version of the program has migrated this database."""


class Database:
    """Pooled readers, and on SQLite one writer whose callers share their fsyncs."""

    def __init__(
        self,
        url: URL,
        engine: AsyncEngine,
        clock: Clock,
        *,
        writer: GroupCommitWriter | None = None,
        reader: KeyReader | None = None,
    ) -> None:
        self.url = url
        self.clock = clock
        self.vault: Vault | None = None
        """Opens what is kept of uploads; `storage.keys.data_key.open_vault` puts it here."""
        self.failed_commits = 0
        """How often the database has refused to write, since the start."""
        self.dialect: Literal["sqlite", "postgresql"] = "postgresql" if writer is None else "sqlite"
        self._engine = engine
        self._writer = writer
        self._reader = reader

    @classmethod
    async def open(cls, url: str, *, clock: Clock, create: bool = True) -> "Database":
        """Create the database if there is none, check it, migrate it, connect.

        `url` is `sqlite:///path/to/file` or `postgresql://…`; `create`: whether an SQLite file is made.
        Raises DatabaseAddressError, DatabaseUnreachableError, DatabaseMissingError, DatabaseDamagedError,
        DatabaseTooNewError.
        """
        parsed = parse_url(url)
        if parsed.get_backend_name() == "postgresql":
            engine = create_async_engine(parsed, pool_size=POOL, max_overflow=POOL, hide_parameters=True)
            with _named_postgresql(parsed):
                await _migrate_postgresql(engine, parsed)
            return cls(parsed, engine, clock)
        path = sqlite_path(parsed)
        if not create:
            must_exist(path)
        with named_sqlite(path):
            await asyncio.to_thread(_prepare_sqlite, path, parsed)
            writer = GroupCommitWriter(path)
            await writer.open()
        return cls(parsed, _sqlite_readers(path), clock, writer=writer, reader=KeyReader(path))

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection for SELECTs; the database refuses a write on it."""
        async with self._engine.connect() as connection:
            if self.dialect == "postgresql":
                await connection.execution_options(postgresql_readonly=True)
            yield connection

    async def rows(self, query: Bound) -> Rows:
        """The few rows a prepared SELECT finds by their keys, as the driver gives them."""
        if self._reader is not None:
            return self._reader.rows(query)
        async with self.reading() as connection:
            return await _execute(connection, query)

    async def commit(self, statements: Sequence[Write]) -> list[Rows]:
        """Write all the statements or none; durable when it returns. On SQLite callers share an fsync.

        Returns what each statement's RETURNING gave. Raises `sqlalchemy.exc.DBAPIError`, to this caller only.
        """
        try:
            if self._writer is not None:
                return await self._writer.commit(statements)
            async with self._engine.begin() as connection:
                return [await _execute(connection, statement) for statement in statements]
        except IntegrityError:
            raise
        except Exception:
            self.failed_commits += 1
            raise

    async def probe(self) -> None:
        """Write something, however small; what `commit` raises if the database takes no writes."""
        await self.commit([upsert(seen, {"key": "probe", "seen_at": self.clock.now()})])

    @property
    def writer(self) -> GroupCommitWriter:
        """The writer of an SQLite database; PostgreSQL has many."""
        if self._writer is None:
            raise TypeError("only an SQLite database has one writer")
        return self._writer

    async def close(self) -> None:
        """Finish what is being written and disconnect."""
        if self._writer is not None:
            await self._writer.close()
        if self._reader is not None:
            self._reader.close()
        await self._engine.dispose()


def parse_url(url: str) -> URL:
    """The URL with the driver the program uses. Raises DatabaseAddressError."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise DatabaseAddressError(_ADDRESSES) from None  # what was raised repeats the password
    backend = parsed.get_backend_name()
    if backend == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if backend == "sqlite" and parsed.database not in (None, "", ":memory:"):
        return parsed.set(drivername="sqlite")
    raise DatabaseAddressError(_ADDRESSES)


def sqlite_path(url: URL) -> Path:
    """The file of an SQLite URL."""
    return Path(cast("str", url.database))


def must_exist(path: Path) -> None:
    """Raises DatabaseMissingError if there is no SQLite file to work on."""
    if not path.is_file():
        raise DatabaseMissingError(f"There is no database in {path}: check DATABASE_URL.")


@contextmanager
def named_sqlite(path: Path) -> Iterator[None]:
    """Raises DatabaseUnreachableError for what keeps an SQLite file from being opened or written."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
    except (sqlite3.OperationalError, DBAPIError) as error:
        reason = str(error.orig if isinstance(error, DBAPIError) else error)
    else:
        return
    raise DatabaseUnreachableError(
        f"The database {path} cannot be used: {reason}. {_hint(path, reason)}"
    ) from None


def why_not_written(error: Exception) -> str:
    """What keeps a database from being written, in an operator's words; none of what was to be written."""
    said = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    for sign, words in _TROUBLES.items():
        if sign in said:
            return words
    return f"the database refuses ({type(error).__name__})"


_TROUBLES = {
    "disk is full": "the disk is full: make room, nothing is lost meanwhile",
    "No space left": "the disk is full: make room, nothing is lost meanwhile",
    "could not extend file": "the database server's disk is full: make room there",
    "readonly database": "the database's file or folder is read-only for this user",
    "unable to open": "the database's file or folder cannot be opened by this user",
    "disk I/O error": "the disk fails, or its folder is gone",
    "locked": "another program holds the database",
    "connection": "the database server is away",
    "database is closed": "the program is stopping",
}


def _hint(path: Path, reason: str) -> str:
    if "locked" in reason:
        return "Another program holds it: wait for that or end it, then try again."
    if "full" in reason or "No space" in reason:
        return "The disk is full: make room and try again."
    return f"This user must be able to read and write the file and its folder {path.parent}."


def check_integrity(path: Path, advice: str = "Put a backup in its place: bot.py restore FILE") -> None:
    """Raises DatabaseDamagedError, with the advice what to do, if the SQLite file is not whole.

    A file that cannot be looked at just now (locked, no rights) is not damaged: sqlite3.OperationalError.
    """
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_TIMEOUT)) as connection:
            findings = [row[0] for row in connection.execute("PRAGMA quick_check(5)")]
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        findings = [str(error)]
    if findings != ["ok"]:
        found = "; ".join(" ".join(str(finding).split()) for finding in findings)
        raise DatabaseDamagedError(f"The database {path} is damaged ({found}). {advice}")


def sqlite_revision(path: Path) -> str | None:
    """The revision of the tables in an SQLite file; None before the first migration."""
    with closing(sqlite3.connect(path, timeout=BUSY_TIMEOUT)) as connection:
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            return str(row[0]) if row else None
    return None


def create_private(path: Path) -> None:
    """Make an empty file, and the folders above it, that nobody but this user can read."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def mark(path: Path, kind: int) -> None:
    """Note in an SQLite file what it is, so that one is not taken for the other: LIVE or BACKUP."""
    with closing(sqlite3.connect(path, timeout=BUSY_TIMEOUT)) as connection:
        if connection.execute("PRAGMA application_id").fetchone() != (kind,):
            connection.execute(f"PRAGMA application_id={kind}")


def refuse_newer(revision: str | None) -> None:
    """Raises DatabaseTooNewError for a revision this version of the program does not know."""
    if revision is not None and revision > migrations.HEAD:
        raise DatabaseTooNewError(
            f"The database is at revision {revision}, this program knows {migrations.HEAD}: a newer version "
            "has used it. Install that version again, or restore the backup made before it."
        )


def _prepare_sqlite(path: Path, url: URL) -> None:
    create_private(path)
    check_integrity(path)
    revision = sqlite_revision(path)
    refuse_newer(revision)
    if revision != migrations.HEAD:
        migrations.upgrade(url)
    mark(path, LIVE)


@contextmanager
def _named_postgresql(url: URL) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        shown = url.set(drivername="postgresql").render_as_string()
        said = str(error.orig).strip().partition("\n")[0]
        raise DatabaseUnreachableError(
            f"PostgreSQL does not serve DATABASE_URL ({shown}): {said}. "
            "Check that it runs, and the user, password, host and name there."
        ) from None


async def _migrate_postgresql(engine: AsyncEngine, url: URL) -> None:
    async with engine.connect() as connection:
        known = await connection.scalar(text("SELECT to_regclass('alembic_version')"))
        revision = await connection.scalar(text("SELECT version_num FROM alembic_version")) if known else None
    refuse_newer(revision)
    if revision != migrations.HEAD:
        await asyncio.to_thread(migrations.upgrade, url)


def _sqlite_readers(path: Path) -> AsyncEngine:
    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(path)),
        pool_size=READERS,
        pool_reset_on_return=None,
        isolation_level="AUTOCOMMIT",
        connect_args={"timeout": BUSY_TIMEOUT},
        hide_parameters=True,
    )
    event.listen(engine.sync_engine, "connect", _forbid_writing)
    return engine


def _forbid_writing(connection: DBAPIConnection, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA query_only=ON")
    cursor.close()


async def _execute(connection: AsyncConnection, statement: Write) -> Rows:
    if isinstance(statement, Bound):
        result = await connection.execute(statement.prepared.statement, statement.values)
    else:
        result = await connection.execute(statement)
    return [tuple(row) for row in result] if result.returns_rows else []
