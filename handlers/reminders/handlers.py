"""What happens in the talk about reminders."""

import re
from collections.abc import Mapping

from aiogram.fsm.state import State
from aiogram_dialog import DialogManager

from handlers.places.menu import open_menu
from handlers.places.reminders import Remind
from handlers.reminders.views import FOUND
from handlers.session import session_of
from handlers.window import notice
from services.reminders.cities import alike, named, place
from services.reminders.schedule import HOURS

DRAFT = "draft"
EXAMPLE_ZONE = "Asia/Tokyo"

_NUMBER = re.compile(r"\D*(\d{1,2})\D*")
_HOUR = re.compile(r"\D*(\d{1,2})(?:[:.\-\s]?00)?\D*")
_PARTS: Mapping[str, State] = {"day": Remind.day, "hour": Remind.hour, "city": Remind.city}


async def on_overview(manager: DialogManager, pressed: str) -> None:
    """What to change, or whether to remind at all."""
    reminders = session_of(manager).workspace.reminders
    match pressed:
        case "day" | "hour" | "city":
            await manager.switch_to(_PARTS[pressed])
        case "pause":
            await reminders.pause()
        case "resume":
            await reminders.resume()
        case "unsubscribe":
            await reminders.unsubscribe()
        case "menu":
            await open_menu(manager)


async def on_day(manager: DialogManager, pressed: str) -> None:
    """A day by its button."""
    if pressed == "back":
        await _back(manager, None)
    else:
        await take_day(manager, pressed)


async def take_day(manager: DialogManager, text: str) -> None:
    """A typed day of the month."""
    read = _NUMBER.fullmatch(text)
    if read is None or not 1 <= int(read[1]) <= 31:
        notice(session_of(manager).speak("remind-bad_day"))
        return
    await _take(manager, day=int(read[1]))


async def on_hour(manager: DialogManager, pressed: str) -> None:
    """An hour by its button."""
    if pressed == "back":
        await _back(manager, Remind.day)
    else:
        await take_hour(manager, pressed)


async def take_hour(manager: DialogManager, text: str) -> None:
    """A typed full hour; not at night."""
    read = _HOUR.fullmatch(text)
    if read is None or int(read[1]) not in HOURS:
        notice(session_of(manager).speak("remind-bad_hour"))
        return
    await _take(manager, hour=int(read[1]))


async def on_city(manager: DialogManager, pressed: str) -> None:
    """A city by its button."""
    if pressed == "back":
        await _back(manager, Remind.hour)
    elif place(pressed) is not None:
        await _take(manager, city=pressed)


async def take_city(manager: DialogManager, text: str) -> None:
    """A typed city or zone; what may have been meant is asked."""
    known = named(text)
    if known is not None:
        await _take(manager, city=known.key)
        return
    found = [similar.key for similar in alike(text)]
    if not found:
        notice(session_of(manager).speak("remind-no_city", example=EXAMPLE_ZONE))
        return
    manager.dialog_data[FOUND] = found
    await manager.switch_to(Remind.choosing)


async def on_choosing(manager: DialogManager, pressed: str) -> None:
    """One of the places that may have been meant, or another try."""
    if pressed == "back":
        await manager.switch_to(Remind.city)
    else:
        await on_city(manager, pressed)


async def _take(manager: DialogManager, **chosen: int | str) -> None:
    """Keep a part of the agreement; when it is complete, it holds."""
    reminders = session_of(manager).workspace.reminders
    draft = {**await _agreed(manager), **manager.dialog_data.get(DRAFT, {}), **chosen}
    missing = next((part for part in _PARTS if part not in draft), None)
    where = place(str(draft.get("city")))
    if missing is not None or where is None:
        manager.dialog_data[DRAFT] = draft
        await manager.switch_to(_PARTS[missing or "city"])
        return
    await reminders.want(int(draft["day"]), int(draft["hour"]), where)
    manager.dialog_data.pop(DRAFT, None)
    await manager.switch_to(Remind.overview)


async def _agreed(manager: DialogManager) -> dict[str, int | str]:
    routine = await session_of(manager).workspace.reminders.routine()
    if routine is None:
        return {}
    schedule = routine.schedule
    return {"day": schedule.day, "hour": schedule.hour, "city": routine.place.key}


async def _back(manager: DialogManager, before: State | None) -> None:
    """To the agreement if there is one, else to the window before, else to the menu."""
    if await session_of(manager).workspace.reminders.routine() is not None:
        await manager.switch_to(Remind.overview)
    elif before is not None:
        await manager.switch_to(before)
    else:
        await open_menu(manager)
