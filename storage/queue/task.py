"""What the queue carries and what it promises."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias

from operator_error import OperatorError
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do, exactly once."""

    kind: str
    """Which handler does it: "update", "chart"."""
    lock: str
    """Tasks that share a lock run one at a time, in the order they were put: "chat:42"."""
    payload: str
    """What the handler needs to know, as JSON text."""
    key: str
    """Its identity: a second put of a key within 48 hours is ignored."""


@dataclass(frozen=True, slots=True)
class ParkedTask:
    """A task given up on, kept for the operator."""

    task: Task
    attempts: int
    error: str
    """Type and place of the last error, without the person's text."""
    parked_at: datetime


@dataclass(frozen=True, slots=True)
class QueueState:
    """How much is waiting."""

    depth: int
    """Tasks put and not finished, running ones included."""
    oldest: float
    """Seconds since the oldest of them was put; 0 when there is none."""
    parked: int
    by_kind: Mapping[str, int]
    """Depth of each kind."""


TaskHandler: TypeAlias = Callable[[Task, UnitOfWork], Awaitable[None]]
"""Does a task. Its writes and the mark that the task is done are committed together after it returns."""
OnParked: TypeAlias = Callable[[Task, BaseException, UnitOfWork], Awaitable[None]]
"""Told that a task was given up; what it writes is committed together with the parking."""


class WorkerDiedError(Exception):
    """Raised by a handler whose worker process died over the task; the second time the task is parked."""


class HopelessError(Exception):
    """Raised by a handler that another attempt would not help: the task is parked at once."""


class ProcessDiedError(Exception):
    """Every attempt at the task ended with the death of the whole process."""


class AlreadyRunningError(OperatorError):
    """Another process runs the tasks of this SQLite database."""


class Queue(Protocol):
    """Tasks that survive the process: put durably, run in order per lock, retried, parked when hopeless."""

    async def put(self, tasks: Sequence[Task]) -> None:
        """Put tasks; they are durable when it returns."""

    def enqueue(self, unit: UnitOfWork, task: Task) -> None:
        """Put a task together with the unit's other writes, or not at all."""

    async def run(self, handlers: Mapping[str, TaskHandler], *, on_parked: OnParked) -> None:
        """Run tasks of the kinds that have a handler until `stop`; asked for before, it ends at once.

        Raises AlreadyRunningError when another process runs the tasks of the same SQLite database.
        """

    async def stop(self, within: float) -> None:
        """Begin no more tasks, give running ones `within` seconds to finish; what is left stays queued."""

    async def cancel(self, key: str) -> bool:
        """Drop a task, interrupting it if it runs; False if it is not there (any more)."""

    async def cancel_all_of(self, whose: str) -> None:
        """Drop every task in a line of somebody's, one whose lock ends with a colon and `whose`.

        When it returns, none of them runs any more, unless one does not let itself be interrupted.
        """

    async def waiting(self, lock: str, limit: int) -> list[Task]:
        """The next tasks of a lock, `limit` at most, without the one that runs."""

    async def state(self) -> QueueState:
        """How much is waiting."""

    async def parked(self) -> list[ParkedTask]:
        """The tasks given up on, oldest first."""

    async def retry_parked(self, keys: Sequence[str] | None = None) -> int:
        """Queue parked tasks again, all or those of `keys`; returns how many."""
