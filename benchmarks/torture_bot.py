"""A small bot that counts answers, built of the parts the real one is built of: what the torture kills.

    BOT_TOKEN=… BOT_API_URL=… DATABASE_URL=… python -m benchmarks.torture_bot run|ingest|work

With WEBHOOK_URL and WEBHOOK_PORT it hears updates there, without it polls. PER_SECOND is how many messages
may leave in a second.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from urllib.parse import urlsplit
from uuid import uuid4

from aiogram import Bot, Dispatcher, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.memory import DisabledEventIsolation
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, Text, bindparam, insert

from handlers.reminders.sender import Awaited, Sender
from handlers.transport.chats import StoredChats
from handlers.transport.gate import Gate
from handlers.transport.health import Health
from handlers.transport.lifecycle import Parts, ingest, run, work
from handlers.transport.logs import configure_logging
from handlers.transport.meters import Meters
from handlers.transport.pacing import MESSAGES_PER_WINDOW, Pacer
from handlers.transport.polling import Poller
from handlers.transport.processing import KIND, parked_notice, update_handler, wanted_updates
from handlers.transport.text_limits import LongTexts
from handlers.transport.webhook import Webhook, WebhookAddress
from locales.texts import Texts
from services.reminders.due import DueReminders
from storage.clock import SystemClock
from storage.database import Database
from storage.deliveries import Deliveries
from storage.queue import Queue, open_queue
from storage.state import ConversationState
from storage.statement import Prepared
from storage.unit_of_work import UnitOfWork

SECRET = "of-the-torture"
ACCEPTED = "{} принято"
PARKED = "Запись сохранена, ответ задерживается"
TEXTS = Texts.load()
LEASE = timedelta(seconds=5)
"""How long the reminders of a killed process wait for another: minutes in earnest, here they are counted."""
LOOK_EVERY = 0.5

answers = Table(
    "torture_answers",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("number", Integer, nullable=False, comment="which answer the bot expected"),
    Column("said", Text, nullable=False, comment="which answer the person gave"),
)

_TAKE = Prepared(
    insert(answers).values(
        chat_id=bindparam("of_chat"), number=bindparam("as_number"), said=bindparam("was_said")
    )
)
_BUTTON = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Дальше", callback_data="next")]])

router = Router()


@router.message()
async def answer_by_text(message: Message, state: FSMContext, unit: UnitOfWork) -> None:
    """A typed answer: kept, counted, confirmed with a message."""
    said = message.text or ""
    await _take(message.chat.id, said, state, unit)
    await message.answer(ACCEPTED.format(said), reply_markup=_BUTTON)


@router.callback_query()
async def answer_by_button(query: CallbackQuery, state: FSMContext, unit: UnitOfWork) -> None:
    """A tapped answer: kept, counted, confirmed in the message of the button."""
    said = query.data or ""
    await _take(query.from_user.id, said, state, unit)
    await query.answer()
    if isinstance(query.message, Message):
        await query.message.edit_text(ACCEPTED.format(said), reply_markup=_BUTTON)


async def _take(chat: int, said: str, state: FSMContext, unit: UnitOfWork) -> None:
    expected: int = (await state.get_data()).get("expected", 0)
    unit.write(_TAKE.bind(of_chat=chat, as_number=expected, was_said=said))
    await state.update_data(expected=expected + 1)


@dataclass(frozen=True, slots=True)
class BotSettings:
    """Where the bot finds its Telegram, its database and its updates."""

    token: str
    api_url: str
    database_url: str
    webhook_url: str | None
    webhook_port: int
    per_second: int

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> BotSettings:
        return cls(
            environment["BOT_TOKEN"],
            environment["BOT_API_URL"],
            environment["DATABASE_URL"],
            environment.get("WEBHOOK_URL"),
            int(environment.get("WEBHOOK_PORT", "0")),
            int(environment.get("PER_SECOND", MESSAGES_PER_WINDOW)),
        )


def main(role: str, environment: Mapping[str, str]) -> None:
    """Run in a role until a signal."""
    with Path(environment["LOG_FILE"]).open("a", buffering=1) as log:
        configure_logging("WARNING", log)
        asyncio.run(_serve(role, BotSettings.of(environment)))


async def _serve(role: str, settings: BotSettings) -> None:
    clock = SystemClock()
    database = await Database.open(settings.database_url, clock=clock)
    session = AiohttpSession(api=TelegramAPIServer.from_base(settings.api_url))
    bot = Bot(settings.token, session=session)
    try:
        parts = await _parts(bot, database, settings)
        await {"run": run, "ingest": ingest, "work": work}[role](parts)
    finally:
        await session.close()
        await database.close()


async def _parts(bot: Bot, database: Database, settings: BotSettings) -> Parts:
    clock, chance, meters = SystemClock(), Random(), Meters()
    chats = await StoredChats.load(database, clock)
    bot.session.middleware(LongTexts())
    bot.session.middleware(
        Gate(
            pacer=Pacer(clock, per_second=settings.per_second),
            chats=chats,
            clock=clock,
            chance=chance,
            meter=meters,
        )
    )
    dispatcher = Dispatcher(storage=ConversationState(database), events_isolation=DisabledEventIsolation())
    dispatcher.include_router(router)
    queue = open_queue(database, clock=clock, first_pause=0.1)
    due = DueReminders(Deliveries(database, clock, me=uuid4().hex, lease=LEASE), clock)
    source = _source(bot, queue, wanted_updates(dispatcher), settings)
    age = (lambda: source.poll_age) if isinstance(source, Poller) else (lambda: None)
    return Parts(
        bot=bot,
        dispatcher=dispatcher,
        queue=queue,
        source=source,
        handlers={KIND: update_handler(dispatcher, bot, chats=chats, clock=clock, meter=meters)},
        on_parked=parked_notice(bot, _words),
        health=Health(database, queue, meters, poll_age=age, host="127.0.0.1", port=0),
        reminders=Sender(bot, TEXTS, due, clock, Awaited(), look_every=LOOK_EVERY),
    )


def _source(bot: Bot, queue: Queue, wanted: list[str], settings: BotSettings) -> Poller | Webhook:
    clock = SystemClock()
    if settings.webhook_url is None:
        return Poller(bot, queue, allowed_updates=wanted, clock=clock, chance=Random())
    path = urlsplit(settings.webhook_url).path
    address = WebhookAddress(settings.webhook_url, path, "127.0.0.1", settings.webhook_port)
    return Webhook(bot, queue, address=address, secret=SECRET, allowed_updates=wanted, clock=clock)


async def _words(_: int, __: str | None) -> str:
    return PARKED


if __name__ == "__main__":
    main(sys.argv[1], os.environ)
