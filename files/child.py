"""The bot's side of the process that reads and writes files, `python -m files`, a fork for each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from datasets.merging import UploadRows
from datasets.years import YearOfVisits
from files.wire import Budget, FileOrder, TemplateOrder, Work
from metrics.encoding import from_json, to_json
from spreadsheets.mapping import UploadAnswers
from spreadsheets.opening import CHAT_LIMITS, Limits
from spreadsheets.reading import Preview, ReadingStep
from spreadsheets.refusals import FileRefusal, FileRefusedError
from workbooks.plan_orders import ChannelBook, PlanBook
from workers.worker import Worker

_SECONDS_TO_SPARE: Final = 10.0

CHAT_BUDGET: Final = Budget()
COPY_BUDGET: Final = Budget(cpu=30, seconds=40.0)
"""A copy is read, changed and written: more than a preview, which somebody waits for."""


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file that was read: its preview, and its rows packed for `datasets.packing.unpack`."""

    preview: Preview
    rows: bytes


@dataclass(frozen=True, slots=True)
class FileWritten:
    """A workbook the bot made, and the ending of its name: «xlsx», or «xlsm» where there are macros."""

    content: bytes
    suffix: str


class FileReader(Worker):
    """Reads and writes files, each in a fork of a warm process, which is replaced when it is lost.

    limits, budget: what a file may cost where the caller does not say otherwise.
    """

    def __init__(self, limits: Limits = CHAT_LIMITS, budget: Budget = CHAT_BUDGET) -> None:
        super().__init__("files", ends_with_caller=True)
        self._limits = limits
        self._budget = budget

    async def read(
        self,
        content: bytes,
        answers: UploadAnswers,
        report: Callable[[ReadingStep], object] = str,
        *,
        key: bytes | None,
        today: date | None = None,
        limits: Limits | None = None,
        budget: Budget | None = None,
    ) -> FileRead:
        """Read a file; files wait for each other in order. Cancelling ends the work at once.

        report: told of each step as it begins; key: of the clinic, for the pseudonyms of its patients, or
        None if only the preview is wanted; today: rows of later days are bookings.
        Raises FileRefusedError if the file holds no visits, or costs more than it may; WorkerError if the
        reader itself is at fault.
        """
        limits, budget = limits or self._limits, budget or self._budget
        patient_key = None if key is None else key.hex()
        order = to_json(
            FileOrder(Work.READ, answers.to_json(), limits, budget, patient_key, today=today)
        ).encode()
        # The fork's own clock ends it first; the worker's is for a process that no longer answers at all.
        seconds = budget.seconds + _SECONDS_TO_SPARE
        return await self.ask([order, content], _read, seconds, lambda step: report(ReadingStep(step)))

    async def template(self, language: str, year: int) -> FileWritten:
        """The workbook for an owner to fill in with the figures of a year. Raises WorkerError."""
        return await self._new(Work.TEMPLATE, TemplateOrder(language, year))

    async def plan(self, order: PlanBook) -> FileWritten:
        """The plan of a year as a workbook. Raises WorkerError."""
        return await self._new(Work.PLAN, order)

    async def channel_plan(self, order: ChannelBook) -> FileWritten:
        """The plan of the channels with what came so far as a workbook. Raises WorkerError."""
        return await self._new(Work.CHANNEL_PLAN, order)

    async def annotated(
        self, content: bytes, answers: UploadAnswers, language: str, *, today: date | None = None
    ) -> FileWritten:
        """A copy of a file with every problem marked, as it is read with these answers.

        Raises FileRefusedError if the file costs more than it may, WorkerError if the writer is at fault.
        """
        said, budget = answers.to_json(), max(COPY_BUDGET, self._budget, key=lambda it: it.seconds)
        return await self._written(
            FileOrder(Work.ANNOTATE, said, self._limits, budget, language=language, today=today), content
        )

    async def years(self, uploads: Sequence[UploadRows]) -> tuple[YearOfVisits, ...]:
        """What the visits of several uploads together answer of the questionnaire. Raises WorkerError."""
        order = FileOrder(Work.YEARS, UploadAnswers().to_json(), CHAT_LIMITS, COPY_BUDGET)
        contents = (upload.content for upload in uploads)
        seconds = order.budget.seconds + _SECONDS_TO_SPARE
        return await self.ask([to_json(order).encode(), *contents], _years, seconds)

    async def visits(self, uploads: Sequence[UploadRows]) -> FileWritten:
        """The rows of several uploads as text tables in one archive. Raises WorkerError."""
        order = FileOrder(Work.VISITS, UploadAnswers().to_json(), CHAT_LIMITS, COPY_BUDGET)
        contents = (upload.content for upload in uploads)
        seconds = order.budget.seconds + _SECONDS_TO_SPARE
        return await self.ask([to_json(order).encode(), *contents], _file, seconds)

    async def _new(self, work: Work, about: TemplateOrder | PlanBook | ChannelBook) -> FileWritten:
        order = FileOrder(work, UploadAnswers().to_json(), CHAT_LIMITS, CHAT_BUDGET)
        return await self._written(order, to_json(about).encode())

    async def _written(self, order: FileOrder, about: bytes) -> FileWritten:
        seconds = order.budget.seconds + _SECONDS_TO_SPARE
        return await self.ask([to_json(order).encode(), about], _file, seconds)


def _read(parts: list[bytes]) -> FileRead:
    match parts:
        case [refusal]:
            raise FileRefusedError(from_json(FileRefusal, refusal.decode()))
        case [preview, rows]:
            return FileRead(from_json(Preview, preview.decode()), rows)
        case _:
            raise ValueError("neither a refusal nor a file read")


def _years(parts: list[bytes]) -> tuple[YearOfVisits, ...]:
    (years,) = parts
    return from_json(tuple[YearOfVisits, ...], years.decode())


def _file(parts: list[bytes]) -> FileWritten:
    match parts:
        case [refusal]:
            raise FileRefusedError(from_json(FileRefusal, refusal.decode()))
        case [suffix, content]:
            return FileWritten(content, suffix.decode())
        case _:
            raise ValueError("neither a refusal nor a file")
