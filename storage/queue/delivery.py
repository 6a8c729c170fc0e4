"""One attempt at a task: handled and committed with its mark, or put off, or given up."""

import asyncio
import logging
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from storage.database import Database
from storage.queue import parking
from storage.queue.task import HopelessError, OnParked, Task, TaskHandler, WorkerDiedError
from storage.statement import Write
from storage.unit_of_work import UnitOfWork, current_unit

log = logging.getLogger(__name__)

WORKER_DEATHS = 2
"""A task that has cost this many worker processes is not given another."""
LONGEST_PAUSE = 60.0
FRAMES = 3


class CutOffError(Exception):
    """The handler was interrupted; nothing of the attempt was committed."""


class HandlerCancelledError(Exception):
    """A handler ended as if cancelled, though nobody interrupted it."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a task is tried and how long the pauses between are."""

    attempts: int
    first_pause: float
    """Seconds; each further pause is twice as long, up to a minute."""

    def pause(self, attempts: int) -> float:
        """Seconds to wait after so many attempts."""
        return min(LONGEST_PAUSE, self.first_pause * 2.0 ** (attempts - 1))

    def is_over(self, attempts: int, error: Exception) -> bool:
        """Whether a task that has failed so many times, last with `error`, is given up."""
        if isinstance(error, HopelessError):
            return True
        allowed = min(WORKER_DEATHS, self.attempts) if isinstance(error, WorkerDiedError) else self.attempts
        return attempts >= allowed


class Delivery:
    """Runs handlers, each in a unit of work of its own."""

    def __init__(
        self,
        database: Database,
        handlers: Mapping[str, TaskHandler],
        on_parked: OnParked,
        patience: Patience,
    ) -> None:
        self.database = database
        self.handlers = handlers
        self.patience = patience
        self._on_parked = on_parked
        self._running: dict[str, asyncio.Task[None]] = {}
        self._interrupted: set[str] = set()

    async def attempt(self, task: Task, number: int, done: Write) -> float | None:
        """Try a task for the `number`th time; `done` is the statement that takes it out of the queue.

        Returns None when the task is settled, else the seconds to wait before the next attempt.
        Raises CutOffError if it was interrupted.
        """
        error = await self._handle(task, done)
        if error is None:
            return None
        if self.patience.is_over(number, error):
            await self.park(task, number, error, done)
            return None
        log.warning("task failed: %s, attempt %d: %s", task.key, number, place_of(error))
        return self.patience.pause(number)

    async def park(self, task: Task, attempts: int, error: Exception, done: Write) -> None:
        """Give a task up: keep it for the operator and tell the person."""
        log.error("task parked: %s after %d attempts: %s", task.key, attempts, place_of(error))
        unit = UnitOfWork(self.database)
        token = current_unit.set(unit)
        try:
            await self._on_parked(task, error, unit)
        except Exception as second:
            log.error("nobody could be told that %s was parked: %s", task.key, place_of(second))
            unit = UnitOfWork(self.database)
        finally:
            current_unit.reset(token)
        unit.write(parking.park(self.database, task, attempts, place_of(error)))
        unit.write(done)
        await unit.commit()

    def interrupt(self, key: str) -> asyncio.Task[None] | None:
        """Cancel the handler of a running task; returns what ends when it has ended."""
        running = self._running.get(key)
        if running is not None:
            self._interrupted.add(key)
            running.cancel()
        return running

    def interrupt_all(self) -> None:
        """Cancel every running handler."""
        for key in list(self._running):
            self.interrupt(key)

    async def _handle(self, task: Task, done: Write) -> Exception | None:
        handling = asyncio.create_task(self._run(task, done), name=f"handle {task.key}")
        self._running[task.key] = handling
        try:
            await asyncio.wait({handling})
        except asyncio.CancelledError:
            self.interrupt(task.key)
            await asyncio.wait({handling})
        self._running.pop(task.key, None)
        interrupted = task.key in self._interrupted
        self._interrupted.discard(task.key)
        if handling.cancelled():
            if interrupted:
                raise CutOffError(task.key)
            return HandlerCancelledError(task.key)
        error = handling.exception()
        if error is None or isinstance(error, Exception):
            return error
        raise error

    async def _run(self, task: Task, done: Write) -> None:
        unit = UnitOfWork(self.database)
        current_unit.set(unit)
        try:
            await self.handlers[task.kind](task, unit)
            # From here on nobody interrupts: what is being committed is as good as done.
            del self._running[task.key]
            unit.write(done)
            await unit.commit()
        finally:
            unit.end()


def place_of(error: BaseException) -> str:
    """Type of an error and where it was raised, innermost place last; its message may hold personal text."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return " ".join([type(error).__name__, *places])
