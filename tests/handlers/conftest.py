"""What the tests of the handlers start from."""

from tests.storage.conftest import (
    database,
    database_url,
    postgresql_server,
    postgresql_template,
    postgresql_url,
    sqlite_database,
    sqlite_url,
)

__all__ = [
    "database",
    "database_url",
    "postgresql_server",
    "postgresql_template",
    "postgresql_url",
    "sqlite_database",
    "sqlite_url",
]
