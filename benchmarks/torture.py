"""Kills the bot at random moments while twenty people fill in the questionnaire, and counts what is lost.

    python -m benchmarks.torture [--kills 50] [--stops 13] [--updates 640] [--from-scratch]

The people live in the simulator, in this process; the bot is other processes that reach it over HTTP: `bot.py
run` on SQLite, one `bot.py ingest` and three `bot.py work` on PostgreSQL. A row of the table is one way in on
one of them, and one signal:

- lost: answers given that were never written to the table of answers, or do not stand there at the end;
- twice: answers written more often than given; disorder: answers of a person not in the order given;
- missing, repeated: replies a person never saw, or was sent again; strange: messages nobody had asked for.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import socket
import sqlite3
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import astuple, dataclass, fields
from functools import reduce
from operator import add
from pathlib import Path
from random import Random
from uuid import uuid4

from sqlalchemy import make_url

from benchmarks import kept_answers
from benchmarks.kept_answers import Faults, compare
from benchmarks.postgresql import PostgresqlServer, execute
from benchmarks.torture_people import Crowd
from benchmarks.torture_processes import CommandProcess, Environment, ForkedProcess, Processes, Start
from simulator import server
from simulator.core import Simulator
from storage.database import parse_url, sqlite_path

TOKEN = "4242:torture"
ROLES = {"sqlite": ("run",), "postgresql": ("ingest", "work", "work", "work")}
# Much longer than it takes to start, or to notice a dead worker and try its task again.
STUCK = 120.0

# Seconds between the first sign of life after an end and the next end.
LIFE = 3.0
# Every so many lives last until the pictures that are waited for have come: what five lives in a row are too
# short for is given up, and that is as it should be.
LONG = 3
# How many ends do not wait for a sign of life: they meet the bot while it starts.
EARLY = 0.2


@dataclass(frozen=True, slots=True)
class Toll:
    """What one row of the table says."""

    database: str
    way_in: str
    signal: str
    ends: int
    updates: int
    answers: int
    lost: int
    twice: int
    disorder: int
    missing: int
    repeated: int
    strange: int
    parked: int
    longest_stop: float
    integrity: str
    minutes: float

    @property
    def faultless(self) -> bool:
        """What is promised: nothing lost, doubled, mixed up or unanswered, and few answers seen twice."""
        allowed = self.ends if self.signal == "KILL" else 0
        wrong = self.lost + self.twice + self.disorder + self.missing + self.strange + self.parked
        return wrong == 0 and self.repeated <= allowed and self.integrity == "ok"


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
    """End processes `ends` times while people do at least `updates` things, let the rest drain, and count.

    Raises TimeoutError if the bot answers nothing for two minutes while it is being ended.
    """
    begun, chance = time.monotonic(), Random(seed)
    await kept_answers.watch(database_url)
    simulator = Simulator()
    crowd = Crowd(simulator, simulator.add_bot(TOKEN, "torture_bot", "Torture"), chance)
    telegram = await server.start(simulator, port=0)
    environment = environment_of(telegram.url, database_url, webhook=webhook)
    processes = Processes(start, ROLES[parse_url(database_url).get_backend_name()], environment, chance)
    living = asyncio.create_task(crowd.live())
    try:
        stops = []
        for life in range(ends):
            if life % LONG == 0:
                await _pictures(crowd)
            stops.append(await _end_one(crowd, processes, number, chance))
        while crowd.total("updates") < updates:
            await _sign_of_life(crowd)
        await _drain(crowd, living)
    finally:
        living.cancel()
        await processes.end_all()
        await telegram.stop()
    way_in = "webhook" if webhook else "polling"
    minutes = (time.monotonic() - begun) / 60
    return await _count(database_url, crowd, way_in, number, stops, minutes)


async def _end_one(crowd: Crowd, processes: Processes, number: signal.Signals, chance: Random) -> float:
    if chance.random() >= EARLY:
        await _sign_of_life(crowd)
    await asyncio.sleep(chance.uniform(0.0, LIFE))
    return await processes.end_one(number)


async def _pictures(crowd: Crowd) -> None:
    """Return when everybody who waits for a picture now has it, or nobody can be expected to wait longer."""
    waiting = [person for person in crowd.people.values() if person.waits_for_picture]
    with suppress(TimeoutError):
        async with asyncio.timeout(STUCK):
            while any(person.waits_for_picture for person in waiting):  # noqa: ASYNC110 (see below)
                await asyncio.sleep(0.02)


async def _sign_of_life(crowd: Crowd) -> None:
    """Return when one more reply has come. Raises TimeoutError when none comes any more."""
    before = crowd.total("confirmed")
    async with asyncio.timeout(STUCK):
        while crowd.total("confirmed") == before:  # noqa: ASYNC110 (people are asked, they do not report)
            await asyncio.sleep(0.02)


async def _drain(crowd: Crowd, living: asyncio.Task[None]) -> None:
    """Let everybody leave once they have every reply they wait for; the table says how many never came."""
    crowd.leave()
    before = -1
    while not living.done() and crowd.total("confirmed") > before:
        before = crowd.total("confirmed")
        await asyncio.wait({living}, timeout=STUCK)
    living.cancel()
    # Somebody may be about to act once more: what was done is known only when all have stopped.
    await asyncio.wait({living})
    if not living.cancelled():
        living.result()
    _tell_oddities(crowd)


def _tell_oddities(crowd: Crowd) -> None:
    """Say who waits for what, and what nobody had asked for, to whom the table is not enough."""
    for chat, person in crowd.people.items():
        if person.missing or person.strange:
            waits = [f"{reply.sort} {reply.figure}" for reply in person.missing]
            print(f"chat {chat}: waits for {waits}, got {person.strange}", file=sys.stderr)


def environment_of(api_url: str, database_url: str, *, webhook: bool) -> Environment:
    """The settings of a bot on a Telegram and a database."""
    environment = {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": api_url,
        "DATABASE_URL": database_url,
        "DATA_KEY": b64encode(bytes(32)).decode(),
        "HEALTH_PORT": "0",
        "LOG_LEVEL": "WARNING",
        "WEBHOOK_URL": "",
    }
    if webhook:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        environment["WEBHOOK_URL"] = f"http://127.0.0.1:{port}/hook"
        environment |= {"WEBHOOK_PORT": str(port), "WEBHOOK_SECRET": "of-the-torture"}
    return environment


async def _count(
    database_url: str,
    crowd: Crowd,
    way_in: str,
    number: signal.Signals,
    stops: Sequence[float],
    minutes: float,
) -> Toll:
    kept = await kept_answers.kept(database_url)
    await kept_answers.forget(database_url)
    faults = [
        compare(person.given, person.standing, kept.written.get(chat, ()), kept.standing.get(chat, {}))
        for chat, person in crowd.people.items()
    ]
    sum_of_faults = reduce(add, faults, Faults())
    return Toll(
        database=parse_url(database_url).get_backend_name(),
        way_in=way_in,
        signal=number.name.removeprefix("SIG"),
        ends=len(stops),
        updates=crowd.total("updates"),
        answers=crowd.total("given"),
        lost=sum_of_faults.lost,
        twice=sum_of_faults.twice,
        disorder=sum_of_faults.disorder,
        missing=crowd.total("missing"),
        repeated=crowd.total("repeated"),
        strange=crowd.total("strange"),
        parked=kept.parked,
        longest_stop=max(stops),
        integrity=_integrity(database_url),
        minutes=minutes,
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
    given = os.environ.get("TEST_POSTGRES_URL")
    server = None if given else PostgresqlServer()
    address = make_url(given) if server is None else server.url  # type: ignore[arg-type]

    def new_postgresql() -> str:
        name = f"torture_{uuid4().hex}"
        execute(address, f'CREATE DATABASE "{name}"')
        return address.set(database=name).render_as_string(hide_password=False)

    try:
        yield {"sqlite": lambda: f"sqlite:///{folder / uuid4().hex}.db", "postgresql": new_postgresql}
    finally:
        if server is not None:
            server.stop()


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; the exit code says whether every row keeps the promise."""
    parser = argparse.ArgumentParser(description="Kill the bot again and again and count what is lost.")
    parser.add_argument("--kills", type=int, default=50, help="kill -9 per row")
    parser.add_argument("--stops", type=int, default=13, help="SIGTERM per row")
    parser.add_argument("--updates", type=int, default=640, help="things people do per row, at least")
    parser.add_argument(
        "--from-scratch", action="store_true", help="start `python bot.py` each time instead of forking it"
    )
    options = parser.parse_args(arguments)
    start: Start = CommandProcess if options.from_scratch else ForkedProcess
    tolls = []
    with tempfile.TemporaryDirectory() as folder, fresh_databases(Path(folder)) as databases:
        _print_row([field.name.replace("_", " ") for field in fields(Toll)])
        _print_row(["---" for _ in fields(Toll)])
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
                    _print_row([_shown(value) for value in astuple(toll)])
                    tolls.append(toll)
    return 0 if all(toll.faultless for toll in tolls) else 1


def _print_row(cells: Sequence[str]) -> None:
    print(f"| {' | '.join(cells)} |", flush=True)


def _shown(value: object) -> str:
    return f"{value:.1f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main())
