"""The state in which everything may be deleted."""

from aiogram.fsm.state import State, StatesGroup
from aiogram_dialog import DialogManager, ShowMode, StartMode


class Privacy(StatesGroup):
    """Asking before everything goes."""

    forgetting = State()


async def open_forgetting(manager: DialogManager) -> None:
    """Ask whether everything shall be deleted."""
    await manager.start(Privacy.forgetting, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)
