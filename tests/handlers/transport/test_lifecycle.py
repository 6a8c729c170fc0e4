"""Roles of a process, and how each of them stops."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pytest
from aiogram import Bot, Dispatcher

from handlers.transport.lifecycle import Parts, ingest, run, work
from storage.queue import OnParked, TaskHandler
from tests.handlers.transport.rushing_clock import RushingClock
from tests.handlers.transport.scripted_telegram import TOKEN, ScriptedSession
from tests.handlers.transport.waiting import until

Role = Callable[[Parts], Awaitable[None]]


class Log(list[str]):
    """What happened, in order."""


class LoggedSource:
    """Runs until cancelled, or ends as told."""

    def __init__(self, name: str, log: Log, ends: asyncio.Future[None]) -> None:
        self._name, self._log, self._ends = name, log, ends

    async def run(self) -> None:
        self._log.append(f"{self._name} runs")
        try:
            await self._ends
        finally:
            self._log.append(f"{self._name} ends")


class LoggedQueue:
    """A queue whose one running handler needs a moment to finish."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._stopped = asyncio.Event()

    async def run(self, handlers: Mapping[str, TaskHandler], *, on_parked: OnParked) -> None:
        self._log.append(f"queue runs {sorted(handlers)}")
        await self._stopped.wait()
        self._log.append("queue ends")

    async def stop(self, within: float) -> None:
        assert within < 10
        self._log.append("queue finishes")
        await asyncio.sleep(0)
        self._stopped.set()


class House:
    """Parts that log."""

    def __init__(self) -> None:
        self.log = Log()
        self.source_ends: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        dispatcher = Dispatcher(clinic="of all")
        dispatcher.startup.register(self._startup)
        dispatcher.shutdown.register(self._shutdown)
        self.parts = Parts(
            bot=Bot(TOKEN, session=ScriptedSession(RushingClock(), lambda _: True)),
            dispatcher=dispatcher,
            queue=LoggedQueue(self.log),  # type: ignore[arg-type]  # a process only runs and stops it
            source=LoggedSource("source", self.log, self.source_ends),
            handlers={"update": _nothing, "chart": _nothing},
            on_parked=_nothing,
            health=LoggedSource("health", self.log, asyncio.get_running_loop().create_future()),
            reminders=LoggedSource("reminders", self.log, asyncio.get_running_loop().create_future()),
        )

    async def _startup(self, bot: Bot, clinic: str) -> None:
        self.log.append(f"startup of {bot.id} {clinic}")

    async def _shutdown(self, dispatcher: Dispatcher) -> None:
        self.log.append("shutdown")


async def _nothing(*_: Any) -> None: ...


async def started(role: Role, house: House, things: int) -> asyncio.Future[None]:
    process = asyncio.ensure_future(role(house.parts))
    await until(lambda: sum(" runs" in line for line in house.log) == things)
    return process


ROLES = [
    (run, {"health runs", "source runs", "reminders runs", "queue runs ['chart', 'update']"}),
    (ingest, {"health runs", "source runs"}),
    (work, {"health runs", "reminders runs", "queue runs ['chart', 'update']"}),
]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize(("role", "things"), ROLES, ids=["run", "ingest", "work"])
async def test_a_role_runs_its_things_and_a_signal_ends_them(
    role: Role, things: set[str], number: signal.Signals
) -> None:
    house = House()
    process = await started(role, house, len(things))
    assert {line for line in house.log if " runs" in line} == things
    os.kill(os.getpid(), number)
    async with asyncio.timeout(60):
        await process
    assert sum(" ends" in line for line in house.log) == len(things)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


async def test_conversations_start_with_the_queue_and_end_after_it() -> None:
    house = House()
    process = await started(run, house, 4)
    os.kill(os.getpid(), signal.SIGTERM)
    await process
    assert house.log.count("startup of 42 of all") == 1
    assert house.log[-1] == "shutdown"
    assert house.log.index("queue finishes") < house.log.index("queue ends")


async def test_updates_do_not_wait_for_what_is_told_to_telegram_at_the_start() -> None:
    house = House()
    told: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def tell() -> None:
        await told

    house.parts.dispatcher.startup.register(tell)
    process = await started(run, house, 4)
    os.kill(os.getpid(), signal.SIGTERM)
    async with asyncio.timeout(60):
        await process
    assert told.cancelled()


async def test_a_start_that_fails_ends_the_process() -> None:
    house = House()

    async def fail() -> None:
        raise PermissionError("no texts")

    house.parts.dispatcher.startup.register(fail)
    with pytest.raises(PermissionError, match="no texts"):
        await run(house.parts)
    assert house.log[-1] == "shutdown"


async def test_no_update_is_taken_in_while_the_last_handlers_finish() -> None:
    house = House()
    process = await started(run, house, 4)
    os.kill(os.getpid(), signal.SIGTERM)
    await process
    assert house.log.index("source ends") < house.log.index("queue ends")


async def test_a_part_that_fails_for_good_ends_the_rest_and_the_process() -> None:
    house = House()
    process = await started(run, house, 4)
    house.source_ends.set_exception(PermissionError("token revoked"))
    with pytest.raises(PermissionError, match="token revoked"):
        await process
    assert {"source ends", "queue ends", "health ends"} <= set(house.log)


async def test_a_process_that_is_cancelled_stops_as_politely() -> None:
    house = House()
    process = await started(run, house, 4)
    process.cancel()
    with pytest.raises(asyncio.CancelledError):
        await process
    assert house.log[-1] == "shutdown"
