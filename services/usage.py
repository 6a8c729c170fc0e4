"""How much the bot is used, and where owners stop: numbers alone, nothing of a person."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from storage.database import Database
from storage.tables.accounts import clinics, people
from storage.tables.queue import conversation_state
from storage.tables.uploads import kept_uploads


@dataclass(frozen=True, slots=True)
class Usage:
    """Counts over everybody; windows: in how many chats a window stands open, by its name."""

    people: int
    clinics: int
    uploads: int
    undone: int
    windows: Mapping[str, int]


async def usage(database: Database) -> Usage:
    """Count what there is."""
    async with database.reading() as connection:
        persons, owned, kept = [
            (await connection.execute(select(func.count()).select_from(table))).scalar_one()
            for table in (people, clinics, kept_uploads)
        ]
        undone = select(func.count()).where(kept_uploads.c.undone_at.is_not(None))
        states = (await connection.execute(select(conversation_state.c.destinies))).scalars()
        windows = Counter(window for destinies in states for window in _open_windows(destinies))
        gone = (await connection.execute(undone)).scalar_one()
    return Usage(persons, owned, kept, gone, dict(windows.most_common()))


def _open_windows(destinies: str) -> set[str]:
    """The windows of one chat's conversation, each by its state, and by the question it asks."""
    found = set()
    for destiny in json.loads(destinies).values():
        context = destiny.get("data", {})
        if state := context.get("state"):
            question = context.get("dialog_data", {}).get("question")
            found.add(f"{state}:{question}" if question else str(state))
    return found
