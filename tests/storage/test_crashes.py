"""What survives when a process is killed without warning, and when the log of the database is damaged."""

import asyncio
import multiprocessing
import random
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

import pytest
from sqlalchemy import select

from benchmarks import wal_damage
from clock import SystemClock
from storage.database import Database, check_integrity, parse_url, sqlite_path
from storage.queue import Task, open_queue
from storage.tables.queue import chats
from tests.storage import crash_child

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.storage.crash_child", "storage.queue.postgres"])
KILLS = 4


def run_and_kill(
    work: Callable[[str, int, Connection], None], url: str, first: int, moments: random.Random
) -> list[int]:
    """Start a process, kill it some moments after its first word; returns the numbers it said."""
    heard, said = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=work, args=(url, first, said))
    process.start()
    said.close()
    numbers = [heard.recv()]
    end = time.monotonic() + moments.uniform(0, 0.3)
    while time.monotonic() < end:
        if heard.poll(0.001):
            numbers.append(heard.recv())
    process.kill()
    try:
        while True:
            numbers.append(heard.recv())
    except EOFError:
        process.join()
    return [number for number in numbers if isinstance(number, int)]


def drained(url: str) -> int | None:
    """Start a process that works off the queue; returns its exit code."""
    heard, said = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=crash_child.drain, args=(url, said))
    process.start()
    said.close()
    process.join()
    heard.close()
    return process.exitcode


async def effects(url: str) -> dict[int, int | None]:
    database = await Database.open(url, clock=SystemClock())
    async with database.reading() as connection:
        rows = (await connection.execute(select(chats.c.chat_id, chats.c.migrated_to))).all()
    await database.close()
    return {row.chat_id: row.migrated_to for row in rows}


def test_every_commit_that_returned_is_there_after_a_kill(sqlite_url: str) -> None:
    moments = random.Random(1)
    acknowledged: set[int] = set()
    for kill in range(KILLS):
        acknowledged |= set(run_and_kill(crash_child.write_rows, sqlite_url, kill * 1_000_000, moments))
        check_integrity(sqlite_path(parse_url(sqlite_url)))
    assert len(acknowledged) > KILLS
    assert acknowledged <= set(asyncio.run(effects(sqlite_url)))


def test_every_task_put_has_its_effect_once_and_in_order_over_kills(database_url: str) -> None:
    moments = random.Random(2)
    acknowledged: set[int] = set()
    for kill in range(KILLS):
        acknowledged |= set(run_and_kill(crash_child.work_tasks, database_url, kill * 80_000, moments))
    assert drained(database_url) == 0
    assert asyncio.run(parked_keys(database_url)) == []
    found = asyncio.run(effects(database_url))
    assert len(acknowledged) > KILLS
    assert acknowledged <= set(found)
    for chat in range(crash_child.CHATS):
        of_chat = sorted(number for number in found if number % crash_child.CHATS == chat)
        assert [found[number] for number in of_chat] == list(range(1, len(of_chat) + 1))


def test_a_task_that_kills_its_process_each_time_is_parked_and_harms_no_other(database_url: str) -> None:
    poison = Task("update", "chat:1", "666", crash_child.POISON)
    innocent = [Task("update", "chat:1", "1", "update:1"), Task("update", "chat:2", "2", "update:2")]
    asyncio.run(put(database_url, [poison, *innocent]))
    exits = [drained(database_url) for _ in range(crash_child.ATTEMPTS + 1)]
    assert exits == [-9] * crash_child.ATTEMPTS + [0]
    assert set(asyncio.run(effects(database_url))) == {1, 2}
    given_up = (crash_child.POISON, crash_child.ATTEMPTS, "ProcessDiedError")
    assert asyncio.run(parked_keys(database_url)) == [given_up]


async def put(url: str, tasks: list[Task]) -> None:
    database = await Database.open(url, clock=SystemClock())
    await open_queue(database, clock=SystemClock()).put(tasks)
    await database.close()


async def parked_keys(url: str) -> list[tuple[str, int, str]]:
    database = await Database.open(url, clock=SystemClock())
    parked = await open_queue(database, clock=SystemClock()).parked()
    await database.close()
    return [(record.task.key, record.attempts, record.error) for record in parked]


async def test_damaged_tails_of_the_log_cost_nothing_committed_before_them() -> None:
    kinds = await wal_damage.torture(60)
    assert kinds.total() == 60
    assert set(kinds) == {"cut", "zeroed", "noise"}


async def test_the_damage_test_notices_a_missing_row(monkeypatch: pytest.MonkeyPatch) -> None:
    found = wal_damage.rows_found

    async def lose_the_last(*recording: object) -> list[int]:
        return (await found(*recording))[:-1]  # type: ignore[arg-type]

    monkeypatch.setattr(wal_damage, "rows_found", lose_the_last)
    with pytest.raises(AssertionError, match="rows committed"):
        await wal_damage.torture(10)
