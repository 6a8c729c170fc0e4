"""What the windows about reminders show."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from aiogram_dialog import DialogManager
from markupsafe import Markup

from handlers.session import Session, session_of
from handlers.window import Button, View, column, columns
from services.reminders.cities import Place, offered, offset_of, place
from services.reminders.routine import Routine, Status
from services.reminders.schedule import HOURS

DAYS = (1, 2, 3, 4, 5, 7, 10, 15, 20, 25)
LAST_DAY = 31
FOUND = "found"


async def overview(manager: DialogManager) -> View:
    """What was agreed, the next dates, and what can be changed."""
    session = session_of(manager)
    routine = await session.workspace.reminders.routine()
    if routine is None:
        return await day(manager)
    lines = [_agreed(session, routine), *_clinic(session), where(session, routine.place)]
    moments = await session.workspace.reminders.next_moments()
    if moments:
        zone = routine.schedule.zone
        lines.append(session.speak("remind-next"))
        lines += [session.speak("remind-moment", moment=moment(session, at, zone)) for at in moments]
    return View("\n".join(lines), _actions(session, routine.status))


async def day(manager: DialogManager) -> View:
    """The days of a month most people choose, any other typed."""
    session = session_of(manager)
    speak = session.speak
    days = columns([Button(str(number), str(number)) for number in DAYS], 5)
    last = Button(str(LAST_DAY), speak.plain("remind-day.last"))
    return View(speak("remind-day"), (*days, (last,), _back(session)))


async def hour(manager: DialogManager) -> View:
    """The hours at which people can be written to."""
    session = session_of(manager)
    hours = columns([Button(str(number), clock(number)) for number in HOURS], 4)
    return View(session.speak("remind-hour"), (*hours, _back(session)))


async def city(manager: DialogManager) -> View:
    """Cities of different hours, any other typed."""
    session = session_of(manager)
    return View(
        session.speak("remind-city"), (*_places(session, offered(session.speak.language)), _back(session))
    )


async def choosing(manager: DialogManager) -> View:
    """What a typed name may have meant."""
    session = session_of(manager)
    keys: Sequence[str] = manager.dialog_data.get(FOUND, ())
    found = [known for key in keys if (known := place(key)) is not None]
    return View(session.speak("remind-meant"), (*_places(session, found), _back(session)))


def where(session: Session, where_: Place) -> Markup:
    """«Казань: Europe/Moscow, UTC+3»; a zone chosen by its own name is not named twice."""
    offset = _offset(offset_of(where_.zone, session.clock.now()))
    if where_.key == where_.zone:
        return session.speak("remind-zone", zone=where_.zone, offset=offset)
    return session.speak(
        "remind-where", city=where_.name(session.speak.language), zone=where_.zone, offset=offset
    )


def moment(session: Session, at: datetime, zone: ZoneInfo) -> Markup:
    """«3 декабря 2026, 10:00», as clocks in the zone show it."""
    shown = at.astimezone(zone)
    return session.speak(
        "remind-date",
        day=str(shown.day),
        month=session.write.month_of(shown.month),
        year=session.write.year(shown.year),
        time=f"{shown:%H:%M}",
    )


def clock(hour_: int) -> str:
    """A full hour: «10:00»."""
    return f"{hour_}:00"


def _agreed(session: Session, routine: Routine) -> Markup:
    speak, schedule = session.speak, routine.schedule
    if routine.status is Status.PAUSED or routine.status is Status.OFF:
        return speak(f"remind-{routine.status}")
    if schedule.day == LAST_DAY:
        return speak("remind-on_last", time=clock(schedule.hour))
    return speak("remind-on", day=str(schedule.day), time=clock(schedule.hour))


def _clinic(session: Session) -> Sequence[Markup]:
    workspace = session.workspace
    if len(workspace.clinics.listed()) == 1 or workspace.clinic_name is None:
        return ()
    return (session.speak("reminder-clinic", name=workspace.clinic_name),)


def _actions(session: Session, status: Status) -> Sequence[Sequence[Button]]:
    def labelled(name: str) -> Button:
        return Button(name, session.speak.plain(f"remind-overview.{name}"))

    menu = (Button("menu", session.speak.plain("menu")),)
    if status is Status.PAUSED or status is Status.OFF:
        return ((labelled("resume"),), menu)
    return (
        (labelled("day"), labelled("hour"), labelled("city")),
        (labelled("pause"), labelled("unsubscribe")),
        menu,
    )


def _places(session: Session, places: Sequence[Place]) -> Sequence[Sequence[Button]]:
    buttons = [Button(known.key, known.name(session.speak.language)) for known in places]
    return columns(buttons, 2) if len(buttons) > 6 else column(buttons)


def _offset(offset: timedelta) -> str:
    """«UTC+3», «UTC−3:30»."""
    minutes = round(abs(offset).total_seconds() / 60)
    hours, rest = divmod(minutes, 60)
    sign = "\u2212" if offset < timedelta() else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def _back(session: Session) -> Sequence[Button]:
    return (Button("back", session.speak.plain("back")),)
