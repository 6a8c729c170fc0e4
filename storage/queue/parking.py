"""The tasks given up on."""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Database
from storage.queue.task import ParkedTask, Task
from storage.statement import Write
from storage.tables.queue import parked

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def park(database: Database, task: Task, attempts: int, error: str) -> Write:
    """Keeps a task for the operator; a task parked again replaces its earlier record."""
    insert = _INSERT[database.dialect](parked).values(
        key=task.key,
        kind=task.kind,
        lock=task.lock,
        payload=task.payload,
        attempts=attempts,
        error=error,
        parked_at=database.clock.now(),
    )
    replaced = {name: insert.excluded[name] for name in ("attempts", "error", "parked_at", "payload")}
    write: Write = insert.on_conflict_do_update(index_elements=["key"], set_=replaced)
    return write


def unpark(key: str) -> Write:
    """Forgets a parked task; RETURNING its key if it was there."""
    return delete(parked).where(parked.c.key == key).returning(parked.c.key)


async def all_parked(database: Database) -> list[ParkedTask]:
    """The tasks given up on, oldest first."""
    async with database.reading() as connection:
        rows = (await connection.execute(select(parked).order_by(parked.c.parked_at, parked.c.key))).all()
    return [
        ParkedTask(Task(row.kind, row.lock, row.payload, row.key), row.attempts, row.error, row.parked_at)
        for row in rows
    ]
