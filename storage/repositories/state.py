"""Where conversations stand: one row a conversation, read and written at most once per update."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, select

from storage.database import Database
from storage.statement import Prepared
from storage.tables.queue import conversation_state
from storage.unit_of_work import UnitOfWork, current_unit
from storage.upsert import upsert


class ConversationKey(NamedTuple):
    """Which conversation; `thread_id` is 0 outside a thread, the last empty outside a business account."""

    bot_id: int
    chat_id: int
    user_id: int
    thread_id: int
    business_connection_id: str


_of_row = [column == bindparam(f"of_{column.name}") for column in conversation_state.primary_key]
_READ = Prepared(select(conversation_state.c.destinies).where(*_of_row))
_DELETE = Prepared(delete(conversation_state).where(*_of_row))


class Conversation:
    """One conversation as this update sees it: `{destiny: {"state": …, "data": {…}}}`, all of it JSON."""

    def __init__(self, key: ConversationKey, written: str | None) -> None:
        self._key = key
        self._before: dict[str, Any] = json.loads(written) if written else {}
        self.destinies: dict[str, Any] = json.loads(written) if written else {}

    def destiny(self, name: str) -> dict[str, Any]:
        """One destiny, to be changed in place; a new one is empty."""
        destiny: dict[str, Any] = self.destinies.setdefault(name, {"state": None, "data": {}})
        return destiny

    def write_if_changed(self, unit: UnitOfWork) -> None:
        """Have the unit keep what differs from what was read; nothing left is no row."""
        kept = {name: part for name, part in self.destinies.items() if part["state"] or part["data"]}
        if kept == self._before:
            return
        if not kept:
            unit.write(_DELETE.bind(**_parameters(self._key)))
            return
        written = json.dumps(kept, separators=(",", ":"))
        unit.write(upsert(conversation_state, {**self._key._asdict(), "destinies": written}))


class Conversations:
    """Every conversation of this database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @asynccontextmanager
    async def of(self, key: ConversationKey) -> AsyncIterator[Conversation]:
        """One conversation, to look at or change.

        Within an update changes gather in its unit of work; outside of one each use is a unit by itself.
        """
        unit = current_unit.get(None)
        if unit is not None and unit.open:
            yield await self._in_unit(unit, key)
            return
        unit = UnitOfWork(self._database)
        yield await self._in_unit(unit, key)
        await unit.commit()

    async def _in_unit(self, unit: UnitOfWork, key: ConversationKey) -> Conversation:
        memo_key = (Conversation, key)
        if memo_key not in unit.memo:
            found_rows = await self._database.rows(_READ.bind(**_parameters(key)))
            written = found_rows[0][0] if found_rows else None
            # Another task of the same update may have read it meanwhile, and changed it.
            if memo_key not in unit.memo:
                conversation = unit.memo[memo_key] = Conversation(key, written)
                unit.before_commit(lambda: conversation.write_if_changed(unit))
        found: Conversation = unit.memo[memo_key]
        return found


def _parameters(key: ConversationKey) -> dict[str, Any]:
    return {f"of_{name}": value for name, value in key._asdict().items()}
