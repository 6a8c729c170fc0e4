"""Up and down through every revision with data in the tables."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from importlib.resources import files
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    URL,
    Connection,
    MetaData,
    NullPool,
    Table,
    create_engine,
    func,
    insert,
    inspect,
    select,
    text,
)

from storage import migrations
from storage.database import create_private, parse_url, sqlite_path
from storage.tables.schema import metadata

NAMED_NOW = {
    "drafts": "offered_uploads",
    "imports": "kept_uploads",
    "import_parts": "kept_upload_parts",
    "deliveries": "reminders",
}
"""Tables that have another name since, by the one before."""
QUEUE_OF = {"sqlite": "tasks", "postgresql": "procrastinate_jobs"}


def revisions() -> list[str]:
    config = Config()
    config.set_main_option("script_location", str(migrations.DIRECTORY))
    return [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()][::-1]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest) -> str:
    """A database without a table, of each kind in turn."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("empty_postgresql_url")
        return url
    url = request.getfixturevalue("sqlite_url")
    create_private(sqlite_path(parse_url(url)))
    return url


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    engine = create_engine(parse_url(url), poolclass=NullPool)
    with engine.begin() as connection:
        yield connection


def test_head_is_the_newest_revision() -> None:
    assert revisions()[-1] == migrations.HEAD
    assert revisions() == [f"{number:04}" for number in range(1, len(revisions()) + 1)]


def test_up_and_down_through_every_revision_keeps_the_rows(empty_url: str) -> None:
    url = parse_url(empty_url)
    steps = revisions()
    for revision in steps:
        migrations.upgrade(url, revision)
        fill(empty_url)
    full = counts(empty_url)
    assert full
    assert min(full.values()) > 0
    for revision in steps[-2::-1]:
        migrations.downgrade(url, revision)
        kept = counts(empty_url)
        assert kept == {name: full[NAMED_NOW.get(name, name)] for name in kept}
    for revision in steps[1:]:
        migrations.upgrade(url, revision)
        kept = counts(empty_url)
        fill(empty_url)
    migrations.downgrade(url, "base")
    assert counts(empty_url) == {}
    migrations.upgrade(url)
    assert set(counts(empty_url)) == set(full)


def test_the_migrations_build_the_tables_the_program_knows(empty_url: str) -> None:
    migrations.upgrade(parse_url(empty_url))
    with connected(empty_url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        others = ("procrastinate", "tasks" if connection.dialect.name == "postgresql" else "-")
        differences = [
            difference
            for difference in compare_metadata(context, metadata)
            if not any(other in repr(difference) for other in others)
        ]
    assert differences == []


def test_a_migration_that_loses_rows_is_undone(
    empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = parse_url(empty_url)
    migrations.upgrade(url)
    fill(empty_url)
    before = counts(empty_url)
    (tmp_path / "9999_losing.py").write_text(LOSING)
    monkeypatch.setattr(migrations, "_config", partial(config_with, tmp_path))
    with pytest.raises(Exception, match="chats: 1 rows became 0"):
        migrations.upgrade(url, "9999")
    assert counts(empty_url) == before


LOSING = """
from alembic import op
from storage.migrations import HEAD
revision, down_revision = "9999", HEAD
def upgrade(): op.execute("DELETE FROM chats")
"""


def config_with(folder: Path, url: URL) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations.DIRECTORY))
    config.set_main_option("path_separator", "os")
    config.set_main_option(
        "version_locations", os.pathsep.join([str(migrations.DIRECTORY / "versions"), str(folder)])
    )
    config.attributes["url"] = url
    return config


def test_the_kept_schema_of_procrastinate_is_the_installed_one() -> None:
    kept = max(migrations.DIRECTORY.glob("procrastinate_*.sql"))
    installed = files("procrastinate").joinpath("sql/schema.sql").read_text()
    assert kept.read_text() == installed, "write a migration with procrastinate's own steps to the new schema"


def fill(url: str) -> None:
    """One row in each of our empty tables; parents first."""
    with connected(url) as connection:
        present = MetaData()
        present.reflect(connection)
        for table in present.sorted_tables:
            ours = not table.name.startswith(("procrastinate", "alembic"))
            empty = connection.scalar(select(func.count()).select_from(table)) == 0
            if table.name == "procrastinate_jobs" and empty:
                connection.execute(
                    text("INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('q', 't')")
                )
            elif ours and empty:
                connection.execute(insert(table).values(sample(table) | referred(connection, table)))


def sample(table: Table) -> dict[str, object]:
    known = metadata.tables.get(table.name)
    values: dict[str, object] = {}
    for column in table.columns:
        kind = (
            known.columns[column.name] if known is not None and column.name in known.columns else column
        ).type
        values[column.name] = example(kind.python_type, column.type.python_type)
    return values


def referred(connection: Connection, table: Table) -> dict[str, object]:
    """What the references of a row lead to: the first row of the other table."""
    return {
        key.parent.name: connection.scalar(select(key.column).limit(1))
        for key in table.foreign_keys
        if key.column.table is not table
    }


def example(meant: type, stored: type) -> object:
    if stored is datetime:
        return datetime(2026, 3, 1, tzinfo=UTC)
    return {int: 1, str: "1", float: 1.0, bool: True, bytes: b"1"}[stored]


def counts(url: str) -> dict[str, int]:
    """Rows of each of our tables."""
    with connected(url) as connection:
        names = [name for name in inspect(connection).get_table_names() if not name.startswith("alembic")]
        ours = [
            name for name in names if not name.startswith("procrastinate") or name == "procrastinate_jobs"
        ]
        return {name: connection.scalar(text(f"SELECT count(*) FROM {name}")) or 0 for name in ours}  # noqa: S608
