"""The one writer of an SQLite database: what was asked for while it was busy is committed together."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Connection, Executable, Row, StaticPool, create_engine
from sqlalchemy.exc import DBAPIError

from storage.statement import Bound, Rows, Write

BUSY_TIMEOUT = 10.0
"""Seconds to wait for another process that is writing."""
BUSY_PAUSE = 0.005
"""Seconds between looks at whether it has finished."""
SPELL = 200
"""Statements after which others are let run: a few milliseconds."""

T = TypeVar("T")
WriteOutcome: TypeAlias = list[Rows] | Exception


@dataclass(slots=True)
class _Commit:
    """What one caller wants written, and where it waits."""

    writes: Sequence[Write]
    waiting: asyncio.Future[list[Rows]]


class GroupCommitWriter:
    """Writes over one connection; every commit is on the disk when it returns.

    One batch is under way at a time. What comes in meanwhile makes up the next one and shares its fsync, so
    64 chats cost little more than one. A caller whose statements fail gets the error alone.

    Statements run on the event loop, a few microseconds each in memory; only the COMMIT, which waits for the
    disk, goes to a thread. A thread for all of it would have to win the interpreter's lock back after every
    statement, 5 ms each time the loop is busy.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="storage-writer")
        self._turn = asyncio.Lock()
        self._waiting: list[_Commit] = []
        self._draining: asyncio.Task[None] | None = None
        self._closed = False

    async def open(self) -> None:
        """Open the connection."""
        self._connection = await self._in_thread(lambda: connect(self._path))
        self._cursor = self._connection.cursor()
        engine = create_engine(
            "sqlite://", creator=lambda: self._connection, poolclass=StaticPool, hide_parameters=True
        )
        self._sqlalchemy: Connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    async def commit(self, writes: Sequence[Write]) -> list[Rows]:
        """Write all or nothing; returns the rows of each statement once they are durable.

        A cancelled caller no longer learns the outcome; what it asked for is written whole or not at all.
        """
        if self._closed:
            raise RuntimeError("the database is closed")
        commit = _Commit(writes, asyncio.get_running_loop().create_future())
        self._waiting.append(commit)
        if self._draining is None:
            self._draining = asyncio.create_task(self._drain(), name="storage-writer")
        return await commit.waiting

    async def read(self, query: Executable) -> Sequence[Row[Any]]:
        """What a query finds between two batches: a commit is seen here and its caller knows, or neither."""
        async with self._turn:
            return self._sqlalchemy.execute(query).all()

    async def data_version(self) -> int:
        """A number that changes when another process has written."""
        async with self._turn:
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    async def close(self) -> None:
        """Write what is waiting, then close the connection."""
        if self._closed:
            return
        self._closed = True
        if self._draining is not None:
            await self._draining
        self._sqlalchemy.close()
        self._sqlalchemy.engine.dispose()
        await self._in_thread(self._connection.close)
        self._thread.shutdown(wait=False)

    async def _drain(self) -> None:
        try:
            while self._waiting:
                batch = [commit for commit in self._waiting if not commit.waiting.cancelled()]
                self._waiting.clear()
                async with self._turn:
                    self._settle(batch, await self._write(batch))
                # Those just woken ask for more: it joins the next batch.
                await asyncio.sleep(0)
        finally:
            self._draining = None

    def _settle(self, batch: list[_Commit], outcomes: list[WriteOutcome]) -> None:
        for commit, outcome in zip(batch, outcomes, strict=True):
            if commit.waiting.done():
                continue
            if isinstance(outcome, Exception):
                commit.waiting.set_exception(outcome)
            else:
                commit.waiting.set_result(outcome)

    async def _write(self, batch: list[_Commit]) -> list[WriteOutcome]:
        try:
            async with self._transaction():
                return [await self._run(commit) for commit in batch]
        except Exception as error:
            if len(batch) == 1:
                return [error]
        try:
            async with self._transaction():
                return [await self._run_apart(commit) for commit in batch]
        except Exception as error:
            return [error for _ in batch]

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[None]:
        await self._begin()
        try:
            yield
            await self._in_thread(lambda: self._connection.execute("COMMIT"))
        except Exception:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    async def _begin(self) -> None:
        give_up_at = time.monotonic() + BUSY_TIMEOUT
        while True:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                # The low byte: SQLite tells apart kinds of busy, one of them just after a crash.
                busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if not busy or time.monotonic() > give_up_at:
                    raise
                await asyncio.sleep(BUSY_PAUSE)
            else:
                return

    async def _run(self, commit: _Commit) -> list[Rows]:
        rows: list[Rows] = []
        for begin in range(0, len(commit.writes), SPELL):
            if begin:
                await asyncio.sleep(0)
            rows.extend(map(self._execute, commit.writes[begin : begin + SPELL]))
        return rows

    async def _run_apart(self, commit: _Commit) -> WriteOutcome:
        self._connection.execute("SAVEPOINT one_caller")
        try:
            return await self._run(commit)
        except Exception as error:
            if not self._connection.in_transaction:  # SQLite gave up the whole of it: disk full, I/O error
                raise
            self._connection.execute("ROLLBACK TO one_caller")
            return error
        finally:
            if self._connection.in_transaction:
                self._connection.execute("RELEASE one_caller")

    def _execute(self, write: Write) -> Rows:
        if not isinstance(write, Bound):
            result = self._sqlalchemy.execute(write)
            return [tuple(row) for row in result] if result.returns_rows else []
        sql, values = write.prepared.on_sqlite(write.values)
        try:
            self._cursor.execute(sql, values)
            return self._cursor.fetchall() if self._cursor.description else []
        except sqlite3.Error as error:
            raise DBAPIError.instance(sql, None, error, sqlite3.Error, hide_parameters=True) from error

    async def _in_thread(self, function: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, function)


def connect(path: Path) -> sqlite3.Connection:
    """Open an existing SQLite file for durable writing; transactions are begun by hand."""
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT, isolation_level=None, check_same_thread=False)
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "fullfsync=ON",
        "foreign_keys=ON",
        "busy_timeout=0",
    ):
        connection.execute(f"PRAGMA {pragma}")
    # Only from its first read on does an idle connection keep a restore from replacing the file under it.
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return connection
