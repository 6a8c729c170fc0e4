"""Files a clinic's owner has sent, until they are kept or put aside."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, insert, select, update

from storage.tables.uploads import offered_uploads
from storage.unit_of_work import UnitOfWork

FORGOTTEN_AFTER = timedelta(days=30)
"""Nobody goes on with a preview this old; Telegram may not have the file any more."""


class Origin(StrEnum):
    """Where a file can be fetched."""

    TELEGRAM = "telegram"
    GOOGLE = "google"


@dataclass(slots=True)
class OfferedUpload:
    """A row of `offered_uploads`."""

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
    kept_id: str | None = None


class OfferedUploadStore:
    """The offered uploads of one clinic within one unit of work; those of others are not there."""

    def __init__(self, unit: UnitOfWork, clinic_id: str) -> None:
        self._unit = unit
        self._clinic_id = clinic_id

    def add(self, upload: OfferedUpload, now: datetime) -> None:
        """Note an upload, and forget those of long ago."""
        old = (offered_uploads.c.clinic_id == self._clinic_id) & (
            offered_uploads.c.created_at < now - FORGOTTEN_AFTER
        )
        self._unit.write(delete(offered_uploads).where(old))
        self._unit.write(
            insert(offered_uploads).values(
                id=upload.id,
                clinic_id=self._clinic_id,
                person_id=upload.person_id,
                sent_id=upload.sent_id,
                origin=upload.origin,
                file_id=upload.file_id,
                size=upload.size,
                created_at=now,
                message_id=upload.message_id,
                **_changing(upload),
            )
        )

    async def find(self, upload_id: str) -> OfferedUpload | None:
        """An upload of this clinic, or None."""
        query = select(offered_uploads).where(
            offered_uploads.c.id == upload_id, offered_uploads.c.clinic_id == self._clinic_id
        )
        async with self._unit.database.reading() as connection:
            row = (await connection.execute(query)).mappings().one_or_none()
        return None if row is None else _offered(row)

    async def all(self) -> list[OfferedUpload]:
        """The offered uploads of this clinic, oldest first."""
        query = (
            select(offered_uploads)
            .where(offered_uploads.c.clinic_id == self._clinic_id)
            .order_by(offered_uploads.c.created_at, offered_uploads.c.id)
        )
        async with self._unit.database.reading() as connection:
            return [_offered(row) for row in (await connection.execute(query)).mappings()]

    def save(self, upload: OfferedUpload) -> None:
        """Write down what is known of an upload by now, but for its message."""
        self._unit.write(self._of(upload, update(offered_uploads)).values(**_changing(upload)))

    def shown(self, upload_id: str, message_id: int) -> None:
        """Write down which message is about an upload, and nothing else of it."""
        ours = (offered_uploads.c.id == upload_id) & (offered_uploads.c.clinic_id == self._clinic_id)
        self._unit.write(update(offered_uploads).where(ours).values(message_id=message_id))

    def remove(self, upload: OfferedUpload) -> None:
        """Forget an upload."""
        self._unit.write(self._of(upload, delete(offered_uploads)))

    def _of(self, upload: OfferedUpload, statement: Any) -> Any:
        return statement.where(
            offered_uploads.c.id == upload.id, offered_uploads.c.clinic_id == self._clinic_id
        )


def _changing(upload: OfferedUpload) -> dict[str, Any]:
    return {
        "shape": upload.shape,
        "answers": upload.answers,
        "offers": upload.offers,
        "kept_id": upload.kept_id,
    }


def _offered(row: Any) -> OfferedUpload:
    return OfferedUpload(
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
        kept_id=row["kept_id"],
    )
