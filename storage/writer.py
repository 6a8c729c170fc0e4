"""The one writer of an SQLite database: what was asked for while it was busy is committed together."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Connection, Executable, Row, StaticPool, create_engine
from sqlalchemy.exc import DBAPIError

from storage.statement import Bound, Rows, Write

BUSY_TIMEOUT = 10.0
"""Seconds to wait for another process that is writing."""

T = TypeVar("T")
Outcome: TypeAlias = list[Rows] | Exception


@dataclass(slots=True)
class _Commit:
    """What one caller wants written, and where it waits."""

    writes: Sequence[Write]
    waiting: asyncio.Future[list[Rows]]


class GroupCommitWriter:
    """Writes in one thread over one connection; every commit is on the disk when it returns.

    One batch is under way at a time. What comes in meanwhile makes up the next one and shares its fsync, so
    64 chats cost little more than one. A caller whose statements fail gets the error alone.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._loop = asyncio.get_running_loop()
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._waiting: list[_Commit] = []
        self._busy = False
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="storage-writer", daemon=True)

    async def open(self) -> None:
        """Start the thread and open the connection in it."""
        self._thread.start()
        await self.call(self._connect)

    async def commit(self, writes: Sequence[Write]) -> list[Rows]:
        """Write all or nothing; returns the rows of each statement once they are durable.

        A cancelled caller no longer learns the outcome; what it asked for is written whole or not at all.
        """
        if self._closed:
            raise RuntimeError("the database is closed")
        commit = _Commit(writes, self._loop.create_future())
        self._waiting.append(commit)
        if not self._busy:
            self._busy = True
            self._loop.call_soon(self._hand_over)
        return await commit.waiting

    async def call(self, function: Callable[[], T]) -> T:
        """Run `function` in the writer's thread, between batches."""
        answer: asyncio.Future[T] = self._loop.create_future()

        def job() -> None:
            try:
                result = function()
            except Exception as error:
                self._loop.call_soon_threadsafe(_fail, answer, error)
            else:
                self._loop.call_soon_threadsafe(_answer, answer, result)

        self._jobs.put(job)
        return await answer

    async def read(self, query: Executable) -> Sequence[Row[Any]]:
        """What a query finds, after every commit asked for before."""
        return await self.call(lambda: self._sqlalchemy.execute(query).all())

    async def data_version(self) -> int:
        """A number that changes when another process has written."""
        return await self.call(lambda: int(self._connection.execute("PRAGMA data_version").fetchone()[0]))

    async def close(self) -> None:
        """Write what is waiting, then close the connection and end the thread."""
        if self._closed:
            return
        self._closed = True
        last = [commit.waiting for commit in self._waiting]
        if last:
            await asyncio.wait(last)
        await self.call(self._disconnect)
        self._jobs.put(None)

    def _hand_over(self) -> None:
        batch = [commit for commit in self._waiting if not commit.waiting.cancelled()]
        self._waiting.clear()
        if not batch:
            self._busy = False
            return

        def job() -> None:
            self._loop.call_soon_threadsafe(self._settle, batch, self._write(batch))

        self._jobs.put(job)

    def _settle(self, batch: list[_Commit], outcomes: list[Outcome]) -> None:
        for commit, outcome in zip(batch, outcomes, strict=True):
            if isinstance(outcome, Exception):
                _fail(commit.waiting, outcome)
            else:
                _answer(commit.waiting, outcome)
        # After the callers just woken: what they ask for next joins this batch.
        self._loop.call_soon(self._hand_over)

    # Everything below runs in the writer's thread.

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()

    def _connect(self) -> None:
        self._connection = connect(self._path)
        engine = create_engine(
            "sqlite://", creator=lambda: self._connection, poolclass=StaticPool, hide_parameters=True
        )
        self._sqlalchemy: Connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    def _disconnect(self) -> None:
        self._sqlalchemy.close()
        self._sqlalchemy.engine.dispose()
        self._connection.close()

    def _write(self, batch: list[_Commit]) -> list[Outcome]:
        try:
            with self._transaction():
                return [self._run(commit) for commit in batch]
        except Exception as error:
            if len(batch) == 1:
                return [error]
        try:
            with self._transaction():
                return [self._run_apart(commit) for commit in batch]
        except Exception as error:
            return [error for _ in batch]

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def _run(self, commit: _Commit) -> list[Rows]:
        return [self._execute(write) for write in commit.writes]

    def _run_apart(self, commit: _Commit) -> Outcome:
        self._connection.execute("SAVEPOINT one_caller")
        try:
            return self._run(commit)
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
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise DBAPIError.instance(sql, None, error, sqlite3.Error, hide_parameters=True) from error


def connect(path: Path) -> sqlite3.Connection:
    """Open an existing SQLite file for writing, durably; transactions are begun by hand."""
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "fullfsync=ON", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _answer(future: asyncio.Future[T], result: T) -> None:
    if not future.done():
        future.set_result(result)


def _fail(future: asyncio.Future[Any], error: Exception) -> None:
    if not future.done():
        future.set_exception(error)
