"""A queue that only remembers what was put, for tests of the ways in."""

from __future__ import annotations

from collections.abc import Sequence

from storage.queue import Task


class MemoryQueue:
    """Keeps what was put; refuses while `broken`."""

    def __init__(self) -> None:
        self.tasks: list[Task] = []
        self.broken = False

    async def put(self, tasks: Sequence[Task]) -> None:
        if self.broken:
            raise OSError("disk full")
        self.tasks += tasks

    @property
    def keys(self) -> list[str]:
        return [task.key for task in self.tasks]
