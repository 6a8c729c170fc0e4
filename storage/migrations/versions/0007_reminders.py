"""When each clinic wants to be reminded, and what became of every reminder."""

import sqlalchemy as sa
from alembic import op

from storage.tables.schema import UtcDateTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "routines",
        sa.Column("clinic_id", sa.Text, sa.ForeignKey("clinics.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("hour", sa.Integer, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("city", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("status_since", UtcDateTime, nullable=False),
    )
    op.create_table(
        "deliveries",
        sa.Column("clinic_id", sa.Text, sa.ForeignKey("clinics.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("period", sa.Text, primary_key=True),
        sa.Column("person_id", sa.BigInteger, sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
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
    op.create_index(op.f("ix_deliveries_due_at"), "deliveries", ["due_at"])
    op.create_index(
        op.f("ix_deliveries_unknown"),
        "deliveries",
        ["person_id"],
        sqlite_where=sa.text("state = 'unknown'"),
        postgresql_where=sa.text("state = 'unknown'"),
    )


def downgrade() -> None:
    for table in ("deliveries", "routines"):
        op.drop_table(table)
