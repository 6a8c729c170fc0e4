"""What the sender does with Telegram's answers, and how it stops."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError, TelegramServerError
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import Chat, Message
from sqlalchemy import delete, select
from structlog.testing import capture_logs

from handlers.reminders.sender import Awaited, Sender
from handlers.transport.gate import ChatUnreachableError
from handlers.transport.people import PrivateChats
from locales.texts import Texts
from services.reminders.due import DueReminders
from storage.database import Database
from storage.repositories.reminders import ReminderClaims
from storage.tables.accounts import identities
from storage.tables.reminders import reminders, routines
from tests.clock import FakeClock
from tests.handlers.transport.scripted_telegram import TOKEN, ScriptedSession
from tests.services.subscribers import PERIOD, person_of, subscribe

DUE = datetime(2026, 11, 3, 7, tzinfo=UTC)
TEXTS = Texts.load()
METHOD = SendMessage(chat_id=1, text="")
TAKEN = Message(message_id=1, date=DUE, chat=Chat(id=1, type="private"))


class Office:
    """A sender with its database and a scripted Telegram."""

    def __init__(self, database: Database, answer: Any = TAKEN, session: BaseSession | None = None) -> None:
        self.clock = FakeClock(DUE)
        self.database = database
        self.session: Any = session or ScriptedSession(self.clock, lambda _: answer)
        self.awaited = Awaited()
        due = DueReminders(ReminderClaims(database, self.clock, me="office"), self.clock)
        self.sender = Sender(
            Bot(TOKEN, session=self.session), TEXTS, due, self.clock, self.awaited, PrivateChats(database)
        )

    @property
    def messages(self) -> list[SendMessage]:
        return [method for _, method in self.session.calls]

    async def states(self) -> list[tuple[str, datetime | None]]:
        query = (
            select(reminders.c.state, reminders.c.due_at)
            .where(reminders.c.period == PERIOD)
            .order_by(reminders.c.person_id)
        )
        async with self.database.reading() as connection:
            return [(state, due_at) for state, due_at in await connection.execute(query)]


@pytest.mark.parametrize(
    ("failure", "state", "due_at"),
    [
        (ChatUnreachableError(METHOD, "Forbidden: bot was blocked by the user"), "planned", None),
        (ChatUnreachableError(METHOD, "Forbidden: user is deactivated"), "planned", None),
        (TelegramBadRequest(METHOD, "Bad Request: chat not found"), "planned", None),
        (TelegramServerError(METHOD, "Internal Server Error"), "planned", DUE + timedelta(minutes=5)),
        (TelegramNetworkError(METHOD, "Request timeout error"), "unknown", None),
        (TelegramBadRequest(METHOD, "Bad Request: can't parse entities"), "unknown", None),
    ],
)
async def test_what_became_of_a_reminder_is_told_by_telegrams_answer(
    sqlite_database: Database, failure: Exception, state: str, due_at: datetime | None
) -> None:
    await subscribe(sqlite_database, range(1, 2), DUE)
    office = Office(sqlite_database, failure)
    await office.sender.send_due()
    assert await office.states() == [(state, due_at)]
    await office.sender.send_due()
    assert len(office.messages) == 1


async def test_a_person_who_cannot_be_reached_costs_one_error_not_one_a_month(
    sqlite_database: Database,
) -> None:
    await subscribe(sqlite_database, range(1, 2), DUE)
    office = Office(sqlite_database, ChatUnreachableError(METHOD, "Forbidden: user is deactivated"))
    for _ in range(3):
        await office.sender.send_due()
        await office.clock.advance(31 * 24 * 3600)
    assert len(office.messages) == 1
    async with sqlite_database.reading() as connection:
        assert await connection.scalar(select(routines.c.status)) == "unreachable"
    assert office.awaited.people == {person_of(1)}


async def test_somebody_without_a_chat_is_not_looked_for_again_and_not_named(
    sqlite_database: Database,
) -> None:
    await subscribe(sqlite_database, range(1, 3), DUE)
    await sqlite_database.commit([delete(identities).where(identities.c.person_id == person_of(1))])
    office = Office(sqlite_database)
    with capture_logs() as logs:
        await office.sender.send_due()
    assert [message.chat_id for message in office.messages] == [2]
    assert await office.states() == [("planned", None), ("sent", DUE + timedelta(days=2))]
    assert logs == [{"event": "a reminder is for somebody without a chat", "log_level": "error"}]


async def test_the_first_reminder_sounds_and_its_repeats_do_not(sqlite_database: Database) -> None:
    await subscribe(sqlite_database, range(1, 2), DUE)
    office = Office(sqlite_database)
    for _ in range(10):
        await office.sender.send_due()
        await office.clock.advance(24 * 3600)
    assert [message.disable_notification for message in office.messages] == [False, True, True]


class SlowSession(BaseSession):
    """A Telegram that answers when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = asyncio.Event()
        self.answer = asyncio.Event()

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109
        self.asked.set()
        await self.answer.wait()
        return TAKEN

    async def close(self) -> None: ...

    def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        raise NotImplementedError


async def test_a_stop_lets_what_is_under_way_come_to_its_end(sqlite_database: Database) -> None:
    await subscribe(sqlite_database, range(1, 41), DUE)
    slow = SlowSession()
    office = Office(sqlite_database, session=slow)
    running = asyncio.create_task(office.sender.run())
    await slow.asked.wait()
    running.cancel()
    await asyncio.sleep(0)
    slow.answer.set()
    with pytest.raises(asyncio.CancelledError):
        await running
    states = [state for state, _ in await office.states()]
    assert 1 <= states.count("sent") <= 30
    assert states.count("sent") + states.count("planned") == 40


async def test_a_lost_database_is_tried_again(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await subscribe(sqlite_database, range(1, 2), DUE)
    office = Office(sqlite_database)
    recover = office.sender._due.recover
    failures = [1]

    async def failing() -> None:
        if failures:
            failures.pop()
            await sqlite_database.commit([select(reminders.c.state).where(reminders.c.state.op("NO")("x"))])
        await recover()

    monkeypatch.setattr(office.sender._due, "recover", failing)
    running = asyncio.create_task(office.sender.run())
    async with asyncio.timeout(60):
        while not office.messages:
            await asyncio.sleep(0.01)
            await office.clock.advance(1)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
