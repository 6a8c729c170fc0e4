"""The conversation that chooses two segments to compare."""

from aiogram_dialog import Dialog, DialogManager

from handlers.paging import page_rows, picked
from handlers.places.menu import open_menu
from handlers.places.product import Comparing, opened_with
from handlers.product.filtering import whole
from handlers.results.analysis.orders import order_comparison
from handlers.session import session_of
from handlers.window import Button, View, columns, window
from metrics.ltv import SMALLEST_GROUP
from metrics.visits import VisitField
from services.product import segment_names
from wording.measures import field_name

TWO = 2


async def _kind(manager: DialogManager) -> View:
    session, analysis = session_of(manager), await whole(manager)
    speak = session.speak
    kinds = [field for field in VisitField if len(segment_names(analysis, field)[0]) >= TWO]
    buttons = [Button(f"kind:{field}", field_name(speak, field)) for field in kinds]
    text = speak("compare") if kinds else speak("compare-nothing", least=SMALLEST_GROUP)
    return View(text, (*columns(buttons, 2), (Button("menu", speak.plain("menu")),)))


async def _on_kind(manager: DialogManager, pressed: str) -> None:
    action, _, kind = pressed.partition(":")
    if action == "kind" and kind in set(VisitField):
        manager.dialog_data.update(kind=kind, page=0)
        await manager.switch_to(Comparing.first)
    elif action == "menu":
        await open_menu(manager)


async def _first(manager: DialogManager) -> View:
    speak = session_of(manager).speak
    name = field_name(speak, VisitField(manager.dialog_data["kind"]))
    return await _list(manager, speak("compare-first", name=name))


async def _second(manager: DialogManager) -> View:
    speak = session_of(manager).speak
    return await _list(manager, speak("compare-second", first=manager.dialog_data["first"]))


async def _list(manager: DialogManager, text: str) -> View:
    speak = session_of(manager).speak
    rows = page_rows(speak, await _names(manager), manager.dialog_data["page"])
    return View(text, (*rows, (Button("back", speak.plain("back")),)))


async def _on_first(manager: DialogManager, pressed: str) -> None:
    name = await _pressed(manager, pressed)
    if name is not None:
        manager.dialog_data.update(first=name, page=0)
        await manager.switch_to(Comparing.second)
    elif pressed == "back":
        await manager.switch_to(Comparing.kind)


async def _on_second(manager: DialogManager, pressed: str) -> None:
    name = await _pressed(manager, pressed)
    if name is not None:
        within = opened_with(manager)
        kind, first = VisitField(manager.dialog_data["kind"]), manager.dialog_data["first"]
        order_comparison(session_of(manager), within.only(kind, first), within.only(kind, name))
        await manager.done()
    elif pressed == "back":
        manager.dialog_data["first"] = None
        await manager.switch_to(Comparing.first)


async def _pressed(manager: DialogManager, pressed: str) -> str | None:
    """The name that was pressed, if one was; a page is turned here."""
    action, _, place = pressed.partition(":")
    if action == "page" and place.isdecimal():
        manager.dialog_data["page"] = int(place)
    return picked(await _names(manager), place) if action == "pick" else None


async def _names(manager: DialogManager) -> list[str]:
    """Whom to choose from: each name of the column, but for one chosen already."""
    names, _ = segment_names(await whole(manager), VisitField(manager.dialog_data["kind"]))
    return [name for name in names if name != manager.dialog_data.get("first")]


dialog = Dialog(
    window(Comparing.kind, _kind, _on_kind),
    window(Comparing.first, _first, _on_first),
    window(Comparing.second, _second, _on_second),
)
