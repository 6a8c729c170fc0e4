"""People have an id of their own, are reached by identities and belong to clinics as members.

Reminders are to a person, and so are files that were sent. What is to be rebuilt is set aside under another
name and put back: nothing that refers to a clinic or a person is touched meanwhile.
"""

import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.tables.schema import UtcDateTime

revision = "0008"
down_revision = "0007"

ID_BYTES = 9


def upgrade() -> None:
    _create_numbers()
    people = {
        number: secrets.token_urlsafe(ID_BYTES)
        for (number,) in op.get_bind().execute(sa.text("SELECT id FROM people"))
    }
    if people:
        op.bulk_insert(_NUMBERS, [{"number": number, "id": id_} for number, id_ in people.items()])
    with _set_aside("deliveries", "drafts", "people", "clinics"):
        op.drop_table("deliveries")
        op.drop_table("drafts")
        op.drop_index("ix_clinics_owner_id", "clinics")
        with op.batch_alter_table("clinics") as clinics:
            clinics.drop_column("owner_id")
        op.drop_table("people")
        _create_people(sa.Text())
        _put_back("people", "id", "numbers.id", "JOIN numbers ON number = before_people.id")
        _create_team()
        op.execute(
            "INSERT INTO identities (messenger, external_id, person_id)"
            " SELECT 'telegram', CAST(number AS TEXT), id FROM numbers"
        )
        op.execute(
            "INSERT INTO members (clinic_id, person_id, role, since)"
            " SELECT before_clinics.id, numbers.id, 'owner', created_at"
            " FROM before_clinics JOIN numbers ON number = owner_id"
        )
        _create_deliveries(sa.Text(), "clinic_id", "period", "person_id")
        _put_back("deliveries", "person_id", "numbers.id", "JOIN numbers ON number = person_id")
        sender = sa.ForeignKey("people.id", ondelete="CASCADE")
        _create_drafts(sa.Column("person_id", sa.Text, sender, nullable=False))
        op.create_index(op.f("ix_drafts_person_id"), "drafts", ["person_id"])
        owner = "JOIN before_clinics ON before_clinics.id = clinic_id JOIN numbers ON number = owner_id"
        _put_back("drafts", "person_id", "numbers.id", owner)
    op.drop_table("numbers")
    _change_orders(lambda order: _by_id(order, people))


def downgrade() -> None:
    _create_numbers()
    op.execute(
        "INSERT INTO numbers (number, id) SELECT CAST(external_id AS BIGINT), person_id"
        " FROM identities WHERE messenger = 'telegram'"
    )
    known = op.get_bind().execute(sa.select(_NUMBERS.c.id, _NUMBERS.c.number))
    numbers = {row.id: row.number for row in known}
    with _set_aside("deliveries", "drafts", "people", "members"):
        for table in ("deliveries", "drafts", "tokens", "members", "identities", "people"):
            op.drop_table(table)
        _create_people(sa.BigInteger())
        _put_back("people", "id", "numbers.number", "JOIN numbers ON numbers.id = before_people.id")
        with op.batch_alter_table("clinics") as clinics:
            clinics.add_column(sa.Column("owner_id", sa.BigInteger))
        op.execute(
            "UPDATE clinics SET owner_id = (SELECT number FROM before_members JOIN numbers ON id = person_id"
            " WHERE clinic_id = clinics.id AND role = 'owner' ORDER BY since, number LIMIT 1)"
        )
        with op.batch_alter_table("clinics") as clinics:
            clinics.alter_column("owner_id", existing_type=sa.BigInteger, nullable=False)
            clinics.create_foreign_key(
                op.f("fk_clinics_owner_id_people"), "people", ["owner_id"], ["id"], ondelete="CASCADE"
            )
        op.create_index(op.f("ix_clinics_owner_id"), "clinics", ["owner_id"])
        _create_deliveries(sa.BigInteger(), "clinic_id", "period")
        _put_back("deliveries", "person_id", "numbers.number", "JOIN numbers ON numbers.id = person_id")
        _create_drafts(sa.Column("chat_id", sa.BigInteger, nullable=False))
        _put_back("drafts", "chat_id", "numbers.number", "JOIN numbers ON numbers.id = person_id")
    op.drop_table("numbers")
    _change_orders(lambda order: _by_number(order, numbers))


_NUMBERS = sa.table("numbers", sa.column("number", sa.BigInteger), sa.column("id", sa.Text))


def _create_numbers() -> None:
    """Which Telegram number is whose, for as long as the migration runs."""
    op.create_table(
        "numbers",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False, unique=True),
    )


@contextmanager
def _set_aside(*tables: str) -> Iterator[None]:
    """Have copies of the rows as `before_…` until everything is in its place."""
    for table in tables:
        op.execute(f"CREATE TABLE before_{table} AS SELECT * FROM {table}")  # noqa: S608
    yield
    for table in tables:
        op.drop_table(f"before_{table}")


