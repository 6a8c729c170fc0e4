"""Databases for every test: SQLite files, and PostgreSQL from `TEST_POSTGRES_URL` or from a package."""

import os
from collections.abc import AsyncIterator, Generator, Iterator
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import URL, make_url

from benchmarks.postgresql import PostgresqlServer, execute
from clock import SystemClock
from storage import migrations
from storage.database import Database, parse_url

_numbers = count()
_RUN = uuid4().hex[:8]
"""Tells the databases of this run from those of another on the same server."""
SERVER = pytest.StashKey[PostgresqlServer]()
_LOGGED = pytest.StashKey[int]()


@pytest.fixture(scope="session")
def postgresql_server(pytestconfig: pytest.Config) -> Iterator[URL]:
    """A PostgreSQL server: the one of TEST_POSTGRES_URL, else one of this process of the run."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        address = make_url(given)
        yield address
        for number in range(next(_numbers)):
            execute(address, f'DROP DATABASE IF EXISTS "{_name(number)}" WITH (FORCE)')
        return
    server = PostgresqlServer()
    pytestconfig.stash[SERVER] = server
    yield server.url
    del pytestconfig.stash[SERVER]
    server.stop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, None, None]:
    """Note how far the server's log has come."""
    server = item.config.stash.get(SERVER, None)
    item.stash[_LOGGED] = 0 if server is None else server.log_size
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show with a failure what the server has logged since the test began."""
    report = yield
    server = item.config.stash.get(SERVER, None)
    if report.failed and server is not None and (log := server.log_since(item.stash[_LOGGED])):
        report.sections.append(("PostgreSQL's log", log))
    return report


@pytest.fixture(scope="session")
def unused_postgresql() -> list[str]:
    """Migrated, empty databases that no test has in hand: emptying one is far quicker than making another."""
    return []


@pytest.fixture
def postgresql_url(
    postgresql_server: URL, unused_postgresql: list[str], pytestconfig: pytest.Config
) -> Iterator[str]:
    """A migrated PostgreSQL database without a row."""
    if SERVER in pytestconfig.stash:
        pytestconfig.stash[SERVER].check()
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
    name = _name(next(_numbers))
    execute(server, f'CREATE DATABASE "{name}"')
    return server.set(database=name).render_as_string(hide_password=False)


def _name(number: int) -> str:
    return f"clinic_pulse_{_RUN}_{number}"


def _empty(url: str) -> None:
    execute(make_url(url), EMPTY)
    execute(make_url(url), f"UPDATE alembic_version SET version_num = '{migrations.HEAD}'")  # noqa: S608
