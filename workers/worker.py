"""The bot's side of a process that works for it.

The process is `python -m <module>`, started as a program of its own: it imports nothing of the bot, and the
bot imports nothing of it.
"""

import asyncio
import os
import signal
import struct
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar, cast

from workers.wire import HEAD, LENGTH, FrameKind, head, lengths

Answer = TypeVar("Answer")

_ROOT: Final = Path(__file__).parent.parent
_SECONDS_TO_WARM_UP: Final = 120.0
_SECONDS_TO_LEAVE: Final = 2.0
_CHUNK: Final = 256 * 1024
_LONGEST_ANSWER: Final = 512 * 1024 * 1024
_FEW_THREADS: Final = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS", "MALLOC_ARENA_MAX"), "1"
)
"""A process has one order at a time; each thread takes tens of megabytes of addresses, which limits count."""


class WorkerError(Exception):
    """There is no answer to an order, though it was given."""


class WorkerDied(WorkerError):  # noqa: N818
    """The process ended before it answered, or sent what is no answer; the next order gets a new one."""


class WorkerTimedOut(WorkerError):  # noqa: N818
    """The process did not answer in time and was ended; the next order gets a new one."""


class WorkerFailed(WorkerError):  # noqa: N818
    """The handler met what nobody expected; the message says where, and repeats no person's words."""


@dataclass(slots=True)
class _Child:
    """A process with its two pipes."""

    process: Process
    orders: asyncio.StreamWriter
    answers: asyncio.StreamReader
    is_warm: bool = False

    @classmethod
    async def launch(cls, module: str) -> "_Child":
        # In a session of its own: Ctrl+C does not reach it, and it is killed together with its forks.
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, stdin=PIPE, stdout=PIPE, cwd=_ROOT,
            env={**os.environ, **_FEW_THREADS}, start_new_session=True,
        )  # fmt: skip
        return cls(
            process, cast("asyncio.StreamWriter", process.stdin), cast("asyncio.StreamReader", process.stdout)
        )

    async def give(self, parts: Sequence[bytes]) -> None:
        """Send an order in pieces, so that the pipe never holds a second copy of it."""
        self.orders.write(head(FrameKind.ORDER, parts))
        for part in parts:
            view = memoryview(part)
            for start in range(0, len(view), _CHUNK):
                self.orders.write(view[start : start + _CHUNK])
                await self.orders.drain()
        await self.orders.drain()

    async def frame(self) -> tuple[FrameKind, list[bytes]]:
        """The next frame. Raises ValueError if what comes is none."""
        kind, count = HEAD.unpack(await self.answers.readexactly(HEAD.size))
        sizes = lengths(await self.answers.readexactly(count * LENGTH.size))
        if sum(sizes) > _LONGEST_ANSWER:
            raise ValueError("longer than any answer")
        return FrameKind(kind), [await self.answers.readexactly(size) for size in sizes]

    async def answer(self, tell: Callable[[str], object]) -> list[bytes]:
        while True:
            kind, parts = await self.frame()
            match kind:
                case FrameKind.STEP:
                    tell(b"".join(parts).decode())
                case FrameKind.DONE:
                    return parts
                case _:
                    raise WorkerFailed(b"".join(parts).decode(errors="replace"))

    async def leave(self) -> None:
        """Close the pipe, at which an idle process ends; kill one that does not."""
        self.orders.close()
        with suppress(TimeoutError):
            await asyncio.wait_for(self.process.wait(), _SECONDS_TO_LEAVE)
        await self.kill()

    async def kill(self) -> None:
        """End the process and the fork it may have; one that has ended is left alone.

        Its number may be somebody else's by now. A fork of it ends with it.
        """
        if self.process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            await self.process.wait()


class Worker:
    """Has orders carried out one by one in a process, which is replaced when it dies or hangs.

    module: what `python -m` starts. ends_with_caller: whether a caller who is cancelled ends the process at
    once; otherwise it finishes the order, to be there for the next one.
    """

    def __init__(self, module: str, *, ends_with_caller: bool) -> None:
        self._module = module
        self._ends_with_caller = ends_with_caller
        self._child: _Child | None = None
        self._is_closed = False
        self._turn = asyncio.Lock()

    @property
    def pid(self) -> int | None:
        """The id of the process; `None` before there is one."""
        return None if self._child is None else self._child.process.pid

    async def start(self) -> None:
        """Have a warm process wait for the first order. Raises WorkerDied if it does not get there."""
        async with self._turn:
            await self._warm_child()

    async def ask(
        self,
        order: Sequence[bytes],
        understand: Callable[[list[bytes]], Answer],
        seconds: float,
        tell: Callable[[str], object] = str,
    ) -> Answer:
        """The answer to an order; orders wait for each other.

        understand: makes the answer of its parts; ValueError and KeyError mean that they are none, what else
        it raises is the caller's. seconds: for the order alone, without the wait for others or for a new
        process. tell: told of each step as it begins. Raises WorkerError.
        """
        await self._turn.acquire()
        exchange = asyncio.create_task(self._exchange(order, understand, seconds, tell))
        exchange.add_done_callback(self._end_turn)
        return await (exchange if self._ends_with_caller else asyncio.shield(exchange))

    async def close(self) -> None:
        """End the process for good; an order not finished within two seconds is given up (WorkerDied)."""
        self._is_closed = True
        if self._child is not None:
            await self._child.leave()

    def _end_turn(self, exchange: asyncio.Task[Answer]) -> None:
        self._turn.release()
        if not exchange.cancelled():
            exchange.exception()  # asked for here, or asyncio complains when the caller has gone

    async def _exchange(
        self,
        order: Sequence[bytes],
        understand: Callable[[list[bytes]], Answer],
        seconds: float,
        tell: Callable[[str], object],
    ) -> Answer:
        child = await self._warm_child()
        try:
            return understand(await self._answer(child, order, seconds, tell))
        except (ValueError, KeyError, struct.error):
            await self._replace(child)
            raise WorkerDied(f"what {self._module} sent is no answer") from None

    async def _answer(
        self, child: _Child, order: Sequence[bytes], seconds: float, tell: Callable[[str], object]
    ) -> list[bytes]:
        try:
            async with asyncio.timeout(seconds):
                await child.give(order)
                return await child.answer(tell)
        except WorkerFailed:
            raise
        except TimeoutError:
            await self._replace(child)
            raise WorkerTimedOut(f"{self._module}: no answer within {seconds:g} s") from None
        except (ConnectionError, asyncio.IncompleteReadError):
            await self._replace(child)
            raise WorkerDied(f"{self._module} ended at work") from None
        except BaseException:
            await child.kill()
            raise

    async def _warm_child(self) -> _Child:
        if self._is_closed:
            raise WorkerDied(f"{self._module} is closed")
        if self._child is None or self._child.process.returncode is not None:
            self._child = await _Child.launch(self._module)
        child = self._child
        if not child.is_warm:
            try:
                async with asyncio.timeout(_SECONDS_TO_WARM_UP):
                    await child.frame()
            except (TimeoutError, asyncio.IncompleteReadError):
                await child.kill()
                raise WorkerDied(f"{self._module} did not get ready") from None
            child.is_warm = True
        return child

    async def _replace(self, child: _Child) -> None:
        """Let a new process warm up while nobody waits for it yet."""
        await child.kill()
        if not self._is_closed:
            self._child = await _Child.launch(self._module)
