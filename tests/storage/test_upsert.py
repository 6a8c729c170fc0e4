"""A row in the place of an earlier one, on both databases."""

from datetime import UTC, datetime

from sqlalchemy import select

from storage.database import Database
from storage.tables.queue import chats
from storage.upsert import insert_if_new, upsert

FIRST = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)


async def rows(database: Database) -> list[tuple[object, ...]]:
    async with database.reading() as connection:
        return [tuple(row) for row in await connection.execute(select(chats).order_by(chats.c.chat_id))]


async def test_a_first_row_is_added_and_a_second_of_its_key_changes_it(database: Database) -> None:
    await database.commit([upsert(chats, {"chat_id": 7, "blocked_at": FIRST})])
    await database.commit([upsert(chats, {"chat_id": 7, "blocked_at": LATER, "migrated_to": -100})])
    await database.commit([upsert(chats, {"chat_id": 8, "blocked_at": None})])
    assert await rows(database) == [(7, LATER, -100), (8, None, None)]


async def test_columns_that_are_not_named_stay(database: Database) -> None:
    await database.commit([upsert(chats, {"chat_id": 7, "blocked_at": FIRST, "migrated_to": -100})])
    await database.commit([upsert(chats, {"chat_id": 7, "blocked_at": LATER})])
    changed = {"chat_id": 7, "blocked_at": FIRST, "migrated_to": -200}
    await database.commit([upsert(chats, changed, changed=["migrated_to"])])
    assert await rows(database) == [(7, LATER, -200)]


async def test_an_earlier_row_can_stay_as_it_is(database: Database) -> None:
    await database.commit([insert_if_new(chats, {"chat_id": 7, "migrated_to": -100})])
    await database.commit([insert_if_new(chats, {"chat_id": 7, "migrated_to": -200})])
    assert await rows(database) == [(7, None, -100)]
