"""What a handler works with during one update: the person's workspace, their language, their jobs."""

from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from aiogram import BaseMiddleware, Bot
from aiogram.types import Chat, InlineKeyboardMarkup, Message, TelegramObject, Update, User
from aiogram_dialog import DialogManager

from clock import Clock
from handlers.transport.people import identity_of
from locales.texts import Speaker, Texts, pick_language
from locales.writing import Writer
from services.chat import KeptChat
from services.entrance import Entrance
from services.jobs import Jobs
from services.workspace import Workspace

PRIVATE = "private"

left_for_later: ContextVar[dict[str, Any]] = ContextVar("left_for_later")
"""What a handler leaves for the end of its update: a word over the chat, a sentence above the window."""


@dataclass(slots=True)
class Session:
    """One update of one person."""

    bot: Bot
    workspace: Workspace
    texts: Texts
    clock: Clock
    chat_id: int
    jobs: Jobs
    chat: KeptChat
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
        clinic, cause = self.workspace.clinic_id, str(self.update_id)
        return self.jobs.order(kind, order, clinic=clinic, cause=cause, line=line)


def session_of(manager: DialogManager) -> Session:
    """The session of the update a dialog is working on."""
    session: Session = manager.middleware_data["session"]
    return session


class SessionMiddleware(BaseMiddleware):
    """Opens a session for everything a person says or presses in a private chat.

    Elsewhere there is none: what happens in a group is answered once, politely, and not listened to. Nor does
    blocking the bot make an account for who has none.
    """

    def __init__(self, texts: Texts, clock: Clock) -> None:
        self.texts = texts
        self.clock = clock

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        left_for_later.set({})
        person: User | None = data.get("event_from_user")
        chat: Chat | None = data.get("event_chat")
        if not isinstance(event, Update) or event.my_chat_member is not None:
            return await handler(event, data)
        if person is None or chat is None or chat.type != PRIVATE:
            return await handler(event, data)
        entrance: Entrance = data["entrance"]
        workspace = await entrance.welcome(identity_of(person.id), pick_language(person.language_code))
        data["session"] = Session(
            data["bot"],
            workspace,
            self.texts,
            self.clock,
            chat.id,
            entrance.jobs(workspace.person),
            entrance.chat(chat.id),
            event.update_id,
        )
        return await handler(event, data)
