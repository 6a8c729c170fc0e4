"""Kills processes while they send reminders, and counts who got how many.

    python -m benchmarks.reminders_torture [--reminders 20000] [--kills 50]

Everybody is due at once. On SQLite one process sends, on PostgreSQL three; a Telegram in this process takes
every message and notes whom it was for. Processes are killed at random moments until `--kills` of them are
gone. A row of the table is one database:

- twice: messages beyond the first to the same person;
- unknown: reminders a kill caught in the middle, never sent again; arrived: those of them that had arrived;
- lost: reminders nobody got that do not say unknown.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

from aiohttp import web
from sqlalchemy import func, insert, select

from benchmarks.torture import fresh_databases
from benchmarks.torture_processes import ForkedProcess, Process, end
from clock import SystemClock
from handlers.reminders.sender import IN_FLIGHT
from handlers.transport.people import identity_of
from metrics.monthly import Month
from storage.database import Database
from storage.repositories.accounts import OWNER
from storage.repositories.routines import CLAIMED, FIRST, ON, PLANNED, SENDING, UNKNOWN
from storage.tables.accounts import clinics, identities, members, people
from storage.tables.reminders import reminders as asked
from storage.tables.reminders import routines

TOKEN = "4242:reminders"
SENDERS = {"sqlite": 1, "postgresql": 3}
LATENCY = (0.005, 0.05)
"""Seconds a message takes on its way; a kill may come before it arrives, or before its answer does."""
LIFE = (0.3, 1.2)
PORTION = 2_000
STUCK = 120.0


@dataclass(frozen=True, slots=True)
class Toll:
    """What one row of the table says."""

    database: str
    processes: int
    kills: int
    reminders: int
    twice: int
    unknown: int
    arrived: int
    lost: int
    seconds: float

    @property
    def faultless(self) -> bool:
        """What is promised: none twice, none lost, and only those in flight at a kill unknown."""
        return self.twice == self.lost == 0 and self.unknown <= self.kills * IN_FLIGHT


class Postbox:
    """A Telegram that takes every message, in its own time, and notes whom it is for."""

    def __init__(self, chance: Random) -> None:
        self.received: Counter[int] = Counter()
        self._chance = chance

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        """The address of its Bot API."""
        application = web.Application()
        application.router.add_post("/bot{token}/{method}", self._take)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        if request.match_info["method"] != "sendMessage":
            return web.json_response({"ok": True, "result": True})
        chat = int((await request.post())["chat_id"])  # type: ignore[arg-type]
        await asyncio.sleep(self._chance.uniform(*LATENCY))
        self.received[chat] += 1
        await asyncio.sleep(self._chance.uniform(*LATENCY))
        message = {"message_id": 1, "date": 1, "chat": {"id": chat, "type": "private"}}
        return web.json_response({"ok": True, "result": message})


async def torment(database_url: str, *, reminders: int, kills: int, seed: int = 0) -> Toll:
    """Have so many people reminded while so many processes are killed, and count.

    Raises TimeoutError when nothing is sent for two minutes.
    """
    began, chance = time.monotonic(), Random(seed)
    database = await Database.open(database_url, clock=SystemClock())
    await _subscribe(database, reminders)
    postbox = Postbox(chance)
    async with postbox.open() as address:
        environment = {
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": address,
            "DATABASE_URL": database_url,
        }
        start = partial(ForkedProcess, "work", environment, program="benchmarks.reminding_bot")
        senders: list[Process] = [start() for _ in range(SENDERS[database.dialect])]
        try:
            for _ in range(kills):
                await _progress(postbox)
                await asyncio.sleep(chance.uniform(*LIFE))
                place = chance.randrange(len(senders))
                await end(senders[place], signal.SIGKILL)
                senders[place] = start()
            await _settled(database, postbox)
        finally:
            await asyncio.gather(*(end(sender, signal.SIGTERM) for sender in senders))
    toll = await _count(database, postbox, kills, reminders, time.monotonic() - began)
    await database.close()
    return toll


async def _subscribe(database: Database, reminders: int) -> None:
    """Everybody has agreed to be reminded today, at the hour it is now where it is noon."""
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    zone = f"Etc/GMT{now.hour - 12:+d}"
    noon = now - timedelta(hours=now.hour - 12)
    month = Month.of(noon.date()).shift(-1)
    for start in range(1, reminders + 1, PORTION):
        some = range(start, min(start + PORTION, reminders + 1))
        agreed = {"day": noon.day, "hour": 12, "zone": zone, "city": zone, "status": ON, "status_since": now}
        due = {"period": str(month), "state": PLANNED, "wish": FIRST, "due_at": now, "sent_count": 0}
        await database.commit(
            [
                insert(people).values([{"id": str(n), "language": "ru", "created_at": now} for n in some]),
                insert(identities).values([{**identity_of(n)._asdict(), "person_id": str(n)} for n in some]),
                insert(clinics).values([{"id": f"c{n}", "currency": "RUB", "created_at": now} for n in some]),
                insert(members).values(
                    [{"clinic_id": f"c{n}", "person_id": str(n), "role": OWNER, "since": now} for n in some]
                ),
                insert(routines).values([{"clinic_id": f"c{n}", **agreed} for n in some]),
                insert(asked).values([{"clinic_id": f"c{n}", "person_id": str(n), **due} for n in some]),
            ]
        )


async def _progress(postbox: Postbox) -> None:
    """Wait until another message has arrived, or there is nothing left to wait for."""
    before, until = postbox.received.total(), time.monotonic() + STUCK / 12
    while postbox.received.total() == before and time.monotonic() < until:  # noqa: ASYNC110 (as a person waits)
        await asyncio.sleep(0.02)


async def _settled(database: Database, postbox: Postbox) -> None:
    """Wait until nobody is waiting for a reminder any more."""
    last, since = -1, time.monotonic()
    query = (
        select(func.count())
        .select_from(asked)
        .where(asked.c.state.in_((PLANNED, CLAIMED, SENDING)), asked.c.due_at <= datetime.now(UTC))
    )
    while True:
        async with database.reading() as connection:
            if not await connection.scalar(query):
                return
        if postbox.received.total() != last:
            last, since = postbox.received.total(), time.monotonic()
        elif time.monotonic() - since > STUCK:
            raise TimeoutError(f"nothing sent for {STUCK:g} s after {last} reminders")
        await asyncio.sleep(0.5)


async def _count(database: Database, postbox: Postbox, kills: int, reminders: int, seconds: float) -> Toll:
    async with database.reading() as connection:
        found = await connection.execute(select(asked.c.person_id).where(asked.c.state == UNKNOWN))
        unknown = {int(person) for (person,) in found}
    reached = postbox.received.keys()
    return Toll(
        database=database.dialect,
        processes=SENDERS[database.dialect],
        kills=kills,
        reminders=reminders,
        twice=postbox.received.total() - len(reached),
        unknown=len(unknown),
        arrived=len(unknown & reached),
        lost=len(set(range(1, reminders + 1)) - reached - unknown),
        seconds=seconds,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; the exit code says whether every row keeps the promise."""
    parser = argparse.ArgumentParser(description="Kill the senders of reminders and count who got how many.")
    parser.add_argument("--reminders", type=int, default=20_000, help="people to remind, per row")
    parser.add_argument("--kills", type=int, default=50, help="kill -9 per row")
    options = parser.parse_args(arguments)
    tolls = []
    print("  ".join(f"{field.name:>12}" for field in fields(Toll)))
    with tempfile.TemporaryDirectory() as folder, fresh_databases(Path(folder)) as databases:
        for new_database in databases.values():
            toll = asyncio.run(torment(new_database(), reminders=options.reminders, kills=options.kills))
            row = (f"{value:.0f}" if isinstance(value, float) else str(value) for value in astuple(toll))
            print("  ".join(f"{value:>12}" for value in row), flush=True)
            tolls.append(toll)
    return 0 if all(toll.faultless for toll in tolls) else 1


if __name__ == "__main__":
    sys.exit(main())
