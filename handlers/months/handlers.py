"""What happens in the windows of the months."""

from fractions import Fraction

from aiogram_dialog import DialogManager, ShowMode

from handlers.doubts import DOUBT, answer_to_keep, option_pressed
from handlers.months.views import SAME, UNKNOWN, current_cell, shown_year
from handlers.places.menu import open_menu
from handlers.places.months import (
    History,
    MonthEntry,
    last_month,
    month_of,
    open_history,
    open_month,
    open_new_year,
    session_at,
)
from handlers.places.questionnaire import open_questionnaire
from handlers.results.month import order_year, show_month
from handlers.window import notice, toast
from metrics.allocation import MONTHS
from metrics.monthly import Month
from services.answers import UNKNOWN as DONT_KNOW
from services.answers import Answer
from services.month_entry import (
    EARLIEST,
    consider_month,
    enterable,
    marketing_channels,
    month_value,
    next_question,
    questions,
    read_month_answer,
    settle_month,
)
from services.months import LONGEST_NOTE, Cell
from services.new_year import offer_of, roll_over
from services.typed import AnswerOutcome, exactly

YEARS_SHOWN = EARLIEST // MONTHS
"""How many years before the running one can be leafed through."""


async def choose(manager: DialogManager, pressed: str) -> None:
    """A button under a question: the previous value, «Не знаю», or ‹ Назад."""
    if pressed == "back":
        await _go_back(manager)
        return
    cell = current_cell(manager)
    chosen, _, asked = pressed.partition(":")
    if asked != cell.code:
        return  # a second tap on a question already answered
    if chosen == UNKNOWN:
        await _keep(manager, cell, DONT_KNOW)
    elif chosen == SAME:
        previous = await session_at(manager).workspace.months.previous(month_of(manager), cell)
        if previous is not None:
            await _settle(manager, cell, previous[1])


async def _settle(manager: DialogManager, cell: Cell, value: Fraction) -> None:
    record = await session_at(manager).workspace.months.record(month_of(manager))
    await _take(manager, cell, consider_month(cell, exactly(value), record, value))


async def answer(manager: DialogManager, text: str) -> None:
    """A typed figure, be it «не знаю»; also while a doubt about the one before is shown."""
    session, cell = session_at(manager), current_cell(manager)
    if text.strip().casefold() == session.speak.plain("unknown").casefold():
        await _keep(manager, cell, DONT_KNOW)
        return
    months = session.workspace.months
    previous = await months.previous(month_of(manager), cell)
    outcome = read_month_answer(
        cell,
        text,
        await months.record(month_of(manager)),
        previous[1] if previous else None,
        language=session.workspace.language,
        currency=session.workspace.currency,
    )
    await _take(manager, cell, outcome)


async def take_as(manager: DialogManager, pressed: str) -> None:
    """How a doubtful figure is meant."""
    cell = current_cell(manager)
    if pressed == "retype":
        await manager.switch_to(MonthEntry.asking)
        return
    option = option_pressed(manager, pressed, cell.code)
    if option is None:
        return
    months = session_at(manager).workspace.months
    previous = await months.previous(month_of(manager), cell)
    record = await months.record(month_of(manager))
    await _take(manager, cell, settle_month(cell, option, record, previous[1] if previous else None))


async def _take(manager: DialogManager, cell: Cell, outcome: AnswerOutcome) -> None:
    kept = await answer_to_keep(
        manager,
        session_at(manager),
        outcome,
        example=f"month-ask-{cell.figure}.example",
        asking=MonthEntry.asking,
        doubting=MonthEntry.doubting,
    )
    if kept is not None:
        await _keep(manager, cell, kept)


async def _keep(manager: DialogManager, cell: Cell, given: Answer) -> None:
    session, month = session_at(manager), month_of(manager)
    record = await session.workspace.months.enter(month, cell, month_value(given))
    data = manager.dialog_data
    data.pop(DOUBT, None)
    if data.pop("editing", False):
        await manager.switch_to(MonthEntry.card)
        return
    channels = await marketing_channels(session.workspace)
    upcoming = next_question(record, channels)
    if upcoming is not None:
        data.update(cell=upcoming.code, answered=cell.code)
        await manager.switch_to(MonthEntry.asking)
    elif channels and not cell.channel:
        await manager.switch_to(MonthEntry.channels)
    else:
        await _finish(manager)


