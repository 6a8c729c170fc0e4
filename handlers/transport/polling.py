"""Updates fetched from Telegram, committed to the queue, and only then acknowledged."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from itertools import count
from random import Random
from typing import Any, Protocol, TypeVar

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramUnauthorizedError,
)
from aiogram.methods import DeleteWebhook
from aiogram.methods.base import TelegramMethod

from clock import Clock
from handlers.transport.processing import MalformedUpdateError, kind_of, update_task
from storage.database import why_not_written
from storage.queue import Queue

log = structlog.stdlib.get_logger(__name__)

T = TypeVar("T")

LONG_POLL = 25
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


class PollMeter(Protocol):
    """Counts polls that came to nothing."""

    def poll_failed(self, why: str) -> None:
        """One more; why: telegram, conflict or commit."""


class Poller:
    """The source of updates when there is no webhook; the only one with its token."""

    def __init__(
        self,
        bot: Bot,
        queue: Queue,
        *,
        allowed_updates: Sequence[str],
        clock: Clock,
        chance: Random,
        meter: PollMeter,
    ) -> None:
        self._bot = bot
        self._queue = queue
        self._allowed = list(allowed_updates)
        self._clock = clock
        self._chance = chance
        self._meter = meter
        self._committed: float | None = None

    @property
    def poll_age(self) -> float | None:
        """Seconds since what a poll brought was last committed, at first since the start; None before it."""
        return None if self._committed is None else self._clock.monotonic() - self._committed

    async def run(self) -> None:
        """Fetch and commit until cancelled; what was fetched and not committed is fetched again.

        Raises TelegramUnauthorizedError or TelegramNotFound when the token is not or no longer valid.
        """
        self._committed = self._clock.monotonic()
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
        received = self._clock.now()
        numbers = []
        tasks = []
        for raw in updates:
            try:
                tasks.append(update_task(raw, received))
            except MalformedUpdateError:
                log.error("an update without a number was left out", update_kind=kind_of(raw))
            else:
                numbers.append(int(raw["update_id"]))
        if tasks:
            await self._queue.put(tasks)
        self._committed = self._clock.monotonic()
        return max(numbers) + 1 if numbers else None

    async def _until_it_works(self, step: Callable[[], Awaitable[T]]) -> T:
        for failures in count():
            try:
                return await step()
            except (TelegramUnauthorizedError, TelegramNotFound):
                raise
            except TelegramConflictError as conflict:
                self._meter.poll_failed("conflict")
                log.error("another program polls or holds a webhook with this token", answer=conflict.message)
            except TelegramAPIError as error:
                self._meter.poll_failed("telegram")
                log.warning("updates not fetched", error=type(error).__name__, failures=failures + 1)
            except Exception as error:
                self._meter.poll_failed("commit")
                log.error("updates fetched, but not written down", why=why_not_written(error))
            delay = min(LONGEST_DELAY, FIRST_DELAY * 2 ** min(failures, 10))
            await self._clock.sleep(delay * self._chance.uniform(0.5, 1.0))
        raise AssertionError("a count has no end")
