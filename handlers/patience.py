"""Waiting for heavy work: whoever waits longer than a moment sees what is being done, and can stop it."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.types import InlineKeyboardMarkup

PATIENCE = 1.0
"""Seconds before a person is told what is being done."""

Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Notice:
    """What is being done, and the button that stops it."""

    text: str
    stop: InlineKeyboardMarkup
    action: ChatAction


async def patiently(bot: Bot, chat_id: int, work: Coroutine[Any, Any, Done], notice: Notice) -> Done:
    """The result of the work; its notice stands in the chat from the first second until it is there."""
    working = asyncio.ensure_future(work)
    progress = None
    try:
        done, _ = await asyncio.wait({working}, timeout=PATIENCE)
        if not done:
            await bot.send_chat_action(chat_id, notice.action)
            progress = await bot.send_message(chat_id, notice.text, reply_markup=notice.stop)
        return await working
    finally:
        working.cancel()
        if progress is not None:
            await bot.delete_message(chat_id, progress.message_id)
