"""The tasks given up on."""

from sqlalchemy import delete, select

from storage.database import Database
from storage.queue.task import ParkedTask, Task
from storage.statement import Write
from storage.tables.queue import parked
from storage.upsert import upsert


def park(database: Database, task: Task, attempts: int, error: str) -> Write:
    """Keeps a task for the operator; a task parked again replaces its earlier record."""
    row = {name: getattr(task, name) for name in Task.__slots__}
    return upsert(parked, {**row, "attempts": attempts, "error": error, "parked_at": database.clock.now()})


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
