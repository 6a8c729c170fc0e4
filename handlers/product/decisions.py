"""The conversation about decisions: list, add, edit, remove."""

from datetime import date
from typing import cast

from aiogram_dialog import Dialog, DialogManager

from handlers.places.menu import open_menu
from handlers.places.product import DecisionList, open_decisions
from handlers.results.analysis.orders import order_analysis
from handlers.session import Session, session_of
from handlers.window import Button, View, back_to, column, columns, notice, toast, window
from locales.days import read_day
from services.decisions import MOST_DECISIONS, FullError, StoredDecision
from services.names import clean_name


async def _listing(manager: DialogManager) -> View:
    session = session_of(manager)
    speak = session.speak
    made = await session.workspace.decisions.listed()
    lines = [speak("decisions"), ""]
    lines += [
        speak("decisions-line", number=number, day=session.write.day(decision.day), text=decision.text)
        for number, decision in enumerate(made, 1)
    ]
    if not made:
        lines.append(speak("decisions-empty"))
    numbered = [Button(f"open:{decision.id}", f"✏ {number}") for number, decision in enumerate(made, 1)]
    add = Button("add", speak.plain("decisions-add"))
    ways = (Button("metrics", speak.plain("decisions-metrics")), Button("menu", speak.plain("menu")))
    return View("\n".join(lines), (*columns(numbered, 5), (add,), ways))


async def _on_listing(manager: DialogManager, pressed: str) -> None:
    session = session_of(manager)
    action, _, subject = pressed.partition(":")
    match action:
        case "open":
            await session.workspace.decisions.get(subject)
            manager.dialog_data["decision"] = subject
            await manager.switch_to(DecisionList.card)
        case "add":
            await manager.switch_to(DecisionList.day)
        case "metrics":
            order_analysis(session)
            await manager.done()
        case "menu":
            await open_menu(manager)


async def _day(manager: DialogManager) -> View:
    session = session_of(manager)
    return View(session.speak("decisions-day"), (_back(session),))


async def _text(manager: DialogManager) -> View:
    session = session_of(manager)
    return View(session.speak("decisions-text", day=session.write.day(_new_day(manager))), (_back(session),))


async def _take_day(manager: DialogManager, text: str) -> None:
    """A day; with words after it, the whole decision at once."""
    session = session_of(manager)
    found = _likely_day(session, text)
    if found is None:
        return
    day, words = found
    if words:
        if await _added(session, day, words):
            await manager.switch_to(DecisionList.listing)
        return
    manager.dialog_data["day"] = day.isoformat()
    await manager.switch_to(DecisionList.text)


async def _take_text(manager: DialogManager, text: str) -> None:
    if await _added(session_of(manager), _new_day(manager), text):
        await manager.switch_to(DecisionList.listing)


async def _card(manager: DialogManager) -> View:
    session = session_of(manager)
    found = await _opened(manager)
    buttons = [
        Button(action, session.speak.plain(f"decisions-card.{action}"))
        for action in ("day", "text", "remove")
    ]
    text = session.speak("decisions-card", day=session.write.day(found.day), text=found.text)
    return View(text, (*columns(buttons, 2), _back(session)))


async def _on_card(manager: DialogManager, pressed: str) -> None:
    to = {
        "day": DecisionList.moving,
        "text": DecisionList.renaming,
        "remove": DecisionList.removing,
        "back": DecisionList.listing,
    }
    if pressed in to:
        await manager.switch_to(to[pressed])


async def _renaming(manager: DialogManager) -> View:
    session = session_of(manager)
    found = await _opened(manager)
    text = session.speak("decisions-text", day=session.write.day(found.day))
    return View(text, (_back(session),))


async def _move(manager: DialogManager, text: str) -> None:
    session = session_of(manager)
    found = _likely_day(session, text)
    if found is None:
        return
    await session.workspace.decisions.move(manager.dialog_data["decision"], found[0])
    await manager.switch_to(DecisionList.card)


async def _rename(manager: DialogManager, text: str) -> None:
    session = session_of(manager)
    name = _readable(session, text)
    if name is not None:
        await session.workspace.decisions.rename(manager.dialog_data["decision"], name)
        await manager.switch_to(DecisionList.card)


async def _removing(manager: DialogManager) -> View:
    session = session_of(manager)
    speak, found = session.speak, await _opened(manager)
    text = speak("decisions-remove-ask", text=found.text, day=session.write.day(found.day))
    yes = Button("yes", speak.plain("decisions-remove-ask.yes"))
    return View(text, column([yes, Button("back", speak.plain("back"))]))


async def _remove(manager: DialogManager, pressed: str) -> None:
    session = session_of(manager)
    if pressed != "yes":
        await manager.switch_to(DecisionList.card)
        return
    await session.workspace.decisions.remove(manager.dialog_data["decision"])
    toast(session.speak.plain("decisions-removed"))
    await manager.switch_to(DecisionList.listing)


async def note_decision(manager: DialogManager, text: str) -> None:
    """Take a decision typed in one line: noted above the list; what is missing or wrong is asked for."""
    session = session_of(manager)
    found = _likely_day(session, text) if text else None
    if found is None:
        await open_decisions(manager)
        return
    day, words = found
    if words:
        await _added(session, day, words)
    await open_decisions(manager, None if words else day)


def _likely_day(session: Session, text: str) -> tuple[date, str] | None:
    found = read_day(text)
    if found is None:
        notice(session.speak("decisions-bad_day"))
        return None
    if not session.workspace.decisions.is_likely(found[0]):
        notice(session.speak("decisions-far_day"))
        return None
    return found


def _readable(session: Session, text: str) -> str | None:
    name = clean_name(text)
    if name is None:
        notice(session.speak("decisions-bad_text"))
    return name


async def _added(session: Session, day: date, text: str) -> bool:
    """Whether there is nothing left to type: it was noted, or there is no room for it."""
    name = _readable(session, text)
    if name is None:
        return False
    try:
        made = await session.workspace.decisions.add(day, name)
    except FullError:
        notice(session.speak("decisions-full", most=MOST_DECISIONS))
        return True
    notice(session.speak("decisions-added", day=session.write.day(made.day), text=made.text))
    return True


def _new_day(manager: DialogManager) -> date:
    """The day of the decision being noted, typed here or in the command."""
    data = manager.dialog_data if "day" in manager.dialog_data else cast("dict[str, str]", manager.start_data)
    return date.fromisoformat(data["day"])


async def _opened(manager: DialogManager) -> StoredDecision:
    """The decision whose card is open. Raises NotFoundError if it was removed meanwhile."""
    return await session_of(manager).workspace.decisions.get(manager.dialog_data["decision"])


def _back(session: Session) -> tuple[Button, ...]:
    return (Button("back", session.speak.plain("back")),)


dialog = Dialog(
    window(DecisionList.listing, _listing, _on_listing),
    window(DecisionList.day, _day, back_to(DecisionList.listing), _take_day),
    window(DecisionList.text, _text, back_to(DecisionList.listing), _take_text),
    window(DecisionList.card, _card, _on_card),
    window(DecisionList.moving, _day, back_to(DecisionList.card), _move),
    window(DecisionList.renaming, _renaming, back_to(DecisionList.card), _rename),
    window(DecisionList.removing, _removing, _remove),
)
