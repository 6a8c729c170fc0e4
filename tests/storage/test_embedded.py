"""What only the queue on SQLite promises."""

import asyncio
import sqlite3
import sys
from contextlib import closing

import pytest
from sqlalchemy import insert, select

from clock import SystemClock
from storage.database import Database, parse_url, sqlite_path
from storage.queue import Task, open_queue
from storage.queue.delivery import Patience
from storage.tables.queue import chats, tasks
from storage.unit_of_work import UnitOfWork
from tests.clock import FakeClock

ENOUGH = 60.0
FIRST = Task("update", "chat:1", "{}", "update:1")


async def on_parked(*_: object) -> None:
    raise AssertionError("nothing is parked here")


async def test_a_second_process_may_not_run_the_tasks(sqlite_database: Database, sqlite_url: str) -> None:
    queue = open_queue(sqlite_database, clock=SystemClock())
    done = asyncio.Event()

    async def handle(_: Task, __: UnitOfWork) -> None:
        done.set()

    running = asyncio.create_task(queue.run({"update": handle}, on_parked=on_parked))
    await queue.put([FIRST])
    await asyncio.wait_for(done.wait(), ENOUGH)
    program = f"""
import asyncio
from clock import SystemClock
from storage.database import Database
from storage.queue import AlreadyRunningError, open_queue
async def main():
    database = await Database.open({sqlite_url!r}, clock=SystemClock())
    try:
        await open_queue(database, clock=SystemClock()).run({{}}, on_parked=None)
    except AlreadyRunningError:
        print("refused")
    await database.close()
asyncio.run(main())
"""
    other = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await other.communicate()
    assert said == b"refused\n"
    await queue.stop(within=5)
    await running


async def test_a_task_put_by_another_process_is_found_within_seconds(
    sqlite_database: Database, sqlite_url: str
) -> None:
    queue = open_queue(sqlite_database, clock=SystemClock())
    done = asyncio.Event()

    async def handle(_: Task, __: UnitOfWork) -> None:
        done.set()

    running = asyncio.create_task(queue.run({"update": handle}, on_parked=on_parked))
    await asyncio.sleep(0.1)
    elsewhere = await Database.open(sqlite_url, clock=SystemClock())
    await open_queue(elsewhere, clock=SystemClock()).put([FIRST])
    await asyncio.wait_for(done.wait(), ENOUGH)
    await queue.stop(within=5)
    await running
    await elsewhere.close()


def test_pauses_double_up_to_a_minute() -> None:
    patience = Patience(attempts=9, first_pause=1.0)
    assert [patience.pause(attempts) for attempts in range(1, 9)] == [1, 2, 4, 8, 16, 32, 60, 60]


async def test_a_retry_that_waits_outlives_the_process(sqlite_url: str) -> None:
    first = await Database.open(sqlite_url, clock=SystemClock())
    queue = open_queue(first, clock=SystemClock(), first_pause=0.5)
    failed, done = asyncio.Event(), asyncio.Event()

    async def fail(_: Task, __: UnitOfWork) -> None:
        failed.set()
        raise ValueError("later")

    async def handle(_: Task, __: UnitOfWork) -> None:
        done.set()

    running = asyncio.create_task(queue.run({"update": fail}, on_parked=on_parked))
    await queue.put([FIRST])
    await asyncio.wait_for(failed.wait(), ENOUGH)
    await asyncio.sleep(0.1)
    await queue.stop(within=5)
    await running
    await first.close()
    second = await Database.open(sqlite_url, clock=SystemClock())
    queue = open_queue(second, clock=SystemClock())
    running = asyncio.create_task(queue.run({"update": handle}, on_parked=on_parked))
    await asyncio.wait_for(done.wait(), ENOUGH)
    await queue.stop(within=5)
    await running
    await second.close()


async def test_nothing_of_a_finished_task_stays_but_its_key(sqlite_database: Database) -> None:
    queue = open_queue(sqlite_database, clock=SystemClock())
    done = asyncio.Event()

    async def handle(_: Task, unit: UnitOfWork) -> None:
        unit.write(insert(chats).values(chat_id=1), then=lambda _: done.set())

    running = asyncio.create_task(queue.run({"update": handle}, on_parked=on_parked))
    await queue.put([FIRST])
    await asyncio.wait_for(done.wait(), ENOUGH)
    await queue.stop(within=5)
    await running
    async with sqlite_database.reading() as connection:
        assert (await connection.execute(select(tasks))).all() == []


async def test_the_id_of_a_deleted_task_is_never_used_again(sqlite_database: Database) -> None:
    """The queue tells tasks apart by their ids long after the rows are gone."""
    queue = open_queue(sqlite_database, clock=SystemClock())
    ids: list[int] = []
    for number in range(3):
        await queue.put([Task(kind="update", lock="chat:1", payload="{}", key=f"update:{number}")])
        async with sqlite_database.reading() as connection:
            ids += (await connection.execute(select(tasks.c.id))).scalars()
        assert await queue.cancel(f"update:{number}")
    assert ids == sorted(set(ids))
    assert len(ids) == 3


async def test_the_event_loop_goes_on_while_another_process_writes(
    sqlite_database: Database, sqlite_url: str
) -> None:
    with closing(sqlite3.connect(sqlite_path(parse_url(sqlite_url)), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        commit = asyncio.create_task(sqlite_database.commit([insert(chats).values(chat_id=1)]))
        ticks = 0
        for _ in range(20):
            await asyncio.sleep(0.01)
            ticks += 1
        assert not commit.done()
        other.execute("ROLLBACK")
        await asyncio.wait_for(commit, ENOUGH)
    assert ticks == 20


@pytest.mark.parametrize("hours", [47, 49])
async def test_a_key_is_known_for_48_hours(database_url: str, hours: int) -> None:
    clock = FakeClock()
    database = await Database.open(database_url, clock=clock)
    queue = open_queue(database, clock=clock)
    await queue.put([FIRST])
    await queue.cancel(FIRST.key)
    await clock.advance(hours * 3600)
    await queue.put([FIRST])
    assert (await queue.state()).depth == (1 if hours > 48 else 0)
    await database.close()
