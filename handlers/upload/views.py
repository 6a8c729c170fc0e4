"""What the list of uploads shows."""

from fractions import Fraction

from aiogram_dialog import DialogManager

from handlers.paging import page_of, turn
from handlers.session import Session, session_of
from handlers.window import Button, View, column
from locales.writing import Writer
from metrics.money import KOPECKS
from services.access import NotFoundError
from services.uploads import KeptUpload
from wording.figures import write_period


async def listing(manager: DialogManager) -> View:
    """Every upload, the newest first, and how to send more."""
    session = session_of(manager)
    speak = session.speak
    uploads = (await session.workspace.uploads.listed())[::-1]
    page = page_of(uploads, manager.dialog_data.get("page", 0))
    shown = column(Button(f"open:{made.id}", _item(session, made)) for made in page.shown)
    rows = (*shown, *page.turns(speak, turn), (Button("template", speak.plain("uploads.template")),))
    text = speak("uploads") if uploads else f"{speak('uploads')}\n{speak('uploads.none')}"
    return View(text, (*rows, (Button("menu", speak.plain("menu")),)))


async def card(manager: DialogManager) -> View:
    """One upload: when it came, what it holds."""
    session, made = session_of(manager), await opened(manager)
    speak = session.speak
    key = "uploads-card" if made.turnover is not None else "uploads-card.no_money"
    turnover = "" if made.turnover is None else session.write.money(Fraction(made.turnover, KOPECKS))
    day = session.write.day(made.kept_at.date())
    text = speak(key, day=day, patients=made.patients, turnover=turnover, **_figures(session.write, made))
    change = "redo" if made.is_undone else "undo"
    if made.is_undone:
        text = speak("uploads-card.undone") + "\n" + text
    offered = [change, "erase"] if made.is_undone else [change]
    buttons = [Button(each, speak.plain(f"uploads-card.{each}")) for each in offered]
    return View(text, column([*buttons, Button("back", speak.plain("back"))]))


async def undoing(manager: DialogManager) -> View:
    """Asks before the visits of an upload stop counting."""
    return await _asking(manager, "uploads-undo")


async def redoing(manager: DialogManager) -> View:
    """Asks before the visits of an upload count again."""
    return await _asking(manager, "uploads-redo")


async def erasing(manager: DialogManager) -> View:
    """Asks before an undone upload is deleted for good."""
    return await _asking(manager, "uploads-erase")


async def opened(manager: DialogManager) -> KeptUpload:
    """The upload the dialog is about. Raises NotFoundError for an id that is not this clinic's."""
    start = manager.start_data if isinstance(manager.start_data, dict) else {}
    wanted = manager.dialog_data.get("upload") or start.get("upload")
    for made in await session_of(manager).workspace.uploads.listed():
        if made.id == wanted:
            return made
    raise NotFoundError(wanted)


async def _asking(manager: DialogManager, key: str) -> View:
    session, made = session_of(manager), await opened(manager)
    speak = session.speak
    buttons = [Button("yes", speak.plain(f"{key}.yes")), Button("back", speak.plain("back"))]
    return View(speak(key, **_figures(session.write, made)), column(buttons))


def _item(session: Session, made: KeptUpload) -> str:
    return session.speak.plain(
        "uploads.undone" if made.is_undone else "uploads.item", **_figures(session.write, made)
    )


def _figures(write: Writer, made: KeptUpload) -> dict[str, str | int]:
    return {**write_period(write, made.first_day, made.last_day), "rows": made.rows}
