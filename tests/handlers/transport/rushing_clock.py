"""A clock for tests without threads or sockets: when everybody sleeps, it is at once the next one's turn."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from itertools import count

START = datetime(2026, 1, 5, 9, tzinfo=UTC)


class RushingClock:
    """Hours pass in milliseconds, exactly and always in the same order."""

    def __init__(self) -> None:
        self._elapsed = 0.0
        self._numbers = count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._turning: asyncio.Task[None] | None = None

    def now(self) -> datetime:
        return START + timedelta(seconds=self._elapsed)

    def monotonic(self) -> float:
        return self._elapsed

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        waking: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heappush(self._sleepers, (self._elapsed + seconds, next(self._numbers), waking))
        if self._turning is None or self._turning.done():
            self._turning = asyncio.create_task(self._turn())
        await waking

    async def _turn(self) -> None:
        while self._sleepers:
            await _all_others_wait()
            moment, _, waking = heappop(self._sleepers)
            if not waking.done():
                self._elapsed = moment
                waking.set_result(None)


async def _all_others_wait() -> None:
    ready = vars(asyncio.get_running_loop())["_ready"]
    await asyncio.sleep(0)
    while ready:  # noqa: ASYNC110 (there is no event for «nothing left to run»)
        await asyncio.sleep(0)
