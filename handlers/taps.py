"""Two quick taps on one button are one."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, TelegramObject, Update

from storage.clock import Clock

DOUBLE_TAP = 1.0
"""Seconds after the answer to a tap within which the same button under the same message is the same tap."""

Button = tuple[int, str | None]


class DoubleTaps(BaseMiddleware):
    """Lets the first tap through and only stops the button of the second from spinning.

    Kept in memory: after a restart nobody is in the middle of a double tap.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._latest: dict[int, tuple[Button, str, float]] = {}

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        query = event.callback_query if isinstance(event, Update) else None
        if query is None or query.message is None:
            return await handler(event, data)
        button = (query.message.message_id, query.data)
        if self._is_second(query, button):
            await query.answer()
            return None
        try:
            return await handler(event, data)
        finally:
            self._note(query, button)

    def _is_second(self, query: CallbackQuery, button: Button) -> bool:
        """Whether it is another tap on the same button and at once; a retried update is not another tap."""
        if query.from_user.id not in self._latest:
            return False
        tapped, number, moment = self._latest[query.from_user.id]
        at_once = self._clock.monotonic() - moment < DOUBLE_TAP
        return at_once and tapped == button and number != query.id

    def _note(self, query: CallbackQuery, button: Button) -> None:
        now = self._clock.monotonic()
        self._latest.pop(query.from_user.id, None)
        self._latest[query.from_user.id] = (button, query.id, now)
        while now - next(iter(self._latest.values()))[2] >= DOUBLE_TAP:
            del self._latest[next(iter(self._latest))]
