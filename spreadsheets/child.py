"""The bot's side of the process that reads files, `python -m spreadsheets`, which forks for every file."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from metrics.encoding import from_json, to_json
from spreadsheets.mapping import Answers
from spreadsheets.opening import CHAT_LIMITS, Limits
from spreadsheets.reading import Preview, Step
from spreadsheets.refusals import Refusal, Refused
from spreadsheets.wire import Budget, Order
from workers.worker import Worker

_SECONDS_TO_SPARE: Final = 10.0

CHAT_BUDGET: Final = Budget()


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file that was read: its preview, and its rows packed for `spreadsheets.reading.unpack`."""

    preview: Preview
    rows: bytes


class FileReader(Worker):
    """Reads files one after another, each in a fork of a warm process, which is replaced when it is lost."""

    def __init__(self) -> None:
        super().__init__("spreadsheets", ends_with_caller=True)

    async def read(
        self,
        content: bytes,
        answers: Answers,
        report: Callable[[Step], object] = str,
        *,
        limits: Limits = CHAT_LIMITS,
        budget: Budget = CHAT_BUDGET,
    ) -> FileRead:
        """Read a file; files wait for each other in order. Cancelling ends the work at once.

        report: told of each step as it begins. Raises Refused if the file holds no visits, or costs more
        than it may; WorkerError if the reader itself is at fault.
        """
        order = to_json(Order.of(answers, limits, budget)).encode()
        # The fork's own clock ends it first; the worker's is for a process that no longer answers at all.
        seconds = budget.seconds + _SECONDS_TO_SPARE
        return await self.ask([order, content], _read, seconds, lambda step: report(Step(step)))


def _read(parts: list[bytes]) -> FileRead:
    match parts:
        case [refusal]:
            raise Refused(from_json(Refusal, refusal.decode()))
        case [preview, rows]:
            return FileRead(from_json(Preview, preview.decode()), rows)
        case _:
            raise ValueError("neither a refusal nor a file read")
