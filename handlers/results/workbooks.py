"""The durable job that writes a plan as a workbook and sends it."""

from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.types import BufferedInputFile

from files.child import FileWritten
from handlers.patience import Notice, patiently
from handlers.results.keyboard import stop_keyboard
from handlers.session import Session
from handlers.transport.processing import Job
from locales.texts import Speaker, Texts
from locales.writing import Writer
from metrics.allocation import MONTHS
from metrics.channels import Channel
from metrics.encoding import from_plain, to_plain
from metrics.funnel import Forecast
from metrics.monthly import Month, MonthFacts, MonthFigure
from services.access import NotFoundError
from services.segments import Segment, SegmentKind
from services.workspace import Workspace
from wording.figures import segment_title
from wording.forecast import ForecastText
from workbooks.plan_orders import ChannelBook, ChannelFacts, Heading, PlanBook
from workers.worker import WorkerDied, WorkerError

WORKBOOK: Final = "workbook"
_KINDS: Final[Mapping[str, type[PlanBook] | type[ChannelBook]]] = {
    kind.__name__: kind for kind in (PlanBook, ChannelBook)
}


class Pen(Protocol):
    """Writes workbooks in a process of its own."""

    async def plan(self, order: PlanBook) -> FileWritten:
        """Raises WorkerError."""

    async def channel_plan(self, order: ChannelBook) -> FileWritten:
        """Raises WorkerError."""


class PlanSender:
    """Writes and sends what `order_workbook` ordered."""

    def __init__(self, bot: Bot, texts: Texts, pen: Pen) -> None:
        self._bot = bot
        self._texts = texts
        self._pen = pen

    async def __call__(self, job: Job) -> None:
        """Write and send. What was removed meanwhile is left out quietly."""
        order, chat, workspace = job.order, job.chat, job.workspace
        segment_id = order["segment"]
        book = from_plain(_KINDS[order["kind"]], order["book"])
        speak = self._texts.language(workspace.language)
        try:
            workspace.segments.get(segment_id)
            stop = stop_keyboard(speak, job.key, segment_id)
            notice = Notice(speak("excel-writing"), stop, ChatAction.UPLOAD_DOCUMENT)
            written = await patiently(self._bot, chat, self._written(book), notice)
        except NotFoundError:
            return
        except WorkerDied:
            raise
        except WorkerError:
            await self._bot.send_message(chat, speak("excel-failed"))
            return
        is_for_marketer = isinstance(book, ChannelBook)
        key = "plan_book-file.marketer" if is_for_marketer else "plan_book-file"
        name = speak.plain(key, year=str(book.heading.plan_year))
        file = BufferedInputFile(written.content, f"{name}.{written.suffix}")
        caption = speak("excel-caption-marketer" if is_for_marketer else "excel-caption")
        await self._bot.send_document(chat, file, caption=caption)

    async def _written(self, book: PlanBook | ChannelBook) -> FileWritten:
        if isinstance(book, ChannelBook):
            return await self._pen.channel_plan(book)
        return await self._pen.plan(book)


def order_workbook(session: Session, book: PlanBook | ChannelBook, segment: Segment) -> str:
    """Have a workbook written from this very result, whatever is answered in the meantime.

    Returns the key of the job.
    """
    order = {"kind": type(book).__name__, "book": to_plain(book), "segment": segment.id}
    return session.later(WORKBOOK, order)


async def plan_book(workspace: Workspace, segment: Segment, speak: Speaker) -> PlanBook:
    """What the workbook of a segment's plan says.

    Raises FiguresError if its answers contradict each other.
    """
    forecast = await workspace.plans.planned(segment.id)
    heading = heading_of(workspace, segment, speak)
    how = _explained(workspace, segment, forecast, speak)
    return PlanBook(heading, forecast, await workspace.plans.of_channels(segment.id), how)


async def channel_book(workspace: Workspace, segment: Segment, speak: Speaker) -> ChannelBook:
    """What the marketer's workbook of a segment says.

    Raises FiguresError if its answers contradict each other, NotFoundError without a plan of channels.
    """
    plan = await workspace.plans.of_channels(segment.id)
    if plan is None:
        raise NotFoundError(segment.id)
    known = await workspace.months.facts() if segment.kind is SegmentKind.CLINIC else {}
    months = [known.get(Month(segment.plan_year, number)) for number in range(1, MONTHS + 1)]
    facts = tuple(_channel_facts(target.channel, months) for target in plan.targets)
    return ChannelBook(heading_of(workspace, segment, speak), plan, facts)


def _channel_facts(channel: Channel, months: Sequence[MonthFacts | None]) -> ChannelFacts:
    def known(figure: MonthFigure) -> tuple[int | None, ...]:
        told = [(month.channels.get(channel.id, {}) if month else {}).get(figure) for month in months]
        return tuple(None if value is None else int(value) for value in told)

    return ChannelFacts(channel.name, known(MonthFigure.NEW_PATIENTS), known(MonthFigure.LEADS))


def heading_of(workspace: Workspace, segment: Segment, speak: Speaker) -> Heading:
    """Whose plan a workbook is, for which year, in the person's language and currency."""
    is_named = segment.kind is not SegmentKind.CLINIC or workspace.clinic_name
    subject = segment_title(speak, segment, workspace.clinic_name) if is_named else None
    return Heading(segment.plan_year, subject, workspace.language, workspace.currency)


def _explained(workspace: Workspace, segment: Segment, forecast: Forecast, speak: Speaker) -> tuple[str, ...]:
    """The lines of «Как посчитано»."""
    write = Writer(workspace.language, workspace.currency)
    text = ForecastText(speak, write, segment, forecast, clinic_name=workspace.clinic_name)
    return tuple(line.text for line in text.explanation())
