"""What one update changes is committed once, at its end."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select

from storage.database import Database
from storage.statement import Rows
from storage.tables.queue import seen
from storage.unit_of_work import UnitOfWork

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def test_nothing_is_visible_before_the_commit_and_all_of_it_after(database: Database) -> None:
    unit = UnitOfWork(database)
    for key in ("a", "b"):
        unit.write(insert(seen).values(key=key, seen_at=NOON))
    assert await count(database) == 0
    await unit.commit()
    assert await count(database) == 2


async def test_an_empty_unit_begins_no_transaction(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("wrote something")

    monkeypatch.setattr(sqlite_database.writer, "commit", refuse)
    await UnitOfWork(sqlite_database).commit()


async def test_a_write_after_the_commit_is_refused(database: Database) -> None:
    unit = UnitOfWork(database)
    await unit.commit()
    assert not unit.open
    with pytest.raises(RuntimeError, match="over already"):
        unit.write(insert(seen).values(key="a", seen_at=NOON))


async def test_the_last_moment_to_write_is_the_beginning_of_the_commit(database: Database) -> None:
    unit = UnitOfWork(database)
    unit.before_commit(lambda: unit.write(insert(seen).values(key="a", seen_at=NOON)))
    assert await count(database) == 0
    await unit.commit()
    assert await count(database) == 1


async def test_a_statement_learns_its_rows_once_they_are_durable(database: Database) -> None:
    unit = UnitOfWork(database)
    learnt: list[Rows] = []
    unit.write(insert(seen).values(key="a", seen_at=NOON))
    unit.write(insert(seen).values(key="b", seen_at=NOON).returning(seen.c.key), then=learnt.append)
    assert learnt == []
    await unit.commit()
    assert learnt == [[("b",)]]


async def count(database: Database) -> int:
    async with database.reading() as connection:
        return len((await connection.execute(select(seen.c.key))).all())
