"""Keys are forgotten after 48 hours, in portions; what was given up on, after 30 days."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from storage.database import Database
from storage.queue import upkeep
from storage.tables.queue import parked, seen

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize("old", [0, 1, 9, 10, 11, 25])
async def test_only_keys_older_than_48_hours_are_forgotten(
    database: Database, monkeypatch: pytest.MonkeyPatch, old: int
) -> None:
    monkeypatch.setattr(upkeep, "PORTION", 10)
    expired = [{"key": f"old {n}", "seen_at": NOW - timedelta(hours=48, seconds=1 + n)} for n in range(old)]
    recent = [{"key": "recent", "seen_at": NOW - timedelta(hours=47, minutes=59)}]
    await database.commit([insert(seen).values(expired + recent)])
    await upkeep.forget_old(database, NOW)
    async with database.reading() as connection:
        assert list(await connection.scalars(select(seen.c.key))) == ["recent"]


async def test_what_was_given_up_on_waits_30_days(database: Database) -> None:
    rows = [
        {
            "key": f"update:{days}",
            "kind": "update",
            "lock": "chat:1",
            "payload": "{}",
            "attempts": 5,
            "error": "",
            "parked_at": NOW - timedelta(days=days, seconds=1),
        }
        for days in (29, 30, 31)
    ]
    await database.commit([insert(parked).values(rows)])
    await upkeep.forget_old(database, NOW)
    async with database.reading() as connection:
        assert list(await connection.scalars(select(parked.c.key))) == ["update:29"]
