"""Buttons under a reminder: they work for as long as it is in the chat; pressed twice is pressed once."""

from collections.abc import Mapping
from functools import partial

from aiogram.types import CallbackQuery, InlineKeyboardMarkup
from aiogram_dialog import DialogManager, ShowMode

from handlers.places.months import open_month
from handlers.reminders.message import ReminderReply, enter_keyboard, month_name, undo_keyboard
from handlers.reminders.views import moment, where
from handlers.results.keyboard import Start
from handlers.session import Session
from metrics.monthly import Month
from services.access import NotFoundError
from services.months import NEW_PATIENTS
from services.reminders.routine import Reminders
from services.workspace import Workspace


async def _enter(session: Session, manager: DialogManager, subject: str) -> None:
    workspace, month = _asked(session, subject)
    await workspace.reminders.arrived(month)
    session.workspace.go_to_clinic(workspace.clinic_id)
    await open_month(manager, month, show_mode=ShowMode.SEND)


async def _same(session: Session, manager: DialogManager, subject: str) -> None:
    """As many new patients as the last time, unless something else was entered meanwhile."""
    workspace, month = _asked(session, subject)
    previous = await workspace.months.previous(month, NEW_PATIENTS)
    if previous is not None and NEW_PATIENTS not in (await workspace.months.record(month)).cells:
        await workspace.months.enter(month, NEW_PATIENTS, previous[1])
    await _enter(session, manager, subject)


async def _snooze(days: int, session: Session, manager: DialogManager, subject: str) -> str | None:
    workspace, month = _asked(session, subject)
    again = await workspace.reminders.snooze(month, days)
    routine = await workspace.reminders.routine()
    if again is None or routine is None:
        return session.speak.plain("reminder-over")
    text = session.speak(
        "reminder-snoozed",
        month=month_name(session.write, month),
        moment=moment(session, again, routine.schedule.zone),
        where=where(session, routine.place),
    )
    await _say_instead(session, manager, text, _enter_keyboard(session, workspace, month))
    return None


async def _skip(session: Session, manager: DialogManager, subject: str) -> str | None:
    workspace, month = _asked(session, subject)
    if not await workspace.reminders.skip(month):
        return session.speak.plain("reminder-over")
    text = session.speak("reminder-skipped", month=month_name(session.write, month))
    next_ = await _next(session, workspace.reminders)
    await _say_instead(session, manager, f"{text}\n{next_}", _enter_keyboard(session, workspace, month))
    return None


async def _unsubscribe(session: Session, manager: DialogManager, subject: str) -> str | None:
    workspace, month = _asked(session, subject)
    await workspace.reminders.unsubscribe()
    keyboard = undo_keyboard(session.speak, workspace.clinic_id, month)
    await _say_instead(session, manager, session.speak("reminder-off"), keyboard)
    return None


async def _resubscribe(session: Session, manager: DialogManager, subject: str) -> str | None:
    workspace, month = _asked(session, subject)
    await workspace.reminders.resume()
    next_ = await _next(session, workspace.reminders)
    text = f"{session.speak('reminder-on')}\n{next_}"
    await _say_instead(session, manager, text, _enter_keyboard(session, workspace, month))
    return None


def _asked(session: Session, subject: str) -> tuple[Workspace, Month]:
    """The clinic and the month of a button. Raises NotFoundError for another's clinic, and for no month."""
    clinic_id, _, period = subject.partition(":")
    try:
        return session.workspace.of_clinic(clinic_id), Month.parse(period)
    except ValueError:
        raise NotFoundError(subject) from None


def _enter_keyboard(session: Session, workspace: Workspace, month: Month) -> InlineKeyboardMarkup:
    return enter_keyboard(session.speak, session.write, workspace.clinic_id, month)


async def _next(session: Session, reminders: Reminders) -> str:
    routine, moments = await reminders.routine(), await reminders.next_moments()
    if routine is None or not moments:
        return ""
    at = moment(session, moments[0], routine.schedule.zone)
    return session.speak("reminder-next", moment=at, where=where(session, routine.place))


async def _say_instead(
    session: Session, manager: DialogManager, text: str, keyboard: InlineKeyboardMarkup
) -> None:
    """Put a text in the place of the reminder; below it, if it cannot be changed any more."""
    event = manager.event
    message = event.message if isinstance(event, CallbackQuery) else None
    if message is not None:
        edited = await session.bot.edit_message_text(
            text, chat_id=session.chat_id, message_id=message.message_id, reply_markup=keyboard
        )
        if edited is not False:  # the gate's word for a message out of reach
            return
    await session.say(text, keyboard)


REPLIES: Mapping[str, Start] = {
    ReminderReply.SAME: _same,
    ReminderReply.ENTER: _enter,
    ReminderReply.TOMORROW: partial(_snooze, 1),
    ReminderReply.IN_THREE_DAYS: partial(_snooze, 3),
    ReminderReply.SKIP: _skip,
    ReminderReply.UNSUBSCRIBE: _unsubscribe,
    ReminderReply.RESUBSCRIBE: _resubscribe,
}
"""What each button starts; the same as the buttons under results."""
