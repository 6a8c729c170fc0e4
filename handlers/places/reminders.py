"""The states of the talk about reminders, and opening it."""

from aiogram.fsm.state import State, StatesGroup
from aiogram_dialog import DialogManager, ShowMode, StartMode

from handlers.session import session_of


class Remind(StatesGroup):
    """What was agreed, and a window for each part of it."""

    overview = State()
    day = State()
    hour = State()
    city = State()
    choosing = State()


async def open_reminders(manager: DialogManager, *, show_mode: ShowMode | None = None) -> None:
    """Show what was agreed on, or begin to agree."""
    routine = await session_of(manager).workspace.reminders.routine()
    state = Remind.day if routine is None else Remind.overview
    await manager.start(state, mode=StartMode.RESET_STACK, show_mode=show_mode)
