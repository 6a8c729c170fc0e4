"""Buttons under results. They outlive conversations: a result works for as long as it is in the chat."""

from collections.abc import Awaitable, Callable
from enum import StrEnum

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram_dialog import DialogManager

from handlers.session import Session
from locales.texts import Speaker
from metrics.monthly import Month

PREFIX = "go:"
EXAMPLE = "example"
"""The subject of the example, which is no segment of anybody."""

Start = Callable[[Session, DialogManager, str], Awaitable[str | None]]
"""Begins an action on the subject of a button; returns a short word for the button, if any."""


MONTH_OF = "."
"""Stands between a clinic's id and its month; no id has it."""


class ResultAction(StrEnum):
    """What can be done from a result."""

    WHAT_IF = "what_if"
    CHANNELS = "channels"
    EXCEL = "excel"
    MARKETER = "marketer"
    DATA = "data"
    SEGMENTS = "segments"
    REMIND = "remind"
    BEGIN = "begin"
    STOP = "stop"
    MONTH = "month"
    NOTE = "note"
    YEAR = "year"
    MONTHS = "months"


def button(label: str, action: str, subject: str = "") -> InlineKeyboardButton:
    """A button that starts an action on a segment, a task or a month."""
    return InlineKeyboardButton(text=label, callback_data=f"{PREFIX}{action}:{subject}")


def keyboard_of(speak: Speaker, subject: str) -> InlineKeyboardMarkup | None:
    """The buttons of a result by its subject: a segment's id, a clinic's month, EXAMPLE, or nothing."""
    if subject == EXAMPLE:
        return example_keyboard(speak)
    if MONTH_OF in subject:
        return month_keyboard(speak, subject)
    return result_keyboard(speak, subject) if subject else None


def result_keyboard(speak: Speaker, segment_id: str) -> InlineKeyboardMarkup:
    """What to do with a plan."""

    def labelled(action: ResultAction) -> InlineKeyboardButton:
        return button(speak.plain(f"forecast-buttons.{action}"), action, segment_id)

    return InlineKeyboardMarkup(
        inline_keyboard=[
            [labelled(ResultAction.WHAT_IF), labelled(ResultAction.CHANNELS)],
            [labelled(ResultAction.EXCEL), labelled(ResultAction.MARKETER)],
            [labelled(ResultAction.REMIND), labelled(ResultAction.DATA)],
            [labelled(ResultAction.SEGMENTS)],
        ]
    )


def month_subject(clinic_id: str, month: Month) -> str:
    """The subject of buttons about a month of a clinic."""
    return f"{clinic_id}{MONTH_OF}{month}"


def parse_month_subject(subject: str) -> tuple[str, Month]:
    """The clinic's id and the month of a subject. Raises ValueError for anything else."""
    clinic, _, month = subject.partition(MONTH_OF)
    return clinic, Month.parse(month)


def month_keyboard(speak: Speaker, subject: str) -> InlineKeyboardMarkup:
    """What to do with a month."""

    def labelled(action: ResultAction) -> InlineKeyboardButton:
        return button(speak.plain(f"month-buttons.{action}"), action, subject)

    return InlineKeyboardMarkup(
        inline_keyboard=[
            [labelled(ResultAction.MONTH), labelled(ResultAction.NOTE)],
            [labelled(ResultAction.YEAR), labelled(ResultAction.MONTHS)],
            [labelled(ResultAction.MARKETER)],
        ]
    )


def example_keyboard(speak: Speaker) -> InlineKeyboardMarkup:
    """From the example to one's own clinic."""
    return InlineKeyboardMarkup(inline_keyboard=[[button(speak.plain("example-own"), ResultAction.BEGIN)]])


def stop_keyboard(speak: Speaker, task_key: str, subject: str) -> InlineKeyboardMarkup:
    """Stop a picture or a workbook that takes long; `subject` has the buttons it was ordered with."""
    label = speak.plain("chart-drawing.stop")
    return InlineKeyboardMarkup(inline_keyboard=[[button(label, ResultAction.STOP, f"{task_key}/{subject}")]])
