"""The channel conversation's states, and opening it for a segment."""

from aiogram.fsm.state import State, StatesGroup
from aiogram_dialog import DialogManager, ShowMode, StartMode

from services.segments import Segment


class Channels(StatesGroup):
    """The list, a new channel question by question, a doubt about a figure, one channel's card."""

    listing = State()
    naming = State()
    kind = State()
    patients = State()
    money = State()
    cost_per_lead = State()
    budget = State()
    doubting = State()
    card = State()


async def open_channels(
    manager: DialogManager, segment: Segment, *, show_mode: ShowMode | None = None
) -> None:
    """Show the channels of a segment."""
    await manager.start(
        Channels.listing, data={"segment": segment.id}, mode=StartMode.RESET_STACK, show_mode=show_mode
    )
