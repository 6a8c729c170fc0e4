"""Two quick taps on one button are one."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject, Update

from services.entrance import Entrance


class DoubleTaps(BaseMiddleware):
    """Lets the first tap through and only stops the button of the second from spinning.

    The answer to a tap is noted with what the tap did, so it does not matter which process gets the second.
    """

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        query = event.callback_query if isinstance(event, Update) else None
        if query is None or query.message is None:
            return await handler(event, data)
        entrance: Entrance = data["entrance"]
        chat = entrance.chat(query.message.chat.id)
        button = query.message.message_id, query.data or ""
        if await chat.is_second_tap(*button, data["received"]):
            await query.answer()
            return None
        result = await handler(event, data)
        chat.tap_answered(*button)
        return result
