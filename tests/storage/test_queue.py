"""The durable queue: the same promises on SQLite and on PostgreSQL."""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import insert, select

from clock import SystemClock
from storage.database import Database
from storage.queue import HopelessError, Queue, Slots, Task, WorkerDiedError, open_queue, postgres
from storage.tables.queue import chats, seen
from storage.unit_of_work import UnitOfWork, current_unit

ENOUGH = 60.0


def task(number: int | str, *, chat: int = 1, payload: str = "{}", kind: str = "update") -> Task:
    return Task(kind=kind, lock=f"chat:{chat}", payload=payload, key=f"update:{number}")


@dataclass
class Parkings:
    """What was said of tasks given up on."""

    said: list[tuple[str, str]] = field(default_factory=list)

    async def __call__(self, task: Task, error: BaseException, _: UnitOfWork) -> None:
        self.said.append((task.key, type(error).__name__))


@asynccontextmanager
async def running(
    queue: Queue, handler: Callable[[Task, UnitOfWork], Awaitable[None]], on_parked: Parkings | None = None
) -> AsyncIterator[None]:
    handlers = dict.fromkeys(("update", "file", "picture"), handler)
    run = asyncio.create_task(queue.run(handlers, on_parked=on_parked or Parkings()))
    try:
        yield
    finally:
        await queue.stop(within=5)
        await run


async def drained(queue: Queue) -> None:
    for _ in range(int(ENOUGH / 0.02)):
        if not (await queue.state()).depth:
            return
        await asyncio.sleep(0.02)
    raise TimeoutError(str(await queue.state()))


def quick(database: Database, **settings: Any) -> Queue:
    return open_queue(database, clock=SystemClock(), first_pause=0.02, **settings)


async def test_tasks_of_one_lock_run_in_order_one_at_a_time(database: Database) -> None:
    queue = quick(database)
    order: list[str] = []
    at_once = 0

    async def handle(task: Task, _: UnitOfWork) -> None:
        nonlocal at_once
        at_once += 1
        assert at_once == 1
        await asyncio.sleep(0.003)
        order.append(task.key)
        at_once -= 1

    await queue.put([task(number) for number in range(10)])
    async with running(queue, handle):
        for number in range(10, 20):
            await queue.put([task(number)])
        await drained(queue)
    assert order == [f"update:{number}" for number in range(20)]


async def test_different_locks_run_side_by_side_up_to_the_bound(database: Database) -> None:
    queue = quick(database, concurrency=3)
    at_once, most = 0, 0
    three = asyncio.Event()

    async def handle(_: Task, __: UnitOfWork) -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        if at_once == 3:
            three.set()
        await asyncio.wait_for(three.wait(), ENOUGH)
        await asyncio.sleep(0.01)
        at_once -= 1

    async with running(queue, handle):
        await queue.put([task(number, chat=number) for number in range(12)])
        await drained(queue)
    assert most == 3


async def test_a_kind_with_slots_of_its_own_neither_waits_for_others_nor_lets_them_wait(
    database: Database,
) -> None:
    queue = quick(database, concurrency=2, slots=[Slots(frozenset({"file"}), 1)])
    files, updates, most_files = 0, asyncio.Semaphore(0), 0
    file_may_end = asyncio.Event()

    async def handle(task: Task, _: UnitOfWork) -> None:
        nonlocal files, most_files
        if task.kind == "update":
            updates.release()
            return
        files += 1
        most_files = max(most_files, files)
        await asyncio.wait_for(file_may_end.wait(), ENOUGH)
        files -= 1

    async with running(queue, handle):
        await queue.put([task(f"file {chat}", chat=100 + chat, kind="file") for chat in range(5)])
        await queue.put([task(number, chat=number) for number in range(6)])
        for _ in range(6):
            await asyncio.wait_for(updates.acquire(), ENOUGH)
        file_may_end.set()
        await drained(queue)
    assert most_files == 1


