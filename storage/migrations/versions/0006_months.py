"""Figures month by month with every change of them, plans of past years; several clinics of one person."""

import sqlalchemy as sa
from alembic import op

from storage.tables.schema import UtcDateTime

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("people", sa.Column("clinic_id", sa.Text))
    op.create_table(
        "month_facts",
        sa.Column("id", sa.BigInteger, primary_key=True),
        sa.Column("clinic_id", sa.Text, sa.ForeignKey("clinics.id", ondelete="CASCADE"), nullable=False),
        sa.Column("month", sa.Text, nullable=False),
        sa.Column("figure", sa.Text, nullable=False),
        sa.Column("channel_id", sa.Text, nullable=False),
        sa.Column("value", sa.Text),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("entered_at", UtcDateTime, nullable=False),
    )
    op.create_index(op.f("ix_month_facts_clinic_id_month"), "month_facts", ["clinic_id", "month"])
    op.create_table(
        "months",
        sa.Column("clinic_id", sa.Text, sa.ForeignKey("clinics.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("month", sa.Text, primary_key=True),
        sa.Column("entered_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "year_plans",
        sa.Column("clinic_id", sa.Text, sa.ForeignKey("clinics.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("plan", sa.Text, nullable=False),
        sa.Column("kept_at", UtcDateTime, nullable=False),
    )


def downgrade() -> None:
    for table in ("year_plans", "months", "month_facts"):
        op.drop_table(table)
    op.drop_column("people", "clinic_id")
