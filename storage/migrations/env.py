"""Runs the migrations in one transaction and refuses a result that lost a row or broke a reference."""

from alembic import context
from sqlalchemy import Connection, NullPool, create_engine, event, func, inspect, select, table, text
from sqlalchemy.engine.interfaces import DBAPIConnection

# The metadata is complete only with every table imported.
from storage.tables import (  # noqa: F401
    accounts,
    months,
    product,
    queue,
    reminders,
    uploads,
)
from storage.tables.schema import metadata

MIGRATION_LOCK = 7_203_114
"""Replicas that start together take turns by this PostgreSQL advisory lock."""


class RowsLostError(Exception):
    """A migration changed the number of rows of a table, or left a reference to nothing."""


def migrate() -> None:
    engine = create_engine(context.config.attributes["url"], poolclass=NullPool, hide_parameters=True)
    on_sqlite = engine.dialect.name == "sqlite"
    if on_sqlite:
        event.listen(engine, "connect", _take_transactions_in_hand)
        event.listen(engine, "begin", _begin_immediately)
    with engine.begin() as connection:
        if not on_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
        before = _row_counts(connection)
        context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
        context.run_migrations()
        _compare(before, _row_counts(connection))
        if on_sqlite:
            _check_references(connection)


def _take_transactions_in_hand(connection: DBAPIConnection, _record: object) -> None:
    # The driver opens transactions late and only before some statements; with foreign keys on, rebuilding a
    # parent table would delete every child row.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.close()


def _begin_immediately(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _row_counts(connection: Connection) -> dict[str, int]:
    names = set(inspect(connection).get_table_names()) - {"alembic_version"}
    return {
        name: connection.scalar(select(func.count()).select_from(table(name))) or 0 for name in sorted(names)
    }


def _compare(before: dict[str, int], after: dict[str, int]) -> None:
    changed = [name for name in before.keys() & after.keys() if before[name] != after[name]]
    if changed:
        raise RowsLostError(
            "; ".join(f"{name}: {before[name]} rows became {after[name]}" for name in changed)
        )


def _check_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RowsLostError(f"{len(broken)} references to nothing, first in table {broken[0][0]}")


migrate()
