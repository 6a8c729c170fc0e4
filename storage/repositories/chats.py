"""What is kept of a chat whoever it is with."""

from sqlalchemy import delete

from storage.tables.accounts import pictures
from storage.tables.queue import chats, conversation_state, parked
from storage.unit_of_work import UnitOfWork


def forget_chat(unit: UnitOfWork, chat_id: int) -> None:
    """Delete what is known of a chat: its pictures, where its conversation stands, what was given up."""
    for table in (pictures, conversation_state, chats):
        unit.write(delete(table).where(table.c.chat_id == chat_id))
    unit.write(delete(parked).where(parked.c.lock == f"chat:{chat_id}"))
