"""What a handler works with during one update: the person's workspace, their language, the queue."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiogram import BaseMiddleware, Bot
from aiogram.types import Chat, InlineKeyboardMarkup, Message, TelegramObject, Update, User
from aiogram_dialog import DialogManager

from clock import Clock
from handlers.transport.people import identity_of
from locales.texts import Speaker, Texts, pick_language
from locales.writing import Writer
from services.workspace import Workspace
from storage.queue import Queue, Task
from storage.unit_of_work import UnitOfWork

PRIVATE = "private"


@dataclass(slots=True)
class Session:
    """One update of one person."""

    bot: Bot
    workspace: Workspace
    texts: Texts
    clock: Clock
    chat_id: int
    unit: UnitOfWork
    queue: Queue
    update_id: int

    @property
    def speak(self) -> Speaker:
        """Texts in the person's language."""
        return self.texts.language(self.workspace.language)

    @property
    def write(self) -> Writer:
        """Numbers in the person's language and currency."""
        return Writer(self.workspace.language, self.workspace.currency)

    async def say(self, text: str, keyboard: InlineKeyboardMarkup | None = None) -> Message:
        """Send a message that stays: a result, or a sentence outside any window."""
        return await self.bot.send_message(self.chat_id, text, reply_markup=keyboard)

    def later(self, kind: str, order: Mapping[str, Any], *, line: str | None = None) -> str:
        """Have a durable job done after this update: `order` is what it needs, in plain types.

        line: what a person's jobs of several kinds have in common that wait for each other; the kind alone if
        there is only one. Returns the key of the job; it names the person, so that only they can stop it.
        """
        place = f"{line or kind}:{self.workspace.person}"
        key = f"{place}:{self.update_id}"
        self.queue.enqueue(
            self.unit,
            Task(
                kind=kind,
                lock=place,
                payload=json.dumps(
                    {"person": self.workspace.person, "clinic": self.workspace.clinic_id, **order}
                ),
                key=key,
            ),
        )
        return key

    async def is_waiting_for(self, line: str, number: int) -> bool:
        """Whether so many jobs of the person wait in a line already."""
        place = f"{line}:{self.workspace.person}"
        return len(await self.queue.waiting(place, number)) >= number


def session_of(manager: DialogManager) -> Session:
    """The session of the update a dialog is working on."""
    session: Session = manager.middleware_data["session"]
    return session


class SessionMiddleware(BaseMiddleware):
    """Opens a session for everything a person says or presses in a private chat.

    Elsewhere there is none: what happens in a group is answered once, politely, and not listened to. Nor does
    blocking the bot make an account for who has none.
    """

    def __init__(self, texts: Texts, clock: Clock, queue: Queue) -> None:
        self.texts = texts
        self.clock = clock
        self.queue = queue

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        person: User | None = data.get("event_from_user")
        chat: Chat | None = data.get("event_chat")
        if not isinstance(event, Update) or event.my_chat_member is not None:
            return await handler(event, data)
        if person is None or chat is None or chat.type != PRIVATE:
            return await handler(event, data)
        unit: UnitOfWork = data["unit"]
        language = pick_language(person.language_code)
        workspace = await Workspace.open(unit, identity_of(person.id), language, self.clock)
        data["session"] = Session(
            data["bot"], workspace, self.texts, self.clock, chat.id, unit, self.queue, event.update_id
        )
        return await handler(event, data)
