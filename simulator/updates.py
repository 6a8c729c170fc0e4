"""Updates waiting for a bot, and the two ways they reach it: long polling and a webhook."""

import asyncio
import json
import re
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from simulator.refusal import JsonObject, bad_request, conflict
from simulator.schema import UPDATE_KINDS

MAX_TIMEOUT = 50.0
MAX_LIMIT = 100
FIRST_RETRY = 0.5
FIRST_UPDATE = 100_000_001
LAST_RETRY = 60.0
# Sent only to bots that ask for them by name.
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})

TERMINATED_BY_POLLING = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
TERMINATED_BY_WEBHOOK = "terminated by setWebhook request"
WEBHOOK_IS_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)

WebhookPost = Callable[[str, dict[str, str], bytes], Awaitable[int]]
"""Sends a body to an address with headers; gives the HTTP status. Raises OSError when nobody answers."""


@dataclass(slots=True)
class BotWebhook:
    """Where a bot wants its updates, and how the last deliveries went."""

    url: str
    secret_token: str | None = None
    max_connections: int = 40
    last_error: str = ""
    last_error_at: datetime | None = None
    delivery: asyncio.Task[None] | None = None
    arrived: asyncio.Event = field(default_factory=asyncio.Event)


class Updates:
    """The queue of one bot.

    An update stays until the bot confirms it: by asking for a later one, or by a 2xx answer of its webhook.
    """

    def __init__(self, clock: Callable[[], datetime], post: Callable[[], WebhookPost | None]) -> None:
        self.webhook: BotWebhook | None = None
        self._clock = clock
        self._post = post
        self._waiting: deque[JsonObject] = deque()
        self._next_id = FIRST_UPDATE
        self._allowed: frozenset[str] | None = None
        self._poller: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def begin_at(self, update_id: int) -> None:
        """Number the updates to come from here on, as Telegram goes on from the last number it gave."""
        self._next_id = update_id

    def add(self, kind: str, content: JsonObject) -> None:
        """Queue an update, unless the bot did not ask for its kind, and wake whoever waits for it."""
        if not self._is_wanted(kind):
            return
        self._waiting.append({"update_id": self._next_id, kind: content})
        self._next_id += 1
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)
        if self.webhook is not None:
            self.webhook.arrived.set()

    def take(self) -> list[JsonObject]:
        """All waiting updates, confirmed at once."""
        taken = list(self._waiting)
        self._waiting.clear()
        return taken

    async def poll(
        self, offset: int, limit: int, seconds: float, allowed: Iterable[str] | None
    ) -> list[JsonObject]:
        """What getUpdates gives.

        ``offset`` confirms all earlier updates; a negative one keeps that many of the newest and forgets the
        rest. Waits up to ``seconds`` if nothing is there. Raises RefusalError 409 when a webhook is set, or
        later when another poller or a webhook takes over.
        """
        if self.webhook is not None:
            raise conflict(WEBHOOK_IS_ACTIVE)
        self._terminate_poller(TERMINATED_BY_POLLING)
        self.allow(allowed)
        self._confirm(offset)
        if not self._waiting and seconds > 0:
            await self._wait(min(seconds, MAX_TIMEOUT))
        number = limit if 1 <= limit <= MAX_LIMIT else MAX_LIMIT
        return [self._waiting[index] for index in range(min(number, len(self._waiting)))]

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Which kinds come from now on: None leaves it as it was, an empty list means the usual ones."""
        if kinds is None:
            return
        wanted = frozenset(kinds)
        if unknown := wanted - UPDATE_KINDS:
            raise bad_request(f'there is no update of kind "{min(unknown)}"')
        self._allowed = wanted or None

    @property
    def allowed(self) -> list[str]:
        """The kinds the bot asked for; empty means the usual ones."""
        return sorted(self._allowed or ())

    def set_webhook(self, webhook: BotWebhook) -> None:
        """Deliver to an address from now on, in order, one after another."""
        check_webhook(webhook)
        self.delete_webhook()
        self._terminate_poller(TERMINATED_BY_WEBHOOK)
        self.webhook = webhook
        if self._waiting:
            webhook.arrived.set()
        webhook.delivery = asyncio.get_running_loop().create_task(self._deliver(webhook))

    def delete_webhook(self) -> None:
        """Go back to polling; waiting updates stay."""
        if self.webhook is not None and self.webhook.delivery is not None:
            self.webhook.delivery.cancel()
        self.webhook = None

    def _is_wanted(self, kind: str) -> bool:
        return kind not in ON_REQUEST if self._allowed is None else kind in self._allowed

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popleft()
        while offset > 0 and self._waiting and self._waiting[0]["update_id"] < offset:
            self._waiting.popleft()

    async def _wait(self, seconds: float) -> None:
        mine = self._poller = asyncio.get_running_loop().create_future()
        timer = mine.get_loop().call_later(seconds, _finish, mine)
        try:
            await mine
        finally:
            timer.cancel()
            if self._poller is mine:
                self._poller = None

    def _terminate_poller(self, reason: str) -> None:
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(conflict(reason))

    async def _deliver(self, webhook: BotWebhook) -> None:
        pause = FIRST_RETRY
        while True:
            await webhook.arrived.wait()
            if not self._waiting:
                webhook.arrived.clear()
                continue
            update = self._waiting[0]
            if error := await self._failure(webhook, update):
                webhook.last_error, webhook.last_error_at = error, self._clock()
                await asyncio.sleep(pause)
                pause = min(2 * pause, LAST_RETRY)
            else:
                pause = FIRST_RETRY
                if self._waiting and self._waiting[0] is update:
                    self._waiting.popleft()

    async def _failure(self, webhook: BotWebhook, update: JsonObject) -> str:
        """Send one update; gives the words for what went wrong, or nothing."""
        post = self._post()
        if post is None:
            return "Connection refused"
        headers = {"Content-Type": "application/json"}
        if webhook.secret_token:
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret_token
        try:
            status = await post(webhook.url, headers, json.dumps(update, ensure_ascii=False).encode())
        except OSError:
            return "Connection refused"
        return "" if 200 <= status < 300 else f"Wrong response from the webhook: {status}"


def check_webhook(webhook: BotWebhook) -> None:
    """Raise RefusalError for an address or a secret Telegram would not take.

    Plain HTTP is taken for this machine only.
    """
    is_local = re.match(r"http://(?:127\.0\.0\.1|localhost|\[::1\])[:/]", webhook.url)
    if not webhook.url.startswith("https://") and not is_local:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if webhook.secret_token is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", webhook.secret_token):
        raise bad_request("secret token contains unallowed characters")


def _finish(waiter: asyncio.Future[None]) -> None:
    if not waiter.done():
        waiter.set_result(None)
