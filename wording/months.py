"""Months and their figures in words."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol

from locales.texts import Speaker
from locales.writing import Writer
from metrics.monthly import Month, MonthFigure
from services.months import Cell


class NamedChannel(Protocol):
    """A channel as far as it is named here."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...


def month_title(write: Writer, month: Month) -> str:
    """«Октябрь 2026», «October 2026»."""
    return f"{write.month(month.number).capitalize()} {month.year}"


def month_when(speak: Speaker, write: Writer, month: Month, seen_from: Month) -> str:
    """«в сентябре»; with its year where that is another one."""
    name = write.month_in(month.number)
    if month.year == seen_from.year:
        return speak.plain("month-when", month=name)
    return speak.plain("month-when-year", month=name, year=str(month.year))


def write_cell(write: Writer, cell: Cell, value: Fraction) -> str:
    """A figure of a month: money or a count."""
    return write.money(value) if cell.figure is MonthFigure.TURNOVER else write.count(value)


def write_known(speak: Speaker, write: Writer, cell: Cell, value: Fraction | None) -> str:
    """A figure of a month, or that it is not known."""
    return speak.plain("card-unknown") if value is None else write_cell(write, cell, value)


def cell_name(speak: Speaker, cell: Cell, channels: Sequence[NamedChannel]) -> str:
    """The short name of a figure, with its channel."""
    name = speak.plain(f"month-ask-{cell.figure}.short")
    if not cell.channel:
        return name
    channel = next((item.name for item in channels if item.id == cell.channel), "—")
    return f"{channel}, {name[:1].lower()}{name[1:]}"
