"""A process of the bot that only reminds, faster than Telegram allows: the torture of reminders kills it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Final
from uuid import uuid4

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from clock import SystemClock
from handlers.reminders.sender import Awaited, Sender
from handlers.transport.chats import StoredChats
from handlers.transport.gate import Gate
from handlers.transport.health import Health
from handlers.transport.lifecycle import Parts, work
from handlers.transport.logs import configure_logging
from handlers.transport.meters import Meters
from handlers.transport.pacing import Pacer
from handlers.transport.people import PrivateChats
from handlers.transport.polling import Poller
from locales.texts import Texts
from services.reminders.due import DueReminders
from storage.database import Database
from storage.queue import Task, open_queue
from storage.repositories.reminders import ReminderClaims
from storage.unit_of_work import UnitOfWork

PER_SECOND: Final = 2000
"""Far above Telegram's 30, so that kills are many and the night is short."""
LEASE: Final = timedelta(seconds=5)
"""How long the reminders of a killed process wait for another: minutes in earnest, here they are counted."""
LOOK_EVERY: Final = 0.5


def main(_: Sequence[str]) -> None:
    """Remind until a signal; where and as whom, the environment says as it does for bot.py."""
    configure_logging("WARNING")
    asyncio.run(_serve(os.environ["BOT_TOKEN"], os.environ["BOT_API_URL"], os.environ["DATABASE_URL"]))


async def _serve(token: str, api_url: str, database_url: str) -> None:
    database = await Database.open(database_url, clock=SystemClock())
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(api_url)))
    try:
        await work(await _parts(bot, database))
    finally:
        await bot.session.close()
        await database.close()


async def _parts(bot: Bot, database: Database) -> Parts:
    clock, chance, meters = SystemClock(), Random(), Meters()
    chats = await StoredChats.load(database, clock)
    pacer = Pacer(clock, per_second=PER_SECOND)
    bot.session.middleware(Gate(pacer=pacer, chats=chats, clock=clock, chance=chance, meter=meters))
    queue = open_queue(database, clock=clock)
    due = DueReminders(ReminderClaims(database, clock, me=uuid4().hex, lease=LEASE), clock)
    return Parts(
        bot=bot,
        dispatcher=Dispatcher(),
        queue=queue,
        source=Poller(bot, queue, allowed_updates=[], clock=clock, chance=chance, meter=meters),
        handlers={},
        on_parked=_nobody_to_tell,
        health=Health(database, queue, meters, poll_age=lambda: None, host="127.0.0.1", port=0),
        reminders=Sender(
            bot, Texts.load(), due, clock, Awaited(), PrivateChats(database), look_every=LOOK_EVERY
        ),
    )


async def _nobody_to_tell(task: Task, error: BaseException, unit: UnitOfWork) -> None:
    """The queue is empty: there is nothing to park."""
