"""What aiogram asks about the state of conversations, answered from the program's own database."""

import json
from collections.abc import Mapping
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from storage.database import Database
from storage.repositories.state import ConversationKey, Conversations


class ConversationState(BaseStorage):
    """State and data of every destiny of a conversation.

    Data must be JSON; it comes back as it would after a restart (a tuple as a list).
    """

    def __init__(self, database: Database) -> None:
        self._conversations = Conversations(database)

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        async with self._conversations.of(_row_of(key)) as conversation:
            conversation.destiny(key.destiny)["state"] = state.state if isinstance(state, State) else state

    async def get_state(self, key: StorageKey) -> str | None:
        async with self._conversations.of(_row_of(key)) as conversation:
            state: str | None = conversation.destinies.get(key.destiny, {}).get("state")
            return state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        written = _copied(dict(data))
        async with self._conversations.of(_row_of(key)) as conversation:
            conversation.destiny(key.destiny)["data"] = written

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        async with self._conversations.of(_row_of(key)) as conversation:
            data: dict[str, Any] = _copied(conversation.destinies.get(key.destiny, {}).get("data", {}))
            return data

    async def close(self) -> None:
        """Nothing to close: the database belongs to whoever opened it."""


def _row_of(key: StorageKey) -> ConversationKey:
    return ConversationKey(
        key.bot_id, key.chat_id, key.user_id, key.thread_id or 0, key.business_connection_id or ""
    )


def _copied(value: Any) -> Any:
    return json.loads(json.dumps(value))
