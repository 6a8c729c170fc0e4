"""Which buttons have just been answered: kept with the keys of updates, for every process to see."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import bindparam, select

from storage.statement import Prepared
from storage.tables.queue import seen
from storage.tables.schema import UtcDateTime
from storage.unit_of_work import UnitOfWork
from storage.upsert import upsert

_ANSWERED = Prepared(
    select(seen.c.key).where(
        seen.c.key == bindparam("of_key"),
        seen.c.seen_at > bindparam("after", type_=UtcDateTime),
        seen.c.seen_at <= bindparam("until", type_=UtcDateTime),
    )
)


class Taps:
    """The buttons answered before this update, and the one it answers."""

    def __init__(self, unit: UnitOfWork) -> None:
        self._unit = unit

    async def is_answered(
        self, chat: int, message: int, data: str, *, noted: tuple[datetime, datetime]
    ) -> bool:
        """Whether the button with this data under this message was answered between two moments."""
        after, until = noted
        answered = _ANSWERED.bind(of_key=_key(chat, message, data), after=after, until=until)
        return bool(await self._unit.database.rows(answered))

    def answer(self, chat: int, message: int, data: str, now: datetime) -> None:
        """Note that the button is answered, together with what it did."""
        self._unit.write(upsert(seen, {"key": _key(chat, message, data), "seen_at": now}))


def _key(chat: int, message: int, data: str) -> str:
    """Short, and without whose button it was: it stays for a while after a person is forgotten."""
    return f"tap:{sha256(f'{chat}:{message}:{data}'.encode()).hexdigest()[:32]}"
