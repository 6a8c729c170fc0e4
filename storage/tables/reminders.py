"""When each clinic wants to be reminded, and what became of every reminder."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, text

from storage.tables.schema import UtcDateTime, metadata

routines = Table(
    "routines",
    metadata,
    Column("clinic_id", Text, ForeignKey("clinics.id", ondelete="CASCADE"), primary_key=True),
    Column("day", Integer, nullable=False, doc="1…31; a shorter month has it on its last day"),
    Column("hour", Integer, nullable=False),
    Column("zone", Text, nullable=False, doc="IANA name"),
    Column("city", Text, nullable=False, doc="key of the place that was chosen"),
    Column("status", Text, nullable=False, doc="on, paused, unreachable or off"),
    Column("status_since", UtcDateTime, nullable=False),
)
"""One row a clinic; it stays after an unsubscription, so that nothing has to be asked twice."""

reminders = Table(
    "reminders",
    metadata,
    Column("clinic_id", Text, ForeignKey("clinics.id", ondelete="CASCADE"), primary_key=True),
    Column("period", Text, primary_key=True, doc="the month that is asked for: 2026-10"),
    Column("person_id", Text, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("state", Text, nullable=False, doc="planned, claimed, sending, sent, skipped or unknown"),
    Column("wish", Text, nullable=False, doc="what the next sending is: first, repeat or snoozed"),
    Column("due_at", UtcDateTime, doc="when it is sent next; empty: not any more"),
    Column("sent_count", Integer, nullable=False),
    Column("first_on", Text, doc="day of the first sending where the clinic is: 2026-11-03"),
    Column("last_on", Text, doc="day of the last sending; at most one a day for a person"),
    Column("message_id", BigInteger, doc="the message sent last; a number typed below it answers it"),
    Column("claimed_by", Text, doc="the process that sends it"),
    Column("claimed_until", UtcDateTime, doc="after this moment that process is dead"),
    UniqueConstraint("person_id", "last_on"),
    Index(None, "due_at"),
    Index(
        "ix_reminders_unknown",
        "person_id",
        sqlite_where=text("state = 'unknown'"),
        postgresql_where=text("state = 'unknown'"),
    ),
)
"""One row a clinic, month and recipient: that makes every reminder one."""
