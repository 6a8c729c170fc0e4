"""Updates fetched from Telegram, committed to the queue, and only then acknowledged."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from itertools import count
from random import Random
from typing import Any, TypeVar

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramConflictError, TelegramNotFound, TelegramUnauthorizedError
from aiogram.methods import DeleteWebhook
from aiogram.methods.base import TelegramMethod

from handlers.transport.processing import update_task
from storage.clock import Clock
from storage.queue import Queue

log = structlog.stdlib.get_logger(__name__)

T = TypeVar("T")

LONG_POLL = 30
# Beyond the long poll: a connection that says nothing for this much longer is dead.
GRACE = 15
BATCH = 100
FIRST_DELAY = 1.0
LONGEST_DELAY = 30.0


class GetRawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """`getUpdates` whose updates stay as they came.

    One update this version cannot read must not keep the others from being committed.
    """

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int = BATCH
    timeout: int = LONG_POLL
    allowed_updates: list[str]


class Poller:
    """The source of updates when there is no webhook; the only one with its token."""

    def __init__(
        self, bot: Bot, queue: Queue, *, allowed_updates: Sequence[str], clock: Clock, chance: Random
    ) -> None:
        self._bot = bot
        self._queue = queue
        self._allowed = list(allowed_updates)
        self._clock = clock
        self._chance = chance
        self._polled: float | None = None

    @property
    def poll_age(self) -> float | None:
        """Seconds since Telegram last answered a poll; None before the first answer."""
        return None if self._polled is None else self._clock.monotonic() - self._polled

    async def run(self) -> None:
        """Fetch and commit until cancelled; what was fetched and not committed is fetched again.

        Raises TelegramUnauthorizedError or TelegramNotFound when the token is not or no longer valid.
        """
        await self._until_it_works(self._drop_webhook)
        offset: int | None = None
        while True:
            offset = await self._until_it_works(partial(self._round, offset))

    async def _drop_webhook(self) -> None:
        await self._bot(DeleteWebhook(drop_pending_updates=False))

    async def _round(self, offset: int | None) -> int | None:
        """Commit one batch; returns what acknowledges it.

        After an empty batch nothing is left to acknowledge, and no offset is given: update numbers start anew
        after a quiet week, perhaps below the last one.
        """
        updates = await self._bot(
            GetRawUpdates(offset=offset, allowed_updates=self._allowed), request_timeout=LONG_POLL + GRACE
        )
        self._polled = self._clock.monotonic()
        if not updates:
            return None
        received = self._clock.now()
        await self._queue.put([update_task(raw, received) for raw in updates])
        return max(int(raw["update_id"]) for raw in updates) + 1

    async def _until_it_works(self, step: Callable[[], Awaitable[T]]) -> T:
        for failures in count():
            try:
                return await step()
            except (TelegramUnauthorizedError, TelegramNotFound):
                raise
            except TelegramConflictError as conflict:
                log.error("another program polls or holds a webhook with this token", answer=conflict.message)
            except Exception as error:
                log.warning("updates not fetched", error=type(error).__name__, failures=failures + 1)
            delay = min(LONGEST_DELAY, FIRST_DELAY * 2 ** min(failures, 10))
            await self._clock.sleep(delay * self._chance.uniform(0.5, 1.0))
        raise AssertionError("a count has no end")
