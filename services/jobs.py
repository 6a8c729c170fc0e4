"""Durable jobs of one person: there together with what ordered them, or not at all."""

import json
from collections.abc import Mapping
from typing import Any

from storage.queue import Queue, Task
from storage.unit_of_work import UnitOfWork


class Jobs:
    """What a person has ordered, and orders within one unit of work.

    The key of a job names its person, so that only they can stop it.
    """

    def __init__(self, queue: Queue, unit: UnitOfWork, person: str) -> None:
        self._queue = queue
        self._unit = unit
        self._person = person

    def order(
        self, kind: str, order: Mapping[str, Any], *, clinic: str, cause: str, line: str | None = None
    ) -> str:
        """Have a job done once the unit of work is committed: `order` is what it needs, in plain types.

        cause: what it is ordered by, the number of an update as a rule; a second order of a kind by the same
        cause is none. line: what jobs of several kinds have in common that wait for each other; the kind
        alone if there is only one. Returns the key of the job.
        """
        lock = self._place(line or kind)
        key = f"{lock}:{cause}"
        payload = json.dumps({"person": self._person, "clinic": clinic, **order})
        self._queue.enqueue(self._unit, Task(kind=kind, lock=lock, payload=payload, key=key))
        return key

    async def are_waiting(self, line: str, number: int) -> bool:
        """Whether so many jobs of the person wait in a line already."""
        return len(await self._queue.waiting(self._place(line), number)) >= number

    async def stop(self, key: str) -> bool:
        """Drop a job, interrupting it if it runs; False if it is not there (any more) or somebody else's."""
        _, _, rest = key.partition(":")
        return rest.startswith(f"{self._person}:") and await self._queue.cancel(key)

    async def stop_all(self) -> None:
        """Drop every job of the person."""
        await self._queue.cancel_all_of(self._person)

    def _place(self, line: str) -> str:
        return f"{line}:{self._person}"
