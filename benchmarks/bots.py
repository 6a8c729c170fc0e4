"""The bots that are compared: a bare aiogram echo, and this bot without and with its database.

Every bot takes a batch of raw updates and returns when all of them are answered. They talk through the
session they are given: in memory, or over HTTP.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Protocol, TypeVar

from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.fsm.storage.base import BaseStorage
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import Message

from benchmarks.people import TOKEN
from charts.worker import ChartWorker
from clock import SystemClock
from composition import Resources, compose, telegram_bot
from datasets.reckoner import Reckoner
from files.child import FileReader
from handlers.transport.chats import StoredChats
from handlers.transport.lifecycle import Parts
from handlers.transport.processing import KIND, chat_of, update_task
from handlers.transport.state import ConversationState
from handlers.upload.fetching import TELEGRAM_LIMIT
from handlers.upload.google import GoogleSheets
from locales.texts import Texts
from reports.worker import ReportWorker
from services.people import Identity
from simulator.refusal import JsonObject
from storage.database import Database
from storage.queue import Queue, Task, TaskHandler, open_queue
from storage.repositories.accounts import Account as StoredAccount
from storage.statement import Rows, Write
from storage.unit_of_work import UnitOfWork, current_unit

D = TypeVar("D", bound=Database)

# Far more than any pace asks for: between two calls of a bot every allowance is whole again.
LONG_AGO = 3600.0


class BotUnderTest(Protocol):
    """Answers updates."""

    async def answer(self, updates: Sequence[JsonObject]) -> None:
        """Answer a batch, of a chat at most one update; returns when nothing of it is left to do."""


class Echo:
    """What every aiogram program does at the least: one handler, one message sent."""

    def __init__(self, session: BaseSession) -> None:
        self._bot = Bot(TOKEN, session=session)
        self._dispatcher = Dispatcher()
        self._dispatcher.message.register(_echo)

    async def answer(self, updates: Sequence[JsonObject]) -> None:
        await asyncio.gather(
            *(self._dispatcher.feed_raw_update(self._bot, dict(update)) for update in updates)
        )


async def _echo(message: Message) -> None:
    await message.answer(message.text or "")


class UnhurriedClock(SystemClock):
    """Whenever it is looked at, so much time has passed that nobody has to wait for Telegram's limits.

    What pacing costs is measured, what it waits is not.
    """

    def __init__(self) -> None:
        self._elapsed = 0.0

    def monotonic(self) -> float:
        self._elapsed += LONG_AGO
        return self._elapsed


class ForgetfulDatabase(Database):
    """Has every table and never a row: what is written is forgotten."""

    async def commit(self, statements: Sequence[Write]) -> list[Rows]:
        return [[] for _ in statements]


class CountedDatabase(Database):
    """Tells when a number of commits are done."""

    _left = 0
    _done = asyncio.Event()

    def expect(self, commits: int) -> asyncio.Event:
        """What is set when so many commits are done, counted from now."""
        self._left, self._done = commits, asyncio.Event()
        return self._done

    async def commit(self, statements: Sequence[Write]) -> list[Rows]:
        rows = await super().commit(statements)
        self._left -= 1
        if self._left == 0:
            self._done.set()
        return rows


class Undurable:
    """This bot with everything but what it writes: conversations and accounts live in memory."""

    def __init__(self, database: ForgetfulDatabase, handle: TaskHandler) -> None:
        self._database = database
        self._handle = handle
        self._known: dict[int, dict[Any, Any]] = {}
        """What an update found out of whoever wrote, by their chat."""

    async def answer(self, updates: Sequence[JsonObject]) -> None:
        await asyncio.gather(*(asyncio.create_task(self._answer(update)) for update in updates))

    async def _answer(self, update: JsonObject) -> None:
        person = chat_of(update)
        assert person is not None
        unit = UnitOfWork(self._database)
        current_unit.set(unit)
        unit.memo.update(self._known.get(person, {}))
        await self._handle(update_task(update, datetime.now(UTC)), unit)
        self._known[person] = {
            key: unit.memo[key] for key in unit.memo if key[0] in (StoredAccount, Identity)
        }
        await unit.commit()


class Durable:
    """This bot as it runs: inbox, handler and one commit per update on SQLite with synchronous=FULL."""

    def __init__(self, database: CountedDatabase, queue: Queue) -> None:
        self._database = database
        self._queue = queue

    async def answer(self, updates: Sequence[JsonObject]) -> None:
        # One for all that came in together, one for each that was handled.
        done = self._database.expect(1 + len(updates))
        await self._queue.put([update_task(update, datetime.now(UTC)) for update in updates])
        await done.wait()


async def _fail(task: Task, error: BaseException, _: UnitOfWork) -> None:
    raise AssertionError(f"{task.key} was parked") from error


@asynccontextmanager
async def echo(session: BaseSession) -> AsyncIterator[BotUnderTest]:
    """A bare echo."""
    yield Echo(session)


@asynccontextmanager
async def undurable(session: BaseSession) -> AsyncIterator[BotUnderTest]:
    """This bot, which keeps nothing."""
    async with _opened(ForgetfulDatabase) as database:
        parts = await _parts(session, database, MemoryStorage())
        yield Undurable(database, parts.handlers[KIND])


@asynccontextmanager
async def durable(session: BaseSession) -> AsyncIterator[BotUnderTest]:
    """This bot at work on a new database."""
    async with _opened(CountedDatabase) as database:
        parts = await _parts(session, database, ConversationState(database))
        running = asyncio.create_task(parts.queue.run(parts.handlers, on_parked=_fail))
        yield Durable(database, parts.queue)
        await parts.queue.stop(1)
        await running


@asynccontextmanager
async def _opened(kind: type[D]) -> AsyncIterator[D]:
    """A new SQLite database of a kind, gone afterwards."""
    with TemporaryDirectory() as folder:
        database = await kind.open(f"sqlite:///{folder}/bench.sqlite3", clock=SystemClock())
        assert isinstance(database, kind)
        yield database
        await database.close()


async def _parts(session: BaseSession, database: Database, state: BaseStorage) -> Parts:
    clock = SystemClock()
    return compose(
        Resources(
            bot=telegram_bot(TOKEN, session),
            database=database,
            state=state,
            queue=open_queue(database, clock=clock),
            chats=await StoredChats.load(database, clock),
            chart_worker=ChartWorker(),
            file_reader=FileReader(),
            large_file_reader=FileReader(),
            reckoner=Reckoner(),
            report_worker=ReportWorker(),
            sheets=GoogleSheets(TELEGRAM_LIMIT),
            texts=Texts.load(),
            clock=clock,
            pace=UnhurriedClock(),
            chance=Random(1),
        )
    )
