"""The databases the torture runs on: one more than other tests need."""

from tests.databases import postgresql_url as another_postgresql_url

__all__ = ["another_postgresql_url"]