async def test_who_waits_for_slots_is_let_in_by_turns(database: Database) -> None:
    queue = quick(database, slots=[Slots(frozenset({"file", "picture"}), 1)])
    order: list[str] = []

    async def handle(task: Task, _: UnitOfWork) -> None:
        order.append(task.key.removeprefix("update:"))

    many = [task(f"many {number}", chat=1, kind="file") for number in range(4)]
    await queue.put([*many, task("one", chat=2, kind="file"), task("two 1", chat=3, kind="picture")])
    await queue.put([task("two 2", chat=3, kind="file")])
    async with running(queue, handle):
        await drained(queue)
    assert order == ["many 0", "one", "two 1", "many 1", "two 2", "many 2", "many 3"]


async def test_what_waits_behind_a_task_is_known(database: Database) -> None:
    queue = quick(database)
    behind: list[list[str]] = []

    async def handle(task: Task, _: UnitOfWork) -> None:
        behind.append([waiting.key for waiting in await queue.waiting(task.lock, 2)])

    await queue.put([task(number, payload=json.dumps({"n": number})) for number in range(4)])
    await queue.put([task("another", chat=2)])
    async with running(queue, handle):
        await drained(queue)
    assert sorted(behind) == [[], [], ["update:1", "update:2"], ["update:2", "update:3"], ["update:3"]]


async def test_what_waits_for_a_slot_waits_too(database: Database) -> None:
    queue = quick(database, slots=[Slots(frozenset({"file"}), 1)])
    runs, may_end = asyncio.Event(), asyncio.Event()

    async def handle(_: Task, __: UnitOfWork) -> None:
        runs.set()
        await asyncio.wait_for(may_end.wait(), ENOUGH)

    async with running(queue, handle):
        await queue.put([task("runs", kind="file")])
        await asyncio.wait_for(runs.wait(), ENOUGH)
        await queue.put([task(number, chat=2, kind="file") for number in range(3)])
        assert [waiting.key for waiting in await queue.waiting("chat:2", 2)] == ["update:0", "update:1"]
        assert [waiting.key for waiting in await queue.waiting("chat:1", 2)] == []
        may_end.set()
        await drained(queue)


async def test_a_line_keeps_its_order_whatever_slots_its_tasks_need(database: Database) -> None:
    slots = [Slots(frozenset({"file"}), 1), Slots(frozenset({"picture"}), 2)]
    queue = quick(database, slots=slots)
    order: list[str] = []

    async def handle(task: Task, _: UnitOfWork) -> None:
        order.append(task.key)

    kinds = ["file", "picture", "update", "picture", "file", "update", "update", "file"]
    await queue.put([task(number, kind=kind) for number, kind in enumerate(kinds)])
    async with running(queue, handle):
        await drained(queue)
    assert order == [f"update:{number}" for number in range(len(kinds))]


