"""Uploads and reminders have their own names: no more drafts and imports, no more deliveries.

The rows are copied into tables of the new names, so that keys and indexes are named after them too.
"""

import json
from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

from storage.tables.schema import UtcDateTime

revision = "0009"
down_revision = "0008"

_RENAMED: dict[str, tuple[str, Mapping[str, str]]] = {
    "drafts": ("offered_uploads", {"import_id": "kept_id"}),
    "imports": ("kept_uploads", {"imported_at": "kept_at"}),
    "import_parts": ("kept_upload_parts", {"import_id": "upload_id"}),
    "deliveries": ("reminders", {}),
}
"""Parents before children: the old name of a table, its new one, and those of its columns."""


def upgrade() -> None:
    _create("offered_uploads", "kept_uploads", "kept_upload_parts", "reminders")
    for old, (new, columns) in _RENAMED.items():
        _copy(old, new, {column: columns.get(column, column) for column in _columns(old)})
    for old in reversed(_RENAMED):
        op.drop_table(old)
    _rename_in_orders("draft", "upload")
    _rename_in_conversations("import", "upload")


def downgrade() -> None:
    _create(*_RENAMED)
    for old, (new, columns) in _RENAMED.items():
        _copy(new, old, {columns.get(column, column): column for column in _columns(old)})
    for new, _ in reversed(_RENAMED.values()):
        op.drop_table(new)
    _rename_in_orders("upload", "draft")
    _rename_in_conversations("upload", "import")


def _columns(table: str) -> list[str]:
    return [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]


def _copy(source: str, target: str, columns: Mapping[str, str]) -> None:
    op.execute(
        f"INSERT INTO {target} ({', '.join(columns.values())})"  # noqa: S608
        f" SELECT {', '.join(columns)} FROM {source}"
    )


def _create(offered: str, kept: str, parts: str, reminders: str) -> None:
    """The four tables, by the names before or after."""
    after = kept == "kept_uploads"
    op.create_table(
        offered,
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("clinic_id", sa.Text, sa.ForeignKey("clinics.id", ondelete="CASCADE"), nullable=False),
        sa.Column("person_id", sa.Text, sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
        sa.Column("sent_id", sa.BigInteger, nullable=False),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("file_id", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("shape", sa.Text),
        sa.Column("answers", sa.Text, nullable=False),
        sa.Column("offers", sa.Text, nullable=False),
        sa.Column("kept_id" if after else "import_id", sa.Text),
        sa.Column("created_at", UtcDateTime, nullable=False),
    )
    op.create_index(op.f(f"ix_{offered}_clinic_id"), offered, ["clinic_id"])
    op.create_index(op.f(f"ix_{offered}_person_id"), offered, ["person_id"])
    clinic = sa.ForeignKey("clinic_keys.clinic_id", ondelete="CASCADE")
    op.create_table(
        kept,
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("clinic_id", sa.Text, clinic, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("kept_at" if after else "imported_at", UtcDateTime, nullable=False),
        sa.Column("shape", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("first_day", sa.Text, nullable=False),
        sa.Column("last_day", sa.Text, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("patients", sa.Integer, nullable=False),
        sa.Column("turnover", sa.BigInteger),
        sa.Column("undone_at", UtcDateTime),
        sa.Column("coverage", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("clinic_id", "number"),
    )
    upload = sa.ForeignKey(f"{kept}.id", ondelete="CASCADE")
    op.create_table(
        parts,
        sa.Column("upload_id" if after else "import_id", sa.Text, upload, primary_key=True),
        sa.Column("part", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    _create_reminders(reminders)


def _create_reminders(table: str) -> None:
    op.create_table(
        table,
        sa.Column("clinic_id", sa.Text, sa.ForeignKey("clinics.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("period", sa.Text, primary_key=True),
        sa.Column("person_id", sa.Text, sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("wish", sa.Text, nullable=False),
        sa.Column("due_at", UtcDateTime),
        sa.Column("sent_count", sa.Integer, nullable=False),
        sa.Column("first_on", sa.Text),
        sa.Column("last_on", sa.Text),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("claimed_by", sa.Text),
        sa.Column("claimed_until", UtcDateTime),
        sa.UniqueConstraint("person_id", "last_on"),
    )
    op.create_index(op.f(f"ix_{table}_due_at"), table, ["due_at"])
    unknown = sa.text("state = 'unknown'")
    op.create_index(
        op.f(f"ix_{table}_unknown"), table, ["person_id"], sqlite_where=unknown, postgresql_where=unknown
    )


def _rename_in_orders(old: str, new: str) -> None:
    """What jobs about a file carry, those waiting and those given up on."""
    if op.get_bind().dialect.name == "postgresql":
        _rewrite(
            "SELECT id, args ->> 'payload' FROM procrastinate_jobs",
            "UPDATE procrastinate_jobs SET args = jsonb_set(args, '{payload}', to_jsonb(CAST(:new AS text)))"
            " WHERE id = :id",
            (old, new),
        )
    else:
        _rewrite(
            "SELECT id, payload FROM tasks", "UPDATE tasks SET payload = :new WHERE id = :id", (old, new)
        )
    _rewrite(
        "SELECT key, payload FROM parked", "UPDATE parked SET payload = :new WHERE key = :id", (old, new)
    )


def _rewrite(read: str, write: str, names: tuple[str, str]) -> None:
    connection, (old, new) = op.get_bind(), names
    for id_, payload in connection.execute(sa.text(read)).all():
        order = json.loads(payload) if payload is not None else None
        if isinstance(order, dict) and old in order:
            changed = {new if name == old else name: told for name, told in order.items()}
            connection.execute(sa.text(write), {"id": id_, "new": json.dumps(changed)})


def _rename_in_conversations(old: str, new: str) -> None:
    """Which upload an open window is about. A quotation mark somebody typed has a backslash before it."""
    op.execute(
        sa.text("UPDATE conversation_state SET destinies = replace(destinies, :old, :new)").bindparams(
            old=f'"{old}":', new=f'"{new}":'
        )
    )
