"""How long an owner waits for an answer and for the chart: `python -m benchmarks.latency`.

The real program in its process, the simulated Telegram and the people in this one; `benchmarks.load` says how
the load is made.
"""

import asyncio
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks.load import CHATS, RATE, Load, Waits
from benchmarks.running_bot import WatchedTelegram, busy_seconds, children, cpu_seconds, running
from benchmarks.table import Row, milliseconds, percentile, print_table
from simulator.server import start

SECONDS = 30.0
GOAL_ANSWER = 0.1
GOAL_CHART = 1.0


async def measure(seconds: float = SECONDS, rate: float = RATE, chats: int = CHATS) -> list[Row]:
    """Load the bot for so long."""
    telegram = WatchedTelegram()
    server = await start(telegram, port=0)
    with tempfile.TemporaryDirectory() as folder:
        async with running(server.url, Path(folder)) as bot:
            await telegram.polled.wait()
            load = Load(telegram, rate=rate, chats=chats)
            await load.warm_up()
            before = _processor(bot.pid)
            waits = await load.measure(seconds)
            used = {who: after - before[who] for who, after in _processor(bot.pid).items()}
            await load.drain()
    await server.stop()
    return [*rows(waits, rate), *_processor_rows(used, waits.seconds)]


def _processor(bot: int) -> dict[str, float]:
    """Processor seconds everybody has used so far."""
    ours = {
        "the bot": cpu_seconds(bot),
        "its chart worker": sum(map(cpu_seconds, children(bot))),
        "the simulated Telegram and its people": time.process_time(),
    }
    return {**ours, "everybody else on this machine": busy_seconds() - sum(ours.values())}


def _processor_rows(used: Mapping[str, float], seconds: float) -> list[Row]:
    return [Row(f"processor: {who}", f"{spent / seconds:.0%} of a core") for who, spent in used.items()]


def rows(waits: Waits, rate: float) -> list[Row]:
    """The table of what people waited for."""
    p50, p99 = (percentile(waits.answers, percent) for percent in (50, 99))
    chart50, chart_max = percentile(waits.charts, 50), max(waits.charts, default=float("nan"))
    sent = f"{waits.messages_per_second:.1f}/s, {waits.messages / len(waits.answers):.2f} an update"
    return [
        Row("updates answered", f"{waits.updates_per_second:.1f}/s of {rate:g}"),
        Row("messages sent (edits are none)", sent, "30/s is Telegram's limit"),
        Row("steps put off, the answer before not there", str(waits.out_of_turn)),
        Row("first answer after a tap or text, p50", milliseconds(p50)),
        _below("first answer after a tap or text, p99", p99, GOAL_ANSWER),
        Row("chart after «Посчитать», p50", milliseconds(chart50)),
        _below("chart after «Посчитать», longest", chart_max, GOAL_CHART),
        Row(
            "charts that did not come",
            f"{waits.charts_missing} of {len(waits.charts) + waits.charts_missing}",
            "0",
            met=waits.charts_missing == 0,
        ),
    ]


def _below(what: str, seconds: float, limit: float) -> Row:
    return Row(what, milliseconds(seconds), f"< {milliseconds(limit)}", met=seconds < limit)


if __name__ == "__main__":
    print_table("What an owner waits for", asyncio.run(measure()))
