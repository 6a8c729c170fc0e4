"""Damaged tails of SQLite's write-ahead log, as power cuts leave them: `python -m benchmarks.wal_damage`.

Each time the log is cut, zeroed or overwritten with noise from a random place on, and the database opened.
It has to be whole, and every row committed before the damage has to be there.
"""

import asyncio
import random
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import insert, select

from clock import SystemClock
from storage.database import Database, sqlite_path
from storage.tables.queue import seen

DAMAGES = 2000
COMMITS = 120
SEED = 20260301


@dataclass(frozen=True)
class Recording:
    """A database as a crash leaves it: the file, its log, and where in the log each commit ends."""

    database: bytes
    log: bytes
    ends: list[int]


async def record(folder: Path, random_source: random.Random) -> Recording:
    """Commit rows one by one, row n in the nth commit, and keep the files as they are while it is open."""
    database = await Database.open(f"sqlite:///{folder / 'whole.db'}", clock=SystemClock())
    path = sqlite_path(database.url)
    log = path.with_name(f"{path.name}-wal")
    ends = []
    for number in range(COMMITS):
        key = f"{number:06}" + "x" * random_source.randrange(6000)
        await database.commit([insert(seen).values(key=key, seen_at=SystemClock().now())])
        ends.append(_size(log))
    recording = Recording(_read(path), _read(log), ends)
    await database.close()
    return recording


def damaged(log: bytes, kind: str, offset: int, random_source: random.Random) -> bytes:
    """The log with everything from `offset` on cut off, zeroed or overwritten with noise."""
    rest = len(log) - offset
    return log[:offset] + {"cut": b"", "zeroed": bytes(rest), "noise": random_source.randbytes(rest)}[kind]


async def rows_found(folder: Path, recording: Recording, log: bytes) -> list[int]:
    """Open the database with this log, which checks its integrity, and read the numbers of the rows."""
    path = folder / "damaged.db"
    for name in (f"{path.name}-shm", f"{path.name}-runner"):
        path.with_name(name).unlink(missing_ok=True)
    _write(path, recording.database)
    _write(path.with_name(f"{path.name}-wal"), log)
    database = await Database.open(f"sqlite:///{path}", clock=SystemClock())
    async with database.reading() as connection:
        keys = list(await connection.scalars(select(seen.c.key).order_by(seen.c.key)))
    await database.close()
    return [int(key[:6]) for key in keys]


async def torture(damages: int, seed: int = SEED) -> Counter[str]:
    """Survive so many damages; returns how many there were of each kind. AssertionError: a row was lost."""
    random_source, kinds = random.Random(seed), Counter[str]()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        recording = await record(folder, random_source)
        for _ in range(damages):
            kind = random_source.choice(["cut", "zeroed", "noise"])
            offset = random_source.randrange(len(recording.log) + 1)
            log = damaged(recording.log, kind, offset, random_source)
            found = await rows_found(folder, recording, log)
            before = sum(end <= offset for end in recording.ends)
            assert found == list(range(len(found))), f"{kind} at {offset}: a hole in {found}"
            assert len(found) >= before, f"{kind} at {offset}: {before} rows committed, {len(found)} found"
            kinds[kind] += 1
    return kinds


def main() -> None:
    """Print how many damages of each kind were survived."""
    kinds = asyncio.run(torture(DAMAGES))
    print("Damaged write-ahead logs opened whole, no row committed before the damage missing")
    for kind, times in sorted(kinds.items()):
        print(f"  {kind:<8} {times:>5}")
    print(f"  {'all':<8} {kinds.total():>5}")


def _read(path: Path) -> bytes:
    return path.read_bytes()


def _size(path: Path) -> int:
    return path.stat().st_size


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


if __name__ == "__main__":
    main()
