"""The owner's decisions: dates to mark on the lines of the metrics, never causes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from clock import Clock
from services.access import Action, Actor, NotFoundError, needs
from storage.repositories.accounts import new_id
from storage.repositories.decisions import StoredDecision, StoredDecisions
from storage.unit_of_work import UnitOfWork

__all__ = ["Decisions", "FullError", "StoredDecision"]

MOST_DECISIONS = 30
EARLIEST = date(1990, 1, 1)
AHEAD = timedelta(days=366)


class FullError(ValueError):
    """There are already as many as anybody can tell apart on a line."""


class Decisions:
    """The decisions of one clinic."""

    def __init__(self, actor: Actor, unit: UnitOfWork, clock: Clock) -> None:
        self.actor = actor
        self._stored = StoredDecisions(unit, actor.clinic)
        self._clock = clock

    @needs(Action.SEE_METRICS)
    async def listed(self) -> Sequence[StoredDecision]:
        """Every decision, oldest first: so they are numbered everywhere."""
        return await self._stored.listed()

    @needs(Action.SEE_METRICS)
    async def get(self, decision_id: str) -> StoredDecision:
        """One decision. Raises NotFoundError."""
        for decision in await self._stored.listed():
            if decision.id == decision_id:
                return decision
        raise NotFoundError(decision_id)

    @needs(Action.SEE_METRICS)
    def is_likely(self, day: date) -> bool:
        """Whether something can have been decided for this day."""
        return EARLIEST <= day <= self._clock.now().date() + AHEAD

    @needs(Action.NOTE_DECISIONS)
    async def add(self, day: date, text: str) -> StoredDecision:
        """Note a decision on a likely day; text: as `clean_name` gave it. Raises FullError."""
        if len(await self._stored.listed()) >= MOST_DECISIONS:
            raise FullError
        made = StoredDecision(new_id(), day, text)
        await self._stored.add(made, self._clock.now())
        return made

    @needs(Action.NOTE_DECISIONS)
    async def move(self, decision_id: str, day: date) -> StoredDecision:
        """Give a decision another likely day. Raises NotFoundError."""
        moved = replace(await self.get(decision_id), day=day)
        await self._stored.change(moved)
        return moved

    @needs(Action.NOTE_DECISIONS)
    async def rename(self, decision_id: str, text: str) -> StoredDecision:
        """Give a decision another text. Raises NotFoundError."""
        renamed = replace(await self.get(decision_id), text=text)
        await self._stored.change(renamed)
        return renamed

    @needs(Action.NOTE_DECISIONS)
    async def remove(self, decision_id: str) -> None:
        """Remove a decision. Raises NotFoundError."""
        await self._stored.remove(await self.get(decision_id))
