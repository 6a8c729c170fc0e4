"""Two quick taps on one button are one."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject, Update

from clock import Clock
from storage.repositories.taps import Taps

DOUBLE_TAP = timedelta(seconds=1)
"""After the answer to a tap: another one that comes in until then was meant for the same thing."""


class DoubleTaps(BaseMiddleware):
    """Lets the first tap through and only stops the button of the second from spinning.

    The answer to a tap is noted with what the tap did, so it does not matter which process gets the second.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        query = event.callback_query if isinstance(event, Update) else None
        if query is None or query.message is None:
            return await handler(event, data)
        taps = Taps(data["unit"])
        received: datetime = data["received"]
        button = query.message.chat.id, query.message.message_id, query.data or ""
        # Noted later than now: by a clock that has been put back since. It says nothing of this tap.
        noted = received - DOUBLE_TAP, self._clock.now()
        if await taps.is_answered(*button, noted=noted):
            await query.answer()
            return None
        result = await handler(event, data)
        taps.answer(*button, self._clock.now())
        return result