async def test_everything_in_the_lines_of_one_person_is_dropped(database: Database) -> None:
    """What runs, waits for it, for a slot or for a retry, and what this process does not do."""
    queue = open_queue(
        database, clock=SystemClock(), first_pause=60, slots=[Slots(frozenset({"picture"}), 1)]
    )
    kates_picture, failed, kates_may_end = asyncio.Event(), asyncio.Event(), asyncio.Event()
    runs = asyncio.Event()
    done: list[str] = []

    async def handle(begun: Task, unit: UnitOfWork) -> None:
        if begun.key == "kate's picture":
            kates_picture.set()
            await asyncio.wait_for(kates_may_end.wait(), ENOUGH)
        if begun.key == "fails":
            failed.set()
            raise ValueError("later")
        if begun.key == "runs":
            unit.write(insert(chats).values(chat_id=7))
            runs.set()
            try:
                await asyncio.sleep(ENOUGH)
            finally:
                runs.clear()
        done.append(begun.key)

    def of(lock: str, key: str, kind: str) -> Task:
        return Task(kind=kind, lock=lock, payload="{}", key=key)

    async with running(queue, handle):
        await queue.put([of("picture:kate", "kate's picture", "picture")])
        await asyncio.wait_for(kates_picture.wait(), ENOUGH)
        olgas = [
            of("file:olga", "runs", "file"),
            of("file:olga", "waits behind", "file"),
            of("picture:olga", "waits for a slot", "picture"),
            of("retry:olga", "fails", "update"),
            of("elsewhere:olga", "of another process", "chart"),
        ]
        others = [
            of("picture:OLGA", "of her namesake", "picture"),
            of("file:not-olga", "of who ends alike", "file"),
            of("olga:file", "the other way round", "file"),
        ]
        await queue.put([*olgas, *others])
        await asyncio.wait_for(asyncio.gather(runs.wait(), failed.wait()), ENOUGH)
        await queue.cancel_all_of("olga")
        assert not runs.is_set()
        kates_may_end.set()
        await drained(queue)
    assert sorted(done) == sorted(["kate's picture", *(other.key for other in others)])
    assert await chat_ids(database) == []
    assert await queue.parked() == []


async def test_lines_are_emptied_while_nothing_runs(database: Database) -> None:
    queue = quick(database)
    await queue.put([Task("update", lock, "{}", lock) for lock in ("file:olga", "file:kate")])
    await queue.cancel_all_of("olga")
    done: list[str] = []

    async def handle(task: Task, _: UnitOfWork) -> None:
        done.append(task.key)

    async with running(queue, handle):
        await drained(queue)
    assert done == ["file:kate"]


async def test_what_waits_for_its_retry_waits_too(database: Database) -> None:
    queue = open_queue(database, clock=SystemClock(), first_pause=60)

    async def handle(_: Task, __: UnitOfWork) -> None:
        raise ValueError("later")

    async with running(queue, handle):
        await queue.put([task(1), task(2)])
        for _ in range(int(ENOUGH / 0.02)):
            waiting = [waits.key for waits in await queue.waiting("chat:1", 9)]
            if waiting == ["update:1", "update:2"]:
                break
            await asyncio.sleep(0.02)
    assert waiting == ["update:1", "update:2"]


async def test_a_hopeless_task_is_parked_at_once(database: Database) -> None:
    queue = quick(database)
    parkings = Parkings()

    async def handle(_: Task, __: UnitOfWork) -> None:
        raise HopelessError

    async with running(queue, handle, parkings):
        await queue.put([task(1)])
        await drained(queue)
    assert parkings.said == [("update:1", "HopelessError")]
    assert [record.attempts for record in await queue.parked()] == [1]


async def test_a_hopeless_task_holds_up_nothing_and_leaves_nothing(database: Database) -> None:
    queue = open_queue(database, clock=SystemClock(), first_pause=60)
    parkings, done = Parkings(), list[str]()

    async def handle(begun: Task, unit: UnitOfWork) -> None:
        if begun.key == "update:1":
            unit.write(insert(chats).values(chat_id=7))
            raise HopelessError
        done.append(begun.key)

    async with running(queue, handle, parkings):
        await queue.put([task(1), task(2)])
        await asyncio.wait_for(drained(queue), ENOUGH)
    assert parkings.said == [("update:1", "HopelessError")]
    assert done == ["update:2"]
    assert await chat_ids(database) == []


async def test_what_a_handler_writes_is_committed_with_the_end_of_its_task(database: Database) -> None:
    queue = quick(database)

    async def handle(_: Task, unit: UnitOfWork) -> None:
        assert current_unit.get() is unit
        unit.write(insert(chats).values(chat_id=7))

    async with running(queue, handle):
        await queue.put([task(1)])
        await drained(queue)
    assert await chat_ids(database) == [7]
    assert current_unit.get(None) is None


