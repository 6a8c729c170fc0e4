"""The writes of one update or job, collected in memory and committed once at its end."""

import asyncio
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from storage.database import Database
from storage.statement import Rows, Write


class UnitOfWork:
    """What one update changes: all of it becomes durable together, or none."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.memo: dict[Any, Any] = {}
        """What this update has already read or changed, so that a read sees the update's own writes."""
        self._writes: list[Write] = []
        self._afterwards: list[tuple[int, Callable[[Rows], None]]] = []
        self._beforehand: list[Callable[[], None]] = []
        self._at_end: list[Callable[[], None]] = []
        self._over = False

    @property
    def open(self) -> bool:
        """Whether it still takes writes."""
        return not self._over

    def write(self, statement: Write, *, then: Callable[[Rows], None] | None = None) -> None:
        """Add a statement; `then` is called with its RETURNING rows once they are durable.

        Raises RuntimeError after the end, where the write would be lost.
        """
        if self._over:
            raise RuntimeError("this unit of work is over already")
        if then is not None:
            self._afterwards.append((len(self._writes), then))
        self._writes.append(statement)

    def before_commit(self, prepare: Callable[[], None]) -> None:
        """Call `prepare` when the commit begins: the last moment to write what has gathered in the memo."""
        self._beforehand.append(prepare)

    def at_end(self, release: Callable[[], None]) -> None:
        """Call `release` when the unit ends, committed or given up."""
        self._at_end.append(release)

    def end(self) -> None:
        """Nothing more comes of this unit: give back what it holds."""
        self._over = True
        while self._at_end:
            self._at_end.pop()()

    async def commit(self) -> None:
        """Make every write durable in one transaction; nothing to write costs nothing."""
        for prepare in self._beforehand:
            prepare()
        self._beforehand.clear()
        self._over = True
        try:
            rows = await self.database.commit(self._writes) if self._writes else []
        finally:
            self.end()
        for position, then in self._afterwards:
            try:
                then(rows[position])
            except Exception as error:
                # It is written: whoever took this for a failed commit would write it again.
                report = {"message": "a unit of work is committed, what follows failed", "exception": error}
                asyncio.get_running_loop().call_exception_handler(report)


current_unit: ContextVar[UnitOfWork] = ContextVar("current_unit")
"""The unit of the update being handled; the queue sets it around a handler."""
