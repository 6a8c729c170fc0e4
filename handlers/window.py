"""A window as data: a text and rows of buttons, made anew from the workspace every time it is shown."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message
from aiogram_dialog import DialogManager, ShowMode, Window
from aiogram_dialog.api.entities import NewMessage, OldMessage
from aiogram_dialog.api.internal import RawKeyboard
from aiogram_dialog.api.protocols import DialogProtocol
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Keyboard
from aiogram_dialog.widgets.text import Format

from handlers.session import left_for_later, session_of
from handlers.transport.windows import Windows

BUTTONS = "b"
DRAWING = "drawing"
TOAST = "toast"
NOTICE = "notice"
KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a window: `id` comes back when it is pressed."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class View:
    """What a person sees: an HTML text and rows of buttons."""

    text: str
    rows: Sequence[Sequence[Button]] = ()


Draw = Callable[[DialogManager], Awaitable[View]]
Press = Callable[[DialogManager, str], Awaitable[None]]
Typed = Callable[[DialogManager, str], Awaitable[None]]


class _Buttons(Keyboard):
    """The rows of a view, numbered anew each time they are drawn.

    A second tap on a button that has already done its work only shows the window as it is now.
    """

    def __init__(self, press: Press) -> None:
        super().__init__(id=BUTTONS)
        self._press = press

    async def _render_keyboard(self, data: dict[str, Any], manager: DialogManager) -> RawKeyboard:
        view: View = data["view"]
        drawing: int = manager.dialog_data.get(DRAWING, 0) + 1
        manager.dialog_data[DRAWING] = drawing
        return [
            [
                InlineKeyboardButton(
                    text=button.label, callback_data=self._item_callback_data(f"{drawing}:{button.id}")
                )
                for button in row
            ]
            for row in view.rows
        ]

    async def _process_item_callback(
        self,
        callback: CallbackQuery,  # noqa: ARG002
        data: str,
        dialog: DialogProtocol,  # noqa: ARG002
        manager: DialogManager,
    ) -> bool:
        drawing, _, pressed = data.partition(":")
        if drawing == str(manager.dialog_data.get(DRAWING)):
            await self._press(manager, pressed)
        return True


def window(state: State, draw: Draw, press: Press, typed: Typed | None = None) -> Window:
    """A window of a dialog.

    draw: makes the view; press: takes the id of a pressed button, which may be forged or old, so it is
    checked there; typed: takes a text. Without `typed` texts get the answer of a menu; what is no text
    never reaches `typed`.
    """

    async def view(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
        drawn = await draw(dialog_manager)
        return {"view": drawn, "text": noticed(drawn.text)}

    async def on_message(message: Message, _: MessageInput, manager: DialogManager) -> None:
        manager.show_mode = ShowMode.DELETE_AND_SEND
        sentence = await _take(message, manager, typed)
        if sentence:
            notice(sentence)

    return Window(Format("{text}"), _Buttons(press), MessageInput(on_message), state=state, getter=view)


async def _take(message: Message, manager: DialogManager, typed: Typed | None) -> str | None:
    """Hand a text over; what cannot be taken gets a sentence and the window once more below it."""
    speak = session_of(manager).speak
    stack = manager.current_stack()
    if message.media_group_id is not None and message.media_group_id == stack.last_income_media_group_id:
        manager.show_mode = ShowMode.NO_UPDATE
        return None
    if message.text is None:
        return speak("upload-photo") if message.photo else speak("not_text_answer")
    if typed is None:
        return speak("unknown_text")
    await typed(manager, message.text)
    return None


def back_to(state: State) -> Press:
    """What a window does whose only button is ‹ Назад: opens another."""

    async def press(manager: DialogManager, pressed: str) -> None:
        if pressed == "back":
            await manager.switch_to(state)

    return press


def column(buttons: Iterable[Button]) -> tuple[tuple[Button, ...], ...]:
    """One button a row."""
    return tuple((button,) for button in buttons)


def columns(buttons: Sequence[Button], width: int) -> tuple[tuple[Button, ...], ...]:
    """`width` buttons a row."""
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))


class Messages(Windows):
    """Shows windows: answers buttons with the session's toast, and leaves results their buttons."""

    async def answer_callback(self, bot: Bot, callback_query: CallbackQuery) -> None:
        text: str | None = left_for_later.get().pop(TOAST, None)
        try:
            await bot.answer_callback_query(callback_query.id, text=text)
        except TelegramBadRequest as refusal:
            if "query is too old" not in refusal.message.lower():
                raise

    async def show_message(
        self, bot: Bot, new_message: NewMessage, old_message: OldMessage | None
    ) -> OldMessage:
        if old_message and old_message.message_id == left_for_later.get().get(KEPT):
            old_message = None
        return await super().show_message(bot, new_message, old_message)


@asynccontextmanager
async def beside_result(query: CallbackQuery, manager: DialogManager) -> AsyncIterator[None]:
    """Let a button under a result open a window below it.

    The result keeps its buttons, for results work for as long as they are there; the window that was open
    before loses its own.
    """
    manager.show_mode = ShowMode.SEND
    if query.message is not None:
        left_for_later.get()[KEPT] = query.message.message_id
    before = manager.current_stack().last_message_id
    yield
    if before not in (None, manager.current_stack().last_message_id):
        session = session_of(manager)
        await session.bot.edit_message_reply_markup(chat_id=session.chat_id, message_id=before)


def toast(text: str) -> None:
    """Answer the pressed button with a short word over the chat."""
    left_for_later.get()[TOAST] = text


def notice(text: str) -> None:
    """Put a sentence above the window that is shown next."""
    left_for_later.get()[NOTICE] = text


def noticed(text: str) -> str:
    """A window's text below the sentence it was given, if any."""
    above: str | None = left_for_later.get().pop(NOTICE, None)
    return f"{above}\n\n{text}" if above else text
