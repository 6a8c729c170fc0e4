"""The database of a running bot goes through the revision that gave people ids of their own, and back."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, NullPool, Table, create_engine, insert, select, text

from services.reminders.due import DueReminders
from storage import migrations
from storage.database import Database, create_private, parse_url, sqlite_path
from storage.repositories.reminders import LEASE, ReminderClaims
from storage.tables.schema import UtcDateTime
from tests.clock import FakeClock

BEFORE, AFTER = "0007", "0008"
OLGA, KATE = 7_100_000_001, 7_100_000_002
NOW = datetime(2026, 11, 3, 7, tzinfo=UTC)
PAYLOADS: Mapping[str, dict[str, Any]] = {
    "chart:7100000001:5": {"chat": OLGA, "person": OLGA, "clinic": "first", "of": "plan", "segment": "s1"},
    "file:7100000002:6": {"chat": KATE, "person": KATE, "clinic": "kates", "draft": "d2", "do": "show"},
    "update:7": {"received": NOW.timestamp(), "update": {"update_id": 7, "message": {"text": "3000"}}},
}

ROWS: Mapping[str, list[dict[str, Any]]] = {
    "people": [
        {"id": OLGA, "language": "ru", "created_at": NOW, "clinic_id": "second"},
        {"id": KATE, "language": "en", "created_at": NOW, "clinic_id": None},
    ],
    "clinics": [
        {"id": "first", "owner_id": OLGA, "name": "Первая", "currency": "RUB", "created_at": NOW},
        {"id": "second", "owner_id": OLGA, "name": None, "currency": "RUB", "created_at": NOW},
        {"id": "kates", "owner_id": KATE, "name": "Kate’s", "currency": "GBP", "created_at": NOW},
    ],
    "segments": [
        {
            "id": "s1",
            "clinic_id": "first",
            "kind": "clinic",
            "name": None,
            "plan_year": 2027,
            "created_at": NOW,
        }
    ],
    "answers": [
        {
            "segment_id": "s1",
            "question": "patients",
            "answer": '{"value": ["3", "3", "3"]}',
            "answered_at": NOW,
        }
    ],
    "month_facts": [
        {
            "id": 1,
            "clinic_id": "kates",
            "month": "2026-10",
            "figure": "new_patients",
            "channel_id": "",
            "value": "30",
            "source": "typed",
            "entered_at": NOW,
        }
    ],
    "master_keys": [{"id": "m"}],
    "clinic_keys": [{"clinic_id": "first", "master_id": "m", "data_key": b"\x01", "patient_key": b"\x02"}],
    "imports": [
        {
            "id": "i1",
            "clinic_id": "first",
            "number": 1,
            "imported_at": NOW,
            "shape": "x",
            "fingerprint": "f",
            "first_day": "2026-01-01",
            "last_day": "2026-02-01",
            "rows": 2,
            "patients": 2,
            "turnover": 300,
            "undone_at": None,
            "coverage": b"\x03",
        }
    ],
    "import_parts": [{"import_id": "i1", "part": 0, "content": b"\x00\xff"}],
    "drafts": [
        {
            "id": number,
            "clinic_id": clinic,
            "chat_id": chat,
            "sent_id": 11,
            "message_id": None,
            "origin": "telegram",
            "file_id": "f",
            "size": 5,
            "shape": None,
            "answers": "{}",
            "offers": "[]",
            "import_id": None,
            "created_at": NOW,
        }
        for number, clinic, chat in (("d1", "second", OLGA), ("d2", "kates", KATE))
    ],
    "pictures": [{"chat_id": OLGA, "slot": "what-if", "wanted": "chart:7100000001:5", "message_id": 9}],
    "conversation_state": [
        {
            "bot_id": 1,
            "chat_id": OLGA,
            "user_id": OLGA,
            "thread_id": 0,
            "business_connection_id": "",
            "destinies": '{"default": {"state": "Questionnaire:patients", "data": {}}}',
        }
    ],
    "chats": [{"chat_id": KATE, "blocked_at": NOW, "migrated_to": None}],
    "seen": [{"key": "update:7", "seen_at": NOW}],
    "parked": [
        {
            "key": key,
            "kind": key.partition(":")[0],
            "lock": "l",
            "payload": json.dumps(payload),
            "attempts": 5,
            "error": "ValueError",
            "parked_at": NOW,
        }
        for key, payload in PAYLOADS.items()
    ],
    "routines": [
        {
            "clinic_id": clinic,
            "day": 3,
            "hour": 10,
            "zone": "Europe/Moscow",
            "city": "Moscow",
            "status": "on",
            "status_since": NOW,
        }
        for clinic in ("first", "second", "kates")
    ],
    "deliveries": [
        # Olga got one today, so her other clinic waits; Kate's was being sent when the process ended.
        {
            "clinic_id": "first",
            "period": "2026-10",
            "person_id": OLGA,
            "state": "sent",
            "wish": "repeat",
            "due_at": NOW + timedelta(days=2),
            "sent_count": 1,
            "first_on": "2026-11-03",
            "last_on": "2026-11-03",
            "message_id": 12,
            "claimed_by": None,
            "claimed_until": None,
        },
        {
            "clinic_id": "second",
            "period": "2026-10",
            "person_id": OLGA,
            "state": "planned",
            "wish": "first",
            "due_at": NOW,
            "sent_count": 0,
            "first_on": None,
            "last_on": None,
            "message_id": None,
            "claimed_by": None,
            "claimed_until": None,
        },
        {
            "clinic_id": "kates",
            "period": "2026-10",
            "person_id": KATE,
            "state": "sending",
            "wish": "first",
            "due_at": NOW,
            "sent_count": 0,
            "first_on": "2026-11-03",
            "last_on": "2026-11-03",
            "message_id": None,
            "claimed_by": "dead",
            "claimed_until": NOW,
        },
    ],
}


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    engine = create_engine(parse_url(url), poolclass=NullPool)
    with engine.begin() as connection:
        yield connection


def table(connection: Connection, name: str) -> Table:
    """A table as it stands, with moments, which SQLite does not tell from numbers."""
    present = Table(name, MetaData(), autoload_with=connection)
    for column in present.columns:
        if column.name.endswith(("_at", "_since", "_until")):
            column.type = UtcDateTime()
    return present


def everything(url: str) -> dict[str, list[dict[str, Any]]]:
    """All rows of the tables above, and the orders in the queue."""
    with connected(url) as connection:
        found = {
            name: sorted(
                (dict(row) for row in connection.execute(select(table(connection, name))).mappings()),
                key=repr,
            )
            for name in ROWS
        }
        if connection.dialect.name == "sqlite":
            queued = connection.execute(text("SELECT key, payload FROM tasks")).all()
        else:
            queued = connection.execute(
                text("SELECT args ->> 'key', args ->> 'payload' FROM procrastinate_jobs")
            ).all()
        found["queue"] = sorted(({key: json.loads(payload)} for key, payload in queued), key=repr)
        for row in found["parked"]:
            row["payload"] = json.loads(row["payload"])
        return found


def fill(url: str) -> None:
    with connected(url) as connection:
        for name, rows in ROWS.items():
            connection.execute(insert(table(connection, name)), rows)
        for key, payload in PAYLOADS.items():
            written = json.dumps(payload)
            if connection.dialect.name == "sqlite":
                connection.execute(
                    text(
                        "INSERT INTO tasks (key, kind, lock, payload, attempts, put_at, due_at)"
                        " VALUES (:key, 'k', 'l', :payload, 0, 0, 0)"
                    ),
                    {"key": key, "payload": written},
                )
            else:
                connection.execute(
                    text(
                        "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args)"
                        " VALUES ('k', 'deliver', 'l', jsonb_build_object("
                        "'key', CAST(:key AS text), 'payload', CAST(:payload AS text)))"
                    ),
                    {"key": key, "payload": written},
                )


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """A database of the revision before, of each kind in turn, with everything in it."""
    if request.param == "postgresql":
        address: str = request.getfixturevalue("empty_postgresql_url")
    else:
        address = request.getfixturevalue("sqlite_url")
        create_private(sqlite_path(parse_url(address)))
    migrations.upgrade(parse_url(address), BEFORE)
    fill(address)
    return address


def test_nothing_is_lost_up_and_down(url: str) -> None:
    before = everything(url)
    migrations.upgrade(parse_url(url), AFTER)
    after = everything(url)
    changed = {"people", "clinics", "drafts", "deliveries", "parked", "queue"}
    assert {name: rows for name, rows in after.items() if name not in changed} == {
        name: rows for name, rows in before.items() if name not in changed
    }
    migrations.downgrade(parse_url(url), BEFORE)
    assert everything(url) == before


def test_everybody_is_known_by_an_id_of_ours_and_reached_as_before(url: str) -> None:
    migrations.upgrade(parse_url(url), AFTER)
    with connected(url) as connection:
        reached = connection.execute(text("SELECT messenger, external_id, person_id FROM identities")).all()
        ids = {int(number): person for _, number, person in reached}
        assert {(messenger, int(number)) for messenger, number, _ in reached} == {
            ("telegram", OLGA),
            ("telegram", KATE),
        }
        assert all(len(person) == 12 for person in ids.values())
        members = connection.execute(text("SELECT clinic_id, person_id, role FROM members")).all()
        assert set(members) == {
            ("first", ids[OLGA], "owner"),
            ("second", ids[OLGA], "owner"),
            ("kates", ids[KATE], "owner"),
        }
        looked_at = connection.execute(text("SELECT id, clinic_id FROM people")).all()
        assert set(looked_at) == {(ids[OLGA], "second"), (ids[KATE], None)}
        senders = connection.execute(text("SELECT id, person_id FROM drafts")).all()
        assert set(senders) == {("d1", ids[OLGA]), ("d2", ids[KATE])}
    found = everything(url)
    orders = [
        {"person": ids[OLGA], "clinic": "first", "of": "plan", "segment": "s1"},
        {"person": ids[KATE], "clinic": "kates", "draft": "d2", "do": "show"},
        PAYLOADS["update:7"],
    ]
    assert sorted((row["payload"] for row in found["parked"]), key=repr) == sorted(orders, key=repr)
    assert sorted((payload for job in found["queue"] for payload in job.values()), key=repr) == sorted(
        orders, key=repr
    )


async def test_reminders_on_their_way_go_out_once(url: str) -> None:
    migrations.upgrade(parse_url(url), AFTER)
    clock = FakeClock(NOW)
    database = await Database.open(url, clock=clock)
    due = DueReminders(ReminderClaims(database, clock, me="new"), clock)
    await clock.advance(LEASE.total_seconds())
    await due.recover()
    taken = await due.take(10)
    assert taken is not None
    assert [reminder.clinic_id for reminder in taken] == ["second"]
    # She was written to today, before the migration.
    assert not await due.begin(taken[0])
    await clock.advance(24 * 3600)
    taken = await due.take(10)
    assert taken is not None
    assert [reminder.clinic_id for reminder in taken] == ["second"]
    assert await due.begin(taken[0])
    await due.sent(taken[0], 13)
    assert len(await due.awaited()) == 1  # Kate is asked whether hers has come
    await database.close()
    migrations.downgrade(parse_url(url), BEFORE)
    found = {(row["clinic_id"], row["period"]): row for row in everything(url)["deliveries"]}
    assert (found["second", "2026-10"]["state"], found["second", "2026-10"]["sent_count"]) == ("sent", 1)
    assert found["second", "2026-10"]["person_id"] == OLGA
    assert found["kates", "2026-10"]["state"] == "unknown"


def test_what_the_revision_before_cannot_hold_is_not_thrown_away(url: str) -> None:
    migrations.upgrade(parse_url(url), AFTER)
    with connected(url) as connection:
        kate = connection.scalar(text("SELECT person_id FROM members WHERE clinic_id = 'kates'"))
        connection.execute(
            text(
                "INSERT INTO deliveries (clinic_id, period, person_id, state, wish, sent_count)"
                " VALUES ('first', '2026-10', :kate, 'planned', 'first', 0)"
            ),
            {"kate": kate},
        )
    before = everything(url)
    with pytest.raises(Exception, match=r"(?i)unique"):
        migrations.downgrade(parse_url(url), BEFORE)
    assert everything(url) == before
