"""The decisions of a clinic, read and written within one unit of work."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, select, update

from storage.tables.product import decisions
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class StoredDecision:
    """A row of `decisions`."""

    id: str
    day: date
    text: str


class StoredDecisions:
    """The decisions of one clinic; whoever makes this has made sure whose clinic it is."""

    def __init__(self, unit: UnitOfWork, clinic_id: str) -> None:
        self._unit = unit
        self._clinic_id = clinic_id

    async def listed(self) -> list[StoredDecision]:
        """Every decision, oldest first."""
        memo = self._unit.memo
        if (StoredDecision, self._clinic_id) not in memo:
            query = (
                select(decisions.c.id, decisions.c.day, decisions.c.text)
                .where(decisions.c.clinic_id == self._clinic_id)
                .order_by(decisions.c.created_at, decisions.c.id)
            )
            async with self._unit.database.reading() as connection:
                rows = (await connection.execute(query)).all()
            memo[StoredDecision, self._clinic_id] = [
                StoredDecision(row.id, date.fromisoformat(row.day), row.text) for row in rows
            ]
        found: list[StoredDecision] = memo[StoredDecision, self._clinic_id]
        return sorted(found, key=lambda decision: decision.day)

    async def add(self, made: StoredDecision, now: datetime) -> None:
        """Keep a decision."""
        await self._replace(made.id, made)
        self._unit.write(
            insert(decisions).values(
                id=made.id,
                clinic_id=self._clinic_id,
                day=made.day.isoformat(),
                text=made.text,
                created_at=now,
            )
        )

    async def change(self, made: StoredDecision) -> None:
        """Give a decision of this clinic another day or text."""
        await self._replace(made.id, made)
        same = (decisions.c.id == made.id, decisions.c.clinic_id == self._clinic_id)
        self._unit.write(update(decisions).where(*same).values(day=made.day.isoformat(), text=made.text))

    async def remove(self, made: StoredDecision) -> None:
        """Remove a decision of this clinic."""
        await self._replace(made.id, None)
        self._unit.write(
            delete(decisions).where(decisions.c.id == made.id, decisions.c.clinic_id == self._clinic_id)
        )

    async def _replace(self, decision_id: str, made: StoredDecision | None) -> None:
        kept = [decision for decision in await self.listed() if decision.id != decision_id]
        self._unit.memo[StoredDecision, self._clinic_id] = kept if made is None else [*kept, made]
