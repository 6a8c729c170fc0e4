"""The bot's side of the process that reads files.

The process is `python -m spreadsheets`, which forks for every file. It imports nothing of the messenger, and
the bot imports no pandas.
"""

import asyncio
import os
import signal
import struct
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
from spreadsheets.refusals import MEGABYTE, Refusal, Refused
from spreadsheets.wire import ANSWER, REQUEST, Budget, Order, Outcome

_ROOT: Final = Path(__file__).parent.parent
_SECONDS_TO_WARM_UP: Final = 120.0
_SECONDS_TO_LEAVE: Final = 2.0
_SECONDS_TO_SPARE: Final = 10.0
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


class ReaderLost(ReadingError):  # noqa: N818
    """The process ended or went wrong while it had the file; the next file gets a new one."""


class ReaderUnavailable(ReadingError):  # noqa: N818
    """No process could be started."""


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file that was read: its preview, and its rows packed for `datasets.packing.unpack`."""

    preview: Preview
    rows: bytes


@dataclass(slots=True)
class _Child:
    """A warm process with its two pipes."""

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
            start_new_session=True,
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
        """Close the pipe, at which an idle process ends; kill one that does not."""
        self.requests.close()
        with suppress(TimeoutError):
            await asyncio.wait_for(self.process.wait(), _SECONDS_TO_LEAVE)
        await self.kill()

    async def kill(self) -> None:
        """End the process and the fork it may have."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        await self.process.wait()


class FileReader:
    """Reads files one after another, each in a fork of a warm process, which is replaced when it is lost."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._child: _Child | None = None

    @property
    def pid(self) -> int | None:
        """The id of the process; None before there is one."""
        return None if self._child is None else self._child.process.pid

    async def start(self) -> None:
        """Have a warm process wait for the first file. Raises ReaderUnavailable."""
        async with self._turn:
            await self._warm_child()

    async def read(
        self,
        content: bytes,
        answers: Answers,
        report: Callable[[Step], object] = str,
        *,
        key: bytes,
        limits: Limits = CHAT_LIMITS,
        budget: Budget = CHAT_BUDGET,
    ) -> FileRead:
        """Read a file; files wait for each other in order. Cancelling ends the work at once.

        report: told of each step as it begins; key: of the clinic, for the pseudonyms of its patients.
        Raises Refused if the file holds no visits, or costs more than it may; ReadingError if the reader
        itself is at fault.
        """
        async with self._turn:
            child = await self._warm_child()
            order = Order.of(answers, limits, budget, key)
            try:
                return await self._exchange(child, order, content, report)
            except (Refused, ReaderFailed):
                raise
            except BaseException:
                self._child = None
                await child.kill()
                raise

    async def close(self) -> None:
        """End the process; a file it still reads is given up."""
        if self._child is not None:
            await self._child.leave()

    async def _warm_child(self) -> _Child:
        if self._child is None or self._child.process.returncode is not None:
            self._child = await _Child.launch()
        return self._child

    async def _exchange(
        self, child: _Child, order: Order, content: bytes, report: Callable[[Step], object]
    ) -> FileRead:
        try:
            # The fork's own clock ends it first; this one is for a process that no longer answers at all.
            async with asyncio.timeout(order.budget.seconds + _SECONDS_TO_SPARE):
                await child.give(order, content)
                return await _outcome(child, report)
        except (TimeoutError, ConnectionError, asyncio.IncompleteReadError):
            raise ReaderLost("the reader of files ended or no longer answers") from None
        except (ValueError, KeyError, struct.error):
            raise ReaderLost("what the reader of files sent is no answer") from None


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
