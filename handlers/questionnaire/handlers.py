"""What happens in the questionnaire when a button is pressed or a text is typed."""

from aiogram_dialog import DialogManager

from handlers.doubts import DOUBT, answer_to_keep, option_pressed
from handlers.places.menu import open_menu
from handlers.places.questionnaire import Questionnaire, segment_of
from handlers.questionnaire.views import current_question, is_revising, preceding_name
from handlers.results.plan import show_result
from handlers.session import session_of
from handlers.window import notice
from services.answers import UNKNOWN, Answer
from services.plan_fact import forget_tried_year, keep_plan, plan_another_year
from services.questionnaire import (
    BY_NAME,
    YearQuestion,
    contradictions_of,
    first_unanswered,
    read_answer,
    settle,
)
from services.segments import SegmentKind, other_plan_year
from services.typed import AnswerOutcome
from wording.figures import write_refusal


async def choose(manager: DialogManager, pressed: str) -> None:
    """A button under a question: an answer, «Другое», or ‹ Назад."""
    if pressed in ("back", "menu"):
        await _go_back(manager)
        return
    question = current_question(manager)
    asked, _, chosen = pressed.partition(":")
    choice = next((choice for choice in question.choices if choice.id == chosen), None)
    if asked != question.name or choice is None:
        return  # a second tap on a question already answered
    if choice.answer is None:
        manager.dialog_data["typing"] = True
        return
    await _keep(manager, question, choice.answer)


async def answer(manager: DialogManager, text: str) -> None:
    """A typed answer, be it «не знаю»; also while a doubt about the one before is shown."""
    session, segment, question = session_of(manager), segment_of(manager), current_question(manager)
    if text.strip().casefold() == session.speak.plain("unknown").casefold():
        await _keep(manager, question, UNKNOWN)
        return
    outcome = read_answer(
        question,
        text,
        segment.answers,
        language=session.workspace.language,
        currency=session.workspace.currency,
        checks=session.workspace.plausible_checks,
        revising=is_revising(manager),
    )
    await _take(manager, question, outcome)


async def take_as(manager: DialogManager, pressed: str) -> None:
    """How a doubtful answer is meant."""
    question = current_question(manager)
    if pressed == "retype":
        await manager.switch_to(Questionnaire.asking)
        return
    option = option_pressed(manager, pressed, question.name)
    if option is None:
        return
    session, segment = session_of(manager), segment_of(manager)
    outcome = settle(
        question,
        option,
        segment.answers,
        checks=session.workspace.plausible_checks,
        revising=is_revising(manager),
    )
    await _take(manager, question, outcome)


async def _take(manager: DialogManager, question: YearQuestion, outcome: AnswerOutcome) -> None:
    kept = await answer_to_keep(
        manager,
        session_of(manager),
        outcome,
        example=f"question-{question.name}.example",
        asking=Questionnaire.asking,
        doubting=Questionnaire.doubting,
    )
    if kept is not None:
        await _keep(manager, question, kept)


async def _keep(manager: DialogManager, question: YearQuestion, given: Answer) -> None:
    segment = session_of(manager).workspace.segments.answer(segment_of(manager).id, question.name, given)
    data = manager.dialog_data
    for passed in ("editing", "typing", DOUBT, "answered"):
        data.pop(passed, None)
    upcoming = first_unanswered(segment.answers)
    if upcoming is None:
        await manager.switch_to(Questionnaire.card)
        return
    data.update(question=upcoming.name, answered=question.name)
    await manager.switch_to(Questionnaire.asking)


async def _go_back(manager: DialogManager) -> None:
    data = manager.dialog_data
    data.pop("answered", None)
    if data.pop("typing", False):
        return
    if data.pop("editing", False):
        await manager.switch_to(Questionnaire.card)
        return
    before = preceding_name(segment_of(manager), current_question(manager))
    if before is None:
        await open_menu(manager)
        return
    data["question"] = before


async def on_card(manager: DialogManager, pressed: str) -> None:
    """A button of the card."""
    session, segment = session_of(manager), segment_of(manager)
    action, _, name = pressed.partition(":")
    if action == "edit" and name in BY_NAME:
        manager.dialog_data.update(question=name, editing=True)
        await manager.switch_to(Questionnaire.asking)
    elif pressed == "calculate":
        await _calculate(manager)
    elif pressed == "year":
        year = other_plan_year(segment.plan_year, session.clock.now())
        await plan_another_year(session.workspace, segment.id, year)
        notice(session.speak("card-year_changed", year=str(year - 1), before=str(year - 2)))
    elif pressed == "restart":
        await manager.switch_to(Questionnaire.restarting)
    elif pressed == "menu":
        await open_menu(manager)


async def _calculate(manager: DialogManager) -> None:
    session, segment = session_of(manager), segment_of(manager)
    found = contradictions_of(segment.answers)
    if found:
        notice(write_refusal(session.speak, session.write, found[0]))
        return
    await forget_tried_year(session.workspace, segment)
    await manager.done()
    await show_result(session, segment)


async def restart(manager: DialogManager, pressed: str) -> None:
    """Start over, or not."""
    if pressed != "yes":
        await manager.switch_to(Questionnaire.card)
        return
    await _keep_plan(manager)
    segment = session_of(manager).workspace.segments.start_over(segment_of(manager).id)
    question = first_unanswered(segment.answers)
    assert question is not None  # noqa: S101 - an empty questionnaire has a first question
    manager.dialog_data["question"] = question.name
    await manager.switch_to(Questionnaire.asking)


async def _keep_plan(manager: DialogManager) -> None:
    """What was planned for the clinic's year stays what its months are held against."""
    if segment_of(manager).kind is SegmentKind.CLINIC:
        await keep_plan(session_of(manager).workspace)
