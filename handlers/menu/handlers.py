"""What the buttons of the start window do."""

from collections.abc import Awaitable, Callable, Mapping

from aiogram_dialog import DialogManager

from handlers.places.months import last_month, open_history, open_month, open_new_year
from handlers.places.questionnaire import open_questionnaire
from handlers.places.segments import open_segments
from handlers.places.self_check import open_self_check
from handlers.places.settings import open_settings
from handlers.places.uploads import open_uploads
from handlers.results.analysis.orders import order_analysis
from handlers.results.plan import show_example, show_result
from handlers.session import session_of
from metrics.funnel import FiguresError


async def on_start(manager: DialogManager, pressed: str) -> None:
    """Go where a button of the start window leads."""
    if pressed in _WAYS:
        await _WAYS[pressed](manager)


async def _begin(manager: DialogManager) -> None:
    await open_questionnaire(manager, session_of(manager).workspace.segments.whole_clinic())


async def _month(manager: DialogManager) -> None:
    await open_month(manager, await last_month(session_of(manager)))


async def _example(manager: DialogManager) -> None:
    await manager.done()
    await show_example(session_of(manager))


async def _metrics(manager: DialogManager) -> None:
    await manager.done()
    order_analysis(session_of(manager))


async def show_plan(manager: DialogManager) -> None:
    """The clinic's plan, or the way to it while it cannot be made."""
    session = session_of(manager)
    clinic = session.workspace.segments.whole_clinic()
    if not clinic.is_complete:
        await open_questionnaire(manager, clinic)
        return
    try:
        await show_result(session, clinic)
    except FiguresError:
        await open_questionnaire(manager, clinic)
        return
    if manager.has_context():
        await manager.done()


_WAYS: Mapping[str, Callable[[DialogManager], Awaitable[None]]] = {
    "begin": _begin,
    "plan": show_plan,
    "month": _month,
    "months": open_history,
    "new_year": open_new_year,
    "metrics": _metrics,
    "example": _example,
    "self_check": open_self_check,
    "segments": open_segments,
    "upload": open_uploads,
    "settings": open_settings,
}
