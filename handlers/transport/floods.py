"""A flood of texts from one person: what waits is one answer, not hundreds."""

import json
from typing import Any, Final, Protocol

from handlers.transport.processing import chat_of
from storage.queue import Task, TaskHandler
from storage.unit_of_work import UnitOfWork

FLOOD: Final = 5
"""So many texts waiting behind another are no answers to questions somebody has read."""


class WaitingLine(Protocol):
    """Knows what waits."""

    async def waiting(self, lock: str, limit: int) -> list[Task]:
        """The next tasks of a lock, without the one that runs."""


class Floods:
    """Leaves out the texts of a flood, all but the last; commands and buttons among them are answered."""

    def __init__(self, line: WaitingLine) -> None:
        self._line = line
        self._flooded: set[str] = set()

    def spared(self, handle: TaskHandler) -> TaskHandler:
        """The handler of updates, which hears nothing of what is left out."""

        async def handle_unless_drowned(task: Task, unit: UnitOfWork) -> None:
            if not (_is_plain_text(task) and await self._is_drowned(task)):
                await handle(task, unit)

        return handle_unless_drowned

    async def _is_drowned(self, task: Task) -> bool:
        is_flooded = task.lock in self._flooded
        waiting = await self._line.waiting(task.lock, 1 if is_flooded else FLOOD)
        texts = sum(map(_is_plain_text, waiting))
        if texts < (1 if is_flooded else FLOOD):
            self._flooded.discard(task.lock)
            return False
        self._flooded.add(task.lock)
        return True


def _is_plain_text(task: Task) -> bool:
    """Whether somebody wrote something in their chat with the bot that is no command."""
    if '"text"' not in task.payload:
        return False
    raw: dict[str, Any] = json.loads(task.payload)["update"]
    message = raw.get("message")
    text = message.get("text") if isinstance(message, dict) else None
    return isinstance(text, str) and not text.startswith("/") and (chat_of(raw) or 0) > 0
