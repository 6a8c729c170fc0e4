"""What the self-check shows."""

from aiogram_dialog import DialogManager

from handlers.session import Session, session_of
from handlers.window import Button, View
from metrics.funnel import FiguresError
from metrics.steering import Block
from services.self_check import BLOCKS, Sign, self_check


def given_of(manager: DialogManager) -> list[bool]:
    """The answers so far."""
    given: list[bool] = manager.dialog_data.setdefault("given", [])
    return given


async def asking(manager: DialogManager) -> View:
    """The next of seven questions."""
    speak = session_of(manager).speak
    position = len(given_of(manager))
    question = speak(f"self_check-question-{tuple(Sign)[position]}")
    text = f"{speak('self_check-counter', position=position + 1)} {question}"
    if position == 0:
        text = f"{speak('self_check-intro')}\n\n{text}"
    answers = (
        Button(f"{position}:yes", speak.plain("self_check-yes")),
        Button(f"{position}:no", speak.plain("self_check-no")),
    )
    back = Button("back", speak.plain("back" if position else "menu"))
    return View(text, (answers, (back,)))


async def has_plan(session: Session) -> bool:
    """Whether the clinic has a plan, which need not be advised."""
    workspace = session.workspace
    try:
        planned = await workspace.plans.planned(workspace.segments.whole_clinic().id)
    except FiguresError:
        return False
    return planned.whole is not None


async def result(manager: DialogManager) -> View:
    """How many «да», what to do first, and which blocks to work on."""
    session = session_of(manager)
    speak, checked = session.speak, self_check(given_of(manager))
    is_planned = await has_plan(session)
    key = "self_check-result-good" if checked.effective_enough else "self_check-result-weak"
    lines = [speak(key, count=len(checked.signs)), ""]
    if checked.first is None:
        lines.append(speak("self_check-clear-planned" if is_planned else "self_check-clear"))
    else:
        has_goal = is_planned and checked.first is Sign.NO_GOALS
        step = f"self_check-step-{checked.first}{'-planned' if has_goal else ''}"
        lines.append(speak("self_check-first", step=speak(step)))
        lines += ["", speak("self_check-blocks")]
    for block in Block:
        signs = [speak(f"self_check-sign-{sign}") for sign in checked.signs if BLOCKS[sign] is block]
        if signs:
            lines.append(speak("self_check-block", block=speak(f"block-{block}"), signs=", ".join(signs)))
    rows = (
        (Button("plan", speak.plain("self_check-plan.there" if is_planned else "self_check-plan")),),
        (Button("again", speak.plain("self_check-again")), Button("menu", speak.plain("menu"))),
    )
    return View("\n".join(lines), rows)
