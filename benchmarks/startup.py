"""From start to ready, against a bare `import aiogram`: `python -m benchmarks.startup`.

Ready is when the bot's first getUpdates reaches Telegram. The database exists and is migrated, as at every
start but the first. Both are started in turn; what is compared is the median of the pairs' ratios.
"""

import asyncio
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.running_bot import WatchedTelegram, cpu_seconds, python, running
from benchmarks.table import Row, at_most, print_table
from simulator.server import start

PAIRS = 7
GOAL = 1.3


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds from the start of a process until it is where it was to come."""

    wall: float
    cpu: float


async def measure(times: int = PAIRS) -> list[Row]:
    """Start both in turn so many times."""
    telegram = WatchedTelegram()
    server = await start(telegram, port=0)
    with tempfile.TemporaryDirectory() as folder:
        # Creates the database, and compiles what is imported.
        await _import_aiogram()
        await _bot_start(telegram, server.url, Path(folder))
        pairs = [
            (await _import_aiogram(), await _bot_start(telegram, server.url, Path(folder)))
            for _ in range(times)
        ]
    await server.stop()
    wall = median(bot.wall / bare.wall for bare, bot in pairs)
    cpu = median(bot.cpu / bare.cpu for bare, bot in pairs)
    return [
        Row("import aiogram", _written([bare for bare, _ in pairs])),
        Row("bot.py run until its first getUpdates", _written([bot for _, bot in pairs])),
        at_most("start to ready against import aiogram", wall, GOAL, f"{wall:.2f} ×", "×"),
        Row("the same in processor time", f"{cpu:.2f} ×"),
    ]


async def _import_aiogram() -> Start:
    begun = time.perf_counter()
    program = "import aiogram, time; print(time.process_time(), flush=True)"
    process = await python("-c", program)
    assert process.stdout is not None
    cpu = float(await process.stdout.readline())
    wall = time.perf_counter() - begun
    await process.wait()
    return Start(wall, cpu)


async def _bot_start(telegram: WatchedTelegram, address: str, folder: Path) -> Start:
    telegram.polled.clear()
    begun = time.perf_counter()
    async with running(address, folder) as process:
        await telegram.polled.wait()
        return Start(time.perf_counter() - begun, cpu_seconds(process.pid))


def _written(starts: list[Start]) -> str:
    wall, cpu = median(each.wall for each in starts), median(each.cpu for each in starts)
    return f"{wall:.2f} s, {cpu:.2f} s CPU"


if __name__ == "__main__":
    print_table("Start", asyncio.run(measure()))