def _create_people(kind: sa.types.TypeEngine[Any]) -> None:
    op.create_table(
        "people",
        sa.Column("id", kind, primary_key=True, autoincrement=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("clinic_id", sa.Text),
    )


def _create_team() -> None:
    op.create_table(
        "identities",
        sa.Column("messenger", sa.Text, primary_key=True),
        sa.Column("external_id", sa.Text, primary_key=True),
        sa.Column("person_id", sa.Text, sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    )
    op.create_index(op.f("ix_identities_person_id"), "identities", ["person_id"])
    op.create_table(
        "members",
        sa.Column("clinic_id", sa.Text, sa.ForeignKey("clinics.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("person_id", sa.Text, sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("since", UtcDateTime, nullable=False),
    )
    op.create_index(op.f("ix_members_person_id"), "members", ["person_id"])
    op.create_table(
        "tokens",
        sa.Column("hash", sa.LargeBinary, primary_key=True),
        sa.Column("clinic_id", sa.Text, sa.ForeignKey("clinics.id", ondelete="CASCADE"), nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("made_by", sa.Text, sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
        sa.Column("made_at", UtcDateTime, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        sa.Column("used_at", UtcDateTime),
        sa.Column("withdrawn_at", UtcDateTime),
    )
    op.create_index(op.f("ix_tokens_clinic_id"), "tokens", ["clinic_id"])
    op.create_index(op.f("ix_tokens_made_by"), "tokens", ["made_by"])


def _create_deliveries(person: sa.types.TypeEngine[Any], *key: str) -> None:
    op.create_table(
        "deliveries",
        sa.Column("clinic_id", sa.Text, sa.ForeignKey("clinics.id", ondelete="CASCADE"), nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("person_id", person, sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("wish", sa.Text, nullable=False),
        sa.Column("due_at", UtcDateTime),
        sa.Column("sent_count", sa.Integer, nullable=False),
        sa.Column("first_on", sa.Text),
        sa.Column("last_on", sa.Text),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("claimed_by", sa.Text),
        sa.Column("claimed_until", UtcDateTime),
        sa.PrimaryKeyConstraint(*key),
        sa.UniqueConstraint("person_id", "last_on"),
    )
    op.create_index(op.f("ix_deliveries_due_at"), "deliveries", ["due_at"])
    unknown = sa.text("state = 'unknown'")
    op.create_index(
        op.f("ix_deliveries_unknown"),
        "deliveries",
        ["person_id"],
        sqlite_where=unknown,
        postgresql_where=unknown,
    )


def _create_drafts(whose: "sa.Column[Any]") -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("clinic_id", sa.Text, sa.ForeignKey("clinics.id", ondelete="CASCADE"), nullable=False),
        whose,
        sa.Column("sent_id", sa.BigInteger, nullable=False),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("file_id", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("shape", sa.Text),
        sa.Column("answers", sa.Text, nullable=False),
        sa.Column("offers", sa.Text, nullable=False),
        sa.Column("import_id", sa.Text),
        sa.Column("created_at", UtcDateTime, nullable=False),
    )
    op.create_index(op.f("ix_drafts_clinic_id"), "drafts", ["clinic_id"])


def _put_back(table: str, whose: str, found: str, by: str) -> None:
    """Fill a table from what was set aside, `whose` from where it is found."""
    columns = [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]
    kept = [name for name in columns if name != whose]
    op.execute(
        f"INSERT INTO {table} ({', '.join(kept)}, {whose})"  # noqa: S608
        f" SELECT {', '.join(f'before_{table}.{name}' for name in kept)}, {found} FROM before_{table} {by}"
    )


def _change_orders(change: Callable[[dict[str, Any]], dict[str, Any] | None]) -> None:
    """Rewrite what jobs carry, those waiting and those given up on."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        _rewrite(
            "SELECT id, args ->> 'payload' FROM procrastinate_jobs",
            "UPDATE procrastinate_jobs SET args = jsonb_set(args, '{payload}', to_jsonb(CAST(:new AS text)))"
            " WHERE id = :id",
            change,
        )
    else:
        _rewrite("SELECT id, payload FROM tasks", "UPDATE tasks SET payload = :new WHERE id = :id", change)
    _rewrite("SELECT key, payload FROM parked", "UPDATE parked SET payload = :new WHERE key = :id", change)


def _rewrite(read: str, write: str, change: Callable[[dict[str, Any]], dict[str, Any] | None]) -> None:
    connection = op.get_bind()
    for id_, payload in connection.execute(sa.text(read)).all():
        order = json.loads(payload) if payload is not None else None
        changed = change(order) if isinstance(order, dict) and "person" in order else None
        if changed is not None:
            connection.execute(sa.text(write), {"id": id_, "new": json.dumps(changed)})


def _by_id(order: dict[str, Any], people: Mapping[int, str]) -> dict[str, Any] | None:
    """An order that names the person by their id; the transport knows the chat. None for nobody known."""
    person = people.get(order["person"])
    if person is None:
        return None
    return {**{name: told for name, told in order.items() if name != "chat"}, "person": person}


def _by_number(order: dict[str, Any], numbers: Mapping[str, int]) -> dict[str, Any] | None:
    number = numbers.get(order["person"])
    return None if number is None else {"chat": number, **order, "person": number}
