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
        form = self._sqlite_form
        given = {**form.constants, **values} if form.constants else values
        row = [given[name] for name in form.names]
        for position, process in form.processors:
            row[position] = process(row[position])
        return form.sql, row

    @cached_property
    def _sqlite_form(self) -> "_SqliteForm":
        compiled = cast("SQLCompiler", cast("ClauseElement", self.statement).compile(dialect=SQLITE))
        names = list(compiled.positiontup or ())
        binds = [compiled.binds[name] for name in names]
        processors = [bind.type.dialect_impl(SQLITE).bind_processor(SQLITE) for bind in binds]
        return _SqliteForm(
            compiled.string,
            names,
            {
                name: bind.effective_value
                for name, bind in zip(names, binds, strict=True)
                if not bind.required
            },
            [(position, process) for position, process in enumerate(processors) if process is not None],
        )


@dataclass(frozen=True, slots=True)
class _SqliteForm:
    """A statement as the `sqlite3` driver takes it."""

    sql: str
    names: list[str]
    constants: dict[str, Any]
    processors: list[tuple[int, Callable[[Any], Any]]]


@dataclass(frozen=True, slots=True)
class Bound:
    """A prepared statement with its values."""

    prepared: Prepared
    values: dict[str, Any]


Write: TypeAlias = Executable | Bound
"""What may be committed: any SQLAlchemy Core statement, or a prepared one with its values."""
