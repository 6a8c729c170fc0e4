"""Processes that are killed while they write; they say over a pipe what they were promised is durable."""

import asyncio
import os
import signal
from collections.abc import Coroutine
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from sqlalchemy import func, insert, literal, select

from clock import SystemClock
from storage.database import Database
from storage.queue import Queue, Task, open_queue
from storage.queue.delivery import Patience
from storage.queue.slots import QueueRoom
from storage.tables.queue import chats
from storage.unit_of_work import UnitOfWork

CHATS = 8
ATTEMPTS = 6
"""More than a test kills: the task of a chat that is killed each time is innocent of it."""
POISON = "update:poison"


def write_rows(url: str, first: int, said: Connection) -> None:
    """Commit rows side by side, for ever, numbered from `first`; say each number once it is durable."""
    _run(_write_rows(url, first, said))


def work_tasks(url: str, first: int, said: Connection) -> None:
    """Put tasks for eight chats and run them, for ever; say each number once it is put."""
    _run(_work_tasks(url, first, said))


def drain(url: str, said: Connection) -> None:
    """Run what is queued until nothing is left, then say so."""
    _run(_drain(url, said))


def _run(work: Coroutine[Any, Any, None]) -> None:
    # The parent reads to the end of the pipe after the kill; nobody reads the traceback of a closed one.
    with suppress(BrokenPipeError):
        asyncio.run(work)


async def _write_rows(url: str, first: int, said: Connection) -> None:
    database = await Database.open(url, clock=SystemClock())

    async def write(lane: int) -> None:
        number = first + lane
        while True:
            await database.commit([insert(chats).values(chat_id=number)])
            said.send(number)
            number += CHATS

    await asyncio.gather(*[write(lane) for lane in range(CHATS)])


async def _work_tasks(url: str, first: int, said: Connection) -> None:
    database = await Database.open(url, clock=SystemClock())
    queue = _queue(database)
    running = asyncio.create_task(queue.run({"update": _handle}, on_parked=_on_parked))
    said.send("running")
    number = first
    while not running.done():
        await queue.put([_task(number)])
        said.send(number)
        number += 1
        await asyncio.sleep(0.001)
    await running


async def _drain(url: str, said: Connection) -> None:
    database = await Database.open(url, clock=SystemClock())
    queue = _queue(database)
    running = asyncio.create_task(queue.run({"update": _handle}, on_parked=_on_parked))
    for _ in range(2000):
        if not (await queue.state()).depth:
            break
        await asyncio.sleep(0.02)
    await queue.stop(within=5)
    await running
    await database.close()
    said.send("drained")


async def _handle(task: Task, unit: UnitOfWork) -> None:
    if task.key == POISON:
        os.kill(os.getpid(), signal.SIGKILL)
    number = int(task.payload)
    await asyncio.sleep(0.002)
    # Which of its chat this is: the order in which the effects came about.
    rank = select(literal(number), func.count() + 1).where(chats.c.chat_id % CHATS == number % CHATS)
    unit.write(insert(chats).from_select(["chat_id", "migrated_to"], rank))


async def _on_parked(*_: object) -> None: ...


def _task(number: int) -> Task:
    return Task("update", f"chat:{number % CHATS}", str(number), f"update:{number}")


def _queue(database: Database) -> Queue:
    if database.dialect == "sqlite":
        return open_queue(database, clock=SystemClock(), attempts=ATTEMPTS)
    from storage.queue.postgres import PostgresQueue

    patience = Patience(attempts=ATTEMPTS, first_pause=0.3)
    return PostgresQueue(database, clock=SystemClock(), patience=patience, room=QueueRoom(16), dead_after=1.0)
