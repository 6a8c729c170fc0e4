"""Files that were sent: where each can be fetched again, and what was answered about it."""

from sqlalchemy import BigInteger, Column, ForeignKey, Table, Text

from storage.tables.schema import UtcDateTime, metadata

drafts = Table(
    "drafts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("clinic_id", Text, ForeignKey("clinics.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("person_id", Text, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("sent_id", BigInteger, nullable=False),
    Column("message_id", BigInteger),
    Column("origin", Text, nullable=False),
    Column("file_id", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("shape", Text),
    Column("answers", Text, nullable=False),
    Column("offers", Text, nullable=False),
    Column("import_id", Text),
    Column("created_at", UtcDateTime, nullable=False),
)
"""Drafts of imports; nothing of a file itself is here, nor its name.

person_id: who sent it; sent_id: their message with the file; message_id: the bot's message about it, once
there is one; origin: where file_id leads, to Telegram or to a public sheet; shape: of the table as first
read, the answers are remembered by it; answers: JSON of `spreadsheets.mapping.Answers`; offers: JSON, the
yearly figures its rows answer; import_id: of what was kept.
"""
