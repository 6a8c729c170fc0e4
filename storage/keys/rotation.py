"""A new master key for the uploads: every clinic's keys are sealed anew, the sealed rows stay as they are."""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from clock import Clock
from storage.database import Database
from storage.keys.data_key import (
    DataKeyError,
    key_file_of,
    make_key,
    next_to,
    open_vault,
    read_key,
    sync_folder,
    usable,
)
from storage.keys.vault import SealedKeys, Vault
from storage.statement import Write
from storage.tables.uploads import clinic_keys, kept_uploads, master_keys


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation did: for how many clinics, where the new key is, and the old one if that is a file."""

    clinics: int
    new: Path
    old: Path | None


async def rotate(
    database: Database, given: str | None, file: Path | None, into: Path | None, clock: Clock
) -> Rotated:
    """Seal every clinic's keys with a new master key, in one transaction.

    given, file: as for `open_vault`; into: where the new key goes, if the old one is in the environment. A
    key file is kept aside: it opens the backups made until now. A process that runs on with the old key
    seals nothing more. Raises DataKeyError; nothing is changed then.
    """
    place = file or key_file_of(database.url)
    await open_vault(database, given, file)
    made = _place_of_new(given, place, into)
    with usable(made):
        make_key(made)
    successor = Vault(read_key(made))
    try:
        clinics = await _hand_over(database, cast("Vault", database.vault), successor)
    except IntegrityError:
        made.unlink()
        raise DataKeyError("A clinic sent its first file at this very moment. Try again.") from None
    database.vault = successor
    return Rotated(clinics, *((made, None) if given is not None else _put_in_place(made, place, clock)))


async def give_up(database: Database, given: str | None, file: Path | None) -> int:
    """Remove all uploads, because the key they are sealed with is lost; returns how many there were.

    Raises DataKeyError, and removes nothing, if the key fits.
    """
    try:
        await open_vault(database, given, file)
    except DataKeyError:
        async with database.reading() as connection:
            lost = (await connection.execute(select(func.count()).select_from(kept_uploads))).scalar_one()
        await database.commit([delete(clinic_keys)])
        await open_vault(database, given, file)
        return lost
    raise DataKeyError("The key is the right one: nothing is lost.")


def _place_of_new(given: str | None, place: Path, into: Path | None) -> Path:
    if given is None:
        following = next_to(place)
        following.unlink(missing_ok=True)
        return following
    if into is None:
        raise DataKeyError("The key is in DATA_KEY: say where the new one is to be written, with --into FILE")
    if into.exists():
        raise DataKeyError(f"{into} is there already")
    return into


async def _hand_over(database: Database, old: Vault, new: Vault) -> int:
    query = select(
        clinic_keys.c.clinic_id, clinic_keys.c.master_id, clinic_keys.c.data_key, clinic_keys.c.patient_key
    )
    async with database.reading() as connection:
        rows = (await connection.execute(query)).all()
    writes: list[Write] = [insert(master_keys).values(id=new.master_id)]
    for clinic_id, *sealed in rows:
        keys = old.handed_over(clinic_id, SealedKeys(*sealed), new)
        writes.append(
            update(clinic_keys)
            .where(clinic_keys.c.clinic_id == clinic_id)
            .values(master_id=keys.master_id, data_key=keys.data_key, patient_key=keys.patient_key)
        )
    # Refused by the reference if a clinic got its keys meanwhile: they would be lost.
    writes.append(delete(master_keys).where(master_keys.c.id != new.master_id))
    await database.commit(writes)
    return len(rows)


def _put_in_place(made: Path, place: Path, clock: Clock) -> tuple[Path, Path]:
    """The new key in the place of the old one, which keeps another name; there is a key at every moment."""
    kept = place.with_name(f"{place.name}.until-{clock.now():%Y%m%dT%H%M%SZ}")
    kept.hardlink_to(place)
    made.replace(place)
    sync_folder(place.parent)
    return place, kept
