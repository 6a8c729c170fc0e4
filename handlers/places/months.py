"""The states of entering months, and opening them from a command, a reminder or a result."""

from typing import Any

from aiogram.fsm.state import State, StatesGroup
from aiogram_dialog import DialogManager, ShowMode, StartMode

from handlers.session import Session, session_of
from metrics.monthly import Month
from services.month_entry import marketing_channels, next_question


class MonthEntry(StatesGroup):
    """One question at a time, a doubt about an answer, the channels, the card of a month, its note."""

    asking = State()
    doubting = State()
    channels = State()
    card = State()
    noting = State()


class History(StatesGroup):
    """The months of a year."""

    listing = State()


class NewYear(StatesGroup):
    """Whether to make the year that ended the last year of a new plan."""

    asking = State()


async def open_month(manager: DialogManager, month: Month, *, show_mode: ShowMode | None = None) -> None:
    """Go on where entering a month of the clinic that is looked at stopped: at a question or at the card."""
    workspace = session_of(manager).workspace
    record = await workspace.months.record(month)
    asked = next_question(record, await marketing_channels(workspace))
    await manager.start(
        MonthEntry.card if record.is_entered or asked is None else MonthEntry.asking,
        data=_start(workspace.clinic_id, month=str(month), cell=asked.code if asked else None),
        mode=StartMode.RESET_STACK,
        show_mode=show_mode,
    )


async def open_note(manager: DialogManager, month: Month) -> None:
    """Ask for the note of a month."""
    clinic = session_of(manager).workspace.clinic_id
    await manager.start(
        MonthEntry.noting,
        data=_start(clinic, month=str(month), cell=None),
        mode=StartMode.RESET_STACK,
        show_mode=ShowMode.SEND,
    )


async def open_history(manager: DialogManager, *, show_mode: ShowMode | None = None) -> None:
    """Show the months of the clinic that is looked at."""
    clinic = session_of(manager).workspace.clinic_id
    await manager.start(History.listing, data=_start(clinic), mode=StartMode.RESET_STACK, show_mode=show_mode)


async def open_new_year(manager: DialogManager, *, show_mode: ShowMode | None = None) -> None:
    """Offer to plan the new year from the one that ended."""
    clinic = session_of(manager).workspace.clinic_id
    await manager.start(NewYear.asking, data=_start(clinic), mode=StartMode.RESET_STACK, show_mode=show_mode)


def session_at(manager: DialogManager) -> Session:
    """The session at the clinic the conversation is about. Raises NotFoundError if that was removed."""
    session = session_of(manager)
    session.workspace.go_to_clinic(_started(manager)["clinic"])
    return session


def month_of(manager: DialogManager) -> Month:
    """The month the conversation is about."""
    return Month.parse(_started(manager)["month"])


async def last_month(session: Session) -> Month:
    """The latest month that has ended where the clinic is, as far as that is known."""
    now, routine = session.clock.now(), await session.workspace.reminders.routine()
    today = routine.schedule.today(now) if routine else now.date()
    return Month.of(today).shift(-1)


def _start(clinic: str, **more: str | None) -> dict[str, Any]:
    return {"clinic": clinic, **more}


def _started(manager: DialogManager) -> dict[str, Any]:
    start: dict[str, Any] = manager.start_data  # type: ignore[assignment]
    return start
