"""Uploads and reminders get their own names: nothing is lost, and what is under way goes on."""

import json

import pytest
from sqlalchemy import insert, text

from storage import migrations
from storage.database import parse_url
from tests.storage import test_people_migration
from tests.storage.test_people_migration import ROWS, connected, everything, table

BEFORE, AFTER = "0008", "0009"
WINDOW = {"stack": {"state": "Uploads:undoing", "data": {"import": "i1", "typed": 'and "import": i1'}}}

url = test_people_migration.url


@pytest.fixture
def of_before(url: str) -> str:
    """The database of a running bot, with a window about an upload open."""
    migrations.upgrade(parse_url(url), BEFORE)
    row = {"bot_id": 77, "chat_id": 2, "user_id": 3, "thread_id": 0, "business_connection_id": ""}
    with connected(url) as connection:
        written = json.dumps(WINDOW, separators=(",", ":"))
        connection.execute(insert(table(connection, "conversation_state")).values(**row, destinies=written))
    return url


def window(url: str) -> dict[str, object]:
    with connected(url) as connection:
        written = connection.scalar(text("SELECT destinies FROM conversation_state WHERE bot_id = 77"))
        data: dict[str, object] = json.loads(written or "")["stack"]["data"]
        return data


def test_nothing_is_lost_up_and_down(of_before: str) -> None:
    before = everything(of_before)
    migrations.upgrade(parse_url(of_before), AFTER)
    with connected(of_before) as connection:
        for old, new in {"imports": "kept_uploads", "import_parts": "kept_upload_parts"}.items():
            kept = connection.execute(text(f"SELECT * FROM {new}")).all()  # noqa: S608
            assert len(kept) == len(ROWS[old])
        assert connection.scalar(text("SELECT content FROM kept_upload_parts")) == b"\x00\xff"
        assert connection.scalar(text("SELECT count(*) FROM reminders")) == len(ROWS["deliveries"])
    migrations.downgrade(parse_url(of_before), BEFORE)
    assert everything(of_before) == before
    assert window(of_before) == WINDOW["stack"]["data"]


def test_an_order_about_a_file_and_an_open_window_know_the_upload(of_before: str) -> None:
    migrations.upgrade(parse_url(of_before), AFTER)
    assert window(of_before) == {"upload": "i1", "typed": 'and "import": i1'}
    with connected(of_before) as connection:
        parked = connection.scalar(text("SELECT payload FROM parked WHERE payload LIKE '%d2%'"))
        if connection.dialect.name == "sqlite":
            waiting = connection.scalar(text("SELECT payload FROM tasks WHERE payload LIKE '%d2%'"))
        else:
            found = "SELECT args ->> 'payload' FROM procrastinate_jobs WHERE args ->> 'payload' LIKE '%d2%'"
            waiting = connection.scalar(text(found))
    for order in (parked, waiting):
        assert json.loads(order or "").keys() == {"person", "clinic", "upload", "do"}
