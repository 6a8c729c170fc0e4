"""What a running queue does between tasks."""

import asyncio
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from storage.database import Database
from storage.tables.queue import seen

REMEMBERED = timedelta(hours=48)
"""How long the key of a task is known; Telegram repeats an update for at most a day."""
FORGET_EVERY = timedelta(hours=1)
SUSPICIOUS = 2
"""A task that has been under way at so many deaths of a process runs with no other such task beside it.

The one that kills is then the only one whose deaths are counted on; those that were merely near it recover.
"""
LAST_MOMENT = 1.0
"""Seconds an interrupted handler has to come to its end."""
PORTION = 1000
"""Keys forgotten in one short transaction."""


async def forget_old_keys(database: Database, now: datetime) -> None:
    """Delete the keys that need not be known any more."""
    old = select(seen.c.key).where(seen.c.seen_at < now - REMEMBERED).limit(PORTION)
    forget = delete(seen).where(seen.c.key.in_(old)).returning(seen.c.key)
    while len((await database.commit([forget]))[0]) == PORTION:
        pass


async def first_of(*awaited: Coroutine[Any, Any, Any]) -> None:
    """Wait until one of them is done, and give up the others."""
    rivals = [asyncio.create_task(one) for one in awaited]
    try:
        await asyncio.wait(rivals, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for rival in rivals:
            rival.cancel()
