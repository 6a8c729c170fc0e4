"""What is kept of uploads: keys, imports with their sealed rows, remembered answers about columns."""

import sqlalchemy as sa
from alembic import op

from storage.tables.schema import UtcDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "master_keys",
        sa.Column("id", sa.Text, primary_key=True),
    )
    op.create_table(
        "clinic_keys",
        sa.Column("clinic_id", sa.Text, sa.ForeignKey("clinics.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("master_id", sa.Text, sa.ForeignKey("master_keys.id"), nullable=False),
        sa.Column("data_key", sa.LargeBinary, nullable=False),
        sa.Column("patient_key", sa.LargeBinary, nullable=False),
    )
    op.create_index(op.f("ix_clinic_keys_master_id"), "clinic_keys", ["master_id"])
    op.create_table(
        "imports",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column(
            "clinic_id", sa.Text, sa.ForeignKey("clinic_keys.clinic_id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("imported_at", UtcDateTime, nullable=False),
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
    op.create_table(
        "import_parts",
        sa.Column("import_id", sa.Text, sa.ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("part", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "mappings",
        sa.Column("clinic_id", sa.Text, sa.ForeignKey("clinics.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("shape", sa.Text, primary_key=True),
        sa.Column("answers", sa.Text, nullable=False),
        sa.Column("answered_at", UtcDateTime, nullable=False),
    )


def downgrade() -> None:
    for table in ("mappings", "import_parts", "imports", "clinic_keys", "master_keys"):
        op.drop_table(table)
