"""The durable job that draws a picture and shows it under its result, or in place of an older one."""

from collections.abc import Mapping

from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.types import BufferedInputFile, InlineKeyboardMarkup, InputMediaPhoto

from charts.requests import BridgeChart, ChannelsChart, PlanFactChart, YearMonthsChart
from charts.worker import ChartWorker
from handlers.patience import Notice, patiently
from handlers.results.keyboard import keyboard_of, stop_keyboard
from handlers.session import Session
from handlers.transport.processing import Job
from locales.texts import Speaker, Texts
from metrics.encoding import from_plain, to_plain
from services.access import NotFoundError
from services.chat import KeptChat
from services.workspace import Workspace
from workers.worker import WorkerDied, WorkerError

PICTURE = "chart"


KeptChart = BridgeChart | ChannelsChart | PlanFactChart | YearMonthsChart
"""Pictures small enough to wait in the queue as they are."""
_KINDS: Mapping[str, type[KeptChart]] = {
    kind.__name__: kind for kind in (BridgeChart, ChannelsChart, PlanFactChart, YearMonthsChart)
}


def order_picture(
    session: Session,
    chart: KeptChart,
    *,
    segment: str | None = None,
    buttons: str = "",
    slot: str | None = None,
) -> str:
    """Have the picture of a result drawn from that very result, whatever is answered in the meantime.

    segment: the id of what it is of, None for the whole clinic; buttons: the subject whose buttons it
    carries, as `keyboard_of` knows them; slot: where an older picture is replaced. Returns the job's key.
    """
    order = {
        "kind": type(chart).__name__,
        "chart": to_plain(chart),
        "segment": segment,
        "buttons": buttons,
        "slot": slot,
    }
    key = session.later(PICTURE, order)
    if slot:
        session.chat.want_picture(slot, key)
    return key


class Drawer:
    """Draws what `order_picture` ordered."""

    def __init__(self, bot: Bot, texts: Texts, worker: ChartWorker) -> None:
        self._bot = bot
        self._texts = texts
        self._worker = worker

    async def __call__(self, job: Job) -> None:
        """Draw and send. What was removed meanwhile, or ordered anew, is left out quietly."""
        order = job.order
        workspace, slot = job.workspace, order.get("slot")
        chat = job.entrance.chat(job.chat)
        if not _is_there(workspace, order["segment"]):
            return
        if slot and not await chat.wants_picture(slot, job.key):
            return
        speak = self._texts.language(workspace.language)
        keyboard = keyboard_of(speak, order["buttons"])
        try:
            png = await self._drawn(job, speak)
        except WorkerDied:
            raise
        except WorkerError:
            await self._bot.send_message(job.chat, speak("chart-failed"), reply_markup=keyboard)
            return
        await self._show(png, job, keyboard, chat)

    async def _drawn(self, job: Job, speak: Speaker) -> bytes:
        stop = stop_keyboard(speak, job.key, job.order["buttons"])
        notice = Notice(speak("chart-drawing"), stop, ChatAction.UPLOAD_PHOTO)
        chart = from_plain(_KINDS[job.order["kind"]], job.order["chart"])
        return await patiently(self._bot, job.chat, self._worker.draw(chart), notice)

    async def _show(
        self, png: bytes, job: Job, keyboard: InlineKeyboardMarkup | None, chat: KeptChat
    ) -> None:
        photo = BufferedInputFile(png, "plan.png")
        chat_id, slot = job.chat, job.order.get("slot")
        older = await chat.picture(slot) if slot else None
        if older is not None and await self._redrawn(chat_id, older, photo):
            return
        message = await self._bot.send_photo(chat_id, photo, reply_markup=keyboard)
        if slot:
            chat.picture_shown(slot, message.message_id)

    async def _redrawn(self, chat_id: int, message_id: int, photo: BufferedInputFile) -> bool:
        """Whether the older picture could be replaced; a person may have deleted it."""
        edited = await self._bot.edit_message_media(
            InputMediaPhoto(media=photo), chat_id=chat_id, message_id=message_id
        )
        return edited is not False  # the gate's word for a message out of reach


def _is_there(workspace: Workspace, segment_id: str | None) -> bool:
    """Whether a picture still has something to be of."""
    if segment_id is None:
        return True
    try:
        workspace.segments.get(segment_id)
    except NotFoundError:
        return False
    return True
