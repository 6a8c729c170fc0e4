"""Buttons under results, pictures and reminders: what each of them starts."""

from collections.abc import Mapping

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, TelegramObject
from aiogram_dialog import DialogManager, ShowMode

from handlers.chat_text import in_chat
from handlers.places.channels import open_channels
from handlers.places.months import open_history, open_month, open_note
from handlers.places.questionnaire import open_questionnaire
from handlers.places.reminders import open_reminders
from handlers.places.segments import open_segments
from handlers.places.what_if import open_what_if
from handlers.results.charts import channels_chart
from handlers.results.keyboard import MONTH_OF, PREFIX, ResultAction, Start, keyboard_of, parse_month_subject
from handlers.results.marketer import marketer_task
from handlers.results.month import order_year
from handlers.results.pictures import PICTURE, order_picture
from handlers.results.workbooks import WORKBOOK, channel_book, order_workbook, plan_book
from handlers.session import Session
from handlers.window import beside_result
from metrics.funnel import FiguresError
from metrics.monthly import Month
from services.access import NotFoundError
from services.segments import Segment


class ResultButton(Filter):
    """A button under a result."""

    async def __call__(self, event: TelegramObject) -> bool:
        """Whether the pressed button is one of ours that needs no open conversation."""
        return isinstance(event, CallbackQuery) and (event.data or "").startswith(PREFIX)


def results_router(starts: Mapping[str, Start]) -> Router:
    """Takes the buttons under results, pictures and reminders; starts: what each begins, by its action."""

    async def pressed(query: CallbackQuery, session: Session, dialog_manager: DialogManager) -> None:
        """Start what it says; a subject that is gone, or never was this person's, is answered politely."""
        action, _, subject = (query.data or "").removeprefix(PREFIX).partition(":")
        start = starts.get(action)
        async with beside_result(query, dialog_manager):
            try:
                old = session.speak.plain("old_button")
                word = await start(session, dialog_manager, subject) if start else old
            except NotFoundError:
                word = session.speak.plain("old_button")
            await query.answer(word)

    router = Router(name="results")
    router.callback_query.register(pressed, ResultButton())
    return router


async def _what_if(session: Session, manager: DialogManager, subject: str) -> str | None:
    return await open_what_if(manager, session.workspace.go_to_segment(subject))


async def _channels(session: Session, manager: DialogManager, subject: str) -> None:
    await open_channels(manager, session.workspace.go_to_segment(subject), show_mode=ShowMode.SEND)


async def _excel(session: Session, _: DialogManager, subject: str) -> str | None:
    segment = session.workspace.go_to_segment(subject)
    try:
        book = await plan_book(session.workspace, segment, session.speak)
    except FiguresError:
        book = None
    if book is None or book.forecast.whole is None:
        return session.speak.plain("excel-none")
    order_workbook(session, book, segment)
    return session.speak.plain("excel-started")


async def _marketer(session: Session, _: DialogManager, subject: str) -> str | None:
    """The task to forward; with channels also their picture and workbook, with what came so far."""
    segment = _segment(session, subject)
    task = await marketer_task(session, segment)
    if not task:
        return session.speak.plain("marketer-none")
    await session.say(in_chat(task))
    chart = await channels_chart(session.workspace, segment)
    if chart is None:
        return session.speak.plain("marketer-hint")
    order_picture(session, chart, segment=segment.id)
    order_workbook(session, await channel_book(session.workspace, segment, session.speak), segment)
    return session.speak.plain("marketer-hint-files")


async def _data(session: Session, manager: DialogManager, subject: str) -> None:
    await open_questionnaire(manager, session.workspace.go_to_segment(subject), show_mode=ShowMode.SEND)


async def _segments(_: Session, manager: DialogManager, __: str) -> None:
    await open_segments(manager, show_mode=ShowMode.SEND)


async def _remind(session: Session, manager: DialogManager, subject: str) -> None:
    session.workspace.go_to_segment(subject)
    await open_reminders(manager, show_mode=ShowMode.SEND)


async def _begin(session: Session, manager: DialogManager, _: str) -> None:
    await open_questionnaire(manager, session.workspace.segments.whole_clinic(), show_mode=ShowMode.SEND)


async def _stop(session: Session, __: DialogManager, subject: str) -> str | None:
    """Without the picture, its buttons stay below the text."""
    task_key, _, of = subject.partition("/")
    kind, _, _ = task_key.partition(":")
    if not (kind in _STOPPED and await session.jobs.stop(task_key)):
        return session.speak.plain("old_button")
    await session.say(session.speak(_STOPPED[kind]), keyboard_of(session.speak, of))
    return None


_STOPPED: Mapping[str, str] = {PICTURE: "chart-stopped", WORKBOOK: "excel-stopped"}
"""What is said when a person stops a job, by its kind."""


async def _month(session: Session, manager: DialogManager, subject: str) -> None:
    await open_month(manager, _go_to_month(session, subject), show_mode=ShowMode.SEND)


async def _note(session: Session, manager: DialogManager, subject: str) -> None:
    await open_note(manager, _go_to_month(session, subject))


async def _year(session: Session, _: DialogManager, subject: str) -> str | None:
    month = _go_to_month(session, subject)
    return None if await order_year(session, month) else session.speak.plain("month-no_picture")


async def _months(session: Session, manager: DialogManager, subject: str) -> None:
    _go_to_month(session, subject)
    await open_history(manager, show_mode=ShowMode.SEND)


def _go_to_month(session: Session, subject: str) -> Month:
    """The month of a subject, at its clinic. Raises NotFoundError for what is none of this person's."""
    try:
        clinic, month = parse_month_subject(subject)
    except ValueError:
        raise NotFoundError(subject) from None
    session.workspace.go_to_clinic(clinic)
    return month


def _segment(session: Session, subject: str) -> Segment:
    """The segment of a subject, or the whole clinic of a month."""
    if MONTH_OF not in subject:
        return session.workspace.go_to_segment(subject)
    _go_to_month(session, subject)
    return session.workspace.segments.whole_clinic()


RESULT_STARTS: Mapping[str, Start] = {
    ResultAction.WHAT_IF: _what_if,
    ResultAction.CHANNELS: _channels,
    ResultAction.EXCEL: _excel,
    ResultAction.MARKETER: _marketer,
    ResultAction.DATA: _data,
    ResultAction.SEGMENTS: _segments,
    ResultAction.REMIND: _remind,
    ResultAction.BEGIN: _begin,
    ResultAction.STOP: _stop,
    ResultAction.MONTH: _month,
    ResultAction.NOTE: _note,
    ResultAction.YEAR: _year,
    ResultAction.MONTHS: _months,
}
"""What each button under a plan or a month starts."""
