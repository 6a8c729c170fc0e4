"""What is kept of a clinic's uploads, read and written within one unit of work."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import delete, func, insert, select, update

from storage.keys.vault import ClinicKeys, SealBrokenError, SealedKeys, Vault
from storage.tables.uploads import clinic_keys, kept_upload_parts, kept_uploads, mappings
from storage.unit_of_work import UnitOfWork
from storage.upsert import upsert

_PART_BYTES: Final = 1_000_000
"""Sealed, opened and written at a time, so that others are answered in between."""


@dataclass(slots=True)
class StoredUpload:
    """A row of `kept_uploads`; coverage: what the caller wants kept sealed of the file, as text."""

    id: str
    number: int
    kept_at: datetime
    shape: str
    fingerprint: str
    first_day: date
    last_day: date
    rows: int
    patients: int
    turnover: int | None
    undone_at: datetime | None
    coverage: str


class KeptUploads:
    """The kept uploads of one clinic; whoever makes this has made sure whose clinic it is."""

    def __init__(self, unit: UnitOfWork, clinic_id: str) -> None:
        self._unit = unit
        self._clinic_id = clinic_id

    async def keys(self) -> ClinicKeys:
        """The clinic's keys, made at the first call.

        Of two updates that make them at once the second fails at its commit, and is tried again by the queue.
        Raises SealBrokenError if they were sealed with another master key.
        """
        memo = self._unit.memo
        if (ClinicKeys, self._clinic_id) not in memo:
            sealed = await self._sealed_keys() or self._add_keys()
            memo[ClinicKeys, self._clinic_id] = self._vault.keys(self._clinic_id, sealed)
        keys: ClinicKeys = memo[ClinicKeys, self._clinic_id]
        return keys

    async def listed(self) -> list[StoredUpload]:
        """Every upload, oldest first, undone ones among them. Raises SealBrokenError."""
        memo = self._unit.memo
        if (KeptUploads, self._clinic_id) not in memo:
            query = (
                select(kept_uploads)
                .where(kept_uploads.c.clinic_id == self._clinic_id)
                .order_by(kept_uploads.c.number)
            )
            async with self._unit.database.reading() as connection:
                rows = (await connection.execute(query)).mappings().all()
            memo[KeptUploads, self._clinic_id] = [await self._opened(row) for row in rows]
        found: list[StoredUpload] = memo[KeptUploads, self._clinic_id]
        return found

    async def is_any_counted(self) -> bool:
        """Whether there is an upload that is not undone."""
        query = select(kept_uploads.c.id).where(
            kept_uploads.c.clinic_id == self._clinic_id, kept_uploads.c.undone_at.is_(None)
        )
        async with self._unit.database.reading() as connection:
            return (await connection.execute(query.limit(1))).first() is not None

    async def size(self) -> int:
        """Bytes of the sealed rows of every upload committed, undone ones among them."""
        query = (
            select(func.sum(func.length(kept_upload_parts.c.content)))
            .join(kept_uploads, kept_uploads.c.id == kept_upload_parts.c.upload_id)
            .where(kept_uploads.c.clinic_id == self._clinic_id)
        )
        async with self._unit.database.reading() as connection:
            return int(await connection.scalar(query) or 0)

    async def add(self, made: StoredUpload, content: bytes) -> None:
        """Keep an upload with its rows."""
        (await self.listed()).append(made)
        self._unit.memo[kept_upload_parts, made.id] = content
        keys = await self.keys()
        row = {name: getattr(made, name) for name in StoredUpload.__slots__}
        row |= {
            "clinic_id": self._clinic_id,
            "first_day": made.first_day.isoformat(),
            "last_day": made.last_day.isoformat(),
            "coverage": keys.seal(made.coverage.encode(), made.id, "coverage"),
        }
        self._unit.write(insert(kept_uploads).values(row))
        pieces = list(_pieces(content))
        for part, piece in enumerate(pieces):
            sealed = keys.seal(piece, made.id, str(part), str(len(pieces)))
            self._unit.write(insert(kept_upload_parts).values(upload_id=made.id, part=part, content=sealed))
            await asyncio.sleep(0)

    async def content(self, made: StoredUpload) -> bytes:
        """The rows of an upload. Raises SealBrokenError if a byte or a part of them is not as it was kept."""
        added: bytes | None = self._unit.memo.get((kept_upload_parts, made.id))
        if added is not None:
            return added
        query = (
            select(kept_upload_parts.c.content)
            .where(kept_upload_parts.c.upload_id == made.id)
            .order_by(kept_upload_parts.c.part)
        )
        async with self._unit.database.reading() as connection:
            sealed = (await connection.execute(query)).scalars().all()
        if not sealed:
            raise SealBrokenError("an upload without its rows")
        keys, pieces = await self.keys(), []
        for part, piece in enumerate(sealed):
            pieces.append(keys.open(piece, made.id, str(part), str(len(sealed))))
            await asyncio.sleep(0)
        return b"".join(pieces)

    def set_undone(self, made: StoredUpload, undone_at: datetime | None) -> None:
        """Take an upload out of the visits, or, with None, back in."""
        made.undone_at = undone_at
        self._unit.write(update(kept_uploads).where(kept_uploads.c.id == made.id).values(undone_at=undone_at))

    async def remove(self, made: StoredUpload) -> None:
        """Delete an import with its rows."""
        (await self.listed()).remove(made)
        self._unit.write(
            delete(kept_uploads).where(
                kept_uploads.c.id == made.id, kept_uploads.c.clinic_id == self._clinic_id
            )
        )

    async def remembered(self, shape: str) -> str | None:
        """What was last answered of files of a shape, as it was kept."""
        query = select(mappings.c.answers).where(
            mappings.c.clinic_id == self._clinic_id, mappings.c.shape == shape
        )
        async with self._unit.database.reading() as connection:
            answers: str | None = (await connection.execute(query)).scalar_one_or_none()
        return answers

    async def all_remembered(self) -> dict[str, str]:
        """What was answered, by shape."""
        query = select(mappings.c.shape, mappings.c.answers).where(mappings.c.clinic_id == self._clinic_id)
        async with self._unit.database.reading() as connection:
            return {row.shape: row.answers for row in await connection.execute(query)}

    def remember(self, shape: str, answers: str, now: datetime) -> None:
        """Keep what was answered of files of a shape, in place of what was answered before."""
        row = {"clinic_id": self._clinic_id, "shape": shape, "answers": answers, "answered_at": now}
        self._unit.write(upsert(mappings, row))

    @property
    def _vault(self) -> Vault:
        vault = self._unit.database.vault
        if vault is None:
            raise RuntimeError("no vault: storage.keys.data_key.open_vault was not called")
        return vault

    async def _sealed_keys(self) -> SealedKeys | None:
        query = select(clinic_keys.c.master_id, clinic_keys.c.data_key, clinic_keys.c.patient_key).where(
            clinic_keys.c.clinic_id == self._clinic_id
        )
        async with self._unit.database.reading() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else SealedKeys(*row)

    def _add_keys(self) -> SealedKeys:
        sealed = self._vault.new_keys(self._clinic_id)
        self._unit.write(
            insert(clinic_keys).values(
                clinic_id=self._clinic_id,
                master_id=sealed.master_id,
                data_key=sealed.data_key,
                patient_key=sealed.patient_key,
            )
        )
        return sealed

    async def _opened(self, row: Mapping[Any, Any]) -> StoredUpload:
        values = {name: row[name] for name in StoredUpload.__slots__}
        values |= {name: date.fromisoformat(row[name]) for name in ("first_day", "last_day")}
        coverage = (await self.keys()).open(row["coverage"], row["id"], "coverage")
        return StoredUpload(**values | {"coverage": coverage.decode()})


def _pieces(content: bytes) -> Iterator[bytes]:
    """The content in pieces of at most `_PART_BYTES`; one empty piece for no content."""
    for start in range(0, max(len(content), 1), _PART_BYTES):
        yield content[start : start + _PART_BYTES]
