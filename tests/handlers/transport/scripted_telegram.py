"""Telegram played by a function, for tests that need its answers and not its rules."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType

from clock import Clock

TOKEN = "42:TEST"
Answer = Any
"""What a call returns, or the exception it raises."""


class ScriptedSession(BaseSession):
    """Notes every call that reached Telegram and when."""

    def __init__(self, clock: Clock, answer: Callable[[TelegramMethod[Any]], Answer]) -> None:
        super().__init__()
        self.clock = clock
        self.answer = answer
        self.calls: list[tuple[float, TelegramMethod[Any]]] = []

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 (aiogram's signature)
    ) -> TelegramType:
        self.calls.append((self.clock.monotonic(), method))
        answer: Any = self.answer(method)
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[no-any-return]

    async def close(self) -> None:
        """Nothing is open."""

    def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        raise NotImplementedError
