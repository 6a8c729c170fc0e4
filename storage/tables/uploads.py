"""Uploads, offered and kept: where a file is, the keys, the sealed rows, answers about columns."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, Table, Text, UniqueConstraint

from storage.tables.schema import UtcDateTime, metadata

master_keys = Table(
    "master_keys",
    metadata,
    Column("id", Text, primary_key=True, doc="fingerprint of the key, which is kept elsewhere"),
)

clinic_keys = Table(
    "clinic_keys",
    metadata,
    Column("clinic_id", Text, ForeignKey("clinics.id", ondelete="CASCADE"), primary_key=True),
    # A process that still has the master key of before a rotation cannot add a row nobody could open.
    Column("master_id", Text, ForeignKey("master_keys.id"), nullable=False, index=True),
    Column("data_key", LargeBinary, nullable=False, doc="sealed with the master key"),
    Column("patient_key", LargeBinary, nullable=False, doc="sealed with the master key"),
)

offered_uploads = Table(
    "offered_uploads",
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
    Column("kept_id", Text),
    Column("created_at", UtcDateTime, nullable=False),
)
"""Files in a chat until they are kept or left; nothing of a file itself is here, nor its name.

person_id: who sent it; sent_id: their message with the file; message_id: the bot's message about it, once
there is one; origin: where file_id leads, to Telegram or to a public sheet; shape: of the table as first
read, the answers are remembered by it; answers: JSON of `UploadAnswers`; offers: JSON, the yearly
figures its rows answer; kept_id: of the upload it was kept as.
"""

kept_uploads = Table(
    "kept_uploads",
    metadata,
    Column("id", Text, primary_key=True),
    Column("clinic_id", Text, ForeignKey("clinic_keys.clinic_id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False, doc="1, 2, 3… within the clinic: later ones replace days"),
    Column("kept_at", UtcDateTime, nullable=False),
    Column("shape", Text, nullable=False),
    Column("fingerprint", Text, nullable=False, doc="of the packed rows"),
    Column("first_day", Text, nullable=False, doc="YYYY-MM-DD"),
    Column("last_day", Text, nullable=False, doc="YYYY-MM-DD"),
    Column("rows", Integer, nullable=False),
    Column("patients", Integer, nullable=False),
    Column("turnover", BigInteger, doc="kopecks; NULL without sums"),
    Column("undone_at", UtcDateTime),
    Column("coverage", LargeBinary, nullable=False, doc="sealed JSON: the days of each branch"),
    UniqueConstraint("clinic_id", "number"),
)

kept_upload_parts = Table(
    "kept_upload_parts",
    metadata,
    Column("upload_id", Text, ForeignKey("kept_uploads.id", ondelete="CASCADE"), primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False, doc="0, 1, 2…"),
    Column("content", LargeBinary, nullable=False, doc="sealed piece of the packed rows"),
)

mappings = Table(
    "mappings",
    metadata,
    Column("clinic_id", Text, ForeignKey("clinics.id", ondelete="CASCADE"), primary_key=True),
    Column("shape", Text, primary_key=True),
    Column("answers", Text, nullable=False, doc="JSON"),
    Column("answered_at", UtcDateTime, nullable=False),
)
"""What the owner said of files of a shape, for the next one."""
