"""Durable updates a second from 64 chats on SQLite, synchronous=FULL: `python -m benchmarks.durable_writes`.

An update is five writes with values that change: the inbox, the key for the dedupe, the answer, the state of
the conversation, the end of the task. In one run: one transaction per update through plain aiosqlite; the
same writes through `Database` and `UnitOfWork`, the inbox committed before the rest; the whole queue.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from itertools import count
from pathlib import Path
from statistics import median

import aiosqlite
from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, bindparam, delete, insert
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.schema import CreateTable

from clock import SystemClock
from storage.database import Database, sqlite_path
from storage.queue import Task, open_queue
from storage.statement import Prepared
from storage.tables.queue import conversation_state, seen, tasks
from storage.unit_of_work import UnitOfWork

CHATS = 64
SECONDS = 1.0
ROUNDS = 5
TARGET = 5.0
UPDATE = '{"update_id": %d, "message": {"text": "%d", "chat": {"id": %d, "type": "private"}}}'
STATE = '{"default": {"state": "Questionnaire:patients", "data": {"patients": %d, "padding": "%s"}}}'
PADDING = "x" * 300

answers = Table(
    "benchmark_answers",
    MetaData(),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("value", Integer, nullable=False),
    sqlite_strict=True,
)
_answer = upsert(answers).values(chat_id=bindparam("chat"), value=bindparam("new"))
ANSWER = Prepared(
    _answer.on_conflict_do_update(index_elements=["chat_id"], set_={"value": _answer.excluded.value})
)
_state = upsert(conversation_state).values(
    bot_id=1,
    chat_id=bindparam("chat"),
    user_id=bindparam("chat"),
    thread_id=0,
    business_connection_id="",
    destinies=bindparam("written"),
)
CONVERSATION = Prepared(
    _state.on_conflict_do_update(
        index_elements=[column.name for column in conversation_state.primary_key],
        set_={"destinies": _state.excluded.destinies},
    )
)
INBOX = Prepared(
    insert(tasks).values(
        id=bindparam("number"),
        key=bindparam("of_key"),
        kind="update",
        lock=bindparam("of_lock"),
        payload=bindparam("with_payload"),
        attempts=1,
        put_at=bindparam("now"),
        due_at=bindparam("now"),
    )
)
SEE = Prepared(insert(seen).values(key=bindparam("of_key"), seen_at=bindparam("now")))
DONE = Prepared(delete(tasks).where(tasks.c.id == bindparam("number")))

PLAIN_INBOX = "INSERT INTO tasks VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
PLAIN_SEE = "INSERT INTO seen VALUES (?, ?)"
PLAIN_ANSWER = (
    "INSERT INTO benchmark_answers VALUES (?, ?) ON CONFLICT (chat_id) DO UPDATE SET value = excluded.value"
)
PLAIN_CONVERSATION = """
    INSERT INTO conversation_state VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (bot_id, chat_id, user_id, thread_id, business_connection_id)
    DO UPDATE SET destinies = excluded.destinies
