"""The figures of a clinic month by month, with every change of them, and the plans of past years."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text

from storage.tables.schema import UtcDateTime, metadata

month_facts = Table(
    "month_facts",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("clinic_id", Text, ForeignKey("clinics.id", ondelete="CASCADE"), nullable=False),
    Column("month", Text, nullable=False, doc="2026-10"),
    Column("figure", Text, nullable=False),
    Column("channel_id", Text, nullable=False, doc="empty for the whole clinic"),
    Column("value", Text, nullable=True, doc="exact number, or the words of a note; NULL is «не знаю»"),
    Column("source", Text, nullable=False),
    Column("entered_at", UtcDateTime, nullable=False),
    Index(None, "clinic_id", "month"),
)
"""Every entry and every correction in the order of `id`; the latest of a figure is the one that holds."""

months = Table(
    "months",
    metadata,
    Column("clinic_id", Text, ForeignKey("clinics.id", ondelete="CASCADE"), primary_key=True),
    Column("month", Text, primary_key=True, doc="2026-10"),
    Column("entered_at", UtcDateTime, nullable=False),
)
"""Months of which nothing more has to be asked: every question answered, or an upload covers them."""

year_plans = Table(
    "year_plans",
    metadata,
    Column("clinic_id", Text, ForeignKey("clinics.id", ondelete="CASCADE"), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("plan", Text, nullable=False, doc="JSON"),
    Column("kept_at", UtcDateTime, nullable=False),
)
"""What was planned for a year whose figures have given way to the next year's."""