async def test_a_key_put_twice_runs_once(database: Database) -> None:
    queue = quick(database)
    ran: Counter[str] = Counter()

    async def handle(task: Task, _: UnitOfWork) -> None:
        ran[task.key] += 1

    async with running(queue, handle):
        await queue.put([task(1), task(1)])
        await drained(queue)
        await queue.put([task(1), task(2)])
        await drained(queue)
    assert ran == {"update:1": 1, "update:2": 1}


async def test_a_task_put_the_moment_another_ends_is_not_forgotten(database: Database) -> None:
    queue = quick(database)
    puts: list[asyncio.Task[None]] = []
    last = asyncio.Event()

    async def handle(done: Task, _: UnitOfWork) -> None:
        number = int(done.payload)
        if number == 20:
            last.set()
        else:
            puts.append(asyncio.create_task(queue.put([task(number + 1, payload=str(number + 1))])))
            await asyncio.sleep(0)  # so that one batch takes this task out and the next one in

    async with running(queue, handle):
        await queue.put([task(0, payload="0")])
        await asyncio.wait_for(last.wait(), ENOUGH)
        await asyncio.gather(*puts)


async def test_a_failing_task_is_retried_before_anything_later_of_its_lock(database: Database) -> None:
    queue = quick(database)
    ran: list[str] = []

    async def handle(task: Task, unit: UnitOfWork) -> None:
        ran.append(task.key)
        unit.write(insert(chats).values(chat_id=len(ran)))
        if ran.count("update:1") < 3:
            raise ValueError("not yet")

    async with running(queue, handle):
        await queue.put([task(1), task(2)])
        await drained(queue)
    assert ran == ["update:1", "update:1", "update:1", "update:2"]
    assert await chat_ids(database) == [3, 4]


async def test_other_locks_do_not_wait_for_a_retry(database: Database) -> None:
    queue = open_queue(database, clock=SystemClock(), first_pause=30)
    other = asyncio.Event()

    async def handle(task: Task, _: UnitOfWork) -> None:
        if task.key == "update:1":
            raise ValueError("later")
        other.set()

    async with running(queue, handle):
        await queue.put([task(1, chat=1), task(2, chat=2)])
        await asyncio.wait_for(other.wait(), ENOUGH)
    assert (await queue.state()).depth == 1


async def test_a_commit_that_fails_is_retried_like_the_handler(database: Database) -> None:
    queue = quick(database)
    attempts = 0

    async def handle(_: Task, unit: UnitOfWork) -> None:
        nonlocal attempts
        attempts += 1
        for _number in range(2 if attempts < 3 else 1):
            unit.write(insert(chats).values(chat_id=7))

    async with running(queue, handle):
        await queue.put([task(1)])
        await drained(queue)
    assert attempts == 3
    assert await chat_ids(database) == [7]


