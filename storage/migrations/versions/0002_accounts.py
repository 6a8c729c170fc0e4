"""What the owners told, from people to plans and self-checks; pictures that are redrawn in place."""

import sqlalchemy as sa
from alembic import op

from storage.tables.schema import UtcDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "clinics",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("owner_id", sa.BigInteger, sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
    )
    op.create_index(op.f("ix_clinics_owner_id"), "clinics", ["owner_id"])
    op.create_table(
        "segments",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("clinic_id", sa.Text, sa.ForeignKey("clinics.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("plan_year", sa.Integer, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
    )
    op.create_index(op.f("ix_segments_clinic_id"), "segments", ["clinic_id"])
    op.create_table(
        "answers",
        sa.Column("segment_id", sa.Text, sa.ForeignKey("segments.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("question", sa.Text, primary_key=True),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("answered_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "channels",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("segment_id", sa.Text, sa.ForeignKey("segments.id", ondelete="CASCADE"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("new_patients", sa.Integer, nullable=False),
        sa.Column("cost_per_lead", sa.Text),
        sa.Column("budget", sa.Text),
        sa.Column("created_at", UtcDateTime, nullable=False),
    )
    op.create_index(op.f("ix_channels_segment_id"), "channels", ["segment_id"])
    op.create_table(
        "plans",
        sa.Column("segment_id", sa.Text, sa.ForeignKey("segments.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("plan_year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("scenario", sa.Text, nullable=False),
        sa.Column("patients", sa.Integer, nullable=False),
        sa.Column("leads", sa.Integer),
        sa.Column("adopted_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "pictures",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("slot", sa.Text, primary_key=True),
        sa.Column("wanted", sa.Text, nullable=False),
        sa.Column("message_id", sa.BigInteger),
    )
    op.create_table(
        "self_checks",
        sa.Column("clinic_id", sa.Text, sa.ForeignKey("clinics.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("answers", sa.Text, nullable=False),
        sa.Column("taken_at", UtcDateTime, nullable=False),
    )


def downgrade() -> None:
    for table in ("self_checks", "pictures", "plans", "channels", "answers", "segments", "clinics", "people"):
        op.drop_table(table)
