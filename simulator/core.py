"""The simulated Telegram: bots, people and the chats between them, all in memory.

It knows nothing of HTTP and nothing of aiogram: `simulator.server` and `simulator.session` are its two faces.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from random import Random
from secrets import token_urlsafe
from typing import Any

from simulator.account import SimulatedBot
from simulator.answering import answer_call
from simulator.chat import Chat
from simulator.media import UploadedFiles
from simulator.refusal import JsonObject, RefusalError
from simulator.updates import WebhookPost

FIRST_PERSON = 1001
_TOKEN_BYTES = 24


def new_token(bot_id: int = 1) -> str:
    """A token nobody can guess, for a simulator that others on this machine can reach."""
    return f"{bot_id}:{token_urlsafe(_TOKEN_BYTES)}"


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Simulator:
    """A Telegram of its own.

    ``clock`` gives the time as an aware datetime, ``rng`` throws the dice of random faults. ``webhook_post``
    carries updates to webhooks; without it (`simulator.server.start` brings one) they wait.
    """

    def __init__(
        self,
        clock: Callable[[], datetime] = _utc_now,
        rng: Random | None = None,
        webhook_post: WebhookPost | None = None,
    ) -> None:
        self.clock = clock
        self.webhook_post = webhook_post
        self.accounts: dict[str, SimulatedBot] = {}
        self.people: dict[int, JsonObject] = {}
        self._rng = rng or Random(0)  # noqa: S311 - faults, not secrets

    def add_bot(self, token: str, username: str, first_name: str) -> SimulatedBot:
        """A bot with this token («<id>:<anything>»)."""
        me: JsonObject = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": first_name,
            "username": username,
        }
        account = SimulatedBot(token, me, self.clock, self._rng, lambda: self.webhook_post)
        self.accounts[token] = account
        return account

    def add_user(self, first_name: str, language_code: str = "ru", **fields: str) -> JsonObject:
        """A person, as the User object of the Bot API; ``fields`` may be last_name and username."""
        user: JsonObject = {
            "id": FIRST_PERSON + len(self.people),
            "is_bot": False,
            "first_name": first_name,
            "language_code": language_code,
            **fields,
        }
        self.people[user["id"]] = user
        return user

    def chat(self, account: SimulatedBot, person: JsonObject) -> Chat:
        """The private chat of a person with a bot; the same one every time."""
        chat = account.chats.get(person["id"])
        if chat is None:
            chat = account.chats[person["id"]] = Chat(account, person)
        return chat

    async def call(
        self, token: str, method: str, parameters: Mapping[str, Any], uploads: UploadedFiles
    ) -> tuple[int, JsonObject]:
        """Answer a call as the Bot API would: the HTTP status and the JSON body."""
        account = self.accounts.get(token)
        if account is None:
            return 401, RefusalError(401, "Unauthorized").as_response()
        return await answer_call(account, method, parameters, uploads)
