"""Somebody's files and everybody else's answers: `python -m benchmarks.crowd`.

75 people send a file of 10 MB each at the same moment. Meanwhile one person asks for /help again and again,
and another sends a file of 500 rows. Measured on SQLite with `run`, and on PostgreSQL, whose address is in
TEST_POSTGRES_URL or which comes from a package of the development tools.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from benchmarks.people import Owner
from benchmarks.postgresql import PostgresqlServer
from benchmarks.running_bot import WatchedTelegram, resident_bytes, running
from benchmarks.table import Row, at_most, milliseconds, percentile, print_table
from simulator.server import start

CROWD = 75
LARGE_ROWS = 290_000
SMALL_ROWS = 500
MEBIBYTE = 1024 * 1024
PATIENCE = 90.0


def visits(rows: int) -> bytes:
    """An export of that many visits, 36 bytes each."""
    header = "№ карты;Дата приёма;Врач;Оплачено\n"
    lines = (
        f"{number % 20_000:07};{1 + number % 28:02}.{1 + number % 12:02}.2025;Петрова;{1000 + number}\n"
        for number in range(rows)
    )
    return (header + "".join(lines)).encode()


async def crowded(database: str, seconds: float) -> list[Row]:
    """What people wait for, and the most memory the bot had, in so many seconds of crowd."""
    telegram = WatchedTelegram()
    server = await start(telegram, port=0)
    with tempfile.TemporaryDirectory() as folder:
        async with running(server.url, Path(folder), database) as bot:
            await telegram.polled.wait()
            crowd = [Owner(telegram, telegram.account) for _ in range(CROWD)]
            asking, sending = Owner(telegram, telegram.account), Owner(telegram, telegram.account)
            for owner in (*crowd, asking, sending):
                owner.chat.send_text("/start")
            await _until(lambda: all(len(owner.chat.messages) > 1 for owner in (*crowd, asking, sending)))
            await asyncio.sleep(10)  # the processes for files warm up
            idle = resident_bytes(bot.pid)
            large = visits(LARGE_ROWS)
            for owner in crowd:
                owner.chat.send_document("выгрузка.csv", large)
            stop = asyncio.Event()
            most = asyncio.create_task(_most_memory(bot.pid, stop))
            small = asyncio.create_task(_small_file(sending))
            helps = await _helps(asking, seconds)
            waited = await small
            stop.set()
            memory = await most
            read = sum("290" in owner.chat.last.get("text", "") for owner in crowd)
    await server.stop()
    return [
        Row("large file", f"{len(large) / MEBIBYTE:.1f} MiB, {LARGE_ROWS} rows"),
        Row("large files read meanwhile", f"{read} of {CROWD} in {seconds:.0f} s"),
        at_most("/help, p99", percentile(helps, 99), 1.0, milliseconds(percentile(helps, 99)), "s"),
        at_most("a file of 500 rows", waited, 5.0, f"{waited:.1f} s", "s"),
        Row("memory of the bot before", f"{idle / MEBIBYTE:.0f} MiB"),
        at_most("memory of the bot, most", memory / MEBIBYTE, 450, f"{memory / MEBIBYTE:.0f} MiB", "MiB"),
    ]


async def _small_file(owner: Owner) -> float:
    await asyncio.sleep(2)
    begun = time.perf_counter()
    owner.chat.send_document("визиты.csv", visits(SMALL_ROWS))
    await _until(lambda: "500" in owner.chat.last.get("text", ""))
    return time.perf_counter() - begun


async def _helps(owner: Owner, seconds: float) -> list[float]:
    waits = []
    for _ in range(int(seconds)):
        before, begun = len(owner.chat.messages), time.perf_counter()
        owner.chat.send_text("/help")
        await _until(partial(_has_more_than, owner, before + 1))
        waits.append(time.perf_counter() - begun)
        await asyncio.sleep(max(0.0, 1.0 - waits[-1]))
    return waits


def _has_more_than(owner: Owner, count: int) -> bool:
    return len(owner.chat.messages) > count


async def _most_memory(process: int, stop: asyncio.Event) -> int:
    most = 0
    while not stop.is_set():
        most = max(most, resident_bytes(process))
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), 0.05)
    return most


async def _until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not happened():  # noqa: ASYNC110 (the simulator has no event for it)
            await asyncio.sleep(0.002)


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        yield given
        return
    server = PostgresqlServer()
    try:
        yield server.url.render_as_string(hide_password=False)
    finally:
        server.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    options = parser.parse_args()
    chosen = options.database or ["sqlite", "postgresql"]
    if "sqlite" in chosen:
        print_table("A crowd with large files, SQLite", asyncio.run(crowded("", options.seconds)))
    if "postgresql" in chosen:
        with postgresql() as address:
            print_table(
                "A crowd with large files, PostgreSQL", asyncio.run(crowded(address, options.seconds))
            )
