"""A file or a link in the chat, in the middle of whatever is going on there, and the buttons about it."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message, TelegramObject
from aiogram_dialog import DialogManager, ShowMode

from handlers.places.questionnaire import open_questionnaire
from handlers.places.uploads import open_undoing
from handlers.session import Session
from handlers.transport.gate import priority
from handlers.transport.pacing import Priority
from handlers.upload.fetching import MEGABYTE, NotFetched
from handlers.upload.google import is_google_link, sheet_of
from handlers.upload.keyboard import PREFIX, Do, keyboard, parsed
from handlers.upload.orders import FILE, MOST_WAITING, among_large, is_large, job_key, order
from handlers.upload.screens import WAITING, Screens
from handlers.window import View, beside_result, notice
from services.access import NotFoundError
from services.offered_uploads import OfferedUpload, Origin
from services.prefill import offers_from_json, take_over


class Document(Filter):
    """A file of any kind; what it is, its content says."""

    async def __call__(self, event: TelegramObject) -> bool:
        """Whether a message brings a file; a GIF comes as a document too, and is none."""
        return isinstance(event, Message) and event.document is not None and event.animation is None


class GoogleLink(Filter):
    """A text with a link to one of Google's documents."""

    async def __call__(self, event: TelegramObject) -> bool:
        """Whether a message brings a link."""
        return isinstance(event, Message) and event.text is not None and is_google_link(event.text)


class FileButton(Filter):
    """A button about a file."""

    async def __call__(self, event: TelegramObject) -> bool:
        """Whether the pressed button is one of ours."""
        return isinstance(event, CallbackQuery) and (event.data or "").startswith(PREFIX)


def receiving(limit: int) -> Router:
    """What deals with files of up to `limit` bytes."""
    router = Router(name="files")

    @router.message(Document())
    async def document(message: Message, session: Session) -> None:
        """Have a file read; one that cannot be fetched is answered at once."""
        file = message.document
        assert file is not None  # noqa: S101 - the filter has seen it
        size = file.file_size or 0
        if size > limit:
            key = f"upload-not-fetched-{NotFetched.TOO_BIG}"
            await session.say(session.speak(key, limit=limit // MEGABYTE))
            return
        await _begin(session, message, Origin.TELEGRAM, file.file_id, size)

    @router.message(GoogleLink())
    async def link(message: Message, session: Session) -> None:
        """Have a public sheet read."""
        sheet = sheet_of(message.text or "")
        if sheet is None:
            await session.say(session.speak("upload-not_a_sheet"))
            return
        await _begin(session, message, Origin.GOOGLE, sheet, 0)

    @router.callback_query(FileButton())
    async def pressed(query: CallbackQuery, session: Session, dialog_manager: DialogManager) -> None:
        """Do what a button says; an upload that is gone, or never was this person's, is answered politely."""
        do, upload_id, details = parsed(query.data or "")
        start = _AT_ONCE.get(do, partial(_later, do))
        async with beside_result(query, dialog_manager):
            try:
                upload = await session.workspace.go_to_upload(upload_id)
                word = await start(session, dialog_manager, upload, details)
            except NotFoundError:
                word = session.speak.plain("old_button")
            await query.answer(word)

    return router


async def _begin(session: Session, message: Message, origin: Origin, file_id: str, size: int) -> None:
    if await session.jobs.are_waiting(FILE, MOST_WAITING):
        await session.say(session.speak("upload-many_waiting", count=MOST_WAITING))
        return
    upload = session.workspace.offered_uploads.begin(
        sent_id=message.message_id, origin=origin, file_id=file_id, size=size
    )
    if is_large(upload):
        view = _screens(session, upload).doing(WAITING, str(session.update_id))
        # Where many send files, this must not keep others from their answers.
        answers_first = priority.set(Priority.BROADCAST)
        sent = await message.reply(view.text, reply_markup=keyboard(view))
        priority.reset(answers_first)
        session.workspace.offered_uploads.announced(upload, sent.message_id)
    order(session, upload, Do.SHOW, [])


async def _later(
    do: str, session: Session, _: DialogManager, upload: OfferedUpload, details: list[str]
) -> str | None:
    """What needs the file is done by the job, one step after another."""
    if do not in set(Do) - {Do.TEMPLATE} or upload.kept_id is not None:
        return session.speak.plain("old_button")
    if is_large(upload):
        await _show(session, upload, _screens(session, upload).doing(WAITING, str(session.update_id)))
    order(session, upload, do, details)
    return None


async def _stop(session: Session, _: DialogManager, upload: OfferedUpload, details: list[str]) -> str | None:
    key = job_key(session.workspace.person, details[0] if details else "")
    if not (await session.jobs.stop(key) or await session.jobs.stop(among_large(key))):
        return session.speak.plain("old_button")
    await _show(session, upload, _screens(session, upload).stopped())
    return None


async def _drop(session: Session, _: DialogManager, upload: OfferedUpload, __: list[str]) -> str | None:
    if upload.kept_id is not None:
        return session.speak.plain("old_button")
    session.workspace.offered_uploads.remove(upload)
    await _show(session, upload, View(session.speak("upload-dropped")))
    return None


async def _delete(session: Session, _: DialogManager, upload: OfferedUpload, __: list[str]) -> str | None:
    """Take the person's own message with the file out of the chat."""
    is_gone = await session.bot.delete_message(session.chat_id, upload.sent_id)
    return session.speak.plain("upload-deleted" if is_gone else "upload-not_deleted")


async def _take(
    session: Session, manager: DialogManager, upload: OfferedUpload, details: list[str]
) -> str | None:
    """Answer the questionnaire with the figures of twelve months, and show what is left to ask."""
    offered = offers_from_json(upload.offers)
    place = details[0] if details else ""
    if not place.isdecimal() or int(place) >= len(offered):
        return session.speak.plain("old_button")
    segment = await take_over(session.workspace, offered[int(place)])
    notice(session.speak("upload-taken"))
    await open_questionnaire(manager, segment, show_mode=ShowMode.SEND)
    return None


async def _undo(session: Session, manager: DialogManager, upload: OfferedUpload, _: list[str]) -> str | None:
    if upload.kept_id is None:
        return session.speak.plain("old_button")
    await open_undoing(manager, upload.kept_id)
    return None


def _screens(session: Session, upload: OfferedUpload) -> Screens:
    return Screens(session.speak, session.write, upload.id, session.clock.now())


async def _show(session: Session, upload: OfferedUpload, view: View) -> None:
    if upload.message_id is not None:
        await session.bot.edit_message_text(
            view.text, chat_id=session.chat_id, message_id=upload.message_id, reply_markup=keyboard(view)
        )


_AtOnce = Callable[[Session, DialogManager, OfferedUpload, list[str]], Awaitable[str | None]]
_AT_ONCE: Mapping[str, _AtOnce] = {
    Do.STOP: _stop,
    Do.DROP: _drop,
    Do.DELETE: _delete,
    Do.TAKE: _take,
    Do.UNDO: _undo,
}
"""What needs no file and is done at once."""
