"""Buttons under results. They outlive conversations: a result works for as long as it is in the chat."""

from collections.abc import Awaitable, Callable
from enum import StrEnum

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram_dialog import DialogManager

from handlers.session import Session
from locales.texts import Speaker

PREFIX = "go:"
EXAMPLE = "example"
"""The subject of the example, which is no segment of anybody."""

Start = Callable[[Session, DialogManager, str], Awaitable[str | None]]
"""Begins an action on the subject of a button; returns a short word for the button, if any."""


class Action(StrEnum):
    """What can be done from a result."""

    WHAT_IF = "what_if"
    CHANNELS = "channels"
    EXCEL = "excel"
    MARKETER = "marketer"
    DATA = "data"
    SEGMENTS = "segments"
    BEGIN = "begin"
    STOP = "stop"


def button(label: str, action: str, subject: str = "") -> InlineKeyboardButton:
    """A button that starts an action on a segment or a task."""
    return InlineKeyboardButton(text=label, callback_data=f"{PREFIX}{action}:{subject}")


def keyboard_of(speak: Speaker, subject: str) -> InlineKeyboardMarkup | None:
    """The buttons of a result by its subject: a segment's id, EXAMPLE, or nothing for no buttons."""
    if subject == EXAMPLE:
        return example_keyboard(speak)
    return result_keyboard(speak, subject) if subject else None


def result_keyboard(speak: Speaker, segment_id: str) -> InlineKeyboardMarkup:
    """What to do with a plan."""

    def labelled(action: Action) -> InlineKeyboardButton:
        return button(speak.plain(f"forecast-buttons.{action}"), action, segment_id)

    return InlineKeyboardMarkup(
        inline_keyboard=[
            [labelled(Action.WHAT_IF), labelled(Action.CHANNELS)],
            [labelled(Action.EXCEL), labelled(Action.MARKETER)],
            [labelled(Action.DATA)],
            [labelled(Action.SEGMENTS)],
        ]
    )


def example_keyboard(speak: Speaker) -> InlineKeyboardMarkup:
    """From the example to one's own clinic."""
    return InlineKeyboardMarkup(inline_keyboard=[[button(speak.plain("example-own"), Action.BEGIN)]])


def stop_keyboard(speak: Speaker, task_key: str, subject: str) -> InlineKeyboardMarkup:
    """Stop a picture or a workbook that takes long; `subject` has the buttons it was ordered with."""
    label = speak.plain("chart-drawing.stop")
    return InlineKeyboardMarkup(inline_keyboard=[[button(label, Action.STOP, f"{task_key}/{subject}")]])
