"""What is known of chats over restarts: who blocked the bot, which group became which."""

from __future__ import annotations

from sqlalchemy import select

from clock import Clock
from storage.database import Database
from storage.tables.queue import chats
from storage.upsert import upsert


class StoredChats:
    """The table `chats`, read once and kept at hand, written whenever something new is learned.

    Each change is a commit of its own: that a person blocked the bot is true even if the update during which
    it came out has to be handled again.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._blocked: set[int] = set()
        self._moves: dict[int, int] = {}

    @classmethod
    async def load(cls, database: Database, clock: Clock) -> StoredChats:
        book = cls(database, clock)
        async with database.reading() as connection:
            for chat, blocked_at, target in await connection.execute(select(chats)):
                if blocked_at is not None:
                    book._blocked.add(chat)
                if target is not None:
                    book._moves[chat] = target
        return book

    def current(self, chat: int) -> int:
        """The number under which `chat` is reached now."""
        passed = {chat}
        while (target := self._moves.get(chat, chat)) not in passed:
            passed.add(target)
            chat = target
        return chat

    async def blocked(self, chat: int) -> None:
        """Nothing can be sent to `chat` until it returns."""
        self._blocked.add(chat)
        await self._write("blocked_at", chat, self._clock.now())

    async def returned(self, chat: int, *, unblocked: bool) -> None:
        """`chat` has sent something; `unblocked` when Telegram says its person took the bot back.

        A block another process noted is not known here: only Telegram's word lifts it for certain.
        """
        if unblocked or chat in self._blocked:
            self._blocked.discard(chat)
            await self._write("blocked_at", chat, None)

    async def migrated(self, chat: int, target: int) -> None:
        """The group `chat` is the supergroup `target` from now on."""
        self._moves[chat] = target
        await self._write("migrated_to", chat, target)

    async def _write(self, column: str, chat: int, value: object) -> None:
        await self._database.commit([upsert(chats, {"chat_id": chat, column: value})])
