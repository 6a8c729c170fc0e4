"""After /forget no row of any table leads to the person, and nobody else's row is touched."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import BigInteger, Table, insert, select

from handlers.transport.people import identity_of
from services.workspace import Workspace
from storage.database import Database
from storage.repositories.chats import forget_chat
from storage.tables.schema import UtcDateTime
from storage.unit_of_work import UnitOfWork
from tests.clock import FakeClock
from tests.every_table import metadata

OLGA, KATE = 7_100_000_001, 7_200_000_002
NOW = datetime(2026, 11, 3, 7, tzinfo=UTC)
OF_NOBODY: Mapping[str, str] = {
    "master_keys": "of the program",
    "tasks": "done within the moment; PostgreSQL keeps them elsewhere",
    "seen": "numbers of updates, for two days",
}
"""Tables whose rows are not a person's, and why."""


def personal_tables(database: Database) -> list[Table]:
    return [table for table in metadata.sorted_tables if table.name not in OF_NOBODY]


class Writer:
    """Fills every table for one person, each row leading to them in all ways it can."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.person = f"person-of-{number}"
        self.rows: dict[str, dict[str, Any]] = {}

    def row(self, table: Table) -> dict[str, Any]:
        row = {column.name: self._value(table, column) for column in table.columns}
        if table.name == "people":
            row["id"] = self.person
        if table.name == "identities":
            row |= identity_of(self.number)._asdict()
        if table.name == "members":
            row["role"] = "owner"
        self.rows[table.name] = row
        return row

    def _value(self, table: Table, column: Any) -> Any:
        for key in column.foreign_keys:
            if key.column.table.name in self.rows:
                return self.rows[key.column.table.name][key.column.name]
        if column.name == "lock":
            return f"chat:{self.number}"
        if column.name in ("chat_id", "user_id"):
            return self.number
        if column.name == "master_id":
            return "master"
        if column.name == "answer":
            return f'{{"of": {self.number}}}'
        if isinstance(column.type, UtcDateTime):
            return NOW
        if column.type.python_type is int:
            return self.number if isinstance(column.type, BigInteger) else self.number % 1_000
        text = f"{table.name} of {self.number}"
        return text if column.type.python_type is str else text.encode()


async def contents(database: Database) -> dict[str, list[str]]:
    """Every row of every personal table, as text."""
    async with database.reading() as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in await connection.execute(select(table)))
            for table in personal_tables(database)
        }


@pytest.fixture
async def filled(database: Database) -> Database:
    """A database of each kind with two people in every table."""
    await database.commit([insert(metadata.tables["master_keys"]).values(id="master")])
    for number in (OLGA, KATE):
        writer = Writer(number)
        await database.commit(
            [insert(table).values(writer.row(table)) for table in personal_tables(database)]
        )
    job = {"key": "chart:5", "kind": "chart", "lock": f"chart:person-of-{OLGA}", "payload": "{}"}
    parked = insert(metadata.tables["parked"])
    await database.commit([parked.values(**job, attempts=5, error="ValueError", parked_at=NOW)])
    return database


async def test_no_row_leads_to_the_person_and_all_of_others_stay(filled: Database) -> None:
    before = await contents(filled)
    assert all(any(str(OLGA) in row for row in rows) for rows in before.values()), "nothing to forget"
    unit = UnitOfWork(filled)
    workspace = await Workspace.reached_by(unit, identity_of(OLGA), FakeClock(NOW))
    assert workspace is not None
    workspace.forget()
    forget_chat(unit, OLGA)
    await unit.commit()
    after = await contents(filled)
    assert after == {table: [row for row in rows if str(OLGA) not in row] for table, rows in before.items()}
    assert all(len(rows) == 1 for rows in after.values())


async def test_a_clinic_somebody_else_owns_too_stays(filled: Database) -> None:
    clinic = f"clinics of {KATE}"
    shared = {"clinic_id": clinic, "person_id": f"person-of-{OLGA}", "role": "owner", "since": NOW}
    await filled.commit([insert(metadata.tables["members"]).values(shared)])
    unit = UnitOfWork(filled)
    workspace = await Workspace.reached_by(unit, identity_of(OLGA), FakeClock(NOW))
    assert workspace is not None
    workspace.forget()
    await unit.commit()
    kept = await contents(filled)
    assert [str(KATE) in row for row in kept["clinics"]] == [True]
    assert [str(OLGA) in row for row in kept["members"]] == [False]


async def test_no_key_of_a_job_or_a_tap_leads_to_the_person(database: Database) -> None:
    unit = UnitOfWork(database)
    clock = FakeClock(NOW)
    olga = await Workspace.open(unit, identity_of(OLGA), "ru", clock)
    kate = await Workspace.open(unit, identity_of(KATE), "ru", clock)
    seen = metadata.tables["seen"]
    olgas = [f"file:{olga.person}:5", f"file:{olga.person}:5:large_file", "tap:0f"]
    for key in [*olgas, f"file:{kate.person}:6", "update:5"]:
        unit.write(insert(seen).values(key=key, seen_at=NOW))
    await unit.commit()
    unit = UnitOfWork(database)
    workspace = await Workspace.reached_by(unit, identity_of(OLGA), clock)
    assert workspace is not None
    workspace.forget()
    await unit.commit()
    async with database.reading() as connection:
        left = (await connection.scalars(select(seen.c.key).order_by(seen.c.key))).all()
    assert left == [f"file:{kate.person}:6", "update:5"]