"""
PLAIN_DONE = "DELETE FROM tasks WHERE id = ?"

Way = Callable[[Database, float], Awaitable[float]]
"""Updates a second, measured for so many seconds."""
WriteUpdate = Callable[[int, int], Awaitable[None]]
"""Makes update `number` of chat `chat` durable."""


async def one_transaction_per_update(database: Database, seconds: float) -> float:
    """Plain aiosqlite: one connection, each update a transaction of its own."""
    connection = await aiosqlite.connect(sqlite_path(database.url), isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        await connection.execute(f"PRAGMA {pragma}")
    turn = asyncio.Lock()

    async def write(number: int, chat: int) -> None:
        now, key, lock = time.time_ns() // 1000, f"update:{number}", f"chat:{chat}"
        state = STATE % (number, PADDING)
        async with turn:
            await connection.execute("BEGIN IMMEDIATE")
            payload = UPDATE % (number, number, chat)
            await connection.execute(PLAIN_INBOX, (number, key, "update", lock, payload, 1, now, now))
            await connection.execute(PLAIN_SEE, (key, now))
            await connection.execute(PLAIN_ANSWER, (chat, number))
            await connection.execute(PLAIN_CONVERSATION, (1, chat, chat, 0, "", state))
            await connection.execute(PLAIN_DONE, (number,))
            await connection.execute("COMMIT")

    rate = await updates_per_second(write, seconds)
    await connection.close()
    return rate


async def through_units_of_work(database: Database, seconds: float) -> float:
    """`Database` and `UnitOfWork`: the inbox first, then the rest, each chat waiting for both."""
    clock = SystemClock()

    async def write(number: int, chat: int) -> None:
        received, handled = UnitOfWork(database), UnitOfWork(database)
        now, key = clock.now(), f"update:{number}"
        payload = UPDATE % (number, number, chat)
        received.write(
            INBOX.bind(number=number, of_key=key, of_lock=f"chat:{chat}", with_payload=payload, now=now)
        )
        await received.commit()
        handled.write(SEE.bind(of_key=key, now=now))
        handled.write(ANSWER.bind(chat=chat, new=number))
        handled.write(CONVERSATION.bind(chat=chat, written=STATE % (number, PADDING)))
        handled.write(DONE.bind(number=number))
        await handled.commit()

    return await updates_per_second(write, seconds)


async def through_the_queue(database: Database, seconds: float) -> float:
    """The whole way of an update: put, handed to its handler, committed with its end."""
    queue = open_queue(database, clock=SystemClock())
    finished: dict[str, asyncio.Future[None]] = {}

    async def handle(task: Task, unit: UnitOfWork) -> None:
        chat, number = int(task.lock[5:]), int(task.key[7:])
        unit.write(ANSWER.bind(chat=chat, new=number))
        unit.write(
            CONVERSATION.bind(chat=chat, written=STATE % (number, PADDING)),
            then=lambda _: finished[task.key].set_result(None),
        )

    async def on_parked(*_: object) -> None:
        raise AssertionError("nothing fails here")

    async def write(number: int, chat: int) -> None:
        key = f"update:{number}"
        finished[key] = asyncio.get_running_loop().create_future()
        payload = UPDATE % (number, number, chat)
        await queue.put([Task(kind="update", lock=f"chat:{chat}", payload=payload, key=key)])
        await finished[key]
        del finished[key]

    running = asyncio.create_task(queue.run({"update": handle}, on_parked=on_parked))
    rate = await updates_per_second(write, seconds)
    await queue.stop(within=5)
    await running
    return rate


async def updates_per_second(write: WriteUpdate, seconds: float) -> float:
    """64 chats, each sending its next update when the last is durable."""
    numbers, end = count(1), time.perf_counter() + seconds

    async def chat(chat_id: int) -> int:
        written = 0
        while time.perf_counter() < end:
            await write(next(numbers), chat_id)
            written += 1
        return written

    begun = time.perf_counter()
    written = sum(await asyncio.gather(*[chat(chat_id) for chat_id in range(1, CHATS + 1)]))
    return written / (time.perf_counter() - begun)


WAYS: dict[str, Way] = {
    "aiosqlite, one transaction per update": one_transaction_per_update,
    "Database and UnitOfWork, group commit": through_units_of_work,
    "the whole queue: put, handle, done": through_the_queue,
}


async def measure(rounds: int, seconds: float) -> dict[str, float]:
    """Durable updates a second of each way: the median of rounds in which the ways take turns."""
    rates: dict[str, list[float]] = {name: [] for name in WAYS}
    for _ in range(rounds):
        for name, way in WAYS.items():
            with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
                database = await Database.open(f"sqlite:///{folder}/bench.db", clock=SystemClock())
                await database.commit([CreateTable(answers)])
                rates[name].append(await way(database, seconds))
                await database.close()
    return {name: median(measured) for name, measured in rates.items()}


def main(rounds: int = ROUNDS, seconds: float = SECONDS) -> int:
    """Print the table; returns 1 if group commit is not worth five times the plain way."""
    rates = asyncio.run(measure(rounds, seconds))
    plain, grouped, _ = rates.values()
    print(f"Durable updates a second, SQLite synchronous=FULL, {CHATS} chats, median of {rounds} rounds")
    for name, rate in rates.items():
        print(f"  {name:<40} {rate:>8.0f}/s  {rate / plain:>5.1f} x")
    is_met = grouped >= TARGET * plain
    print(f"  target: group commit at least {TARGET:.0f} x: {'met' if is_met else 'MISSED'}")
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
