"""A mailing to everybody at once, on a clock that costs no time: its pace, and who overtakes it."""

import asyncio
import os
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from itertools import islice
from random import Random
from typing import Any, cast

from aiogram import Bot
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import Chat, Message

from handlers.reminders.sender import IN_FLIGHT, PORTION, Awaited, Sender
from handlers.transport.gate import Gate
from handlers.transport.meters import Meters
from handlers.transport.pacing import Pacer
from handlers.transport.people import PrivateChats
from locales.texts import Texts
from metrics.monthly import Month
from services.reminders.due import DueReminders, Reminder
from storage.repositories.reminders import ClaimedReminder
from tests.handlers.transport.rushing_clock import START, RushingClock
from tests.handlers.transport.scripted_telegram import TOKEN, ScriptedSession
from tests.handlers.transport.test_gate import RememberedChats

SUBSCRIBERS = int(os.environ.get("REMINDED", "5000"))
"""All 100 000 of them in `make torture`."""
WANTED = 3600 * SUBSCRIBERS / 100_000
"""Seconds: an hour for a hundred thousand."""
FIRST_TALKER = 10_000_000


class Crowd:
    """In place of the database: everybody is due now; notes how many are in hand at once."""

    def __init__(self, subscribers: int) -> None:
        self._people = iter(range(1, subscribers + 1))
        self.in_hand = 0
        self.most_in_hand = 0
        self.sent_to: set[str] = set()

    async def recover(self) -> None: ...

    async def awaited(self) -> frozenset[int]:
        return frozenset()

    async def take(self, most: int) -> Sequence[Reminder] | None:
        taken = [reminder_of(person) for person in islice(self._people, most)]
        self.in_hand += len(taken)
        self.most_in_hand = max(self.most_in_hand, self.in_hand)
        return taken or None

    async def begin(self, _: Reminder) -> bool:
        return True

    async def sent(self, reminder: Reminder, _: int) -> None:
        self.in_hand -= 1
        self.sent_to.add(reminder.person)


def reminder_of(person: int) -> Reminder:
    claim = ClaimedReminder(
        f"c{person}",
        "2025-12",
        str(person),
        "first",
        0,
        None,
        5,
        12,
        "Europe/Moscow",
        "on",
        "ru",
        None,
        1,
        False,
    )
    return Reminder(claim, Month(2025, 12), None, None)


class Numbers:
    """In place of the transport's own: everybody's chat has their number."""

    async def of_all(self, people: Collection[str]) -> Mapping[str, int]:
        return {person: int(person) for person in people}


class Telegram:
    """Notes when each message came, without keeping the messages."""

    def __init__(self) -> None:
        self.clock = RushingClock()
        self.reminded: list[float] = []
        self.answered: dict[int, float] = {}
        self._ok = Message(message_id=1, date=START, chat=Chat(id=1, type="private"))

    def bot(self) -> Bot:
        session = ScriptedSession(self.clock, self._take)
        session.calls = cast("list[Any]", deque(maxlen=1))
        session.middleware(
            Gate(
                pacer=Pacer(self.clock),
                chats=RememberedChats(),
                clock=self.clock,
                chance=Random(7),
                meter=Meters(),
            )
        )
        return Bot(TOKEN, session=session)

    def _take(self, method: TelegramMethod[Any]) -> Message:
        assert isinstance(method, SendMessage)
        chat, moment = cast("int", method.chat_id), self.clock.monotonic()
        if chat >= FIRST_TALKER:
            self.answered[chat] = moment
        else:
            self.reminded.append(moment)
        return self._ok


async def talk(telegram: Telegram, bot: Bot, asked: dict[int, float], per_second: float) -> None:
    """People write at random moments as long as the mailing lasts; each wants one answer."""
    chance, answers = Random(11), set()
    while True:
        await telegram.clock.sleep(chance.expovariate(per_second))
        chat = FIRST_TALKER + len(asked)
        asked[chat] = telegram.clock.monotonic()
        answers.add(asyncio.create_task(bot(SendMessage(chat_id=chat, text="ответ"))))
        answers = {answer for answer in answers if not answer.done()}


async def test_a_hundred_thousand_take_an_hour_and_answers_overtake_them() -> None:
    telegram, crowd, asked = Telegram(), Crowd(SUBSCRIBERS), dict[int, float]()
    bot = telegram.bot()
    due, private_chats = cast("DueReminders", crowd), cast("PrivateChats", Numbers())
    sender = Sender(bot, Texts.load(), due, telegram.clock, Awaited(), private_chats)
    talking = asyncio.create_task(talk(telegram, bot, asked, per_second=1.0))
    await sender.send_due()
    talking.cancel()

    assert len(crowd.sent_to) == len(telegram.reminded) == SUBSCRIBERS
    assert 0.95 * WANTED <= telegram.reminded[-1] <= 1.05 * WANTED
    every = sorted([*telegram.reminded, *telegram.answered.values()])
    # 31 messages in a row never fit into one second, both its ends included.
    assert all(later - earlier > 1 for earlier, later in zip(every, every[30:], strict=False))
    waits = sorted(moment - asked[chat] for chat, moment in telegram.answered.items())
    assert len(waits) > WANTED / 2
    assert waits[len(waits) * 99 // 100] < 1
    assert crowd.most_in_hand <= IN_FLIGHT + PORTION
