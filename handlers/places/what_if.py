"""The what-if conversation's states, and opening it for a segment."""

from aiogram.fsm.state import State, StatesGroup
from aiogram_dialog import DialogManager, ShowMode, StartMode

from handlers.session import session_of
from metrics.funnel import FiguresError
from services.segments import Segment


class WhatIf(StatesGroup):
    """Trying, choosing what to type, typing it, a doubt about it."""

    trying = State()
    choosing = State()
    typing = State()
    doubting = State()


async def open_what_if(manager: DialogManager, segment: Segment) -> str | None:
    """Start trying things from where a segment's plan stands; a short word instead while there is none."""
    try:
        planned = segment.forecast()
    except FiguresError:
        planned = None
    if planned is None or planned.whole is None:
        return session_of(manager).speak.plain("what_if-no_plan")
    adopted = await session_of(manager).workspace.plans.adopted(segment.id)
    await manager.start(
        WhatIf.trying,
        data={"segment": segment.id, "adopted": adopted.scenario if adopted else {}},
        mode=StartMode.RESET_STACK,
        show_mode=ShowMode.SEND,
    )
    return None
