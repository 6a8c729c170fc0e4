"""The durable queue: one protocol, SQLite or PostgreSQL underneath."""

from collections.abc import Sequence

from clock import Clock
from storage.database import Database
from storage.queue.delivery import Patience
from storage.queue.slots import QueueRoom, Slots
from storage.queue.task import (
    AlreadyRunningError,
    HopelessError,
    OnParked,
    ParkedTask,
    ProcessDiedError,
    Queue,
    QueueState,
    Task,
    TaskHandler,
    WorkerDiedError,
)

__all__ = [
    "AlreadyRunningError",
    "HopelessError",
    "OnParked",
    "ParkedTask",
    "ProcessDiedError",
    "Queue",
    "QueueState",
    "Slots",
    "Task",
    "TaskHandler",
    "WorkerDiedError",
    "open_queue",
]


def open_queue(
    database: Database,
    *,
    clock: Clock,
    attempts: int = 5,
    concurrency: int = 256,
    slots: Sequence[Slots] = (),
    first_pause: float = 1.0,
) -> Queue:
    """The queue that belongs to the kind of database.

    A task is tried `attempts` times, at least 2, with a pause of `first_pause` seconds, then twice as long
    each time; `concurrency` tasks run side by side in this process, and beside them those that have `slots`
    of their own.
    """
    if attempts < 2:
        raise ValueError("a task needs at least 2 attempts: the death of the process may not be its fault")
    patience, room = Patience(attempts, first_pause), QueueRoom(concurrency, slots)
    if database.dialect == "sqlite":
        from storage.queue.embedded import EmbeddedQueue

        return EmbeddedQueue(database, clock=clock, patience=patience, room=room)
    from storage.queue.postgres import PostgresQueue

    return PostgresQueue(database, clock=clock, patience=patience, room=room)
