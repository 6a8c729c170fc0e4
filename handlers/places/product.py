"""The states of the conversations on product metrics, and opening them."""

from datetime import date
from typing import cast

from aiogram.fsm.state import State, StatesGroup
from aiogram_dialog import DialogManager, ShowMode, StartMode

from metrics.selection import Selection


class DecisionList(StatesGroup):
    """The decisions, a new one, one decision's card."""

    listing = State()
    day = State()
    text = State()
    card = State()
    moving = State()
    renaming = State()
    removing = State()


class Filtering(StatesGroup):
    """What of the clinic to show, and choosing one of its parts."""

    overview = State()
    choosing = State()


class Comparing(StatesGroup):
    """Which kind of segments, then the one and the other."""

    kind = State()
    first = State()
    second = State()


async def open_decisions(manager: DialogManager, day: date | None = None) -> None:
    """Show the decisions, or, with a day, ask what was decided on it."""
    state = DecisionList.listing if day is None else DecisionList.text
    data = {} if day is None else {"day": day.isoformat()}
    await manager.start(state, data, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)


async def open_filter(manager: DialogManager, selection: Selection) -> None:
    """Choose what to show, beginning with what is shown now."""
    await manager.start(
        Filtering.overview,
        {"selection": selection.to_json()},
        mode=StartMode.RESET_STACK,
        show_mode=ShowMode.SEND,
    )


async def open_comparing(manager: DialogManager, selection: Selection) -> None:
    """Choose two segments within what is shown now."""
    await manager.start(
        Comparing.kind,
        {"selection": selection.to_json()},
        mode=StartMode.RESET_STACK,
        show_mode=ShowMode.SEND,
    )


def opened_with(manager: DialogManager) -> Selection:
    """What was shown where the conversation was opened."""
    data = cast("dict[str, str]", manager.start_data)
    return Selection.from_json(data["selection"])
