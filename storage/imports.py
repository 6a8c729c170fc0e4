"""What is kept of a clinic's uploads, read and written within one unit of work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.dataset_tables import clinic_keys, import_contents, imports, mappings
from storage.unit_of_work import UnitOfWork
from storage.vault import ClinicKeys, SealedKeys, Vault

_LISTED = tuple(column for column in imports.columns if column.name != "clinic_id")


@dataclass(slots=True)
class StoredImport:
    """A row of `imports`, its coverage still sealed."""

    id: str
    number: int
    imported_at: datetime
    shape: str
    fingerprint: str
    first_day: date
    last_day: date
    rows: int
    patients: int
    turnover: int | None
    undone_at: datetime | None
    coverage: bytes


class Imports:
    """The imports of one clinic; whoever makes this has made sure whose clinic it is."""

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

    async def listed(self) -> list[StoredImport]:
        """Every import, oldest first, undone ones among them."""
        memo = self._unit.memo
        if (Imports, self._clinic_id) not in memo:
            query = select(*_LISTED).where(imports.c.clinic_id == self._clinic_id).order_by(imports.c.number)
            async with self._unit.database.reading() as connection:
                rows = (await connection.execute(query)).mappings().all()
            memo[Imports, self._clinic_id] = [_stored(row) for row in rows]
        found: list[StoredImport] = memo[Imports, self._clinic_id]
        return found

    async def add(self, made: StoredImport, sealed: bytes) -> None:
        """Keep an import with its sealed rows."""
        (await self.listed()).append(made)
        self._unit.memo[import_contents, made.id] = sealed
        row = {name: getattr(made, name) for name in StoredImport.__slots__}
        row |= {"first_day": made.first_day.isoformat(), "last_day": made.last_day.isoformat()}
        self._unit.write(insert(imports).values(clinic_id=self._clinic_id, **row))
        self._unit.write(insert(import_contents).values(import_id=made.id, content=sealed))

    async def content(self, made: StoredImport) -> bytes:
        """The sealed rows of an import."""
        added: bytes | None = self._unit.memo.get((import_contents, made.id))
        if added is not None:
            return added
        query = select(import_contents.c.content).where(import_contents.c.import_id == made.id)
        async with self._unit.database.reading() as connection:
            content: bytes = (await connection.execute(query)).scalar_one()
        return content

    def set_undone(self, made: StoredImport, undone_at: datetime | None) -> None:
        """Take an import out of the visits, or, with None, back in."""
        made.undone_at = undone_at
        self._unit.write(update(imports).where(imports.c.id == made.id).values(undone_at=undone_at))

    async def remembered(self, shape: str) -> str | None:
        """What was last answered of files of a shape, as it was kept."""
        query = select(mappings.c.answers).where(
            mappings.c.clinic_id == self._clinic_id, mappings.c.shape == shape
        )
        async with self._unit.database.reading() as connection:
            answers: str | None = (await connection.execute(query)).scalar_one_or_none()
        return answers

    def remember(self, shape: str, answers: str, now: datetime) -> None:
        """Keep what was answered of files of a shape, in place of what was answered before."""
        row = {"clinic_id": self._clinic_id, "shape": shape}
        changed = {"answers": answers, "answered_at": now}
        dialect: Any = sqlite if self._unit.database.dialect == "sqlite" else postgresql
        self._unit.write(
            dialect.insert(mappings)
            .values(**row, **changed)
            .on_conflict_do_update(index_elements=list(row), set_=changed)
        )

    @property
    def _vault(self) -> Vault:
        vault = self._unit.database.vault
        if vault is None:
            raise RuntimeError("the database was opened without a vault: see storage.data_key.open_vault")
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


def _stored(row: Mapping[Any, Any]) -> StoredImport:
    values = {name: row[name] for name in StoredImport.__slots__}
    values |= {name: date.fromisoformat(row[name]) for name in ("first_day", "last_day")}
    return StoredImport(**values)
