"""What an update of the questionnaire costs, against one of a bare echo.

`python -m benchmarks.updates [--rounds 9] [--chats 16]`

Every bot has a process of its own. They take turns, round by round, so that a busy machine is equally unfair
to all; what is compared is the median of the rounds' ratios.
"""

import argparse
import asyncio
import gc
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from statistics import fmean, median
from typing import Any, TypeAlias

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramNetworkError

from benchmarks.bots import BotUnderTest, durable, echo, undurable
from benchmarks.people import QUESTIONNAIRE, START, TOKEN, Owner, Step, telegram
from benchmarks.table import Row, at_most, milliseconds, print_table
from handlers.transport.polling import GetRawUpdates
from simulator.account import SimulatedBot
from simulator.core import Simulator
from simulator.refusal import JsonObject
from simulator.server import start
from simulator.session import SimulatorSession

CHATS = 16
ROUNDS = 9
ECHO, UNDURABLE, DURABLE = "bare aiogram echo", "this bot, nothing kept", "this bot, durable"
GOALS = {UNDURABLE: 5.0, DURABLE: 8.0}

Opening: TypeAlias = Callable[[BaseSession], AbstractAsyncContextManager[BotUnderTest]]
BOTS: Mapping[str, Opening] = {ECHO: echo, UNDURABLE: undurable, DURABLE: durable}


@dataclass(frozen=True, slots=True)
class Cost:
    """What one update took, in seconds: of the processor, and of the clock while all chats are served."""

    cpu: float
    wall: float


Answered: TypeAlias = Callable[[], Awaitable[Cost]]
"""Has a bot answer the updates that wait for it."""


@dataclass(frozen=True, slots=True)
class Street:
    """The people in front of one bot."""

    simulator: Simulator
    account: SimulatedBot
    typing_only: bool
    """An echo has no buttons: what would be pressed is typed."""
    chats: int

    async def round(self, answered: Answered) -> Cost:
        """New owners answer the questionnaire side by side; only the bot's work is timed."""
        owners = [Owner(self.simulator, self.account) for _ in range(self.chats)]
        await self._step(owners, START, answered)
        costs = [await self._step(owners, step, answered) for step in QUESTIONNAIRE]
        refused = [call for call in self.account.refusals if "not modified" not in call.description]
        assert not refused, refused
        return Cost(fmean(cost.cpu for cost in costs), fmean(cost.wall for cost in costs))

    async def _step(self, owners: Sequence[Owner], step: Step, answered: Answered) -> Cost:
        for owner in owners:
            owner.take(Step(step.what, typed=True) if self.typing_only else step)
        return await answered()


async def _timed(bot: BotUnderTest, updates: Sequence[JsonObject]) -> Cost:
    cpu, wall = time.process_time(), time.perf_counter()
    await bot.answer(updates)
    taken = Cost(time.process_time() - cpu, time.perf_counter() - wall)
    return Cost(taken.cpu / len(updates), taken.wall / len(updates))


@contextmanager
def _processes(
    work: Callable[[str, Connection, int], Coroutine[Any, Any, None]],
    chats: int,
) -> Iterator[dict[str, Connection]]:
    """A process for each bot that does `work`, and the connection to it."""
    # Forked, so that the seconds of importing aiogram are spent once.
    context = get_context("fork")
    lines, children = {}, []
    for name in BOTS:
        lines[name], theirs = context.Pipe()
        child = context.Process(target=_run, args=(work, name, theirs, chats), name=name, daemon=True)
        child.start()
        theirs.close()
        children.append(child)
    yield lines
    for child in children:
        child.terminate()
        child.join()


def _run(
    work: Callable[[str, Connection, int], Coroutine[Any, Any, None]], name: str, line: Connection, chats: int
) -> None:
    asyncio.run(work(name, line, chats))


def in_memory(rounds: int, chats: int) -> list[Row]:
    """People and bot in one process, which does a round whenever it is told to."""
    with _processes(_rounds_in_memory, chats) as lines:
        costs = [{name: _round_in_memory(line) for name, line in lines.items()} for _ in range(1 + rounds)]
    return list(_rows(costs[1:]))


def _round_in_memory(line: Connection) -> Cost:
    line.send(None)
    cost: Cost = line.recv()
    return cost


async def _rounds_in_memory(name: str, line: Connection, chats: int) -> None:
    simulator, account = telegram()
    street = Street(simulator, account, typing_only=name == ECHO, chats=chats)
    async with BOTS[name](SimulatorSession(simulator)) as bot:
        gc.freeze()  # as bot.py does
        while True:
            await asyncio.to_thread(line.recv)
            line.send(await street.round(lambda: _timed(bot, account.take_updates())))


def over_http(rounds: int, chats: int) -> list[Row]:
    """The people are here; each bot polls from its process and tells what every batch took."""
    with _processes(_poll, chats) as lines:
        return asyncio.run(_rounds_over_http(lines, rounds, chats))


async def _rounds_over_http(lines: Mapping[str, Connection], rounds: int, chats: int) -> list[Row]:
    streets = {}
    async with AsyncExitStack() as opened:
        for name, line in lines.items():
            simulator, account = telegram()
            server = await start(simulator, port=0)
            opened.push_async_callback(server.stop)
            line.send(server.url)
            streets[name] = Street(simulator, account, typing_only=name == ECHO, chats=chats)
        costs = [
            {
                name: await street.round(partial(asyncio.to_thread, lines[name].recv))
                for name, street in streets.items()
            }
            for _ in range(1 + rounds)
        ]
    return list(_rows(costs[1:]))


async def _poll(name: str, line: Connection, _: int) -> None:
    server = TelegramAPIServer.from_base(await asyncio.to_thread(line.recv))
    poller = Bot(TOKEN, session=AiohttpSession(api=server))
    offset = None
    async with BOTS[name](AiohttpSession(api=server)) as bot:
        gc.freeze()  # as bot.py does
        # Until the server is closed.
        with suppress(TelegramNetworkError):
            while True:
                updates = await poller(GetRawUpdates(offset=offset, allowed_updates=[]))
                if updates:
                    line.send(await _timed(bot, updates))
                    offset = updates[-1]["update_id"] + 1
    await poller.session.close()


def _rows(rounds: Sequence[Mapping[str, Cost]]) -> Iterator[Row]:
    for name in BOTS:
        cpu = median(costs[name].cpu for costs in rounds)
        wall = median(costs[name].wall for costs in rounds)
        yield Row(f"{name}: an update", f"{milliseconds(cpu)} CPU, {milliseconds(wall)} wall")
    for name, goal in GOALS.items():
        cpu = median(costs[name].cpu / costs[ECHO].cpu for costs in rounds)
        wall = median(costs[name].wall / costs[ECHO].wall for costs in rounds)
        yield at_most(f"{name}, against the echo: CPU", cpu, goal, f"{cpu:.1f} ×", "×")
        yield at_most(f"{name}, against the echo: wall", wall, goal, f"{wall:.1f} ×", "×")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--chats", type=int, default=CHATS)
    options = parser.parse_args()
    print_table("An update, in memory", in_memory(options.rounds, options.chats))
    print_table("An update, over HTTP", over_http(options.rounds, options.chats))
