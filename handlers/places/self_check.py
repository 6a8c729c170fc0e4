"""The self-check's states, and opening it."""

from aiogram.fsm.state import State, StatesGroup
from aiogram_dialog import DialogManager, StartMode


class SelfChecking(StatesGroup):
    """A question, the result."""

    asking = State()
    result = State()


async def open_self_check(manager: DialogManager) -> None:
    """Begin the seven questions."""
    await manager.start(SelfChecking.asking, mode=StartMode.RESET_STACK)
