"""Where a conversation stands, kept in the program's own database."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Database
from storage.statement import Prepared
from storage.tables.queue import conversation_state
from storage.unit_of_work import UnitOfWork, current_unit

RowKey: TypeAlias = tuple[int, int, int, int, str]
ROW_KEY = [column.name for column in conversation_state.primary_key]

_of_row = [column == bindparam(f"of_{column.name}") for column in conversation_state.primary_key]
_READ = Prepared(select(conversation_state.c.destinies).where(*_of_row))
_DELETE = Prepared(delete(conversation_state).where(*_of_row))


def _upsert(dialect: Any) -> Prepared:
    columns: dict[str, Any] = {name: bindparam(f"of_{name}") for name in ROW_KEY}
    insert = dialect.insert(conversation_state).values(destinies=bindparam("written"), **columns)
    return Prepared(
        insert.on_conflict_do_update(index_elements=ROW_KEY, set_={"destinies": insert.excluded.destinies})
    )


_UPSERT = {"sqlite": _upsert(sqlite), "postgresql": _upsert(postgresql)}


class ConversationState(BaseStorage):
    """State and data of every destiny of a conversation: one row, read and written at most once per update.

    Within an update changes gather in its unit of work; outside of one each call is a unit by itself.
    Data must be JSON; it comes back as it would after a restart (a tuple as a list).
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        async with self._conversation(key) as conversation:
            conversation.destiny(key.destiny)["state"] = state.state if isinstance(state, State) else state

    async def get_state(self, key: StorageKey) -> str | None:
        async with self._conversation(key) as conversation:
            state: str | None = conversation.destinies.get(key.destiny, {}).get("state")
            return state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        written = _copied(dict(data))
        async with self._conversation(key) as conversation:
            conversation.destiny(key.destiny)["data"] = written

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        async with self._conversation(key) as conversation:
            data: dict[str, Any] = _copied(conversation.destinies.get(key.destiny, {}).get("data", {}))
            return data

    async def close(self) -> None:
        """Nothing to close: the database belongs to whoever opened it."""

    @asynccontextmanager
    async def _conversation(self, key: StorageKey) -> AsyncIterator["_Conversation"]:
        unit = current_unit.get(None)
        if unit is not None and unit.open:
            yield await self._in_unit(unit, _row_key(key))
            return
        unit = UnitOfWork(self._database)
        yield await self._in_unit(unit, _row_key(key))
        await unit.commit()

    async def _in_unit(self, unit: UnitOfWork, row: RowKey) -> "_Conversation":
        memo_key = (ConversationState, row)
        if memo_key not in unit.memo:
            found_rows = await self._database.rows(_READ.bind(**_parameters(row)))
            written = found_rows[0][0] if found_rows else None
            # Another task of the same update may have read it meanwhile, and changed it.
            if memo_key not in unit.memo:
                conversation = unit.memo[memo_key] = _Conversation(row, written)
                unit.before_commit(lambda: conversation.write_if_changed(unit))
        found: _Conversation = unit.memo[memo_key]
        return found


class _Conversation:
    """One row as this update sees it."""

    def __init__(self, row: RowKey, written: str | None) -> None:
        self._row = row
        self._before: dict[str, Any] = json.loads(written) if written else {}
        self.destinies: dict[str, Any] = json.loads(written) if written else {}

    def destiny(self, name: str) -> dict[str, Any]:
        destiny: dict[str, Any] = self.destinies.setdefault(name, {"state": None, "data": {}})
        return destiny

    def write_if_changed(self, unit: UnitOfWork) -> None:
        kept = {name: part for name, part in self.destinies.items() if part["state"] or part["data"]}
        if kept == self._before:
            return
        if not kept:
            unit.write(_DELETE.bind(**_parameters(self._row)))
            return
        written = json.dumps(kept, separators=(",", ":"))
        unit.write(_UPSERT[unit.database.dialect].bind(written=written, **_parameters(self._row)))


def _row_key(key: StorageKey) -> RowKey:
    return (key.bot_id, key.chat_id, key.user_id, key.thread_id or 0, key.business_connection_id or "")


def _parameters(row: RowKey) -> dict[str, Any]:
    return {f"of_{name}": value for name, value in zip(ROW_KEY, row, strict=True)}


def _copied(value: Any) -> Any:
    return json.loads(json.dumps(value))
