"""Pictures that are redrawn in place: which order is the newest, and which message shows it."""

from sqlalchemy import delete, select, update

from storage.tables.accounts import pictures
from storage.unit_of_work import UnitOfWork
from storage.upsert import upsert


class Pictures:
    """The redrawn pictures of one chat."""

    def __init__(self, unit: UnitOfWork, chat_id: int) -> None:
        self._unit = unit
        self._chat_id = chat_id

    def want(self, slot: str, order: str) -> None:
        """The picture in `slot` is to show `order` from now on; orders before it need not be drawn.

        The chat's other slots are given up: one conversation at a time has a picture to redraw.
        """
        self._unit.write(delete(pictures).where(pictures.c.chat_id == self._chat_id, pictures.c.slot != slot))
        self._unit.write(upsert(pictures, {"chat_id": self._chat_id, "slot": slot, "wanted": order}))

    async def find(self, slot: str) -> tuple[str, int | None] | None:
        """The newest order of a slot, and the message that shows it if it was sent; None for no such slot."""
        query = select(pictures.c.wanted, pictures.c.message_id).where(
            pictures.c.chat_id == self._chat_id, pictures.c.slot == slot
        )
        async with self._unit.database.reading() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else (row.wanted, row.message_id)

    def shown(self, slot: str, message_id: int) -> None:
        """The picture of a slot is shown by this message."""
        self._unit.write(
            update(pictures)
            .where(pictures.c.chat_id == self._chat_id, pictures.c.slot == slot)
            .values(message_id=message_id)
        )
