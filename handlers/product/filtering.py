"""The conversation that chooses what of the clinic to show: the twelve months, a doctor, a channel…"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from aiogram_dialog import Dialog, DialogManager

from handlers.paging import page_rows, picked
from handlers.places.menu import open_menu
from handlers.places.product import Filtering, opened_with
from handlers.results.analysis.orders import order_analysis
from handlers.session import Session, session_of
from handlers.window import Button, View, columns, window
from locales.texts import Speaker
from locales.writing import Writer
from metrics.analysis import Analysis
from metrics.ltv import SMALLEST_GROUP
from metrics.selection import WHOLE, Selection
from metrics.visits import VisitField
from services.access import NotFoundError
from services.product import Product, earlier_years, segment_names
from wording.measures import field_name

PERIOD = "period"


async def _overview(manager: DialogManager) -> View:
    session, analysis, chosen = session_of(manager), await whole(manager), _selection(manager)
    speak = session.speak
    choices = [PERIOD, *(field for field in VisitField if segment_names(analysis, field)[0])]
    lines = [speak("filter"), ""]
    lines += [
        speak("filter-line", name=_choice(speak, choice), value=_value(session, chosen, choice))
        for choice in choices
    ]
    buttons = [Button(f"choose:{choice}", _choice(speak, choice)) for choice in choices]
    last = [Button("show", speak.plain("filter-show"))]
    if chosen != WHOLE:
        last.append(Button("reset", speak.plain("filter-reset")))
    return View("\n".join(lines), (*columns(buttons, 2), last, (Button("menu", speak.plain("menu")),)))


async def _on_overview(manager: DialogManager, pressed: str) -> None:
    action, _, choice = pressed.partition(":")
    match action:
        case "choose" if choice == PERIOD or choice in set(VisitField):
            manager.dialog_data.update(choice=choice, page=0)
            await manager.switch_to(Filtering.choosing)
        case "show":
            order_analysis(session_of(manager), _selection(manager))
            await manager.done()
        case "reset":
            _choose(manager, WHOLE)
        case "menu":
            await open_menu(manager)


async def _choosing(manager: DialogManager) -> View:
    session, analysis = session_of(manager), await whole(manager)
    speak, choice = session.speak, manager.dialog_data["choice"]
    if choice == PERIOD:
        title, any_label, width = speak("filter-choose-period"), "filter-latest", 2
    else:
        title, any_label, width = speak("filter-choose", name=_choice(speak, choice)), "filter-any", 1
        hidden = segment_names(analysis, VisitField(choice))[1]
        if hidden:
            title += "\n" + speak("filter-hidden", least=SMALLEST_GROUP, count=hidden)
    rows = page_rows(
        speak, _labels(session.write, analysis, choice), manager.dialog_data["page"], width=width
    )
    any_, back = Button("any", speak.plain(any_label)), Button("back", speak.plain("back"))
    return View(title, (*rows, (any_,), (back,)))


async def _on_choosing(manager: DialogManager, pressed: str) -> None:
    action, _, place = pressed.partition(":")
    choice = manager.dialog_data["choice"]
    match action:
        case "page" if place.isdecimal():
            manager.dialog_data["page"] = int(place)
            return
        case "any":
            _choose(manager, _with(_selection(manager), choice, None))
        case "pick":
            name = picked(_values(await whole(manager), choice), place)
            if name is None:
                return
            _choose(manager, _with(_selection(manager), choice, name))
    await manager.switch_to(Filtering.overview)


async def whole(manager: DialogManager) -> Analysis:
    """The latest analysis of the whole clinic, which says what there is to choose from.

    Raises NotFoundError if the uploads have changed since and it has to be reckoned anew.
    """
    analysis = await Product(session_of(manager).workspace).choices()
    if analysis is None:
        raise NotFoundError("what there is to choose from")
    return analysis


def _values(analysis: Analysis, choice: str) -> Sequence[str]:
    """What can be chosen: names as the export has them, or last days of months."""
    if choice == PERIOD:
        return [day.isoformat() for day in earlier_years(analysis)]
    return segment_names(analysis, VisitField(choice))[0]


def _labels(write: Writer, analysis: Analysis, choice: str) -> Sequence[str]:
    values = _values(analysis, choice)
    if choice != PERIOD:
        return values
    days = (date.fromisoformat(value) for value in values)
    return [f"{write.month(day.month)} {day.year}" for day in days]


def _with(chosen: Selection, choice: str, value: str | None) -> Selection:
    if choice == PERIOD:
        return replace(chosen, until=None if value is None else date.fromisoformat(value))
    return chosen.only(VisitField(choice), value)


def _value(session: Session, chosen: Selection, choice: str) -> str:
    speak = session.speak
    if choice != PERIOD:
        return chosen.name(VisitField(choice)) or speak.plain("filter-any")
    if chosen.until is None:
        return speak.plain("filter-latest")
    return speak.plain("product-year", day=session.write.day(chosen.until))


def _choice(speak: Speaker, choice: str) -> str:
    return speak.plain("filter-period") if choice == PERIOD else field_name(speak, VisitField(choice))


def _selection(manager: DialogManager) -> Selection:
    chosen = manager.dialog_data.get("selection")
    return Selection.from_json(chosen) if chosen else opened_with(manager)


def _choose(manager: DialogManager, selection: Selection) -> None:
    manager.dialog_data["selection"] = selection.to_json()


dialog = Dialog(
    window(Filtering.overview, _overview, _on_overview),
    window(Filtering.choosing, _choosing, _on_choosing),
)
