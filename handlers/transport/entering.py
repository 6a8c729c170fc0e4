"""Gives the handlers of an update the entrance to the use cases, in place of the database."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject

from clock import Clock
from services.entrance import Entrance
from storage.queue import Queue


class Entering(BaseMiddleware):
    """Opens an `entrance` within the `unit` of work the update is handled in."""

    def __init__(self, queue: Queue, clock: Clock) -> None:
        self._queue = queue
        self._clock = clock

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        data["entrance"] = Entrance(data["unit"], self._queue, self._clock)
        return await handler(event, data)
