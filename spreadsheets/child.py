"""The bot's side of the processes that read files: one for each file, limited, and gone after it.

A process is `python -m spreadsheets`. It imports nothing of the messenger, and the bot imports no pandas. The
next process warms up while nobody waits for it.
"""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from metrics.encoding import from_json, to_json
from spreadsheets.mapping import Answers
from spreadsheets.opening import CHAT_LIMITS, Limits
from spreadsheets.reading import Preview, Step
from spreadsheets.refusals import MEGABYTE, Reason, Refusal, Refused, refuse
from spreadsheets.wire import ANSWER, REQUEST, Budget, Order, Outcome

_ROOT: Final = Path(__file__).parent.parent
_SECONDS_TO_WARM_UP: Final = 120.0
_SECONDS_TO_LEAVE: Final = 2.0
_CHUNK: Final = 256 * 1024
_LONGEST_ANSWER: Final = 512 * MEGABYTE
_FEW_THREADS: Final = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS", "MALLOC_ARENA_MAX"), "1"
)
"""Each thread takes tens of megabytes of addresses, which the limit counts."""

CHAT_BUDGET: Final = Budget()


class ReadingError(Exception):
    """A file was not read for a reason that is not the file's."""


class ReaderFailed(ReadingError):  # noqa: N818
    """The reader met what nobody expected; the message says where, and repeats nothing of the file."""


class ReaderUnavailable(ReadingError):  # noqa: N818
    """No process could be started."""


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file that was read: its preview, and its rows packed for `spreadsheets.reading.unpack`."""

    preview: Preview
    rows: bytes


@dataclass(slots=True)
class _Child:
    """A process that waits for a file."""

    process: Process
    requests: asyncio.StreamWriter
    answers: asyncio.StreamReader

    @classmethod
    async def launch(cls) -> "_Child":
        """Start a process and wait until it is warm. Raises ReaderUnavailable if it does not get there."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "spreadsheets",
            stdin=PIPE,
            stdout=PIPE,
            cwd=_ROOT,
            env={**os.environ, **_FEW_THREADS},
        )
        child = cls(
            process, cast("asyncio.StreamWriter", process.stdin), cast("asyncio.StreamReader", process.stdout)
        )
        try:
            async with asyncio.timeout(_SECONDS_TO_WARM_UP):
                await child.answer()
        except (TimeoutError, asyncio.IncompleteReadError):
            await child.kill()
            raise ReaderUnavailable("the reader of files did not get ready") from None
        except BaseException:
            await child.kill()
            raise
        return child

    async def give(self, order: Order, content: bytes) -> None:
        """Send a file in pieces, so that the pipe never holds a second copy of it."""
        head = to_json(order).encode()
        self.requests.write(REQUEST.pack(len(head), len(content)) + head)
        view = memoryview(content)
        for start in range(0, len(view), _CHUNK):
            self.requests.write(view[start : start + _CHUNK])
            await self.requests.drain()

    async def answer(self) -> tuple[Outcome, bytes]:
        outcome, length = ANSWER.unpack(await self.answers.readexactly(ANSWER.size))
        if outcome not in set(Outcome) or length > _LONGEST_ANSWER:
            raise ConnectionError("not a frame")
        return Outcome(outcome), await self.answers.readexactly(length)

    async def leave(self) -> None:
        """Close the pipe, at which a process without a file ends; kill one that does not."""
        self.requests.close()
        with suppress(TimeoutError):
            await asyncio.wait_for(self.process.wait(), _SECONDS_TO_LEAVE)
        await self.kill()

    async def kill(self) -> None:
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()


class FileReader:
    """Reads files one after another, each in a process of its own."""

    def __init__(self, budget: Budget = CHAT_BUDGET, limits: Limits = CHAT_LIMITS) -> None:
        self._budget = budget
        self._limits = limits
        self._turn = asyncio.Lock()
        self._next: asyncio.Task[_Child] | None = None

    async def start(self) -> None:
        """Have a warm process wait for the first file. Raises ReaderUnavailable."""
        await self._upcoming()

    async def read(
        self, content: bytes, answers: Answers, report: Callable[[Step], object] = str
    ) -> FileRead:
        """Read a file; files wait for each other in order. Cancelling ends the process at once.

        report: told of each step as it begins. Raises Refused if the file holds no visits, or costs more
        than it may, ReadingError if the reader itself is at fault.
        """
        async with self._turn:
            child = await self._upcoming()
            self._next = None
            try:
                return await self._exchange(
                    child, Order.of(answers, self._limits, self._budget), content, report
                )
            finally:
                await child.kill()
                self._next = asyncio.create_task(_Child.launch())

    async def close(self) -> None:
        """End the process that waits."""
        upcoming, self._next = self._next, None
        if upcoming is None:
            return
        if not upcoming.done():
            upcoming.cancel()
        with suppress(asyncio.CancelledError, ReaderUnavailable):
            await (await upcoming).leave()

    async def _upcoming(self) -> _Child:
        if self._next is None or (self._next.done() and self._is_lost(self._next)):
            self._next = asyncio.create_task(_Child.launch())
        return await asyncio.shield(self._next)

    @staticmethod
    def _is_lost(upcoming: "asyncio.Task[_Child]") -> bool:
        if upcoming.cancelled() or upcoming.exception() is not None:
            return True
        return upcoming.result().process.returncode is not None

    async def _exchange(
        self, child: _Child, order: Order, content: bytes, report: Callable[[Step], object]
    ) -> FileRead:
        try:
            async with asyncio.timeout(self._budget.seconds):
                with suppress(ConnectionError):  # a process that ended early has said why, or is too heavy
                    await child.give(order, content)
                return await _outcome(child, report)
        except (TimeoutError, ConnectionError, asyncio.IncompleteReadError):
            raise refuse(Reason.TOO_HEAVY, limit=self._limits.unpacked // MEGABYTE) from None
        except (ValueError, KeyError):
            raise ReaderFailed("the reader's answer is not one") from None


async def _outcome(child: _Child, report: Callable[[Step], object]) -> FileRead:
    preview: Preview | None = None
    while True:
        outcome, content = await child.answer()
        match outcome:
            case Outcome.STEP:
                report(Step(content.decode()))
            case Outcome.PREVIEW:
                preview = from_json(Preview, content.decode())
            case Outcome.ROWS if preview:
                return FileRead(preview, content)
            case Outcome.REFUSED:
                raise Refused(from_json(Refusal, content.decode()))
            case _:
                raise ReaderFailed(content.decode())
