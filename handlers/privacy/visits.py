"""The durable job that sends the kept visits of a person's clinics, each clinic's in a file of its own."""

from typing import Final, Protocol

from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.types import BufferedInputFile

from datasets.merging import UploadRows
from files.child import FileWritten
from handlers.session import Session
from handlers.transport.processing import Job
from locales.texts import Texts
from services.access import NotAllowedError
from services.workspace import Workspace
from workers.worker import WorkerDied, WorkerError

VISITS: Final = "visits"


class VisitsPen(Protocol):
    """Writes tables in a process of its own."""

    async def visits(self, uploads: list[UploadRows]) -> FileWritten:
        """A zip of tables. Raises WorkerError."""


class VisitsSender:
    """Writes and sends all visits of a person, clinic by clinic."""

    def __init__(self, bot: Bot, texts: Texts, pen: VisitsPen) -> None:
        self._bot = bot
        self._texts = texts
        self._pen = pen

    async def __call__(self, job: Job) -> None:
        """Write and send. Clinics without visits, and those the person may not take away, are left out."""
        workspace = job.workspace
        for clinic in workspace.clinics.listed():
            try:
                await self._send(workspace.of_clinic(clinic.id), job.chat)
            except NotAllowedError:
                continue

    async def _send(self, workspace: Workspace, chat: int) -> None:
        speak = self._texts.language(workspace.language)
        uploads = await workspace.uploads.everything()
        if not uploads:
            return
        await self._bot.send_chat_action(chat, ChatAction.UPLOAD_DOCUMENT)
        try:
            written = await self._pen.visits(uploads)
        except WorkerDied:
            raise
        except WorkerError:
            await self._bot.send_message(chat, speak("export_visits-failed"))
            return
        file = BufferedInputFile(written.content, f"clinic-pulse-visits.{written.suffix}")
        clinic = workspace.clinic_name or ""
        caption = speak("export_visits-ready", named="yes" if clinic else "no", clinic=clinic)
        await self._bot.send_document(chat, file, caption=caption)


async def order_visits(session: Session) -> bool:
    """Have the visits of all the person's clinics sent; False if there are none to take away."""
    for clinic in session.workspace.clinics.listed():
        try:
            has_visits = await session.workspace.of_clinic(clinic.id).uploads.is_there_any()
        except NotAllowedError:
            continue
        if has_visits:
            session.later(VISITS, {"clinic": None})
            return True
    return False
