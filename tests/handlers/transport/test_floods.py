"""A flood of texts is one answer; whatever else waits among them is heard."""

from datetime import UTC, datetime
from typing import Any

from handlers.transport.floods import FLOOD, Floods
from handlers.transport.processing import update_task
from storage.database import Database
from storage.queue import Task
from storage.unit_of_work import UnitOfWork

NOW = datetime(2026, 3, 1, tzinfo=UTC)


class Line:
    """What one person has sent, handled from the first to the last."""

    def __init__(self, *said: str | dict[str, Any]) -> None:
        self.tasks = [
            update_task({"update_id": number, **(_text(each) if isinstance(each, str) else each)}, NOW)
            for number, each in enumerate(said)
        ]
        self.handled: list[int] = []
        self.place = 0

    async def waiting(self, lock: str, limit: int) -> list[Task]:
        return self.tasks[self.place : self.place + limit]

    async def handle(self, task: Task, _: UnitOfWork) -> None:
        self.handled.append(self.tasks.index(task))

    async def run(self, database: Database) -> list[int]:
        spared = Floods(self).spared(self.handle)
        for task in self.tasks:
            self.place += 1
            await spared(task, UnitOfWork(database))
        return self.handled


def _text(text: str, chat: int = 7) -> dict[str, Any]:
    return {"message": {"message_id": 1, "chat": {"id": chat}, "from": {"id": 7}, "text": text}}


async def test_of_300_texts_only_the_last_is_answered_and_the_command_behind_them(
    sqlite_database: Database,
) -> None:
    assert await Line(*["2000"] * 300, "/start").run(sqlite_database) == [299, 300]


async def test_a_few_answers_typed_ahead_are_all_taken(sqlite_database: Database) -> None:
    assert await Line(*["2000"] * FLOOD).run(sqlite_database) == list(range(FLOOD))


async def test_a_command_and_a_button_among_them_are_heard(sqlite_database: Database) -> None:
    tap = {"callback_query": {"id": "1", "from": {"id": 7}, "message": {"chat": {"id": 7}, "text": "?"}}}
    line = Line(*["x"] * 9, "/plan", *["x"] * 9, tap, "x")
    # The last text before a command was meant for what stood there before it.
    assert await line.run(sqlite_database) == [8, 9, 18, 19, 20]


async def test_what_is_said_in_groups_is_no_flood(sqlite_database: Database) -> None:
    group = [_text("x", chat=-5) for _ in range(20)]
    assert await Line(*group).run(sqlite_database) == list(range(20))
