"""The bot's side of the process that draws charts.

The process is `python -m charts`, started as a program of its own: it imports nothing of the bot, and the
bot imports no matplotlib.
"""

import asyncio
import pickle
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from charts.requests import ChartRequest
from charts.wire import ANSWER, LENGTH, Outcome

_ROOT: Final = Path(__file__).parent.parent
_SECONDS_TO_WARM_UP: Final = 120.0
_SECONDS_TO_DRAW: Final = 20.0
_SECONDS_TO_LEAVE: Final = 2.0


class ChartError(Exception):
    """There is no picture, though one was asked for."""


class WorkerDied(ChartError):  # noqa: N818
    """The worker process ended before it answered; the next request gets a new one."""


class DrawingTimedOut(ChartError):  # noqa: N818
    """The worker did not answer in time and was ended; the next request gets a new one."""


class DrawingFailed(ChartError):  # noqa: N818
    """The worker could not draw the request; the message says where, and repeats no person's words."""


@dataclass(slots=True)
class _Child:
    """A worker process with its two pipes."""

    process: Process
    requests: asyncio.StreamWriter
    answers: asyncio.StreamReader
    is_warm: bool = False

    @classmethod
    async def launch(cls) -> "_Child":
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "charts", stdin=PIPE, stdout=PIPE, cwd=_ROOT
        )
        return cls(
            process, cast("asyncio.StreamWriter", process.stdin), cast("asyncio.StreamReader", process.stdout)
        )

    async def ask(self, request: ChartRequest) -> None:
        content = pickle.dumps(request)
        self.requests.write(LENGTH.pack(len(content)) + content)
        await self.requests.drain()

    async def answer(self) -> tuple[Outcome, bytes]:
        outcome, length = ANSWER.unpack(await self.answers.readexactly(ANSWER.size))
        return Outcome(outcome), await self.answers.readexactly(length)

    async def leave(self, seconds: float) -> None:
        """Close the pipe, at which an idle worker ends; kill one that has not ended after `seconds`."""
        self.requests.close()
        with suppress(TimeoutError):
            await asyncio.wait_for(self.process.wait(), seconds)
        await self.kill()

    async def kill(self) -> None:
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()


class ChartWorker:
    """Draws charts one by one in a process of its own, which is replaced when it dies or hangs."""

    def __init__(self) -> None:
        self._child: _Child | None = None
        self._is_closed = False
        self._turn = asyncio.Lock()

    @property
    def pid(self) -> int | None:
        """The id of the worker process; `None` before there is one."""
        return None if self._child is None else self._child.process.pid

    async def start(self) -> None:
        """Start the process and wait until its fonts are loaded and it has drawn a first picture.

        Raises WorkerDied if it cannot be started.
        """
        async with self._turn:
            await self._warm_child()

    async def draw(self, request: ChartRequest, timeout: float = _SECONDS_TO_DRAW) -> bytes:  # noqa: ASYNC109
        """The picture of a request as PNG; requests wait for each other in order.

        timeout: seconds for the drawing itself, without the wait for others or for a new worker to warm up.
        A caller that is cancelled leaves the worker at work for the next one.
        Raises WorkerDied, DrawingTimedOut or DrawingFailed.
        """
        await self._turn.acquire()
        exchange = asyncio.create_task(self._exchange(request, timeout))
        exchange.add_done_callback(self._end_turn)
        return await asyncio.shield(exchange)

    async def close(self) -> None:
        """End the process for good; a picture not finished within two seconds is given up (WorkerDied)."""
        self._is_closed = True
        if self._child is not None:
            await self._child.leave(_SECONDS_TO_LEAVE)

    def _end_turn(self, exchange: asyncio.Task[bytes]) -> None:
        self._turn.release()
        if not exchange.cancelled():
            exchange.exception()  # asked for here, or asyncio complains when the caller has gone

    async def _exchange(self, request: ChartRequest, seconds: float) -> bytes:
        child = await self._warm_child()
        try:
            async with asyncio.timeout(seconds):
                await child.ask(request)
                outcome, answer = await child.answer()
        except TimeoutError:
            await self._replace(child)
            raise DrawingTimedOut(f"no picture within {seconds:g} s") from None
        except (ConnectionError, asyncio.IncompleteReadError):
            await self._replace(child)
            raise WorkerDied("the chart worker ended while drawing") from None
        except asyncio.CancelledError:
            await child.kill()
            raise
        if outcome is Outcome.FAILED:
            raise DrawingFailed(answer.decode())
        return answer

    async def _warm_child(self) -> _Child:
        if self._is_closed:
            raise WorkerDied("the chart worker is closed")
        if self._child is None or self._child.process.returncode is not None:
            self._child = await _Child.launch()
        child = self._child
        if not child.is_warm:
            try:
                async with asyncio.timeout(_SECONDS_TO_WARM_UP):
                    await child.answer()
            except (TimeoutError, asyncio.IncompleteReadError):
                await child.kill()
                raise WorkerDied("the chart worker did not get ready") from None
            child.is_warm = True
        return child

    async def _replace(self, child: _Child) -> None:
        """Let a new worker warm up while nobody waits for it yet."""
        await child.kill()
        if not self._is_closed:
            self._child = await _Child.launch()
