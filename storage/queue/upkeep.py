"""What a running queue does between tasks."""

import asyncio
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from storage.database import Database
from storage.tables.queue import parked, seen
from storage.tables.uploads import kept_uploads

REMEMBERED = timedelta(hours=48)
"""How long the key of a task is known; Telegram repeats an update for at most a day."""
KEPT = timedelta(days=30)
"""How long a task given up on waits for the operator, and an undone upload for its owner."""
TAP_KEPT = timedelta(minutes=1)
FORGET_EVERY = timedelta(hours=1)
SUSPICIOUS = 2
"""A task that has been under way at so many deaths of a process runs with no other such task beside it.

The one that kills is then the only one whose deaths are counted on; those that were merely near it recover.
"""
LAST_MOMENT = 1.0
"""Seconds an interrupted handler has to come to its end."""
PORTION = 1000
"""Keys forgotten in one short transaction."""


async def forget_old(database: Database, now: datetime) -> None:
    """Delete what need not be known any more: keys of tasks, tasks given up on, undone uploads."""
    long_ago = now - KEPT
    await database.commit(
        [
            delete(parked).where(parked.c.parked_at < long_ago),
            delete(kept_uploads).where(kept_uploads.c.undone_at < long_ago),
            # Of a second's use, and whoever knows a chat could try out whose they are.
            delete(seen).where(seen.c.key.startswith("tap:"), seen.c.seen_at < now - TAP_KEPT),
        ]
    )
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
