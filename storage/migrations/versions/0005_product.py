"""Analyses that were reckoned, and the owner's decisions."""

import sqlalchemy as sa
from alembic import op

from storage.tables.schema import UtcDateTime

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "analyses",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("clinic_id", sa.Text, sa.ForeignKey("clinics.id", ondelete="CASCADE"), nullable=False),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("selection", sa.LargeBinary, nullable=False),
        sa.Column("analysis", sa.LargeBinary, nullable=False),
        sa.Column("outlook", sa.LargeBinary),
        sa.Column("made_at", UtcDateTime, nullable=False),
        sa.UniqueConstraint("clinic_id", "asked"),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("clinic_id", sa.Text, sa.ForeignKey("clinics.id", ondelete="CASCADE"), nullable=False),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
    )
    op.create_index(op.f("ix_decisions_clinic_id"), "decisions", ["clinic_id"])


def downgrade() -> None:
    for table in ("decisions", "analyses"):
        op.drop_table(table)
