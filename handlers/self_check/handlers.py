"""What happens in the self-check."""

from aiogram_dialog import DialogManager

from handlers.places.menu import open_menu
from handlers.places.questionnaire import open_questionnaire
from handlers.places.self_check import SelfChecking, open_self_check
from handlers.results.plan import show_result
from handlers.self_check.views import given_of, has_plan
from handlers.session import session_of
from services.self_check import Sign


async def answer(manager: DialogManager, pressed: str) -> None:
    """«Да», «Нет» or ‹ Назад; a second tap on an answered question changes nothing."""
    given = given_of(manager)
    position, _, word = pressed.partition(":")
    if pressed == "back":
        if not given:
            await open_menu(manager)
        else:
            given.pop()
    elif position == str(len(given)) and word in ("yes", "no"):
        given.append(word == "yes")
        if len(given) == len(Sign):
            session_of(manager).workspace.clinics.keep_self_check(given)
            await manager.switch_to(SelfChecking.result)


async def after(manager: DialogManager, pressed: str) -> None:
    """From the result to the plan, to another try or to the menu."""
    match pressed:
        case "plan":
            await _show_plan(manager)
        case "again":
            await open_self_check(manager)
        case "menu":
            await open_menu(manager)


async def _show_plan(manager: DialogManager) -> None:
    """The plan there is, or the questions it is made of."""
    session = session_of(manager)
    whole = session.workspace.segments.whole_clinic()
    if await has_plan(session):
        await manager.done()
        await show_result(session, whole)
    else:
        await open_questionnaire(manager, whole)
