"""What the tests of the handlers start from."""

from tests.storage.conftest import sqlite_database, sqlite_url

__all__ = ["sqlite_database", "sqlite_url"]
