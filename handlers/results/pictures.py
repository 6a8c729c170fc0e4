"""The durable job that draws a picture and shows it under its result, or in place of an older one."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.types import BufferedInputFile, InlineKeyboardMarkup, InputMediaPhoto

from charts.requests import BridgeChart, ChannelsChart, ChartRequest
from charts.worker import ChartWorker
from handlers.patience import Notice, patiently
from handlers.results.charts import channels_chart, month_chart, year_chart
from handlers.results.keyboard import EXAMPLE, keyboard_of, month_subject, stop_keyboard
from handlers.transport.processing import Job
from locales.texts import Speaker, Texts
from metrics.encoding import from_plain
from metrics.funnel import FiguresError, Scenario
from metrics.monthly import Month
from services.access import NotFoundError
from services.example import example_forecast, example_segment
from services.segments import Segment, SegmentKind, plan_year_at
from services.workspace import Workspace
from storage.clock import Clock
from storage.queue import WorkerDiedError
from storage.repositories.pictures import Pictures
from storage.unit_of_work import UnitOfWork
from workers.worker import WorkerDied, WorkerError

PICTURE = "chart"


class ForecastPicture(StrEnum):
    """What a picture shows: a plan, its channels, a scenario against the plan, the article's clinic; a month
    or a year against its plan; the channels for the marketer, with what came so far."""

    PLAN = "plan"
    CHANNELS = "channels"
    WHAT_IF = "what_if"
    EXAMPLE = "example"
    MONTH = "month"
    YEAR = "year"
    MARKETER = "marketer"


class Drawer:
    """Draws what was ordered: `{"person", "clinic", "of", …}` as `Session.later` puts it."""

    def __init__(self, bot: Bot, texts: Texts, clock: Clock, worker: ChartWorker) -> None:
        self._bot = bot
        self._texts = texts
        self._clock = clock
        self._worker = worker

    async def __call__(self, job: Job, unit: UnitOfWork) -> None:
        """Draw and send. What was removed meanwhile, or ordered anew, is left out quietly."""
        order = job.order
        workspace = await Workspace.find(unit, order["person"], self._clock, order["clinic"])
        pictures = Pictures(unit, job.chat)
        if workspace is None or await _is_overtaken(pictures, order, job.key):
            return
        try:
            request = await self._request(workspace, order)
        except (NotFoundError, FiguresError):
            return
        if request is None:
            return
        speak = self._texts.language(workspace.language)
        keyboard = keyboard_of(speak, _subject_of(order))
        try:
            png = await self._drawn(request, job, speak)
        except WorkerDied as died:
            raise WorkerDiedError(PICTURE) from died
        except WorkerError:
            await self._bot.send_message(job.chat, speak("chart-failed"), reply_markup=keyboard)
            return
        await self._show(png, job, keyboard, pictures)

    async def _request(self, workspace: Workspace, order: Mapping[str, Any]) -> ChartRequest | None:
        if order["of"] == ForecastPicture.EXAMPLE:
            segment = example_segment(plan_year_at(self._clock.now()))
            return BridgeChart(example_forecast(segment), segment.plan_year, workspace.language)
        if order["of"] in (ForecastPicture.MONTH, ForecastPicture.YEAR):
            return await self._of_month(workspace, order)
        segment = workspace.segments.get(order["segment"])
        if order["of"] == ForecastPicture.MARKETER:
            return await channels_chart(workspace, segment)
        planned = await workspace.plans.planned(segment.id)
        if order["of"] == ForecastPicture.CHANNELS:
            plan = await workspace.plans.of_channels(segment.id)
            if plan is None or planned.conversion is None:
                return None
            return ChannelsChart(plan, planned.conversion.value, segment.plan_year, workspace.language)
        if planned.whole is None:
            return None
        subject = _subject(segment, workspace)
        if order["of"] == ForecastPicture.PLAN:
            return BridgeChart(planned, segment.plan_year, workspace.language, subject)
        tried = segment.forecast(from_plain(Scenario, order["scenario"]))
        before = segment.forecast()
        return BridgeChart(tried, segment.plan_year, workspace.language, subject, before)

    async def _of_month(self, workspace: Workspace, order: Mapping[str, Any]) -> ChartRequest | None:
        speak, month = self._texts.language(workspace.language), Month.parse(order["month"])
        if order["of"] == ForecastPicture.YEAR:
            return await year_chart(workspace, speak, month.year)
        return await month_chart(workspace, speak, month)

    async def _drawn(self, request: ChartRequest, job: Job, speak: Speaker) -> bytes:
        stop = stop_keyboard(speak, job.key, _subject_of(job.order))
        notice = Notice(speak("chart-drawing"), stop, ChatAction.UPLOAD_PHOTO)
        return await patiently(self._bot, job.chat, self._worker.draw(request), notice)

    async def _show(
        self, png: bytes, job: Job, keyboard: InlineKeyboardMarkup | None, pictures: Pictures
    ) -> None:
        photo = BufferedInputFile(png, "plan.png")
        chat_id, slot = job.chat, job.order.get("slot")
        found = await pictures.find(slot) if slot else None
        if found is not None and found[1] is not None and await self._redrawn(chat_id, found[1], photo):
            return
        message = await self._bot.send_photo(chat_id, photo, reply_markup=keyboard)
        if slot:
            pictures.shown(slot, message.message_id)

    async def _redrawn(self, chat_id: int, message_id: int, photo: BufferedInputFile) -> bool:
        """Whether the older picture could be replaced; a person may have deleted it."""
        edited = await self._bot.edit_message_media(
            InputMediaPhoto(media=photo), chat_id=chat_id, message_id=message_id
        )
        return edited is not False  # the gate's word for a message out of reach


async def _is_overtaken(pictures: Pictures, order: Mapping[str, Any], task_key: str) -> bool:
    slot = order.get("slot")
    if not slot:
        return False
    found = await pictures.find(slot)
    return found is None or found[0] != task_key


def _subject(segment: Segment, workspace: Workspace) -> str | None:
    return workspace.clinic_name if segment.kind is SegmentKind.CLINIC else segment.name


def _subject_of(order: Mapping[str, Any]) -> str:
    """Whose buttons the picture carries: a segment's, a month's, the example's, or nobody's."""
    match order["of"]:
        case ForecastPicture.EXAMPLE:
            return EXAMPLE
        case ForecastPicture.WHAT_IF | ForecastPicture.MARKETER:
            return ""
        case ForecastPicture.MONTH | ForecastPicture.YEAR:
            return month_subject(order["clinic"], Month.parse(order["month"]))
        case _:
            return str(order["segment"])
