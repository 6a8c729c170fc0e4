"""The durable job behind every step with a file: fetch it, read it, show what it is taken for, keep it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Protocol, TypeVar

import structlog
from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.types import BufferedInputFile, ReplyParameters

from clock import Clock
from datasets.merging import UploadRows
from datasets.years import YearOfVisits
from files.child import FileRead, FileWritten
from files.wire import Budget
from handlers.results.analysis.orders import order_sum_up
from handlers.transport.processing import Job
from handlers.upload.fetching import Fetcher, NotFetchedError
from handlers.upload.kept import figures_view, kept_view
from handlers.upload.keyboard import Do, keyboard
from handlers.upload.orders import FILE, among_large, is_large
from handlers.upload.recent import RecentFiles
from handlers.upload.screens import NAMEABLE, Screens, is_worth_keeping
from handlers.window import View
from locales.texts import Texts
from locales.writing import Writer
from services.access import NotFoundError
from services.limits import LimitReachedError, Quota
from services.offered_uploads import OfferedUpload
from services.prefill import offers, offers_to_json, take_figures
from services.segments import plan_year_at
from services.uploads import KeepingOutcome
from services.workspace import Workspace
from spreadsheets.mapping import UploadAnswers
from spreadsheets.reading import Preview, ReadingStep
from spreadsheets.refusals import FileRefusal, FileRefusedError, RefusalReason
from spreadsheets.synonyms import ColumnField
from workers.worker import WorkerDied, WorkerError

PATIENCE: Final = 1.0
"""Seconds before a person is told what is being done, and between two looks at what it is now."""
FETCHING: Final = "fetching"
Done = TypeVar("Done")
log = structlog.stdlib.get_logger(__name__)


class UploadReader(Protocol):
    """Reads a file in a process of its own."""

    async def read(
        self,
        content: bytes,
        answers: UploadAnswers,
        report: Callable[[ReadingStep], object],
        *,
        key: bytes,
        today: date,
        budget: Budget | None,
    ) -> FileRead:
        """Raises FileRefusedError if the file holds no visits, WorkerError if the reader is at fault."""

    async def annotated(
        self, content: bytes, answers: UploadAnswers, language: str, *, today: date
    ) -> FileWritten:
        """A copy with every problem marked. Raises FileRefusedError, WorkerError."""

    async def template(self, language: str, year: int) -> FileWritten:
        """The workbook to fill in. Raises WorkerError."""

    async def years(self, uploads: Sequence[UploadRows]) -> tuple[YearOfVisits, ...]:
        """What the visits of several uploads together answer of the questionnaire. Raises WorkerError."""


@dataclass(frozen=True, slots=True)
class UploadParts:
    """What the job works with.

    limit: of a file, in bytes; quota: of a clinic; budget: what reading a file may cost here, None for all it
    may cost at all. What would cost more is put among the tasks of the kind `slower`.
    """

    bot: Bot
    texts: Texts
    clock: Clock
    reader: UploadReader
    fetcher: Fetcher
    recent: RecentFiles
    limit: int
    quota: Quota
    budget: Budget | None = None
    slower: str | None = None

    async def __call__(self, job: Job) -> None:
        """Do what was ordered: `{"upload", "do", "details"}`, unless it is gone."""
        order, workspace = job.order, job.workspace
        if order["do"] == Do.TEMPLATE:
            await self._send_template(workspace, job.chat)
            return
        try:
            upload = await workspace.go_to_upload(order["upload"])
        except NotFoundError:
            return
        if upload.kept_id is not None:
            return
        try:
            await _Errand(self, workspace, upload, job).run(order)
        except _TakesLongError:
            self._hand_over(job)

    def _hand_over(self, job: Job) -> None:
        """Let those go first who wait for something small."""
        assert self.slower is not None  # noqa: S101 - nothing takes too long where all may be spent
        cause = among_large(_number_of(job))
        job.jobs.order(self.slower, job.order, clinic=job.order["clinic"], cause=cause, line=FILE)

    async def _send_template(self, workspace: Workspace, chat_id: int) -> None:
        speak = self.texts.language(workspace.language)
        await self.bot.send_chat_action(chat_id, ChatAction.UPLOAD_DOCUMENT)
        try:
            written = await self.reader.template(workspace.language, plan_year_at(self.clock.now()) - 1)
        except WorkerError as error:
            log.error("template not written", error=type(error).__name__, place=str(error))
            await self.bot.send_message(chat_id, speak("failed"))
            return
        name = f"{speak.plain('template-file')}.{written.suffix}"
        await self.bot.send_document(
            chat_id, BufferedInputFile(written.content, name), caption=speak("upload-template")
        )


def _number_of(job: Job) -> str:
    """The number of the update that ordered a job."""
    return job.key.split(":")[2]


class _TakesLongError(Exception):
    """Reading the file costs more than it may here."""


class _Errand:
    """One order about one upload."""

    def __init__(self, files: UploadParts, workspace: Workspace, upload: OfferedUpload, job: Job) -> None:
        self._files = files
        self._workspace = workspace
        self._uploads = workspace.uploads
        self._upload = upload
        self._chat = job.chat
        self._jobs = job.jobs
        self._number = _number_of(job)
        self._doing: str = FETCHING
        self._is_covered = is_large(upload)
        speak = files.texts.language(workspace.language)
        self._write = Writer(workspace.language, workspace.currency)
        self._speak = speak
        self._screens = Screens(speak, self._write, upload.id, files.clock.now())

    async def run(self, order: Mapping[str, Any]) -> None:
        """Show what comes of it, whatever that is."""
        try:
            view = await self._result(order)
            if view is not None:
                await self._show(view)
        except NotFetchedError as error:
            await self._show(self._screens.not_fetched(error.reason, self._files.limit))
        except WorkerError as error:
            log.error("file not read", error=type(error).__name__, place=str(error))
            await self._show(self._screens.failed())

    async def _result(self, order: Mapping[str, Any]) -> View | None:
        """What to show; nothing where the message about the file is right as it is."""
        found = await self._watched(self._current())
        details: list[str] = order["details"]
        if isinstance(found, FileRefusal):
            if order["do"] == Do.ANSWER and found.reason is RefusalReason.NO_COLUMNS and found.letters:
                return await self._named(found, details)
            return self._screens.refused(found)
        match order["do"], details:
            case Do.ANSWER, [ask, place]:
                return await self._with(found, _answered(self._answers, found, ask, place))
            case Do.NAME, [letter, *field]:
                return await self._with(found, _renamed(self._answers, letter, *field))
            case Do.COLUMNS, [page]:
                return self._screens.columns(found.preview, int(page) if page.isdecimal() else 0)
            case Do.COLUMN, [letter]:
                return self._screens.column(found.preview, letter)
            case Do.YEAR, [year] if year.isdecimal():
                return await self._with(found, replace(self._answers, year=int(year)))
            case Do.KEEP, _ if is_worth_keeping(found.preview) and not found.preview.questions:
                return await self._kept(found)
            case Do.COPY, _ if found.preview.problem_count:
                return await self._copied(found)
            case _:
                return await self._preview(found)

    @property
    def _today(self) -> date:
        return self._files.clock.now().date()

    @property
    def _answers(self) -> UploadAnswers:
        return UploadAnswers.from_json(self._upload.answers)

    async def _current(self) -> FileRead | FileRefusal:
        """What the file is with the answers so far, at first with those of the last file of its shape."""
        found = await self._read(self._upload.answers)
        shape = found.shape if isinstance(found, FileRefusal) else found.preview.shape
        if self._upload.shape is not None or not shape:
            return found
        remembered = await self._uploads.remembered(shape)
        if remembered is not None:
            known = _that_fit(remembered, found).to_json()
            again = await self._read(known)
            if isinstance(again, FileRead):
                self._upload.answers, found = known, again
        self._upload.shape = shape
        self._workspace.offered_uploads.save(self._upload)
        return found

    async def _read(self, answers: str) -> FileRead | FileRefusal:
        recent, upload = self._files.recent, self._upload
        key = await self._uploads.patient_key()
        read = recent.reading(upload.id, answers, key)
        if read is not None:
            return read
        content = recent.content(upload.id)
        if content is None:
            content = await self._files.fetcher.fetch(upload)
            recent.keep(upload.id, content)
        try:
            read = await self._read_twice(content, UploadAnswers.from_json(answers), key)
        except FileRefusedError as refused:
            if refused.refusal.reason is RefusalReason.TOO_HEAVY and self._files.slower is not None:
                raise _TakesLongError from None
            return refused.refusal
        recent.keep_reading(upload.id, answers, key, read)
        return read

    async def _read_twice(self, content: bytes, answers: UploadAnswers, key: bytes) -> FileRead:
        """A process that was lost over the file may not have been lost because of it."""
        try:
            return await self._read_once(content, answers, key)
        except WorkerDied:
            return await self._read_once(content, answers, key)

    async def _read_once(self, content: bytes, answers: UploadAnswers, key: bytes) -> FileRead:
        return await self._files.reader.read(
            content, answers, self._report, key=key, today=self._today, budget=self._files.budget
        )

    def _report(self, step: ReadingStep) -> None:
        self._doing = step

    async def _with(self, found: FileRead, answers: UploadAnswers) -> View:
        """The file with other answers; with those before if it cannot be read so."""
        changed = await self._watched(self._read(answers.to_json()))
        if isinstance(changed, FileRefusal):
            return await self._preview(found, refusal=changed)
        self._upload.answers = answers.to_json()
        self._workspace.offered_uploads.save(self._upload)
        return await self._preview(changed)

    async def _named(self, refusal: FileRefusal, details: list[str]) -> View:
        """A table without a known header, one of whose columns was just named."""
        missing, *_ = refusal.missing
        letter = _chosen(refusal.letters, details[1]) if details[:1] == [missing] and details[1:] else None
        if letter is None:
            return self._screens.refused(refusal)
        columns: dict[str, ColumnField | None] = {**self._answers.columns, letter: ColumnField(missing)}
        answers = replace(self._answers, columns=columns).to_json()
        found = await self._watched(self._read(answers))
        if isinstance(found, FileRefusal) and missing in found.missing:
            return self._screens.refused(found)
        self._upload.answers = answers
        self._workspace.offered_uploads.save(self._upload)
        return self._screens.refused(found) if isinstance(found, FileRefusal) else await self._preview(found)

    async def _preview(self, found: FileRead, refusal: FileRefusal | None = None) -> View:
        remembered = await self._uploads.remembered(self._upload.shape or found.preview.shape)
        is_remembered = remembered is not None and _same_columns(remembered, self._answers)
        return self._screens.preview(found.preview, is_remembered=is_remembered, refusal=refusal)

    async def _kept(self, found: FileRead) -> View:
        """Keep the visits, and answer the questionnaire with the figures, whichever the file has."""
        preview, upload = found.preview, self._upload
        try:
            kept = await self._uploads.keep(found, self._files.quota) if preview.rows else None
        except LimitReachedError as reached:
            return self._screens.full(reached.limit, self._files.quota)
        lasting = replace(self._answers, year=None)  # the next table has another newest year
        if lasting != UploadAnswers():
            self._uploads.remember(upload.shape or preview.shape, lasting)
        self._files.recent.forget(upload.id)
        taken = await take_figures(self._workspace, preview.figures) if preview.figures else None
        if kept is None:
            self._workspace.offered_uploads.remove(upload)
            return figures_view(self._speak, taken)
        preview = replace(preview, years=await self._years(preview))
        upload.kept_id = kept.upload.id
        upload.offers = offers_to_json(offers(preview.years))
        self._workspace.offered_uploads.save(upload)
        if kept.outcome is not KeepingOutcome.SAME:
            order_sum_up(self._jobs, self._workspace.clinic_id, self._number)
        return kept_view(self._speak, self._write, upload.id, kept, preview, taken)

    async def _years(self, preview: Preview) -> tuple[YearOfVisits, ...]:
        """The years of everything uploaded; of this file alone if they cannot be worked out."""
        uploads = await self._uploads.rows()
        if len(uploads) <= 1:
            return preview.years
        try:
            return await self._watched(self._files.reader.years(uploads))
        except WorkerError as error:
            log.error("uploads not merged", error=type(error).__name__, place=str(error))
            return preview.years

    async def _copied(self, found: FileRead) -> View | None:
        """Send a copy of the file with every problem marked; the preview stays as it is."""
        content = self._files.recent.content(self._upload.id) or await self._files.fetcher.fetch(self._upload)
        language = self._workspace.language
        try:
            marked = await self._watched(
                self._files.reader.annotated(content, self._answers, language, today=self._today)
            )
        except FileRefusedError as refused:
            return await self._preview(found, refusal=refused.refusal)
        name = f"{self._speak.plain('upload-copy-name')}.{marked.suffix}"
        caption = self._speak("upload-copy-caption", count=found.preview.problem_count)
        await self._files.bot.send_document(
            self._chat, BufferedInputFile(marked.content, name), caption=caption
        )
        return await self._preview(found) if self._is_covered else None

    async def _watched(self, work: Awaitable[Done]) -> Done:
        """Do something; whoever waits longer than a moment sees what is being done, and can stop it."""
        working, shown = asyncio.ensure_future(work), ""
        try:
            while not (await asyncio.wait({working}, timeout=PATIENCE))[0]:
                await self._files.bot.send_chat_action(self._chat, ChatAction.TYPING)
                if shown != self._doing:
                    shown, self._is_covered = self._doing, True
                    await self._show(self._screens.doing(shown, self._number))
            return await working
        finally:
            working.cancel()
            await asyncio.wait({working})

    async def _show(self, view: View) -> None:
        """Show a view in the message about this file; a new one when there is none, or it is out of reach."""
        bot, upload = self._files.bot, self._upload
        if upload.message_id is not None and await bot.edit_message_text(
            view.text, chat_id=self._chat, message_id=upload.message_id, reply_markup=keyboard(view)
        ):
            return
        sent = await bot.send_message(
            self._chat,
            view.text,
            reply_markup=keyboard(view),
            reply_parameters=ReplyParameters(message_id=upload.sent_id, allow_sending_without_reply=True),
        )
        await self._workspace.offered_uploads.shown(upload, sent.message_id)


def _answered(answers: UploadAnswers, found: FileRead, ask: str, place: str) -> UploadAnswers:
    """The answers with one more; as they are if the question is not open any more."""
    question = next((each for each in found.preview.questions if each.ask == ask), None)
    choice = _chosen(question.choices, place) if question else None
    if question is None or choice is None:
        return answers
    return answers.answering(question, choice)


def _renamed(answers: UploadAnswers, letter: str, field: str = "") -> UploadAnswers:
    """The answers with a column that is something else; as they are for what no column can be."""
    if field and field not in set(NAMEABLE):
        return answers
    return replace(answers, columns={**answers.columns, letter: ColumnField(field) if field else None})


def _that_fit(remembered: UploadAnswers, found: FileRead | FileRefusal) -> UploadAnswers:
    """What was said of files of this shape, without sheets that this one has not."""
    there = set() if isinstance(found, FileRefusal) else {sheet.name for sheet in found.preview.sheets}
    return remembered if set(remembered.sheets) <= there else replace(remembered, sheets=())


def _same_columns(one: UploadAnswers, other: UploadAnswers) -> bool:
    return replace(one, sheets=(), year=None) == replace(other, sheets=(), year=None)


def _chosen(choices: tuple[str, ...], place: str) -> str | None:
    return choices[int(place)] if place.isdecimal() and int(place) < len(choices) else None