async def test_a_hopeless_task_is_parked_and_its_lock_goes_on(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    queue = quick(database, attempts=3)
    parkings = Parkings()
    ran: Counter[str] = Counter()

    async def handle(task: Task, unit: UnitOfWork) -> None:
        ran[task.key] += 1
        unit.write(insert(seen).values(key=f"wrote {task.key}", seen_at=SystemClock().now()))
        if task.key == "update:1":
            raise ValueError("Ivan's phone")

    async with running(queue, handle, parkings):
        await queue.put([task(1, payload='{"text": "Ivan"}'), task(2)])
        await drained(queue)
    assert ran == {"update:1": 3, "update:2": 1}
    assert parkings.said == [("update:1", "ValueError")]
    (parked,) = await queue.parked()
    assert parked.task == task(1, payload='{"text": "Ivan"}')
    assert parked.attempts == 3
    assert parked.error.startswith("ValueError ")
    assert "handle" in parked.error
    assert "Ivan" not in parked.error + caplog.text
    assert (await queue.state()).parked == 1


async def test_what_on_parked_writes_is_committed_with_the_parking(database: Database) -> None:
    queue = quick(database, attempts=2)

    async def fail(_: Task, __: UnitOfWork) -> None:
        raise ValueError("never")

    async def apologise(_: Task, __: BaseException, unit: UnitOfWork) -> None:
        assert current_unit.get() is unit
        unit.write(insert(chats).values(chat_id=9))

    run = asyncio.create_task(queue.run({"update": fail}, on_parked=apologise))
    await queue.put([task(1)])
    await drained(queue)
    await queue.stop(within=5)
    await run
    assert await chat_ids(database) == [9]
    assert len(await queue.parked()) == 1


async def test_a_task_is_parked_even_if_nobody_can_be_told(database: Database) -> None:
    queue = quick(database, attempts=2)

    async def fail(*_: object) -> None:
        raise ValueError("never")

    run = asyncio.create_task(queue.run({"update": fail}, on_parked=fail))
    await queue.put([task(1)])
    await drained(queue)
    await queue.stop(within=5)
    await run
    assert [parked.task.key for parked in await queue.parked()] == ["update:1"]


async def test_parked_tasks_are_queued_again_on_request(database: Database) -> None:
    queue = quick(database, attempts=2)
    broken = True
    done: list[str] = []

    async def handle(task: Task, _: UnitOfWork) -> None:
        if broken:
            raise ValueError("broken")
        done.append(task.key)

    async with running(queue, handle):
        await queue.put([task(number) for number in range(3)])
        await drained(queue)
        broken = False
        assert await queue.retry_parked(["update:1", "update:77"]) == 1
        await drained(queue)
        assert done == ["update:1"]
        assert await queue.retry_parked() == 2
        await drained(queue)
    assert sorted(done) == ["update:0", "update:1", "update:2"]
    assert await queue.parked() == []


async def test_the_second_death_of_a_worker_process_parks_the_task(database: Database) -> None:
    queue = quick(database, attempts=5)
    parkings = Parkings()

    async def handle(_: Task, __: UnitOfWork) -> None:
        raise WorkerDiedError

    async with running(queue, handle, parkings):
        await queue.put([task(1)])
        await drained(queue)
    assert parkings.said == [("update:1", "WorkerDiedError")]
    assert (await queue.parked())[0].attempts == 2


async def test_a_handler_that_ends_as_if_cancelled_has_failed(database: Database) -> None:
    queue = quick(database, attempts=2)
    parkings = Parkings()

    async def handle(_: Task, __: UnitOfWork) -> None:
        raise asyncio.CancelledError

    async with running(queue, handle, parkings):
        await queue.put([task(1)])
        await drained(queue)
    assert parkings.said == [("update:1", "HandlerCancelledError")]


async def test_a_waiting_task_can_be_cancelled(database: Database) -> None:
    queue = quick(database)
    done: list[str] = []

    async def handle(task: Task, _: UnitOfWork) -> None:
        done.append(task.key)

    await queue.put([task(1), task(2), task(3)])
    assert await queue.cancel("update:2")
    assert not await queue.cancel("update:2")
    assert not await queue.cancel("update:77")
    async with running(queue, handle):
        await drained(queue)
    assert done == ["update:1", "update:3"]


async def test_a_running_task_can_be_cancelled_and_leaves_nothing(database: Database) -> None:
    queue = quick(database)
    begun = asyncio.Event()
    done: list[str] = []

    async def handle(task: Task, unit: UnitOfWork) -> None:
        if task.key == "update:1":
            unit.write(insert(chats).values(chat_id=7))
            begun.set()
            await asyncio.sleep(60)
        done.append(task.key)

    async with running(queue, handle):
        await queue.put([task(1), task(2)])
        await asyncio.wait_for(begun.wait(), ENOUGH)
        assert await queue.cancel("update:1")
        await drained(queue)
    assert done == ["update:2"]
    assert await chat_ids(database) == []
    assert await queue.parked() == []


async def test_a_task_waiting_for_its_retry_can_be_cancelled(database: Database) -> None:
    queue = open_queue(database, clock=SystemClock(), first_pause=60)
    failed, other = asyncio.Event(), asyncio.Event()

    async def handle(task: Task, _: UnitOfWork) -> None:
        if task.key == "update:1":
            failed.set()
            raise ValueError("later")
        other.set()

    async with running(queue, handle):
        await queue.put([task(1), task(2)])
        await asyncio.wait_for(failed.wait(), ENOUGH)
        await asyncio.sleep(0.1)
        assert await queue.cancel("update:1")
        await asyncio.wait_for(other.wait(), ENOUGH)
        await drained(queue)


async def test_a_polite_stop_lets_running_tasks_finish_and_begins_no_more(database: Database) -> None:
    queue = quick(database)
    begun = asyncio.Event()
    done: list[str] = []

    async def handle(task: Task, _: UnitOfWork) -> None:
        begun.set()
        await asyncio.sleep(0.3)
        done.append(task.key)

    await queue.put([task(1), task(2)])
    async with running(queue, handle):
        await asyncio.wait_for(begun.wait(), ENOUGH)
    assert done == ["update:1"]
    assert (await queue.state()).depth == 1


async def test_what_does_not_finish_in_time_stays_queued_and_counts_no_attempt(database: Database) -> None:
    hanging = quick(database, attempts=2)
    begun = asyncio.Event()

    async def hang(_: Task, unit: UnitOfWork) -> None:
        unit.write(insert(chats).values(chat_id=7))
        begun.set()
        await asyncio.sleep(60)

    await hanging.put([task(1)])
    for _ in range(3):
        begun.clear()
        run = asyncio.create_task(hanging.run({"update": hang}, on_parked=Parkings()))
        await asyncio.wait_for(begun.wait(), ENOUGH)
        await hanging.stop(within=0.05)
        await run
    assert await chat_ids(database) == []
    done: list[str] = []

    async def handle(task: Task, _: UnitOfWork) -> None:
        done.append(task.key)

    async with running(hanging, handle):
        await drained(hanging)
    assert done == ["update:1"]


async def test_a_worker_that_does_not_end_holds_up_no_stop(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(_: object) -> None:
        await asyncio.get_running_loop().create_future()

    monkeypatch.setattr(postgres, "_run", hang)
    database = await Database.open(postgresql_url, clock=SystemClock())
    queue = quick(database)
    run = asyncio.create_task(queue.run({}, on_parked=Parkings()))
    await asyncio.sleep(0.2)
    await queue.stop(within=0.05)
    await asyncio.wait({run})
    assert not run.cancelled()
    await database.close()


async def test_a_stop_with_nothing_to_do_is_immediate(database: Database) -> None:
    queue = quick(database)

    async def handle(_: Task, __: UnitOfWork) -> None: ...

    async with asyncio.timeout(ENOUGH), running(queue, handle):
        pass


async def test_a_task_enqueued_by_a_handler_runs_only_if_the_handler_succeeds(database: Database) -> None:
    queue = quick(database)
    ran: list[str] = []

    async def handle(done: Task, unit: UnitOfWork) -> None:
        ran.append(done.key)
        if done.key == "update:1":
            queue.enqueue(unit, task("chart", chat=2))
            if len(ran) < 3:
                raise ValueError("not yet")

    async with running(queue, handle):
        await queue.put([task(1)])
        await drained(queue)
    assert ran == ["update:1", "update:1", "update:1", "update:chart"]


async def test_kinds_without_a_handler_stay_where_they_are(database: Database) -> None:
    queue = quick(database)
    done: list[str] = []
    ran = asyncio.Event()

    async def handle(task: Task, _: UnitOfWork) -> None:
        done.append(task.key)
        ran.set()

    async with running(queue, handle):
        await queue.put([task("c", kind="chart", chat=2), task(1)])
        await asyncio.wait_for(ran.wait(), ENOUGH)
    assert done == ["update:1"]
    assert (await queue.state()).by_kind == {"chart": 1}


async def test_the_state_counts_depth_age_and_kinds(database: Database) -> None:
    queue = quick(database)
    empty = await queue.state()
    assert (empty.depth, empty.oldest, empty.parked, dict(empty.by_kind)) == (0, 0.0, 0, {})
    await queue.put([task(1), task(2), task("c", kind="chart")])
    await asyncio.sleep(0.05)
    state = await queue.state()
    assert (state.depth, state.parked, dict(state.by_kind)) == (3, 0, {"update": 2, "chart": 1})
    assert 0.05 <= state.oldest < ENOUGH


async def test_a_cancelled_put_is_carried_out_or_not_but_never_forgotten(database: Database) -> None:
    queue = quick(database)
    done: Counter[str] = Counter()

    async def handle(task: Task, _: UnitOfWork) -> None:
        done[task.key] += 1

    async with running(queue, handle):
        puts = [asyncio.create_task(queue.put([task(number, chat=number)])) for number in range(20)]
        await asyncio.sleep(0)
        for put in puts[::2]:
            put.cancel()
        await asyncio.gather(*puts, return_exceptions=True)
        await drained(queue)
        await asyncio.sleep(0.1)
        await drained(queue)
    assert {f"update:{number}" for number in range(1, 20, 2)} <= set(done)
    assert set(done.values()) == {1}


async def test_a_fifth_of_handler_calls_failing_loses_nothing_and_keeps_the_order(database: Database) -> None:
    queue = quick(database, attempts=20)
    calls = 0
    done: dict[str, list[str]] = {}

    async def handle(task: Task, unit: UnitOfWork) -> None:
        nonlocal calls
        calls += 1
        if calls % 5 == 0:
            raise ValueError("every fifth")
        done.setdefault(task.lock, []).append(task.key)

    async with running(queue, handle):
        await queue.put([task(f"{number}:{chat}", chat=chat) for number in range(10) for chat in range(8)])
        await drained(queue)
    assert done == {f"chat:{chat}": [f"update:{number}:{chat}" for number in range(10)] for chat in range(8)}


async def test_200_double_taps_have_exactly_one_effect_each(database_url: str) -> None:
    """Two replicas on PostgreSQL; on SQLite two webhook calls at once in its one process."""
    replicas = [await Database.open(database_url, clock=SystemClock())]
    if replicas[0].dialect == "postgresql":
        replicas.append(await Database.open(database_url, clock=SystemClock()))
    queues = [quick(replica) for replica in replicas]
    effects: Counter[int] = Counter()

    async def handle(task: Task, unit: UnitOfWork) -> None:
        effects[int(task.payload)] += 1
        unit.write(insert(chats).values(chat_id=int(task.payload)))

    async with running(queues[0], handle), running(queues[-1], handle) if queues[1:] else nothing():
        taps = [task(n, chat=n % 20, payload=str(n)) for n in range(200)]
        await asyncio.gather(*[queue.put([tap]) for tap in taps for queue in (queues[0], queues[-1])])
        await drained(queues[0])
    assert effects == dict.fromkeys(range(200), 1)
    assert await chat_ids(replicas[0]) == list(range(200))
    for replica in replicas:
        await replica.close()


@asynccontextmanager
async def nothing() -> AsyncIterator[None]:
    yield


@pytest.mark.parametrize("attempts", [0, 1])
async def test_a_single_attempt_is_refused(sqlite_database: Database, attempts: int) -> None:
    with pytest.raises(ValueError, match="at least 2"):
        open_queue(sqlite_database, clock=SystemClock(), attempts=attempts)


async def chat_ids(database: Database) -> list[int]:
    async with database.reading() as connection:
        return list(await connection.scalars(select(chats.c.chat_id).order_by(chats.c.chat_id)))
