"""The reminders of one clinic: what its owner wants, and what was planned and sent, within a unit of work."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from storage.statement import Prepared, Write
from storage.tables.reminders import reminders, routines
from storage.unit_of_work import UnitOfWork
from storage.upsert import insert_if_new, upsert

ON, PAUSED, UNREACHABLE, OFF = "on", "paused", "unreachable", "off"
PLANNED, CLAIMED, SENDING, SENT, SKIPPED, UNKNOWN = (
    "planned",
    "claimed",
    "sending",
    "sent",
    "skipped",
    "unknown",
)
FIRST, REPEAT, SNOOZED = "first", "repeat", "snoozed"


@dataclass(frozen=True, slots=True)
class StoredRoutine:
    """A row of `routines`."""

    day: int
    hour: int
    zone: str
    city: str
    status: str
    status_since: datetime


@dataclass(frozen=True, slots=True)
class StoredReminder:
    """A row of `reminders`, without what only the sending process needs."""

    period: str
    state: str
    wish: str
    due_at: datetime | None
    sent_count: int
    first_on: str | None


_LATEST = Prepared(
    select(reminders.c.clinic_id, reminders.c.period)
    .where(
        reminders.c.person_id == bindparam("person"),
        reminders.c.state == SENT,
        reminders.c.message_id > bindparam("message"),
    )
    .order_by(reminders.c.message_id.desc())
    .limit(1)
)
_COLUMNS = [reminders.c[name] for name in StoredReminder.__dataclass_fields__]


async def asked_below(unit: UnitOfWork, person_id: str, message_id: int) -> tuple[str, str] | None:
    """The clinic and the month of a person's latest reminder, if it was sent after a message."""
    found = await unit.database.rows(_LATEST.bind(person=person_id, message=message_id))
    return (found[0][0], found[0][1]) if found else None


def planned(clinic_id: str, person_id: str, period: str, due_at: datetime) -> Write:
    """Has a person asked for a month of a clinic at a moment, unless they were asked already."""
    row = {"clinic_id": clinic_id, "period": period, "person_id": person_id, "due_at": due_at}
    return insert_if_new(reminders, {**row, "state": PLANNED, "wish": FIRST, "sent_count": 0})


class StoredReminders:
    """The routine of one clinic and the reminders to one person; what is changed is seen at once.

    A reminder that a process has only claimed is taken out of its hands; one that is being sent is not.
    """

    def __init__(self, unit: UnitOfWork, clinic_id: str, person_id: str) -> None:
        self._unit = unit
        self._clinic_id = clinic_id
        self._person_id = person_id
        self._own = reminders.c.clinic_id == clinic_id, reminders.c.person_id == person_id

    async def routine(self) -> StoredRoutine | None:
        """What the owner wants; None if they never said."""
        key = (StoredRoutine, self._clinic_id)
        if key not in self._unit.memo:
            columns = [routines.c[name] for name in StoredRoutine.__dataclass_fields__]
            rows = await self._rows(select(*columns).where(routines.c.clinic_id == self._clinic_id))
            self._unit.memo[key] = StoredRoutine(*rows[0]) if rows else None
        found: StoredRoutine | None = self._unit.memo[key]
        return found

    def save(self, routine: StoredRoutine) -> None:
        """Keep what the owner wants now."""
        self._unit.memo[StoredRoutine, self._clinic_id] = routine
        row = {"clinic_id": self._clinic_id}
        row |= {name: getattr(routine, name) for name in StoredRoutine.__dataclass_fields__}
        self._unit.write(upsert(routines, row))

    async def reminders(self) -> Mapping[str, StoredReminder]:
        """Every reminder by the month it asks for, in order."""
        return dict(sorted((await self._known()).items()))

    async def plan(self, period: str, due_at: datetime) -> None:
        """Have a month asked for at a moment, unless it has its reminder already."""
        known = await self._known()
        if period in known:
            return
        known[period] = StoredReminder(period, PLANNED, FIRST, due_at, 0, None)
        self._unit.write(planned(self._clinic_id, self._person_id, period, due_at))

    async def drop_planned(self) -> None:
        """Forget what was planned and never sent."""
        known = await self._known()
        for period in [period for period, row in known.items() if row.state in (PLANNED, CLAIMED)]:
            if not known[period].sent_count:
                del known[period]
        self._unit.write(
            delete(reminders).where(
                *self._own,
                reminders.c.state.in_((PLANNED, CLAIMED)),
                reminders.c.sent_count == 0,
            )
        )

    async def settle(self, period: str, state: str, wish: str, due_at: datetime | None) -> None:
        """Say what becomes of a reminder next, unless it is being sent this very moment."""
        known = await self._known()
        known[period] = replace(known[period], state=state, wish=wish, due_at=due_at)
        self._unit.write(
            update(reminders)
            .where(
                *self._own,
                reminders.c.period == period,
                reminders.c.state != SENDING,
            )
            .values(state=state, wish=wish, due_at=due_at, claimed_by=None, claimed_until=None)
        )

    async def _known(self) -> dict[str, StoredReminder]:
        key = (StoredReminder, self._clinic_id, self._person_id)
        if key not in self._unit.memo:
            query = select(*_COLUMNS).where(*self._own)
            self._unit.memo[key] = {row[0]: StoredReminder(*row) for row in await self._rows(query)}
        found: dict[str, StoredReminder] = self._unit.memo[key]
        return found

    async def _rows(self, query: Any) -> list[Any]:
        async with self._unit.database.reading() as connection:
            return list(await connection.execute(query))
