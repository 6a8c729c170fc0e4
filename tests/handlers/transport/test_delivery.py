"""The whole way from Telegram to the answer and back: errors lose nothing and give nothing away."""

from __future__ import annotations

import asyncio
import io
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random

from aiogram import Bot, Dispatcher
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.memory import DisabledEventIsolation
from aiogram.types import Message
from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, Text, insert, select
from sqlalchemy.schema import CreateTable

from clock import SystemClock
from handlers.transport.chats import StoredChats
from handlers.transport.gate import Gate
from handlers.transport.meters import Meters
from handlers.transport.pacing import Pacer
from handlers.transport.people import PrivateChats
from handlers.transport.polling import Poller
from handlers.transport.processing import KIND, parked_notice, update_handler, wanted_updates
from handlers.transport.state import ConversationState
from simulator.account import SimulatedBot
from simulator.chat import Chat
from simulator.core import Simulator
from simulator.faults import Fault, FaultKind
from simulator.session import SimulatorSession
from storage.database import Database
from storage.queue import Queue, open_queue
from storage.unit_of_work import UnitOfWork
from tests.handlers.transport.rushing_clock import RushingClock
from tests.handlers.transport.waiting import until

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
ATTEMPTS = 5
PEOPLE = 8
ANSWERS = 12
POISON = "Яд для разбора"
KEPT = "Запись сохранена"

answers = Table(
    "answers_of_the_test",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("chat_id", BigInteger),
    Column("number", Integer),
    Column("said", Text),
)


class Clinic:
    """A bot that keeps answers, on the real queue, and the people who write to it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.simulator = Simulator(rng=Random(3))
        self.account: SimulatedBot = self.simulator.add_bot(TOKEN, username="pulse_bot", first_name="Pulse")
        self.calls: Counter[tuple[int, str]] = Counter()
        self.queue: Queue = open_queue(database, clock=SystemClock(), attempts=ATTEMPTS, first_pause=0.01)

    def person(self, name: str) -> Chat:
        return self.simulator.chat(self.account, self.simulator.add_user(name, last_name="Скрытная"))

    async def take(self, message: Message, state: FSMContext, unit: UnitOfWork) -> None:
        """Keep an answer and confirm it; every fifth call fails on the way, poison always does."""
        said = message.text or ""
        self.calls[message.chat.id, said] += 1
        calls = self.calls[message.chat.id, said]
        fate = Random(f"{message.chat.id} {said} {calls}").random() if calls < ATTEMPTS else 1.0
        if fate < 0.1:
            raise ValueError(f"not a number: {said}")
        expected: int = (await state.get_data()).get("expected", 0)
        unit.write(insert(answers).values(chat_id=message.chat.id, number=expected, said=said))
        await state.update_data(expected=expected + 1)
        if fate < 0.2 or said == POISON:
            raise OSError(f"{message.from_user}: {said}")
        await message.answer(f"Принято: {said}")

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """The bot polls and works while the context lasts."""
        clock, meters = SystemClock(), Meters()
        await self.database.commit([CreateTable(answers)])
        bot = Bot(TOKEN, session=SimulatorSession(self.simulator))
        chats = await StoredChats.load(self.database, clock)
        # Its pauses are another test's matter: here they pass at once.
        quick = RushingClock()
        gate = Gate(pacer=Pacer(quick), chats=chats, clock=quick, chance=Random(1), meter=meters)
        bot.session.middleware(gate)
        dispatcher = Dispatcher(
            storage=ConversationState(self.database), events_isolation=DisabledEventIsolation()
        )
        dispatcher.message.register(self.take)
        handler = update_handler(dispatcher, bot, chats=chats, clock=clock, meter=meters)
        poller = Poller(
            bot,
            self.queue,
            allowed_updates=wanted_updates(dispatcher),
            clock=clock,
            chance=Random(1),
            meter=meters,
        )
        working = asyncio.create_task(
            self.queue.run(
                {KIND: handler}, on_parked=parked_notice(bot, self._words, PrivateChats(self.database))
            )
        )
        polling = asyncio.create_task(poller.run())
        try:
            yield
        finally:
            polling.cancel()
            await self.queue.stop(5)
            await asyncio.gather(working, polling, return_exceptions=True)

    async def kept(self, chat: Chat) -> list[tuple[int, str]]:
        async with self.database.reading() as connection:
            of_chat = select(answers.c.number, answers.c.said).where(answers.c.chat_id == chat.id)
            return [
                (number, said) for number, said in await connection.execute(of_chat.order_by(answers.c.id))
            ]

    async def _words(self, _: str, __: int, ___: str | None) -> str:
        return KEPT


def said_by_the_bot(chat: Chat) -> list[str]:
    return [message["text"] for message in chat.messages if message["from"]["is_bot"]]


async def test_when_every_fifth_call_fails_all_are_repeated_in_order_and_poison_is_parked(
    database: Database,
) -> None:
    clinic = Clinic(database)
    people = [clinic.person(f"Ольга {number}") for number in range(PEOPLE)]
    texts = [str(number) for number in range(ANSWERS)]
    async with clinic.open():
        for position, text in enumerate(texts):
            for chat in people:
                chat.send_text(text)
            if position == ANSWERS // 2:
                people[0].send_text(POISON)
        await until(lambda: all(f"Принято: {texts[-1]}" in said_by_the_bot(chat) for chat in people), 60)
    for chat in people:
        assert await clinic.kept(chat) == list(enumerate(texts))
        assert [text for text in said_by_the_bot(chat) if text != KEPT] == [f"Принято: {t}" for t in texts]
    assert sum(clinic.calls.values()) > PEOPLE * ANSWERS * 1.1
    (parked,) = await clinic.queue.parked()
    assert (parked.attempts, clinic.calls[people[0].id, POISON]) == (ATTEMPTS, ATTEMPTS)
    assert said_by_the_bot(people[0]).count(KEPT) == 1
    assert (await clinic.queue.state()).depth == 0


FAULTS = [
    Fault(FaultKind.RETRY_AFTER, times=None, probability=0.05),
    Fault(FaultKind.SERVER_ERROR, times=None, probability=0.05),
    Fault(FaultKind.DROPPED, times=None, probability=0.05),
    Fault(FaultKind.BLOCKED, method="sendMessage", times=3, probability=0.1),
    Fault(FaultKind.SERVER_ERROR, method="getUpdates", times=2),
]


async def test_nothing_a_person_wrote_or_is_called_and_no_token_is_logged_on_a_bad_day(
    sqlite_database: Database, logged: io.StringIO
) -> None:
    clinic = Clinic(sqlite_database)
    people = [clinic.person(name) for name in ("Ольга Петровна", "Святослав", "Ия")]
    texts = ["Оборот 61234567", "на Тверской", "конверсия 23,5 %", POISON]
    for fault in FAULTS:
        clinic.account.faults.add(fault)
    async with clinic.open():
        for text in texts:
            for chat in people:
                chat.send_text(text)
        await until(lambda: all(clinic.calls[chat.id, POISON] == ATTEMPTS for chat in people), 60)
    assert "task parked" in logged.getvalue()
    assert "updates not fetched" in logged.getvalue()
    secrets = [*texts, "Тверской", "61234567", "23,5", "Петровна", "Святослав", "Ия", "Скрытная", "AAHdq"]
    assert [secret for secret in secrets if secret in logged.getvalue()] == []
