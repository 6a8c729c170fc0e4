"""Files a clinic's owner has sent, until they are kept or put aside."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, insert, select, update

from storage.tables.drafts import drafts
from storage.unit_of_work import UnitOfWork

FORGOTTEN_AFTER = timedelta(days=30)
"""Nobody goes on with a preview this old; Telegram may not have the file any more."""


class Origin(StrEnum):
    """Where a file can be fetched."""

    TELEGRAM = "telegram"
    GOOGLE = "google"


@dataclass(slots=True)
class Draft:
    """A row of `drafts`."""

    id: str
    person_id: str
    sent_id: int
    origin: Origin
    file_id: str
    size: int
    message_id: int | None = None
    shape: str | None = None
    answers: str = "{}"
    offers: str = "[]"
    import_id: str | None = None


class Drafts:
    """The drafts of one clinic within one unit of work; those of others are not there."""

    def __init__(self, unit: UnitOfWork, clinic_id: str) -> None:
        self._unit = unit
        self._clinic_id = clinic_id

    def add(self, draft: Draft, now: datetime) -> None:
        """Begin a draft, and forget those of long ago."""
        old = (drafts.c.clinic_id == self._clinic_id) & (drafts.c.created_at < now - FORGOTTEN_AFTER)
        self._unit.write(delete(drafts).where(old))
        self._unit.write(
            insert(drafts).values(
                id=draft.id,
                clinic_id=self._clinic_id,
                person_id=draft.person_id,
                sent_id=draft.sent_id,
                origin=draft.origin,
                file_id=draft.file_id,
                size=draft.size,
                created_at=now,
                message_id=draft.message_id,
                **_changing(draft),
            )
        )

    async def find(self, draft_id: str) -> Draft | None:
        """A draft of this clinic, or None."""
        query = select(drafts).where(drafts.c.id == draft_id, drafts.c.clinic_id == self._clinic_id)
        async with self._unit.database.reading() as connection:
            row = (await connection.execute(query)).mappings().one_or_none()
        return None if row is None else _draft(row)

    async def all(self) -> list[Draft]:
        """The drafts of this clinic, oldest first."""
        query = (
            select(drafts)
            .where(drafts.c.clinic_id == self._clinic_id)
            .order_by(drafts.c.created_at, drafts.c.id)
        )
        async with self._unit.database.reading() as connection:
            return [_draft(row) for row in (await connection.execute(query)).mappings()]

    def save(self, draft: Draft) -> None:
        """Write down what is known of a draft by now, but for its message."""
        self._unit.write(self._of(draft, update(drafts)).values(**_changing(draft)))

    def shown(self, draft_id: str, message_id: int) -> None:
        """Write down which message is about a draft, and nothing else of it."""
        ours = (drafts.c.id == draft_id) & (drafts.c.clinic_id == self._clinic_id)
        self._unit.write(update(drafts).where(ours).values(message_id=message_id))

    def remove(self, draft: Draft) -> None:
        """Forget a draft."""
        self._unit.write(self._of(draft, delete(drafts)))

    def _of(self, draft: Draft, statement: Any) -> Any:
        return statement.where(drafts.c.id == draft.id, drafts.c.clinic_id == self._clinic_id)


def _changing(draft: Draft) -> dict[str, Any]:
    return {
        "shape": draft.shape,
        "answers": draft.answers,
        "offers": draft.offers,
        "import_id": draft.import_id,
    }


def _draft(row: Any) -> Draft:
    return Draft(
        id=row["id"],
        person_id=row["person_id"],
        sent_id=row["sent_id"],
        origin=Origin(row["origin"]),
        file_id=row["file_id"],
        size=row["size"],
        message_id=row["message_id"],
        shape=row["shape"],
        answers=row["answers"],
        offers=row["offers"],
        import_id=row["import_id"],
    )
