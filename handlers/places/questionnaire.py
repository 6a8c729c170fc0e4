"""Where a person can be in the questionnaire."""

from typing import Any

from aiogram.fsm.state import State, StatesGroup
from aiogram_dialog import DialogManager, ShowMode, StartMode

from handlers.session import session_of
from services.questionnaire import first_unanswered
from services.segments import Segment


class Questionnaire(StatesGroup):
    """One question at a time, a doubt about an answer, the card with all of them, starting over."""

    asking = State()
    doubting = State()
    card = State()
    restarting = State()


async def open_questionnaire(
    manager: DialogManager, segment: Segment, *, show_mode: ShowMode | None = None
) -> None:
    """Go on where the questionnaire of a segment stopped: at a question or at the card."""
    question = first_unanswered(segment.answers)
    await manager.start(
        Questionnaire.asking if question else Questionnaire.card,
        data={"segment": segment.id, "question": question.name if question else None},
        mode=StartMode.RESET_STACK,
        show_mode=show_mode,
    )


def segment_of(manager: DialogManager) -> Segment:
    """The segment the dialog is about. Raises NotFoundError if it was removed meanwhile."""
    start: dict[str, Any] = manager.start_data  # type: ignore[assignment]
    return session_of(manager).workspace.segments.get(start["segment"])
