"""What all tables share: one `MetaData`, constraint names, STRICT tables on SQLite and times in UTC."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    DateTime,
    Float,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    event,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import TypeDecorator, TypeEngine

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""Every table of the program; the migrations build exactly these."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@event.listens_for(Table, "after_parent_attach")
def _make_strict(table: Table, _parent: Any) -> None:
    table.dialect_options["sqlite"]["strict"] = True


# STRICT tables take only INTEGER, REAL, TEXT, BLOB and ANY as column types.
@compiles(BigInteger, "sqlite")
@compiles(SmallInteger, "sqlite")
@compiles(Boolean, "sqlite")
def _integer(_type: Any, _compiler: Any, **_: Any) -> str:
    return "INTEGER"


@compiles(Float, "sqlite")
def _real(_type: Any, _compiler: Any, **_: Any) -> str:
    return "REAL"


@compiles(String, "sqlite")
def _text(_type: Any, _compiler: Any, **_: Any) -> str:
    return "TEXT"


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware in, aware UTC out, to the microsecond.

    SQLite keeps whole microseconds since 1970, PostgreSQL `timestamp with time zone`.
    Raises ValueError for a datetime without a time zone.
    """

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Integer())
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        if dialect.name == "sqlite":
            return (value - EPOCH) // timedelta(microseconds=1)
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if dialect.name == "sqlite":
            return EPOCH + timedelta(microseconds=value)
        moment: datetime = value
        return moment.astimezone(UTC)