async def _finish(manager: DialogManager) -> None:
    session, month = session_at(manager), month_of(manager)
    await manager.done()
    await show_month(session, month)
    if await offer_of(session.workspace, session.clock.now()) is not None:
        await open_new_year(manager, show_mode=ShowMode.SEND)


async def _go_back(manager: DialogManager) -> None:
    session, data, cell = session_at(manager), manager.dialog_data, current_cell(manager)
    data.pop("answered", None)
    if data.pop("editing", False):
        await manager.switch_to(MonthEntry.card)
        return
    asked = questions(await marketing_channels(session.workspace))
    position = asked.index(cell) if cell in asked else 0
    if not position:
        await open_menu(manager)
    else:
        data["cell"] = asked[position - 1].code


async def on_channels(manager: DialogManager, pressed: str) -> None:
    """Tell the month by channel, or go on without."""
    if pressed == "skip":
        await _finish(manager)
    elif pressed == "enter":
        await _ask_channels(manager)


async def _ask_channels(manager: DialogManager) -> None:
    found = await marketing_channels(session_at(manager).workspace)
    first = next((cell for cell in questions(found) if cell.channel), None)
    if first is not None:
        manager.dialog_data.update(cell=first.code)
        manager.dialog_data.pop("answered", None)
        await manager.switch_to(MonthEntry.asking)


async def on_card(manager: DialogManager, pressed: str) -> None:
    """A button of a month's card."""
    session, month = session_at(manager), month_of(manager)
    action, _, code = pressed.partition(":")
    match action:
        case "edit" if code in {cell.code for cell in questions(())}:
            manager.dialog_data.update(cell=code, editing=True)
            manager.dialog_data.pop("answered", None)
            await manager.switch_to(MonthEntry.asking)
        case "channels":
            await _ask_channels(manager)
        case "note":
            await manager.switch_to(MonthEntry.noting)
        case "result":
            await manager.done()
            await show_month(session, month)
        case "history":
            await open_history(manager)
        case "menu":
            await open_menu(manager)


async def clear_note(manager: DialogManager, pressed: str) -> None:
    """Take the note away, or leave it."""
    session, month = session_at(manager), month_of(manager)
    if pressed == "remove":
        await session.workspace.months.write_note(month, None)
    await manager.switch_to(MonthEntry.card)


async def write_note(manager: DialogManager, text: str) -> None:
    """A typed note."""
    session, month = session_at(manager), month_of(manager)
    note = text.strip()
    if not 0 < len(note) <= LONGEST_NOTE:
        notice(session.speak("month-note-long", most=LONGEST_NOTE))
        return
    await session.workspace.months.write_note(month, note)
    toast(session.speak.plain("settings-saved"))
    await manager.switch_to(MonthEntry.card)


async def on_history(manager: DialogManager, pressed: str) -> None:
    """Open a month, another year or the picture."""
    session = session_at(manager)
    last = await last_month(session)
    action, _, what = pressed.partition(":")
    match action:
        case "open":
            await _open(manager, what, last)
        case "year" if what.isdecimal() and last.year - YEARS_SHOWN <= int(what) <= last.year:
            manager.dialog_data["year"] = int(what)
            await manager.switch_to(History.listing)
        case "picture":
            month = min(last, Month(await shown_year(manager), MONTHS))
            await order_year(session, month)
        case "menu":
            await open_menu(manager)


async def _open(manager: DialogManager, text: str, last: Month) -> None:
    session = session_at(manager)
    try:
        month = Month.parse(text)
    except ValueError:
        return
    if enterable(month, last.shift(1)) or (await session.workspace.months.record(month)).cells:
        await open_month(manager, month)


async def on_new_year(manager: DialogManager, pressed: str) -> None:
    """Make the year that ended the last one, or leave it."""
    session = session_at(manager)
    offer = await offer_of(session.workspace, session.clock.now())
    if pressed != "yes" or offer is None:
        await open_menu(manager)
        return
    await open_questionnaire(manager, await roll_over(session.workspace, offer))
