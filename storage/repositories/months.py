"""Months of clinics: reading and writing what was entered, within a unit of work."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select

from storage.tables.months import month_facts, months, year_plans
from storage.unit_of_work import UnitOfWork
from storage.upsert import insert_if_new, upsert

WHOLE_CLINIC = ""
"""The channel of a figure that is of the whole clinic."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of `month_facts`: `value` is an exact number, the words of a note, or None for «не знаю»."""

    month: str
    figure: str
    channel_id: str
    value: str | None
    source: str
    entered_at: datetime


class StoredMonths:
    """The months of one clinic. Whatever is added is seen by the same unit of work at once."""

    def __init__(self, unit: UnitOfWork, clinic_id: str) -> None:
        self._unit = unit
        self._clinic_id = clinic_id

    async def entries(self) -> list[Entry]:
        """Everything ever entered, corrections included, in the order it was entered."""
        key = (Entry, self._clinic_id)
        if key not in self._unit.memo:
            query = (
                select(*(month_facts.c[name] for name in Entry.__dataclass_fields__))
                .where(month_facts.c.clinic_id == self._clinic_id)
                .order_by(month_facts.c.id)
            )
            self._unit.memo[key] = [Entry(*row) for row in await self._rows(query)]
        found: list[Entry] = self._unit.memo[key]
        return found

    async def add(self, entry: Entry) -> None:
        """Keep an entry beside the earlier ones."""
        (await self.entries()).append(entry)
        row = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
        self._unit.write(insert(month_facts).values(clinic_id=self._clinic_id, **row))

    async def entered(self) -> set[str]:
        """The months of which nothing more has to be asked."""
        key = (months, self._clinic_id)
        if key not in self._unit.memo:
            query = select(months.c.month).where(months.c.clinic_id == self._clinic_id)
            self._unit.memo[key] = {month for (month,) in await self._rows(query)}
        found: set[str] = self._unit.memo[key]
        return found

    async def mark_entered(self, month: str, now: datetime) -> None:
        """Ask nothing more of a month."""
        entered = await self.entered()
        if month not in entered:
            entered.add(month)
            row = {"clinic_id": self._clinic_id, "month": month, "entered_at": now}
            self._unit.write(insert_if_new(months, row))

    async def unmark_entered(self, month: str) -> None:
        """Ask of a month again."""
        (await self.entered()).discard(month)
        self._unit.write(delete(months).where(months.c.clinic_id == self._clinic_id, months.c.month == month))

    async def year_plan(self, year: int) -> dict[str, Any] | None:
        """What was planned for a past year, if it was kept."""
        key = (year_plans, self._clinic_id, year)
        if key not in self._unit.memo:
            query = select(year_plans.c.plan).where(
                year_plans.c.clinic_id == self._clinic_id, year_plans.c.year == year
            )
            rows = await self._rows(query)
            self._unit.memo[key] = json.loads(rows[0][0]) if rows else None
        found: dict[str, Any] | None = self._unit.memo[key]
        return found

    async def year_plans(self) -> list[dict[str, Any]]:
        """What was planned for each past year it was kept of."""
        query = select(year_plans.c.plan).where(year_plans.c.clinic_id == self._clinic_id)
        return [json.loads(plan) for (plan,) in await self._rows(query.order_by(year_plans.c.year))]

    def keep_year_plan(self, year: int, plan: dict[str, Any], now: datetime) -> None:
        """Keep what was planned for a year, in place of what was kept before."""
        self._unit.memo[year_plans, self._clinic_id, year] = plan
        row = {"clinic_id": self._clinic_id, "year": year, "plan": json.dumps(plan), "kept_at": now}
        self._unit.write(upsert(year_plans, row))

    def forget_year_plan(self, year: int) -> None:
        """Keep nothing of what was planned for a year."""
        self._unit.memo[year_plans, self._clinic_id, year] = None
        ours = (year_plans.c.clinic_id == self._clinic_id, year_plans.c.year == year)
        self._unit.write(delete(year_plans).where(*ours))

    async def _rows(self, query: Any) -> list[Any]:
        async with self._unit.database.reading() as connection:
            return list(await connection.execute(query))
