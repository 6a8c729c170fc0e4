"""One database, an SQLite file or a PostgreSQL server, behind the same few operations."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from sqlalchemy import URL, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage import migrations
from storage.clock import Clock
from storage.sqlite.reader import KeyReader
from storage.sqlite.writer import BUSY_TIMEOUT, GroupCommitWriter
from storage.statement import Bound, Rows, Write

if TYPE_CHECKING:
    from storage.keys.vault import Vault

READERS = 4
"""Connections that read an SQLite file side by side."""
POOL = 10
"""Connections to PostgreSQL kept open; twice as many at a peak."""


class DatabaseDamagedError(Exception):
    """The SQLite file fails its integrity check; nothing was changed."""


class DatabaseTooNewError(Exception):
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
        self.dialect: Literal["sqlite", "postgresql"] = "postgresql" if writer is None else "sqlite"
        self._engine = engine
        self._writer = writer
        self._reader = reader

    @classmethod
    async def open(cls, url: str, *, clock: Clock) -> "Database":
        """Create the database if there is none, check it, migrate it, connect.

        `url` is `sqlite:///path/to/file` or `postgresql://…`.
        Raises DatabaseDamagedError, DatabaseTooNewError, or ValueError for another kind of URL.
        """
        parsed = parse_url(url)
        if parsed.get_backend_name() == "postgresql":
            engine = create_async_engine(parsed, pool_size=POOL, max_overflow=POOL, hide_parameters=True)
            await _migrate_postgresql(engine, parsed)
            return cls(parsed, engine, clock)
        path = sqlite_path(parsed)
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
        if self._writer is not None:
            return await self._writer.commit(statements)
        async with self._engine.begin() as connection:
            return [await _execute(connection, statement) for statement in statements]

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
    """The URL with the driver the program uses."""
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if backend == "sqlite" and parsed.database not in (None, "", ":memory:"):
        return parsed.set(drivername="sqlite")
    raise ValueError("DATABASE_URL is sqlite:///path/to/file or postgresql://user:password@host/name")


def sqlite_path(url: URL) -> Path:
    """The file of an SQLite URL."""
    return Path(cast("str", url.database))


def check_integrity(path: Path) -> None:
    """Raises DatabaseDamagedError if the SQLite file is not whole."""
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_TIMEOUT)) as connection:
            findings = [row[0] for row in connection.execute("PRAGMA quick_check(5)")]
    except sqlite3.DatabaseError as error:
        raise DatabaseDamagedError(f"{path}: {error}") from error
    if findings != ["ok"]:
        raise DatabaseDamagedError(f"{path}: {'; '.join(findings)}")


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


def refuse_newer(revision: str | None) -> None:
    """Raises DatabaseTooNewError for a revision this version of the program does not know."""
    if revision is not None and revision > migrations.HEAD:
        raise DatabaseTooNewError(
            f"the database is at revision {revision}, this program knows {migrations.HEAD}"
        )


def _prepare_sqlite(path: Path, url: URL) -> None:
    create_private(path)
    check_integrity(path)
    revision = sqlite_revision(path)
    refuse_newer(revision)
    if revision != migrations.HEAD:
        migrations.upgrade(url)


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
