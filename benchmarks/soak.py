"""Half an hour at 50 updates a second: `python -m benchmarks.soak --minutes 30`.

A line a minute: what people waited for and how much memory the bot has. It has to stay flat: every owner of
the load is somebody new, so whatever is kept for each of them would show.
"""

import argparse
import asyncio
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.load import CHATS, RATE, Load, Waits
from benchmarks.running_bot import WatchedTelegram, resident_bytes, running
from benchmarks.table import Row, milliseconds, percentile, print_table
from simulator.server import start

GOAL_P99 = 0.1
GOAL_GROWTH = 1.05
MEBIBYTE = 1024 * 1024


async def soak(minutes: int, *, seconds: float = 60.0, rate: float = RATE, chats: int = CHATS) -> list[Row]:
    """Run for so many minutes, telling of each as it ends; returns what came out.

    seconds: in a minute; fewer for a try.
    """
    telegram = WatchedTelegram()
    server = await start(telegram, port=0)
    passed: list[tuple[Waits, int]] = []
    with tempfile.TemporaryDirectory() as folder:
        async with running(server.url, Path(folder)) as bot:
            await telegram.polled.wait()
            load = Load(telegram, rate=rate, chats=chats)
            await load.warm_up()
            for minute in range(1, minutes + 1):
                waits = await load.measure(seconds)
                passed.append((waits, resident_bytes(bot.pid)))
                print(_line(minute, *passed[-1]), flush=True)
            await load.drain()
    await server.stop()
    return list(_rows(passed))


def _line(minute: int, waits: Waits, memory: int) -> str:
    return (
        f"minute {minute:3}: {waits.updates_per_second:.1f} updates/s,"
        f" answer p50 {milliseconds(percentile(waits.answers, 50))}"
        f" p99 {milliseconds(percentile(waits.answers, 99))},"
        f" {waits.out_of_turn} put off, charts up to {milliseconds(max(waits.charts, default=0.0))},"
        f" memory {memory / MEBIBYTE:.1f} MiB"
    )


def _rows(passed: list[tuple[Waits, int]]) -> list[Row]:
    answers = [seconds for waits, _ in passed for seconds in waits.answers]
    p99 = percentile(answers, 99)
    third = max(1, len(passed) // 3)
    early = median(memory for _, memory in passed[:third])
    late = median(memory for _, memory in passed[-third:])
    missing = passed[-1][0].charts_missing
    return [
        Row("updates answered", str(len(answers))),
        Row("first answer, p99 of all", milliseconds(p99), f"< {milliseconds(GOAL_P99)}", met=p99 < GOAL_P99),
        Row(
            "memory in the last third against the first",
            f"{late / early:.3f} × ({early / MEBIBYTE:.1f} → {late / MEBIBYTE:.1f} MiB)",
            f"≤ {GOAL_GROWTH} ×",
            met=late <= GOAL_GROWTH * early,
        ),
        Row("charts that did not come", str(missing), "0", met=missing == 0),
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=int, default=30)
    print_table("Soak", asyncio.run(soak(parser.parse_args().minutes)))
