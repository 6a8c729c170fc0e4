"""Rows that take the place of an earlier one: one statement for both databases."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.dialects.postgresql import insert  # SQLite's clause is the same text, and is compiled from it
from sqlalchemy.sql.schema import Table

from storage.statement import Bound, Prepared


def upsert(
    table: Table,
    row: Mapping[str, Any],
    *,
    key: Sequence[str] | None = None,
    changed: Sequence[str] | None = None,
) -> Bound:
    """Add a row, or change the one there is of the same `key`, by default the primary one.

    row: a value for each column that gets one; changed: the columns an earlier row gets from this one, by
    default all but the key. The statement is prepared once for each set of columns.
    """
    found = tuple(key if key is not None else (column.name for column in table.primary_key))
    fresh = tuple(changed if changed is not None else (name for name in row if name not in found))
    return _prepared(table, tuple(row), found, fresh).bind(**row)


def insert_if_new(table: Table, row: Mapping[str, Any]) -> Bound:
    """Add a row; one there is of the same primary key stays as it is."""
    return _prepared(table, tuple(row), tuple(column.name for column in table.primary_key), ()).bind(**row)


@cache
def _prepared(
    table: Table, columns: tuple[str, ...], key: tuple[str, ...], changed: tuple[str, ...]
) -> Prepared:
    added = insert(table).values({name: bindparam(name, type_=table.c[name].type) for name in columns})
    if not changed:
        return Prepared(added.on_conflict_do_nothing(index_elements=key))
    replaced = {name: added.excluded[name] for name in changed}
    return Prepared(added.on_conflict_do_update(index_elements=key, set_=replaced))
