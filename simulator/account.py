"""A bot's account: everything the server keeps for one token."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from random import Random
from typing import Any

from simulator.chat import Chat
from simulator.faults import Faults
from simulator.media import Files
from simulator.refusal import JsonObject, bad_request
from simulator.updates import Updates, WebhookPost

Watcher = Callable[[Chat, str, JsonObject], None]
"""Hears of every change in a chat: the chat, the kind of change and what changed."""


@dataclass(frozen=True, slots=True)
class RefusedCall:
    """A call the simulator declined for a reason of its own, injected faults not among them."""

    method: str
    parameters: Mapping[str, Any]
    status: int
    description: str


@dataclass(slots=True)
class Profile:
    """What a bot tells of itself, by language; the empty language is for everybody else."""

    texts: dict[str, dict[str, str]]
    commands: dict[tuple[str, int | None, str], list[JsonObject]] = field(default_factory=dict)
    menu_buttons: dict[int | None, JsonObject] = field(default_factory=dict)

    def text(self, name: str, language: str) -> str:
        """The text for a language, or the one for everybody."""
        texts = self.texts[name]
        return texts.get(language) or texts.get("", "")

    def commands_for(self, chat: Chat) -> list[JsonObject]:
        """The menu a person sees: the narrowest scope first, the own language first."""
        language = chat.person.get("language_code", "")[:2]
        for scope, chat_id in (("chat", chat.id), ("all_private_chats", None), ("default", None)):
            for code in (language, ""):
                if commands := self.commands.get((scope, chat_id, code)):
                    return commands
        return []

    def menu_button(self, chat_id: int | None) -> JsonObject:
        """The menu button of a chat, or of all chats."""
        return self.menu_buttons.get(chat_id) or self.menu_buttons.get(None) or {"type": "default"}


class SimulatedBot:
    """One bot on the simulated server.

    ``refusals`` records every declined call, so that a test may demand there was none; ``faults`` takes
    trouble to come; ``watchers`` hear of every change in every chat.
    """

    def __init__(
        self,
        token: str,
        me: JsonObject,
        clock: Callable[[], datetime],
        rng: Random,
        post: Callable[[], WebhookPost | None],
    ) -> None:
        self.token = token
        self.me = me
        self.clock = clock
        self.updates = Updates(clock, post)
        self.files = Files()
        self.faults = Faults(rng)
        self.profile = Profile({"name": {"": me["first_name"]}, "description": {}, "short_description": {}})
        self.refusals: list[RefusedCall] = []
        self.watchers: list[Watcher] = []
        self.chats: dict[int, Chat] = {}
        self.is_logged_out = False
        self._message_ids = count(1)
        self._callback_ids = count(1)

    def now(self) -> float:
        """Seconds since 1970."""
        return self.clock().timestamp()

    def take_updates(self) -> list[JsonObject]:
        """All waiting updates, confirmed at once: for tests that feed them to a dispatcher themselves."""
        return self.updates.take()

    def open_chat(self, chat_id: object) -> Chat:
        """A chat the bot may know of; refuses «chat not found» if the person never wrote."""
        if chat_id is None or chat_id == "":
            raise bad_request("chat_id is empty")
        number = str(chat_id)
        chat = self.chats.get(int(number)) if number.lstrip("-").isdecimal() else None
        if chat is None or not chat.is_open:
            raise bad_request("chat not found")
        return chat

    def chat_of_callback(self, query: str) -> Chat | None:
        """The chat in which a button was pressed."""
        chat_id = query.partition("-")[0]
        return self.chats.get(int(chat_id)) if chat_id.isdecimal() else None

    def next_message_id(self) -> int:
        """Private chats of one bot share one row of message ids, as in Telegram."""
        return next(self._message_ids)

    def next_callback_id(self, chat_id: int) -> str:
        """The id of a new callback query."""
        return f"{chat_id}-{next(self._callback_ids)}"

    def notify(self, chat: Chat, kind: str, content: JsonObject) -> None:
        """Tell whoever watches what changed in a chat."""
        for watcher in self.watchers:
            watcher(chat, kind, content)

    def notify_all(self, kind: str) -> None:
        """Tell everybody who watches that something changed for all chats."""
        for chat in self.chats.values():
            self.notify(chat, kind, {})
