"""The settings' states, and opening them."""

from aiogram.fsm.state import State, StatesGroup
from aiogram_dialog import DialogManager, ShowMode, StartMode


class Settings(StatesGroup):
    """The overview and a window per setting."""

    overview = State()
    language = State()
    currency = State()
    name = State()
    clinics = State()
    adding = State()
    removing = State()


async def open_settings(manager: DialogManager, *, show_mode: ShowMode | None = None) -> None:
    """Show the settings."""
    await manager.start(Settings.overview, mode=StartMode.RESET_STACK, show_mode=show_mode)
