"""An answer that may be meant otherwise: shown with the ways to take it, and taken as the person says."""

from collections.abc import Callable

from aiogram.fsm.state import State
from aiogram_dialog import DialogManager

from handlers.session import Session
from handlers.window import Button, View, column, notice
from metrics.estimate import Estimate
from services.answers import Answer
from services.typed import Accepted, AnswerOutcome, Doubtful, Option, RefusedAnswer
from wording.figures import write_refusal

DOUBT = "doubt"
_MONEY = frozenset({"check", "turnover"})


async def answer_to_keep(
    manager: DialogManager,
    session: Session,
    outcome: AnswerOutcome,
    *,
    example: str,
    asking: State,
    doubting: State,
) -> Answer | None:
    """The answer if it can be kept as it is; else the person is told why not, or asked how it is meant.

    `example` is the key of what could be typed; `asking` and `doubting` are the windows to go to.
    """
    if isinstance(outcome, Accepted):
        return outcome.answer
    if isinstance(outcome, RefusedAnswer):
        notice(write_refusal(session.speak, session.write, outcome, session.speak.plain(example)))
        await manager.switch_to(asking)
    else:
        manager.dialog_data[DOUBT] = _stored(session, outcome)
        await manager.switch_to(doubting)
    return None


def doubt_view(
    manager: DialogManager, session: Session, asked: str, write: Callable[[Estimate], str]
) -> View:
    """The doubt with a button for each way to take the answer; `asked` tells this question from others."""
    doubt = manager.dialog_data[DOUBT]
    options = _options(manager)
    buttons = [
        Button(f"{asked}:{index}", _label(session, option, write, is_last=option is options[-1]))
        for index, option in enumerate(options)
    ]
    retype = Button("retype", session.speak.plain("doubt-retype"))
    return View(session.speak(doubt["reason"], **doubt["figures"]), column([*buttons, retype]))


def option_pressed(manager: DialogManager, pressed: str, asked: str) -> Option | None:
    """The way to take the answer whose button was pressed; None if it belongs to another question."""
    question, _, index = pressed.rpartition(":")
    options = _options(manager)
    if question != asked or not index.isdecimal() or int(index) >= len(options):
        return None
    return options[int(index)]


def _options(manager: DialogManager) -> list[Option]:
    return [Option.from_plain(stored) for stored in manager.dialog_data[DOUBT]["options"]]


def _stored(session: Session, doubt: Doubtful) -> dict[str, object]:
    """A doubt in the form the conversation state keeps."""
    write = session.write
    figures = {
        name: value
        if isinstance(value, str)
        else write.money(value)
        if name in _MONEY
        else write.count(value)
        for name, value in doubt.figures.items()
    }
    return {
        "reason": doubt.reason,
        "figures": figures,
        "options": [option.to_plain() for option in doubt.options],
    }


def _label(session: Session, option: Option, write: Callable[[Estimate], str], *, is_last: bool) -> str:
    estimate = option.answer.estimate
    if estimate is None:
        return session.speak.plain("card-unknown")
    value = write(estimate)
    return session.speak.plain("doubt-yes", value=value) if option.settled and is_last else value
