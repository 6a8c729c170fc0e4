"""Keys are forgotten after 48 hours, in portions."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from storage.database import Database
from storage.queue import upkeep
from storage.tables.queue import seen

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize("old", [0, 1, 9, 10, 11, 25])
async def test_only_keys_older_than_48_hours_are_forgotten(
    database: Database, monkeypatch: pytest.MonkeyPatch, old: int
) -> None:
    monkeypatch.setattr(upkeep, "PORTION", 10)
    expired = [{"key": f"old {n}", "seen_at": NOW - timedelta(hours=48, seconds=1 + n)} for n in range(old)]
    recent = [{"key": "recent", "seen_at": NOW - timedelta(hours=47, minutes=59)}]
    await database.commit([insert(seen).values(expired + recent)])
    await upkeep.forget_old_keys(database, NOW)
    async with database.reading() as connection:
        assert list(await connection.scalars(select(seen.c.key))) == ["recent"]
