"""Months and their figures in words."""

from collections.abc import Sequence
from fractions import Fraction

from handlers.session import Session
from metrics.monthly import Month, MonthFigure
from services.months import Cell
from storage.repositories.accounts import StoredChannel


def month_title(session: Session, month: Month) -> str:
    """«Октябрь 2026», «October 2026»."""
    return f"{session.write.month(month.number).capitalize()} {month.year}"


def month_when(session: Session, month: Month, seen_from: Month) -> str:
    """«в сентябре»; with its year where that is another one."""
    name = session.write.month_in(month.number)
    if month.year == seen_from.year:
        return session.speak.plain("month-when", month=name)
    return session.speak.plain("month-when-year", month=name, year=str(month.year))


def write_cell(session: Session, cell: Cell, value: Fraction) -> str:
    """A figure of a month: money or a count."""
    if cell.figure is MonthFigure.TURNOVER:
        return session.write.money(value)
    return session.write.count(value)


def write_known(session: Session, cell: Cell, value: Fraction | None) -> str:
    """A figure of a month, or that it is not known."""
    return session.speak.plain("card-unknown") if value is None else write_cell(session, cell, value)


def cell_name(session: Session, cell: Cell, channels: Sequence[StoredChannel]) -> str:
    """The short name of a figure, with its channel."""
    name = session.speak.plain(f"month-ask-{cell.figure}.short")
    if not cell.channel:
        return name
    channel = next((item.name for item in channels if item.id == cell.channel), "—")
    return f"{channel}, {name[:1].lower()}{name[1:]}"
