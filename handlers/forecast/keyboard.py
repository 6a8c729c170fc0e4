"""Buttons under results. They outlive conversations: a result works for as long as it is in the chat."""

from enum import StrEnum

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from locales.texts import Speaker
from services.workspace import Segment

PREFIX = "go:"


class Action(StrEnum):
    """What can be done from a result."""

    WHAT_IF = "what_if"
    CHANNELS = "channels"
    MARKETER = "marketer"
    DATA = "data"
    SEGMENTS = "segments"
    BEGIN = "begin"
    STOP = "stop"


def button(label: str, action: Action, subject: str = "") -> InlineKeyboardButton:
    """A button that starts an action on a segment or a task."""
    return InlineKeyboardButton(text=label, callback_data=f"{PREFIX}{action}:{subject}")


def result_keyboard(speak: Speaker, segment: Segment) -> InlineKeyboardMarkup:
    """What to do with a plan."""

    def labelled(action: Action) -> InlineKeyboardButton:
        return button(speak.plain(f"forecast-buttons.{action}"), action, segment.id)

    return InlineKeyboardMarkup(
        inline_keyboard=[
            [labelled(Action.WHAT_IF), labelled(Action.CHANNELS)],
            [labelled(Action.MARKETER), labelled(Action.DATA)],
            [labelled(Action.SEGMENTS)],
        ]
    )


def example_keyboard(speak: Speaker) -> InlineKeyboardMarkup:
    """From the example to one's own clinic."""
    return InlineKeyboardMarkup(inline_keyboard=[[button(speak.plain("example-own"), Action.BEGIN)]])


def stop_keyboard(speak: Speaker, task_key: str) -> InlineKeyboardMarkup:
    """Stop a picture that takes long."""
    return InlineKeyboardMarkup(
        inline_keyboard=[[button(speak.plain("chart-drawing.stop"), Action.STOP, task_key)]]
    )
