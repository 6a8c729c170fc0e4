"""Windows of aiogram-dialog when Telegram refuses what spoils nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from aiogram import Bot
from aiogram.enums import ContentType
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import Chat, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram_dialog.api.entities import NewMessage, OldMessage, ShowMode
from aiogram_dialog.api.protocols import MessageNotModified

from handlers.transport.gate import ChatUnreachableError
from handlers.transport.windows import Windows
from tests.handlers.transport.rushing_clock import START, RushingClock
from tests.handlers.transport.scripted_telegram import TOKEN, Answer, ScriptedSession

CHAT = Chat(id=77, type="private")
KEYBOARD = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Назад", callback_data="back")]])
SENT = Message(message_id=11, date=START, chat=CHAT, text="Вопрос 2")
EDITED = Message(message_id=10, date=START, chat=CHAT, text="Вопрос 2")
GONE = ChatUnreachableError(method=SendMessage(chat_id=77, text=""), message="bot was blocked by the user")


def window(mode: ShowMode) -> NewMessage:
    return NewMessage(chat=CHAT, text="Вопрос 2", reply_markup=KEYBOARD, show_mode=mode)


def shown_before() -> OldMessage:
    return OldMessage(
        chat=CHAT,
        message_id=10,
        media_id=None,
        media_uniq_id=None,
        text="Вопрос 1",
        has_reply_keyboard=False,
        business_connection_id=None,
        content_type=ContentType.TEXT,
        has_protected_content=False,
    )


async def show(
    mode: ShowMode, answers: dict[str, Answer], old: Callable[[], OldMessage | None] = shown_before
) -> tuple[int, list[str]]:
    """The message the window is in afterwards, and the calls it took."""
    session = ScriptedSession(RushingClock(), lambda method: answers[method.__api_method__])
    shown = await Windows().show_message(Bot(TOKEN, session=session), window(mode), old())
    return shown.message_id, names(session.calls)


def names(calls: list[tuple[float, TelegramMethod[Any]]]) -> list[str]:
    return [method.__api_method__ for _, method in calls]


async def test_a_window_that_can_be_edited_is_edited() -> None:
    assert await show(ShowMode.EDIT, {"editMessageText": EDITED}) == (10, ["editMessageText"])


async def test_a_window_that_stays_the_same_keeps_its_message() -> None:
    with pytest.raises(MessageNotModified):
        await show(ShowMode.EDIT, {"editMessageText": True})


async def test_a_window_whose_message_is_gone_is_sent_anew() -> None:
    calls = ["editMessageText", "sendMessage"]
    assert await show(ShowMode.EDIT, {"editMessageText": False, "sendMessage": SENT}) == (11, calls)


async def test_an_old_window_is_deleted_before_the_new_one() -> None:
    calls = ["deleteMessage", "sendMessage"]
    assert await show(ShowMode.DELETE_AND_SEND, {"deleteMessage": True, "sendMessage": SENT}) == (11, calls)


async def test_an_old_window_that_cannot_be_deleted_loses_its_buttons() -> None:
    answers = {"deleteMessage": False, "editMessageReplyMarkup": False, "sendMessage": SENT}
    assert await show(ShowMode.DELETE_AND_SEND, answers) == (11, list(answers))


async def test_a_conversation_with_a_person_who_left_goes_on_when_they_return() -> None:
    with pytest.raises(MessageNotModified):
        await show(ShowMode.SEND, {"sendMessage": GONE}, lambda: None)
