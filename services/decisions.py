"""The owner's decisions: dates to mark on the lines of the metrics, never causes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from services.workspace import NotFoundError, Workspace
from storage.repositories.accounts import new_id
from storage.repositories.decisions import StoredDecision, StoredDecisions

MOST_DECISIONS = 30
EARLIEST = date(1990, 1, 1)
AHEAD = timedelta(days=366)


class FullError(ValueError):
    """There are already as many as anybody can tell apart on a line."""


class Decisions:
    """The decisions of the clinic a person is looking at."""

    def __init__(self, workspace: Workspace) -> None:
        self._stored = StoredDecisions(workspace.unit, workspace.clinic_id)
        self._clock = workspace.clock

    async def listed(self) -> Sequence[StoredDecision]:
        """Every decision, oldest first: so they are numbered everywhere."""
        return await self._stored.listed()

    async def get(self, decision_id: str) -> StoredDecision:
        """One decision. Raises NotFoundError."""
        for decision in await self._stored.listed():
            if decision.id == decision_id:
                return decision
        raise NotFoundError(decision_id)

    def is_likely(self, day: date) -> bool:
        """Whether something can have been decided for this day."""
        return EARLIEST <= day <= self._clock.now().date() + AHEAD

    async def add(self, day: date, text: str) -> StoredDecision:
        """Note a decision on a likely day; text: as `clean_name` gave it. Raises FullError."""
        if len(await self._stored.listed()) >= MOST_DECISIONS:
            raise FullError
        made = StoredDecision(new_id(), day, text)
        await self._stored.add(made, self._clock.now())
        return made

    async def move(self, decision_id: str, day: date) -> StoredDecision:
        """Give a decision another likely day. Raises NotFoundError."""
        moved = replace(await self.get(decision_id), day=day)
        await self._stored.change(moved)
        return moved

    async def rename(self, decision_id: str, text: str) -> StoredDecision:
        """Give a decision another text. Raises NotFoundError."""
        renamed = replace(await self.get(decision_id), text=text)
        await self._stored.change(renamed)
        return renamed

    async def remove(self, decision_id: str) -> None:
        """Remove a decision. Raises NotFoundError."""
        await self._stored.remove(await self.get(decision_id))
