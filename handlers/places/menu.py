"""The start window's state, and opening it from anywhere."""

from aiogram.fsm.state import State, StatesGroup
from aiogram_dialog import DialogManager, ShowMode, StartMode


class Menu(StatesGroup):
    """The start window."""

    start = State()


async def open_menu(manager: DialogManager, *, show_mode: ShowMode | None = None) -> None:
    """Show the start window in place of any conversation."""
    await manager.start(Menu.start, mode=StartMode.RESET_STACK, show_mode=show_mode)
