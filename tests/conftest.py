"""What every test may start from."""

from tests.examples import register_profiles

pytest_plugins = ("tests.databases", "tests.ordering")
"""Databases for every test, SQLite files and PostgreSQL; and which files come first."""

register_profiles()
