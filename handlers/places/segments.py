"""The segment conversation's states, and opening it."""

from aiogram.fsm.state import State, StatesGroup
from aiogram_dialog import DialogManager, ShowMode, StartMode


class Segments(StatesGroup):
    """The list side by side, a new segment, one segment's card."""

    listing = State()
    kind = State()
    naming = State()
    card = State()
    renaming = State()
    removing = State()


async def open_segments(manager: DialogManager, *, show_mode: ShowMode | None = None) -> None:
    """Show everything there is a plan for."""
    await manager.start(Segments.listing, mode=StartMode.RESET_STACK, show_mode=show_mode)
