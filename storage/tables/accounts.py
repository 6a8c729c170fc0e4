"""Who is who, and what was told: people, clinics, members, segments, answers, channels, plans, self-checks.

Ids are random text made by the application, so that a row can be named before it is written. Money and
estimates are stored as exact text, never as binary fractions.
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, Table, Text

from storage.tables.schema import UtcDateTime, metadata


def _belongs_to(target: str, *, key: bool = False) -> Column[str]:
    name = target.split(".", maxsplit=1)[0].removesuffix("s") + "_id"
    return Column(
        name, Text, ForeignKey(target, ondelete="CASCADE"), nullable=False, primary_key=key, index=not key
    )


people = Table(
    "people",
    metadata,
    Column("id", Text, primary_key=True),
    Column("language", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("clinic_id", Text, doc="the clinic they look at; empty, or one that is gone: their first"),
)

identities = Table(
    "identities",
    metadata,
    Column("messenger", Text, primary_key=True, doc="telegram"),
    Column("external_id", Text, primary_key=True, doc="what the messenger calls them, as text"),
    Column("person_id", Text, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
)
"""How people are reached."""

clinics = Table(
    "clinics",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text),
    Column("currency", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

members = Table(
    "members",
    metadata,
    Column("clinic_id", Text, ForeignKey("clinics.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Text, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("role", Text, nullable=False),
    Column("since", UtcDateTime, nullable=False),
)
"""Who works with a clinic, and as what; every clinic has an owner."""

tokens = Table(
    "tokens",
    metadata,
    Column("hash", LargeBinary, primary_key=True, doc="SHA-256 of the token, which is kept nowhere"),
    _belongs_to("clinics.id"),
    Column("purpose", Text, nullable=False),
    Column("subject", Text, nullable=False, doc="what it opens"),
    Column("made_by", Text, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("made_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    Column("withdrawn_at", UtcDateTime),
)
"""Links that open something once, until they expire or are withdrawn."""

segments = Table(
    "segments",
    metadata,
    Column("id", Text, primary_key=True),
    _belongs_to("clinics.id"),
    Column("kind", Text, nullable=False),
    Column("name", Text),
    Column("plan_year", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

answers = Table(
    "answers",
    metadata,
    _belongs_to("segments.id", key=True),
    Column("question", Text, primary_key=True),
    Column("answer", Text, nullable=False),
    Column("answered_at", UtcDateTime, nullable=False),
)

channels = Table(
    "channels",
    metadata,
    Column("id", Text, primary_key=True),
    _belongs_to("segments.id"),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("new_patients", Integer, nullable=False),
    Column("cost_per_lead", Text),
    Column("budget", Text),
    Column("created_at", UtcDateTime, nullable=False),
)

plans = Table(
    "plans",
    metadata,
    _belongs_to("segments.id", key=True),
    Column("plan_year", Integer, primary_key=True, autoincrement=False),
    Column("scenario", Text, nullable=False),
    Column("patients", Integer, nullable=False),
    Column("leads", Integer),
    Column("adopted_at", UtcDateTime, nullable=False),
)

pictures = Table(
    "pictures",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("slot", Text, primary_key=True),
    Column("wanted", Text, nullable=False),
    Column("message_id", BigInteger),
)
"""Pictures that are redrawn in place.

slot: what the picture belongs to, one what-if conversation; wanted: key of the newest order, older ones need
not be drawn; message_id: the message to redraw, once it was sent.
"""

self_checks = Table(
    "self_checks",
    metadata,
    _belongs_to("clinics.id", key=True),
    Column("answers", Text, nullable=False),
    Column("taken_at", UtcDateTime, nullable=False),
)
