"""Whole conversations: the real bot, queue and database, with the simulator in place of Telegram."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.enums import ParseMode

from charts.requests import ChartRequest
from handlers.dispatcher import build_dispatcher, updates_wanted
from handlers.forecast.pictures import PICTURE, Drawer
from handlers.transport.chats import StoredChats
from handlers.transport.gate import Gate
from handlers.transport.meters import Meters
from handlers.transport.pacing import Pacer
from handlers.transport.processing import KIND, parked_notice, update_handler, update_task
from locales.texts import Texts
from simulator.account import Account
from simulator.chat import Chat
from simulator.core import Simulator
from simulator.session import SimulatorSession
from storage.clock import SystemClock
from storage.database import Database
from storage.queue import Queue, Task, open_queue
from storage.state import ConversationState
from storage.unit_of_work import UnitOfWork

TOKEN = "42:conversations"
NOVEMBER = datetime(2026, 11, 21, 12, tzinfo=UTC)
TEXTS = Texts.load()
PIXEL = (
    bytes.fromhex("89504e470d0a1a0a0000000d49484452000005000000 03c0080200000000000000".replace(" ", ""))
    + b"\x00" * 16
)
"""As much of a PNG of 1280 × 960 as a server looks at."""


class Calendar(SystemClock):
    """Real seconds, but the day a test wants."""

    def __init__(self, today: datetime = NOVEMBER) -> None:
        self.today = today

    def now(self) -> datetime:
        return self.today


@dataclass
class Easel:
    """In place of the drawing process: notes what was asked for."""

    asked: list[ChartRequest] = field(default_factory=list)
    failure: Exception | None = None
    seconds: float = 0.0

    async def draw(self, request: ChartRequest) -> bytes:
        await asyncio.sleep(self.seconds)
        if self.failure is not None:
            raise self.failure
        self.asked.append(request)
        return PIXEL


class House:
    """The running bot with everything behind it."""

    def __init__(self, database: Database, clock: Calendar) -> None:
        self.simulator = Simulator(clock=lambda: datetime.now(UTC))
        self.account: Account = self.simulator.add_bot(TOKEN, "clinic_pulse_bot", "Пульс клиники")
        self.database = database
        self.clock = clock
        self.easel = Easel()
        self.queue: Queue = open_queue(database, clock=clock, first_pause=0.01)
        self.bot = Bot(
            TOKEN,
            session=SimulatorSession(self.simulator),
            default=DefaultBotProperties(parse_mode=ParseMode.HTML),
        )
        self.dispatcher = build_dispatcher(ConversationState(database), TEXTS, clock, self.queue)
        self.allowed = updates_wanted(self.dispatcher)
        self.offset = 0
        self.parked: list[BaseException] = []
        self._running: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Open for people."""
        chats = await StoredChats.load(self.database, self.clock)
        meters = Meters()
        pacer = Pacer(SystemClock(), per_second=30)
        gate = Gate(pacer=pacer, chats=chats, clock=SystemClock(), chance=Random(1), meter=meters)
        self.bot.session.middleware(gate)
        handle = update_handler(self.dispatcher, self.bot, chats=chats, clock=self.clock, meter=meters)
        tell = parked_notice(self.bot, self._words)

        async def on_parked(task: Task, error: BaseException, unit: UnitOfWork) -> None:
            self.parked.append(error)
            await tell(task, error, unit)

        drawer: Any = Drawer(self.bot, TEXTS, self.clock, self.easel)  # type: ignore[arg-type]
        await self.dispatcher.emit_startup(**self.dispatcher.workflow_data, bot=self.bot)
        running = self.queue.run({KIND: handle, PICTURE: drawer}, on_parked=on_parked)
        self._running = asyncio.create_task(running)

    async def stop(self) -> None:
        """Close in order."""
        await self.queue.stop(1)
        if self._running is not None:
            await self._running

    async def settle(self) -> None:
        """Take in what people did and wait until everything is answered."""
        while True:
            status, answer = await self.account.call(
                "getUpdates", {"offset": self.offset, "timeout": 0, "allowed_updates": self.allowed}
            )
            assert status == 200, answer
            updates = answer["result"]
            if updates:
                self.offset = updates[-1]["update_id"] + 1
                await self.queue.put([update_task(raw, datetime.now(UTC)) for raw in updates])
            elif (await self.queue.state()).depth == 0:
                return
            else:
                await asyncio.sleep(0.005)

    async def _words(self, _: int, code: str | None) -> str:
        return TEXTS.language("ru" if code == "ru" else "en")("kept")


class Person:
    """Somebody with a phone."""

    def __init__(self, house: House, language: str, name: str) -> None:
        self.house = house
        user = house.simulator.add_user(name, language_code=language)
        self.id: int = user["id"]
        self.chat: Chat = house.simulator.chat(house.account, user)
        self.taps = 0

    async def send(self, text: str) -> None:
        """Type a text and wait for the answers."""
        self.taps += 1
        self.chat.send_text(text)
        await self.house.settle()

    async def press(self, button: str, message: dict[str, Any] | None = None) -> None:
        """Press a button by its label and wait for the answers."""
        self.taps += 1
        self.chat.press(button, message)
        await self.house.settle()

    @property
    def texts(self) -> list[str]:
        """What the bot's messages say, oldest first; a picture says its caption."""
        bot = self.house.account.me["id"]
        return [
            message.get("text", message.get("caption", ""))
            for message in self.chat.messages
            if message["from"]["id"] == bot
        ]

    @property
    def last(self) -> str:
        """What the bot's last message says."""
        return self.texts[-1]

    @property
    def buttons(self) -> list[str]:
        """Labels of all buttons in sight, oldest first."""
        return [
            button["text"]
            for message in self.chat.messages
            for row in message.get("reply_markup", {}).get("inline_keyboard", [])
            for button in row
        ]

    @property
    def pictures(self) -> int:
        """How many pictures are in the chat."""
        return sum("photo" in message for message in self.chat.messages)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """The bot on an empty database; a test fails on any call Telegram would have refused."""
    clock = Calendar()
    database = await Database.open(f"sqlite:///{tmp_path / 'house.sqlite3'}", clock=clock)
    house = House(database, clock)
    await house.start()
    yield house
    await house.stop()
    await database.close()
    assert house.account.refusals == []
    assert house.parked == []


@pytest.fixture
async def olga(house: House) -> Person:
    """An owner who speaks Russian."""
    return Person(house, "ru", "Ольга")


@pytest.fixture
async def kate(house: House) -> Person:
    """An owner who speaks English."""
    return Person(house, "en", "Kate")
