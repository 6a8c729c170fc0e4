"""The tables between an update and its answer: conversation state, tasks, what was seen, what was parked."""

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text

from storage.tables.schema import UtcDateTime, metadata

conversation_state = Table(
    "conversation_state",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("thread_id", BigInteger, primary_key=True, autoincrement=False, doc="0 outside a thread"),
    Column("business_connection_id", Text, primary_key=True, doc="empty outside a business account"),
    Column("destinies", Text, nullable=False, doc="JSON {destiny: {state, data}}"),
)

tasks = Table(
    "tasks",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("lock", Text, nullable=False),
    Column("payload", Text, nullable=False, doc="JSON"),
    Column("attempts", Integer, nullable=False, doc="runs begun, counted before each"),
    Column("put_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False, doc="not run before this moment"),
    sqlite_autoincrement=True,
)
"""The queue on SQLite, in the order of `id`, never used twice; PostgreSQL has procrastinate's tables."""

seen = Table(
    "seen",
    metadata,
    Column("key", Text, primary_key=True),
    Column("seen_at", UtcDateTime, nullable=False),
    Index(None, "seen_at"),
    sqlite_with_rowid=False,
)
"""Keys of tasks put in the last 48 hours, finished or not: a second put of one is ignored."""

parked = Table(
    "parked",
    metadata,
    Column("key", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("lock", Text, nullable=False),
    Column("payload", Text, nullable=False, doc="JSON"),
    Column("attempts", Integer, nullable=False),
    Column("error", Text, nullable=False, doc="type and place of the error, without the person's text"),
    Column("parked_at", UtcDateTime, nullable=False),
)
"""Tasks given up on, kept for the operator."""

chats = Table(
    "chats",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("blocked_at", UtcDateTime, nullable=True, doc="when the person blocked the bot"),
    Column("migrated_to", BigInteger, nullable=True, doc="the supergroup this group became"),
)
