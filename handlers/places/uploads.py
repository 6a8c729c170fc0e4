"""The states of the list of uploads, and opening it from anywhere."""

from aiogram.fsm.state import State, StatesGroup
from aiogram_dialog import DialogManager, ShowMode, StartMode


class Uploads(StatesGroup):
    """The list, one upload, asking before it is undone, taken back in or deleted."""

    listing = State()
    card = State()
    undoing = State()
    redoing = State()
    erasing = State()


async def open_uploads(manager: DialogManager, *, show_mode: ShowMode | None = None) -> None:
    """Show what was uploaded, and how to send more."""
    await manager.start(Uploads.listing, mode=StartMode.RESET_STACK, show_mode=show_mode)


async def open_undoing(manager: DialogManager, upload_id: str) -> None:
    """Ask whether an upload shall be undone."""
    await manager.start(
        Uploads.undoing, data={"upload": upload_id}, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND
    )
