"""What is kept of a clinic's product metrics: analyses that were reckoned, decisions to mark on the lines."""

from sqlalchemy import Column, ForeignKey, LargeBinary, Table, Text, UniqueConstraint

from storage.tables.schema import UtcDateTime, metadata

analyses = Table(
    "analyses",
    metadata,
    Column("id", Text, primary_key=True),
    Column("clinic_id", Text, ForeignKey("clinics.id", ondelete="CASCADE"), nullable=False),
    Column("asked", Text, nullable=False, doc="fingerprint of the selection"),
    Column("basis", Text, nullable=False, doc="of which uploads, definitions and decisions"),
    Column("selection", LargeBinary, nullable=False, doc="sealed JSON"),
    Column("analysis", LargeBinary, nullable=False, doc="sealed JSON"),
    Column("outlook", LargeBinary, doc="sealed JSON; NULL until it is reckoned"),
    Column("made_at", UtcDateTime, nullable=False),
    UniqueConstraint("clinic_id", "asked"),
)
"""One row per selection of a clinic; reckoned anew when its basis is no longer that of today."""

decisions = Table(
    "decisions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("clinic_id", Text, ForeignKey("clinics.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("day", Text, nullable=False, doc="YYYY-MM-DD"),
    Column("text", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)
