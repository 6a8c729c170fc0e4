"""Statements as they are handed to the database."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias, cast

from sqlalchemy import Executable
from sqlalchemy.dialects.sqlite.pysqlite import dialect as sqlite_dialect
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler

SQLITE = sqlite_dialect()

Rows: TypeAlias = list[tuple[Any, ...]]
"""What a statement's RETURNING gave back, as the driver gives it; empty without RETURNING."""


class Prepared:
    """A statement built once and bound many times.

    Building and compiling a statement takes SQLAlchemy twenty times as long as SQLite takes to run it, so the
    statements of every update are prepared at import.
    """

    def __init__(self, statement: Executable) -> None:
        self.statement = statement

    def bind(self, **values: Any) -> "Bound":
        """The statement with the values of its named parameters."""
        return Bound(self, values)

    def on_sqlite(self, values: dict[str, Any]) -> tuple[str, list[Any]]:
        """The text and the positional values for the `sqlite3` driver."""
        sql, parameters = self._sqlite_form
        return sql, [
            process(values.get(name, default)) if process else values.get(name, default)
            for name, default, process in parameters
        ]

    @cached_property
    def _sqlite_form(self) -> tuple[str, list[tuple[str, Any, Callable[[Any], Any] | None]]]:
        compiled = cast("SQLCompiler", cast("ClauseElement", self.statement).compile(dialect=SQLITE))
        parameters: list[tuple[str, Any, Callable[[Any], Any] | None]] = []
        for name in compiled.positiontup or ():
            bind = compiled.binds[name]
            processor = bind.type.dialect_impl(SQLITE).bind_processor(SQLITE)
            parameters.append((name, bind.effective_value, processor))
        return compiled.string, parameters


@dataclass(frozen=True, slots=True)
class Bound:
    """A prepared statement with its values."""

    prepared: Prepared
    values: dict[str, Any]


Write: TypeAlias = Executable | Bound
"""What may be committed: any SQLAlchemy Core statement, or a prepared one with its values."""
