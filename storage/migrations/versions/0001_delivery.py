"""Conversation state, the queue (procrastinate's on PostgreSQL), what was seen, what was parked, chats."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import DIRECTORY
from storage.tables.schema import UtcDateTime

revision = "0001"
down_revision = None

PROCRASTINATE = DIRECTORY / "procrastinate_3_10.sql"
"""The library's schema as it was when this migration was written; a newer one gets a migration of its own."""

DROP_PROCRASTINATE = """
DO $$
DECLARE
    name regprocedure;
BEGIN
    DROP TABLE procrastinate_events, procrastinate_periodic_defers, procrastinate_jobs, procrastinate_workers
        CASCADE;
    DROP TYPE procrastinate_job_to_defer_v1, procrastinate_job_status, procrastinate_job_event_type CASCADE;
    FOR name IN SELECT oid::regprocedure FROM pg_proc WHERE proname LIKE 'procrastinate\\_%' LOOP
        EXECUTE 'DROP FUNCTION ' || name;
    END LOOP;
END;
$$
"""


def upgrade() -> None:
    op.create_table(
        "conversation_state",
        sa.Column("bot_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("thread_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("business_connection_id", sa.Text, primary_key=True),
        sa.Column("destinies", sa.Text, nullable=False),
    )
    op.create_table(
        "seen",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("seen_at", UtcDateTime, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_seen_seen_at"), "seen", ["seen_at"])
    op.create_table(
        "parked",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("lock", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("parked_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "chats",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("blocked_at", UtcDateTime, nullable=True),
        sa.Column("migrated_to", sa.BigInteger, nullable=True),
    )
    if _on_postgresql():
        op.get_bind().exec_driver_sql(PROCRASTINATE.read_text().replace("%", "%%"))
    else:
        op.create_table(
            "tasks",
            sa.Column("id", sa.BigInteger, primary_key=True),
            sa.Column("key", sa.Text, nullable=False),
            sa.Column("kind", sa.Text, nullable=False),
            sa.Column("lock", sa.Text, nullable=False),
            sa.Column("payload", sa.Text, nullable=False),
            sa.Column("attempts", sa.Integer, nullable=False),
            sa.Column("put_at", UtcDateTime, nullable=False),
            sa.Column("due_at", UtcDateTime, nullable=False),
            sqlite_autoincrement=True,
        )


def downgrade() -> None:
    if _on_postgresql():
        op.execute(DROP_PROCRASTINATE)
    else:
        op.drop_table("tasks")
    for name in ("chats", "parked", "seen", "conversation_state"):
        op.drop_table(name)


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
