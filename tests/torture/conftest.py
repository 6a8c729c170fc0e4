"""The databases the torture runs on."""

from tests.storage.conftest import postgresql_server, postgresql_template, postgresql_url, sqlite_url

another_postgresql_url = postgresql_url

__all__ = [
    "another_postgresql_url",
    "postgresql_server",
    "postgresql_template",
    "postgresql_url",
    "sqlite_url",
]
