"""What is known of chats outlives the process, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from clock import SystemClock
from handlers.transport.chats import StoredChats
from storage.database import Database
from storage.tables.queue import chats
from tests.clock import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


async def blocked_chats(database: Database) -> dict[int, object]:
    async with database.reading() as connection:
        rows = await connection.execute(select(chats.c.chat_id, chats.c.blocked_at))
        return {chat: moment for chat, moment in rows if moment is not None}


async def test_a_block_and_its_moment_are_kept_until_the_chat_speaks_again(
    database: Database, clock: FakeClock
) -> None:
    book = await StoredChats.load(database, clock)
    await book.blocked(7)
    await book.blocked(8)
    assert await blocked_chats(database) == {7: clock.now(), 8: clock.now()}
    again = await StoredChats.load(database, clock)
    await again.returned(7, unblocked=False)
    assert await blocked_chats(database) == {8: clock.now()}


async def test_telegrams_word_lifts_a_block_another_process_noted(
    database: Database, clock: FakeClock
) -> None:
    here, there = await StoredChats.load(database, clock), await StoredChats.load(database, clock)
    await there.blocked(7)
    await here.returned(7, unblocked=False)
    assert await blocked_chats(database) == {7: clock.now()}
    await here.returned(7, unblocked=True)
    assert await blocked_chats(database) == {}


async def test_who_never_blocked_costs_no_write(database: Database) -> None:
    book = await StoredChats.load(database, SystemClock())
    await database.close()
    await book.returned(7, unblocked=False)


async def test_a_group_is_followed_through_all_its_moves(database: Database, clock: FakeClock) -> None:
    book = await StoredChats.load(database, clock)
    await book.migrated(-5, -1005)
    await book.migrated(-1005, -1006)
    for known in (book, await StoredChats.load(database, clock)):
        assert [known.current(chat) for chat in (-5, -1005, -1006, 7)] == [-1006, -1006, -1006, 7]


async def test_groups_said_to_be_each_other_end_the_search(database: Database, clock: FakeClock) -> None:
    book = await StoredChats.load(database, clock)
    await book.migrated(-5, -6)
    await book.migrated(-6, -5)
    assert book.current(-5) in (-5, -6)


async def test_a_move_and_a_block_of_one_chat_do_not_overwrite_each_other(
    database: Database, clock: FakeClock
) -> None:
    book = await StoredChats.load(database, clock)
    await book.blocked(-5)
    await book.migrated(-5, -1005)
    again = await StoredChats.load(database, clock)
    assert again.current(-5) == -1005
    assert await blocked_chats(database) == {-5: clock.now()}
