"""Files that were sent and not yet kept."""

import sqlalchemy as sa
from alembic import op

from storage.tables.schema import UtcDateTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("clinic_id", sa.Text, sa.ForeignKey("clinics.id", ondelete="CASCADE"), nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
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


def downgrade() -> None:
    op.drop_table("drafts")
