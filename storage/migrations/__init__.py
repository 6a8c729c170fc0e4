"""The history of the tables. A number in front of the file's name is the revision: `0001_delivery.py`."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL

if TYPE_CHECKING:
    from alembic.config import Config

DIRECTORY = Path(__file__).parent
HEAD = max(file.name[:4] for file in (DIRECTORY / "versions").glob("[0-9]*.py"))
"""The newest revision, known without importing alembic."""


def upgrade(url: URL, revision: str = HEAD) -> None:
    """Bring the database up to `revision`, all of it or nothing."""
    from alembic import command

    command.upgrade(_config(url), revision)


def downgrade(url: URL, revision: str) -> None:
    """Bring the database back to `revision`; "base" removes every table."""
    from alembic import command

    command.downgrade(_config(url), revision)


def _config(url: URL) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(DIRECTORY).replace("%", "%%"))
    config.attributes["url"] = url
    return config
