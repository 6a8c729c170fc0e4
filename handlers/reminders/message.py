"""The reminder itself: one question about a month, and what can be done with it."""

from enum import StrEnum
from fractions import Fraction

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.results.keyboard import button
from locales.texts import Speaker
from locales.writing import Writer
from metrics.monthly import Month

Previous = tuple[Month, Fraction]
"""An earlier month and how many new patients came in it."""


class ReminderReply(StrEnum):
    """What can be answered to a reminder."""

    SAME = "month_same"
    ENTER = "month_enter"
    TOMORROW = "month_tomorrow"
    IN_THREE_DAYS = "month_in_3"
    SKIP = "month_skip"
    UNSUBSCRIBE = "month_off"
    RESUBSCRIBE = "month_on"


def reminder_text(
    speak: Speaker, write: Writer, month: Month, *, clinic: str | None, previous: Previous | None
) -> str:
    """The question; clinic: its name where a person has several; previous: the latest month known before."""
    lines = [speak("reminder", month=month_name(write, month))]
    if clinic is not None:
        lines.append(speak("reminder-clinic", name=clinic))
    if previous is not None:
        lines.append(speak("reminder-previous", **_previous(write, previous)))
    return "\n".join(lines)


def reminder_keyboard(
    speak: Speaker, write: Writer, clinic_id: str, month: Month, previous: Previous | None
) -> InlineKeyboardMarkup:
    """Answer at once, enter, put off, do without."""

    def labelled(reply: ReminderReply) -> InlineKeyboardButton:
        return _button(speak.plain(f"reminder.{reply}"), reply, clinic_id, month)

    rows = [enter_row(speak, write, clinic_id, month)]
    if previous is not None:
        label = speak.plain("reminder-previous.same", **_previous(write, previous))
        rows.insert(0, [_button(label, ReminderReply.SAME, clinic_id, month)])
    rows += [
        [labelled(ReminderReply.TOMORROW), labelled(ReminderReply.IN_THREE_DAYS)],
        [labelled(ReminderReply.SKIP), labelled(ReminderReply.UNSUBSCRIBE)],
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def enter_row(speak: Speaker, write: Writer, clinic_id: str, month: Month) -> list[InlineKeyboardButton]:
    """The button that opens the month."""
    label = speak.plain(f"reminder.{ReminderReply.ENTER}", month=write.month(month.number))
    return [_button(label, ReminderReply.ENTER, clinic_id, month)]


def enter_keyboard(speak: Speaker, write: Writer, clinic_id: str, month: Month) -> InlineKeyboardMarkup:
    """Only the button that opens the month."""
    return InlineKeyboardMarkup(inline_keyboard=[enter_row(speak, write, clinic_id, month)])


def undo_keyboard(speak: Speaker, clinic_id: str, month: Month) -> InlineKeyboardMarkup:
    """Take an unsubscription back."""
    undo = _button(
        speak.plain(f"reminder.{ReminderReply.RESUBSCRIBE}"), ReminderReply.RESUBSCRIBE, clinic_id, month
    )
    return InlineKeyboardMarkup(inline_keyboard=[[undo]])


def month_name(write: Writer, month: Month) -> str:
    """«Октябрь 2026», «October 2026»."""
    return f"{write.month(month.number).capitalize()} {write.year(month.year)}"


def _previous(write: Writer, previous: Previous) -> dict[str, str]:
    month, patients = previous
    return {"month": write.month_in(month.number), "patients": write.count(patients)}


def _button(label: str, reply: ReminderReply, clinic_id: str, month: Month) -> InlineKeyboardButton:
    return button(label, reply, f"{clinic_id}:{month}")
