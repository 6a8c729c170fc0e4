"""The few rows an update begins with, read from an SQLite database."""

import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from storage.statement import Bound, Rows


class KeyReader:
    """Reads by key over one connection, on the event loop.

    A person's rows take some ten microseconds to read. Handing them to a thread and back takes ten times as
    long, and on a busy loop far more. What may find many rows belongs to `Database.reading`.
    """

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA query_only=ON")

    def rows(self, query: Bound) -> Rows:
        """All rows of a SELECT. Raises `sqlalchemy.exc.DBAPIError`."""
        sql, values = query.prepared.on_sqlite(query.values)
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise DBAPIError.instance(sql, None, error, sqlite3.Error, hide_parameters=True) from error

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()
