"""The durable job that writes a plan as a workbook and sends it."""

import asyncio
import html
import json
import re
from typing import Final, Protocol

from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.types import BufferedInputFile

from handlers.figures import segment_title
from handlers.forecast.keyboard import stop_keyboard
from handlers.forecast.texts import ForecastText
from locales.texts import Speaker, Texts
from locales.writing import Writer
from metrics.funnel import FiguresError, Forecast
from services.workspace import NotFoundError, Segment, SegmentKind, Workspace
from spreadsheets.child import FileWritten
from spreadsheets.plan_orders import Heading, PlanBook
from storage.clock import Clock
from storage.queue import Task, WorkerDiedError
from storage.unit_of_work import UnitOfWork
from workers.worker import WorkerDied, WorkerError

WORKBOOK: Final = "workbook"
PATIENCE = 1.0
"""Seconds before a person is told that a workbook is being written."""
_TAG: Final = re.compile(r"<[^>]+>")


class Pen(Protocol):
    """Writes workbooks in a process of its own."""

    async def plan(self, order: PlanBook) -> FileWritten:
        """Raises WorkerError."""


class PlanSender:
    """Writes and sends the plan of `{"chat", "person", "segment"}`, as `Session.later` puts it."""

    def __init__(self, bot: Bot, texts: Texts, clock: Clock, pen: Pen) -> None:
        self._bot = bot
        self._texts = texts
        self._clock = clock
        self._pen = pen

    async def __call__(self, task: Task, unit: UnitOfWork) -> None:
        """Write and send. What was removed meanwhile is left out quietly."""
        order = json.loads(task.payload)
        workspace = await Workspace.find(unit, order["person"], self._clock, order.get("clinic"))
        if workspace is None:
            return
        speak = self._texts.language(workspace.language)
        try:
            segment = workspace.segment(order["segment"])
            book = await plan_book(workspace, segment, speak)
            written = await self._written(book, order["chat"], speak, task.key, segment.id)
        except (NotFoundError, FiguresError):
            return
        except WorkerDied as died:
            raise WorkerDiedError(WORKBOOK) from died
        except WorkerError:
            await self._bot.send_message(order["chat"], speak("excel-failed"))
            return
        name = speak.plain("plan_book-file", year=str(segment.plan_year))
        file = BufferedInputFile(written.content, f"{name}.{written.suffix}")
        await self._bot.send_document(order["chat"], file, caption=speak("excel-caption"))

    async def _written(
        self, book: PlanBook, chat_id: int, speak: Speaker, task_key: str, segment_id: str
    ) -> FileWritten:
        """The workbook; whoever waits longer than a moment sees what is being done, and can stop it."""
        writing = asyncio.ensure_future(self._pen.plan(book))
        progress = None
        try:
            done, _ = await asyncio.wait({writing}, timeout=PATIENCE)
            if not done:
                await self._bot.send_chat_action(chat_id, ChatAction.UPLOAD_DOCUMENT)
                progress = await self._bot.send_message(
                    chat_id, speak("excel-writing"), reply_markup=stop_keyboard(speak, task_key, segment_id)
                )
            return await writing
        finally:
            writing.cancel()
            if progress is not None:
                await self._bot.delete_message(chat_id, progress.message_id)


async def plan_book(workspace: Workspace, segment: Segment, speak: Speaker) -> PlanBook:
    """What the workbook of a segment's plan says.

    Raises FiguresError if its answers contradict each other.
    """
    forecast = await workspace.planned(segment.id)
    heading = heading_of(workspace, segment, speak)
    how = _explained(workspace, segment, forecast, speak)
    return PlanBook(heading, forecast, await workspace.channel_plan(segment.id), how)


def heading_of(workspace: Workspace, segment: Segment, speak: Speaker) -> Heading:
    """Whose plan a workbook is, for which year, in the person's language and currency."""
    is_named = segment.kind is not SegmentKind.CLINIC or workspace.clinic_name
    subject = segment_title(speak, segment, workspace.clinic_name) if is_named else None
    return Heading(segment.plan_year, subject, workspace.language, workspace.currency)


def _explained(workspace: Workspace, segment: Segment, forecast: Forecast, speak: Speaker) -> tuple[str, ...]:
    """The lines of «Как посчитано» without markup."""
    write = Writer(workspace.language, workspace.currency)
    text = ForecastText(speak, write, segment, forecast, clinic_name=workspace.clinic_name)
    return tuple(html.unescape(_TAG.sub("", line)) for line in text.explanation())
