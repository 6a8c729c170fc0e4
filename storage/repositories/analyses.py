"""Analyses of a clinic that were reckoned, sealed, read and written within one unit of work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update

from storage.tables.product import analyses
from storage.unit_of_work import UnitOfWork
from storage.upsert import upsert

MOST_KEPT = 60
"""Selections a clinic's analyses are kept of; the longest unused is reckoned anew."""

_COLUMNS = tuple(column for column in analyses.columns if column.name != "clinic_id")


@dataclass(slots=True)
class StoredAnalysis:
    """A row of `analyses`, its contents still sealed."""

    id: str
    asked: str
    basis: str
    selection: bytes
    analysis: bytes
    outlook: bytes | None
    made_at: datetime


async def clinic_of(unit: UnitOfWork, analysis_id: str, clinic_ids: Iterable[str]) -> str | None:
    """Which of these clinics an analysis is of; None if it is of none of them."""
    query = select(analyses.c.clinic_id).where(
        analyses.c.id == analysis_id, analyses.c.clinic_id.in_(list(clinic_ids))
    )
    async with unit.database.reading() as connection:
        found: str | None = (await connection.execute(query)).scalar_one_or_none()
    return found


class Analyses:
    """The analyses of one clinic; whoever makes this has made sure whose clinic it is."""

    def __init__(self, unit: UnitOfWork, clinic_id: str) -> None:
        self._unit = unit
        self._clinic_id = clinic_id

    async def find(self, asked: str) -> StoredAnalysis | None:
        """The analysis of a selection by its fingerprint."""
        made: StoredAnalysis | None = self._unit.memo.get((StoredAnalysis, self._clinic_id, asked))
        return made or await self._row(analyses.c.asked == asked)

    async def get(self, analysis_id: str) -> StoredAnalysis | None:
        """One analysis of this clinic by its id."""
        return await self._row(analyses.c.id == analysis_id)

    async def all(self) -> list[StoredAnalysis]:
        """Every analysis of this clinic that is kept, the oldest first."""
        query = select(*_COLUMNS).where(analyses.c.clinic_id == self._clinic_id).order_by(analyses.c.made_at)
        async with self._unit.database.reading() as connection:
            return [StoredAnalysis(**row) for row in (await connection.execute(query)).mappings()]

    def save(self, made: StoredAnalysis) -> None:
        """Keep an analysis in place of the earlier one of the same selection."""
        self._unit.memo[StoredAnalysis, self._clinic_id, made.asked] = made
        row = {"clinic_id": self._clinic_id}
        row |= {name: getattr(made, name) for name in StoredAnalysis.__slots__}
        self._unit.write(upsert(analyses, row, key=("clinic_id", "asked")))
        newest = (
            select(analyses.c.id)
            .where(analyses.c.clinic_id == self._clinic_id)
            .order_by(analyses.c.made_at.desc())
            .limit(MOST_KEPT)
        )
        self._unit.write(
            delete(analyses).where(analyses.c.clinic_id == self._clinic_id, analyses.c.id.not_in(newest))
        )

    def set_outlook(self, made: StoredAnalysis, sealed: bytes) -> None:
        """Add the visits to expect; an analysis replaced meanwhile stays without."""
        made.outlook = sealed
        same = (analyses.c.id == made.id, analyses.c.basis == made.basis)
        self._unit.write(update(analyses).where(*same).values(outlook=sealed))

    async def _row(self, condition: ColumnElement[bool]) -> StoredAnalysis | None:
        query = select(*_COLUMNS).where(analyses.c.clinic_id == self._clinic_id, condition)
        async with self._unit.database.reading() as connection:
            row = (await connection.execute(query)).mappings().one_or_none()
        return None if row is None else StoredAnalysis(**row)
