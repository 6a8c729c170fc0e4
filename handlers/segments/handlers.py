"""What happens in the segment conversation."""

from collections.abc import Iterable

from aiogram_dialog import DialogManager

from handlers.places.channels import open_channels
from handlers.places.menu import open_menu
from handlers.places.questionnaire import open_questionnaire
from handlers.places.segments import Segments
from handlers.places.what_if import open_what_if
from handlers.results.plan import show_result
from handlers.segments.views import opened
from handlers.session import Session, session_of
from handlers.window import notice, toast
from metrics.funnel import FiguresError
from services.limits import MOST_SEGMENTS, LimitReachedError
from services.names import clean_name, is_taken
from services.segments import Segment, SegmentKind


async def on_list(manager: DialogManager, pressed: str) -> None:
    """A button of the list."""
    action, _, subject = pressed.partition(":")
    match action:
        case "open":
            session_of(manager).workspace.segments.get(subject)
            manager.dialog_data["segment"] = subject
            await manager.switch_to(Segments.card)
        case "add":
            await manager.switch_to(Segments.kind)
        case "menu":
            await open_menu(manager)


async def take_kind(manager: DialogManager, pressed: str) -> None:
    """What the new segment is."""
    if pressed == "back":
        await manager.switch_to(Segments.listing)
    elif pressed in set(SegmentKind) - {SegmentKind.CLINIC}:
        manager.dialog_data["kind"] = pressed
        await manager.switch_to(Segments.naming)


async def take_name(manager: DialogManager, text: str) -> None:
    """A typed name: the segment begins, and with it its questionnaire."""
    session = session_of(manager)
    name = _free_name(session, text, session.workspace.segments.listed())
    if name is None:
        return
    try:
        segment = session.workspace.segments.add(SegmentKind(manager.dialog_data["kind"]), name)
    except LimitReachedError:
        notice(session.speak("segments-full", most=MOST_SEGMENTS))
        await manager.switch_to(Segments.listing)
        return
    await open_questionnaire(manager, segment)


def _free_name(session: Session, text: str, others: Iterable[Segment]) -> str | None:
    name = clean_name(text)
    if name is None:
        notice(session.speak("settings-bad_name"))
        return None
    if is_taken(name, others):
        notice(session.speak("segments-exists", name=name))
        return None
    return name


async def on_card(manager: DialogManager, pressed: str) -> None:
    """A button of one segment's card."""
    segment = opened(manager)
    match pressed:
        case "result":
            await _show(manager)
        case "data":
            await open_questionnaire(manager, segment)
        case "what_if":
            word = await open_what_if(manager, segment)
            if word:
                toast(word)
        case "channels":
            await open_channels(manager, segment)
        case "rename" if segment.kind is not SegmentKind.CLINIC:
            await manager.switch_to(Segments.renaming)
        case "remove" if segment.kind is not SegmentKind.CLINIC:
            await manager.switch_to(Segments.removing)
        case "back":
            await manager.switch_to(Segments.listing)


async def _show(manager: DialogManager) -> None:
    segment = opened(manager)
    try:
        await show_result(session_of(manager), segment)
    except FiguresError:
        await open_questionnaire(manager, segment)
        return
    await manager.done()


async def rename(manager: DialogManager, text: str) -> None:
    """A typed new name."""
    session, segment = session_of(manager), opened(manager)
    others = (other for other in session.workspace.segments.listed() if other.id != segment.id)
    name = _free_name(session, text, others)
    if name is not None:
        session.workspace.segments.rename(segment.id, name)
        await manager.switch_to(Segments.card)


async def remove(manager: DialogManager, pressed: str) -> None:
    """Remove the segment, or not."""
    session, segment = session_of(manager), opened(manager)
    if pressed != "yes" or segment.kind is SegmentKind.CLINIC:
        await manager.switch_to(Segments.card)
        return
    session.workspace.segments.remove(segment.id)
    toast(session.speak.plain("segments-removed", name=segment.name or ""))
    await manager.switch_to(Segments.listing)
