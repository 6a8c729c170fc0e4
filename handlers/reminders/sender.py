"""Sends what is due, never twice, always behind the answers to those who are talking to the bot."""

from __future__ import annotations

import asyncio

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.methods import SendMessage
from sqlalchemy.exc import DBAPIError

from clock import Clock
from handlers.reminders.message import reminder_keyboard, reminder_text
from handlers.transport.gate import ChatUnreachableError, priority, surely_not_taken
from handlers.transport.pacing import Priority
from handlers.transport.people import PrivateChats
from locales.texts import Texts
from locales.writing import Writer
from services.reminders.due import DueReminders, Reminder

IN_FLIGHT = 30
"""Reminders under way at once: enough for 28 a second, and all that a crash can leave unknown."""
PORTION = 60
"""Reminders claimed at once: two seconds' worth."""
LOOK_EVERY = 15.0
"""Seconds between looks at what is due."""
TROUBLE = 5.0
"""Seconds to wait after the database failed."""
FINISHING_SECONDS = 5.0
"""How long a stop waits for what is under way."""

_NOBODY_THERE = ("chat not found", "user not found", "peer_id_invalid", "bot can't initiate conversation")

log = structlog.stdlib.get_logger(__name__)


class Awaited:
    """The people whom something has to be told at their next contact, as of the last look."""

    def __init__(self) -> None:
        self.people: frozenset[str] = frozenset()


class Sender:
    """Runs in every process that handles updates."""

    def __init__(
        self,
        bot: Bot,
        texts: Texts,
        due: DueReminders,
        clock: Clock,
        awaited: Awaited,
        private_chats: PrivateChats,
        *,
        look_every: float = LOOK_EVERY,
    ) -> None:
        self._bot = bot
        self._texts = texts
        self._due = due
        self._clock = clock
        self._awaited = awaited
        self._private_chats = private_chats
        self._look_every = look_every
        self._room = asyncio.Semaphore(IN_FLIGHT)
        self._sending: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Send until cancelled; what is under way then is given its moment, what is not is left to others."""
        try:
            while True:
                await self._clock.sleep(await self._look())
        finally:
            await self._finish()

    async def send_due(self) -> None:
        """Send everything that is due now, and return when the last of it is settled."""
        while await self._send_portion():
            pass
        if self._sending:
            await asyncio.wait(self._sending)

    async def _send_portion(self) -> bool:
        """Begin to send what is due, a portion at most; False when nothing was."""
        await self._due.recover()
        self._awaited.people = await self._due.awaited()
        reminders = await self._due.take(PORTION)
        chats = await self._private_chats.of_all({reminder.person for reminder in reminders or ()})
        for reminder in reminders or ():
            await self._room.acquire()
            self._begin(reminder, chats.get(reminder.person))
        return reminders is not None

    async def _look(self) -> float:
        """Send what is due; returns the seconds until the next look."""
        try:
            await self.send_due()
        except DBAPIError as error:
            log.error("the reminders lost their database", error=type(error).__name__)
            return TROUBLE
        return self._look_every

    def _begin(self, reminder: Reminder, chat: int | None) -> None:
        sending = asyncio.create_task(self._send(reminder, chat), name="reminder")
        self._sending.add(sending)
        sending.add_done_callback(self._ended)

    def _ended(self, sending: asyncio.Task[None]) -> None:
        self._sending.discard(sending)
        self._room.release()
        error = None if sending.cancelled() else sending.exception()
        if error is not None:
            # The claim runs out by itself: then it is free again, or unknown if the sending had begun.
            log.error("a reminder was not settled", error=type(error).__name__)

    async def _finish(self) -> None:
        if self._sending:
            await asyncio.wait(self._sending, timeout=FINISHING_SECONDS)
        for sending in self._sending:
            sending.cancel()
        await self._due.release()

    async def _send(self, reminder: Reminder, chat: int | None) -> None:
        priority.set(Priority.BROADCAST)
        if not await self._due.begin(reminder):
            return
        if chat is None:
            log.error("a reminder is for somebody without a chat")
            await self._due.unreachable(reminder)
            return
        try:
            sent = await self._bot(self._message(reminder, chat))
        except AiogramError as error:
            await self._not_delivered(reminder, error)
        else:
            await self._due.sent(reminder, sent.message_id)

    def _message(self, reminder: Reminder, chat: int) -> SendMessage:
        speak, write = self._texts.language(reminder.language), Writer(reminder.language)
        month, previous = reminder.month, reminder.previous
        return SendMessage(
            chat_id=chat,
            text=reminder_text(speak, write, month, clinic=reminder.clinic_name, previous=previous),
            reply_markup=reminder_keyboard(speak, write, reminder.clinic_id, month, previous),
            disable_notification=reminder.silent,
        )

    async def _not_delivered(self, reminder: Reminder, error: AiogramError) -> None:
        if _nobody_there(error):
            await self._due.unreachable(reminder)
        elif surely_not_taken(error):
            await self._due.not_sent(reminder)
        else:
            log.warning("a reminder may not have arrived", error=type(error).__name__)
            await self._due.doubt(reminder)


def _nobody_there(error: AiogramError) -> bool:
    """The bot was blocked, the account deleted, or the two never met."""
    if isinstance(error, TelegramBadRequest):
        return any(words in error.message.lower() for words in _NOBODY_THERE)
    return isinstance(error, ChatUnreachableError)
