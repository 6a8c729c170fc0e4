"""What the buttons of the start window do."""

from aiogram_dialog import DialogManager

from handlers.forecast.result import show_example, show_result
from handlers.months.states import last_month, open_history, open_month, open_new_year
from handlers.questionnaire.states import open_questionnaire
from handlers.segments.states import open_segments
from handlers.self_check.states import open_self_check
from handlers.session import session_of
from handlers.settings.states import open_settings
from metrics.funnel import FiguresError


async def on_start(manager: DialogManager, pressed: str) -> None:
    """Go where a button of the start window leads."""
    session = session_of(manager)
    match pressed:
        case "begin":
            await open_questionnaire(manager, session.workspace.whole_clinic())
        case "plan":
            await show_plan(manager)
        case "month":
            await open_month(manager, last_month(session))
        case "months":
            await open_history(manager)
        case "new_year":
            await open_new_year(manager)
        case "example":
            await manager.done()
            await show_example(session)
        case "self_check":
            await open_self_check(manager)
        case "segments":
            await open_segments(manager)
        case "settings":
            await open_settings(manager)


async def show_plan(manager: DialogManager) -> None:
    """The clinic's plan, or the way to it while it cannot be made."""
    session = session_of(manager)
    clinic = session.workspace.whole_clinic()
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
