"""Conversation state: every destiny of a conversation in one row, written only when it changed."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import StorageKey
from sqlalchemy import select

from clock import SystemClock
from handlers.transport.state import ConversationState
from storage.database import Database
from storage.tables.queue import conversation_state
from storage.unit_of_work import UnitOfWork, current_unit

KEY = StorageKey(bot_id=1, chat_id=-100123, user_id=7)
STACK = replace(KEY, destiny="aiogd:stack:")


class Questionnaire(StatesGroup):
    patients = State()


@contextmanager
def in_unit(database: Database) -> Iterator[UnitOfWork]:
    unit = UnitOfWork(database)
    token = current_unit.set(unit)
    yield unit
    current_unit.reset(token)


async def rows(database: Database) -> list[str]:
    async with database.reading() as connection:
        return list(await connection.scalars(select(conversation_state.c.destinies)))


async def test_an_unknown_conversation_has_no_state_and_no_data(database: Database) -> None:
    state = ConversationState(database)
    assert await state.get_state(KEY) is None
    assert await state.get_data(KEY) == {}
    assert await rows(database) == []


async def test_state_and_data_outlive_the_process(database_url: str) -> None:
    before = await Database.open(database_url, clock=SystemClock())
    await ConversationState(before).set_state(KEY, Questionnaire.patients)
    await ConversationState(before).set_data(KEY, {"name": "Клиника «Ёлка»", "new": 575})
    await before.close()
    after = await Database.open(database_url, clock=SystemClock())
    assert await ConversationState(after).get_state(KEY) == "Questionnaire:patients"
    assert await ConversationState(after).get_data(KEY) == {"name": "Клиника «Ёлка»", "new": 575}
    await after.close()


@pytest.mark.parametrize(
    "other",
    [
        replace(KEY, bot_id=2),
        replace(KEY, chat_id=7),
        replace(KEY, user_id=8),
        replace(KEY, thread_id=5),
        replace(KEY, business_connection_id="b"),
        STACK,
    ],
)
async def test_every_part_of_the_key_tells_conversations_apart(database: Database, other: StorageKey) -> None:
    state = ConversationState(database)
    await state.set_data(KEY, {"n": 1})
    await state.set_data(other, {"n": 2})
    assert await state.get_data(KEY) == {"n": 1}
    assert await state.get_data(other) == {"n": 2}


async def test_all_destinies_of_an_update_are_one_row_written_once(database: Database) -> None:
    state = ConversationState(database)
    with in_unit(database) as unit:
        for number in range(50):
            await state.set_data(replace(KEY, destiny=f"aiogd:context:{number}"), {"n": number})
        await state.set_state(STACK, "open")
        assert await rows(database) == []
        await unit.commit()
        assert len(unit._writes) == 1
    assert len(await rows(database)) == 1
    assert await state.get_data(replace(KEY, destiny="aiogd:context:49")) == {"n": 49}
    assert await state.get_state(STACK) == "open"


async def test_an_update_sees_its_own_changes(database: Database) -> None:
    state = ConversationState(database)
    with in_unit(database):
        await state.set_data(KEY, {"n": 1})
        assert await state.update_data(KEY, {"m": 2}) == {"n": 1, "m": 2}
        assert await state.get_data(KEY) == {"n": 1, "m": 2}


async def test_a_unit_that_is_dropped_changes_nothing(database: Database) -> None:
    state = ConversationState(database)
    await state.set_data(KEY, {"n": 1})
    with in_unit(database):
        await state.set_data(KEY, {"n": 2})
    assert await state.get_data(KEY) == {"n": 1}


async def test_an_unchanged_conversation_is_not_written(database: Database) -> None:
    state = ConversationState(database)
    await state.set_data(KEY, {"a": 1, "b": [1, 2]})
    with in_unit(database) as unit:
        data = await state.get_data(KEY)
        await state.set_data(KEY, {"b": data["b"], "a": data["a"]})
        await state.set_state(STACK, None)
        await unit.commit()
        assert unit._writes == []


async def test_what_a_caller_does_to_its_copy_stays_with_the_caller(database: Database) -> None:
    state = ConversationState(database)
    with in_unit(database):
        given = {"list": [1]}
        await state.set_data(KEY, given)
        given["list"].append(2)
        (await state.get_data(KEY))["list"].append(3)
        assert await state.get_data(KEY) == {"list": [1]}


async def test_data_that_is_not_json_is_refused_where_it_is_set(database: Database) -> None:
    with pytest.raises(TypeError, match="not JSON serializable"):
        await ConversationState(database).set_data(KEY, {"handler": object()})


async def test_a_finished_conversation_leaves_no_row(database: Database) -> None:
    state = ConversationState(database)
    await state.set_state(KEY, "asked")
    await state.set_data(STACK, {"n": 1})
    await state.set_state(KEY, None)
    assert len(await rows(database)) == 1
    await state.set_data(STACK, {})
    assert await rows(database) == []


async def test_tasks_of_one_update_reading_at_once_share_what_they_change(database: Database) -> None:
    state = ConversationState(database)
    with in_unit(database) as unit:
        await asyncio.gather(*[state.set_data(replace(KEY, destiny=str(n)), {"n": n}) for n in range(5)])
        await unit.commit()
    assert [await state.get_data(replace(KEY, destiny=str(n))) for n in range(5)] == [
        {"n": n} for n in range(5)
    ]


async def test_a_task_that_outlives_its_update_writes_by_itself(database: Database) -> None:
    state = ConversationState(database)
    with in_unit(database) as unit:
        await unit.commit()
        await state.set_data(KEY, {"late": True})
    assert await state.get_data(KEY) == {"late": True}


async def test_many_conversations_at_once_keep_to_themselves(database: Database) -> None:
    state = ConversationState(database)
    await asyncio.gather(*[state.set_data(replace(KEY, user_id=user), {"user": user}) for user in range(100)])
    found = await asyncio.gather(*[state.get_data(replace(KEY, user_id=user)) for user in range(100)])
    assert found == [{"user": user} for user in range(100)]
