"""Buttons about a file. They name its upload, and work for as long as the upload is there."""

from enum import StrEnum

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.window import Button, View

PREFIX = "up:"


class Do(StrEnum):
    """What can be done about a file."""

    SHOW = "show"
    ANSWER = "answer"
    COLUMNS = "columns"
    COLUMN = "column"
    NAME = "name"
    YEAR = "year"
    KEEP = "keep"
    COPY = "copy"
    STOP = "stop"
    DROP = "drop"
    DELETE = "delete"
    TAKE = "take"
    UNDO = "undo"
    TEMPLATE = "template"


def button(label: str, do: Do, upload_id: str, *details: str | int) -> Button:
    """A button that does something about an upload."""
    return Button(PREFIX + ":".join((do, upload_id, *map(str, details))), label)


def parsed(data: str) -> tuple[str, str, list[str]]:
    """What to do, the upload, the details, as a button's data says; all of it may be forged."""
    do, _, rest = data.removeprefix(PREFIX).partition(":")
    upload_id, _, details = rest.partition(":")
    return do, upload_id, details.split(":") if details else []


def keyboard(view: View) -> InlineKeyboardMarkup | None:
    """The buttons of a view, as Telegram takes them."""
    rows = [
        [InlineKeyboardButton(text=button.label, callback_data=button.id) for button in row]
        for row in view.rows
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None
