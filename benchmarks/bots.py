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
from typing import Protocol

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.base import BaseSession
from aiogram.enums import ParseMode
from aiogram.fsm.storage.base import BaseStorage
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import Message
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from benchmarks.people import TOKEN
from handlers.dispatcher import build_dispatcher
from handlers.reminders.sender import Awaited
from handlers.transport.chats import StoredChats
from handlers.transport.gate import Gate
from handlers.transport.meters import Meters
from handlers.transport.pacing import Pacer
from handlers.transport.processing import KIND, chat_of, update_handler, update_task
from handlers.transport.state import ConversationState
from handlers.transport.text_limits import LongTexts
from locales.texts import Texts
from simulator.refusal import JsonObject
from storage.clock import SystemClock
from storage.database import Database
from storage.queue import Queue, Task, open_queue
from storage.repositories.accounts import Account as StoredAccount
from storage.statement import Bound, Rows, Write
from storage.unit_of_work import UnitOfWork, current_unit

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


class NoDatabase(Database):
    """Forgets what is written and knows nothing."""

    def __init__(self) -> None:
        engine = create_async_engine("sqlite+aiosqlite://")
        super().__init__(make_url("sqlite://"), engine, SystemClock())
        self.dialect = "sqlite"

    async def rows(self, query: Bound) -> Rows:  # noqa: ARG002
        return []

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
    """This bot with everything but its database: conversations and accounts live in memory."""

    def __init__(self, session: BaseSession) -> None:
        self._database = NoDatabase()
        queue = open_queue(self._database, clock=SystemClock())
        self._bot = _paced_bot(session, self._database)
        self._handle = update_handler(
            _conversations(MemoryStorage(), queue),
            self._bot,
            chats=StoredChats(self._database, SystemClock()),
            clock=SystemClock(),
            meter=Meters(),
        )
        self._accounts: dict[int, StoredAccount] = {}

    async def answer(self, updates: Sequence[JsonObject]) -> None:
        await asyncio.gather(*(asyncio.create_task(self._answer(update)) for update in updates))

    async def _answer(self, update: JsonObject) -> None:
        person = chat_of(update)
        assert person is not None
        unit = UnitOfWork(self._database)
        current_unit.set(unit)
        unit.memo[StoredAccount, person] = self._accounts.get(person)
        await self._handle(update_task(update, datetime.now(UTC)), unit)
        self._accounts[person] = unit.memo[StoredAccount, person]
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
    """This bot without its database."""
    yield Undurable(session)


@asynccontextmanager
async def durable(session: BaseSession) -> AsyncIterator[BotUnderTest]:
    """This bot at work on a new database."""
    clock = SystemClock()
    with TemporaryDirectory() as folder:
        database = await CountedDatabase.open(f"sqlite:///{folder}/bench.sqlite3", clock=clock)
        assert isinstance(database, CountedDatabase)
        queue = open_queue(database, clock=clock)
        handle = update_handler(
            _conversations(ConversationState(database), queue),
            _paced_bot(session, database),
            chats=await StoredChats.load(database, clock),
            clock=clock,
            meter=Meters(),
        )
        running = asyncio.create_task(queue.run({KIND: handle}, on_parked=_fail))
        yield Durable(database, queue)
        await queue.stop(1)
        await running
        await database.close()


def _conversations(storage: BaseStorage, queue: Queue) -> Dispatcher:
    return build_dispatcher(storage, Texts.load(), SystemClock(), queue, Awaited())


def _paced_bot(session: BaseSession, database: Database) -> Bot:
    bot = Bot(TOKEN, session=session, default=DefaultBotProperties(parse_mode=ParseMode.HTML))
    clock = UnhurriedClock()
    chats = StoredChats(database, clock)
    bot.session.middleware(LongTexts())
    bot.session.middleware(
        Gate(pacer=Pacer(clock), chats=chats, clock=clock, chance=Random(1), meter=Meters())
    )
    return bot
