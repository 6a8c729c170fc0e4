"""The master key of uploads: from the environment, or from a file of its own made at first start."""

import base64
import binascii
import os
from pathlib import Path

from sqlalchemy import insert, select, update

from storage.database import Database, create_private, sqlite_path
from storage.dataset_tables import clinic_keys, master_keys
from storage.vault import KEY_BYTES, Vault

DEFAULT_FILE = "clinic_pulse.key"


class DataKeyError(Exception):
    """There is no master key, or it is not the one the uploads are sealed with."""


async def open_vault(database: Database, given: str | None, file: Path | None) -> None:
    """Have the database open what is kept of uploads.

    given: the master key in base64, from the environment; else it is read from `file`, by default beside the
    database, which is made if nothing is sealed yet. Raises DataKeyError.
    """
    place = file or key_file_of(database)
    known = await _known(database)
    if given is None and not place.exists():
        if known is not None:
            raise DataKeyError(_missing(place))
        _make(place)
    vault = Vault(decoded(given) if given is not None else read_key(place))
    if known is not None and known != vault.master_id:
        raise DataKeyError(_another(given, place))
    await _note(database, vault)
    database.vault = vault


def key_file_of(database: Database) -> Path:
    """Where the key is unless an operator says otherwise: beside an SQLite database."""
    folder = Path("data") if database.dialect == "postgresql" else sqlite_path(database.url).parent
    return folder / DEFAULT_FILE


def decoded(text: str) -> bytes:
    """A key of 32 bytes from base64. Raises DataKeyError."""
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise DataKeyError("a data key is 32 random bytes in base64: openssl rand -base64 32")
    return key


def read_key(file: Path) -> bytes:
    """The key in a file. Raises DataKeyError."""
    return decoded(file.read_text(encoding="ascii", errors="replace"))


def _make(file: Path) -> None:
    """Write a new key for this user's eyes only, whole or not at all."""
    part = file.with_name(f"{file.name}.part")
    create_private(part)
    with part.open("w") as written:
        written.write(base64.b64encode(os.urandom(KEY_BYTES)).decode() + "\n")
        written.flush()
        os.fsync(written.fileno())
    part.replace(file)


async def _known(database: Database) -> str | None:
    """The master key the uploads are sealed with; None while there are none."""
    query = select(master_keys.c.id).join(clinic_keys, clinic_keys.c.master_id == master_keys.c.id).limit(1)
    async with database.reading() as connection:
        known: str | None = (await connection.execute(query)).scalar_one_or_none()
    return known


async def _note(database: Database, vault: Vault) -> None:
    async with database.reading() as connection:
        noted = (await connection.execute(select(master_keys.c.id))).scalar_one_or_none()
    if noted is None:
        await database.commit([insert(master_keys).values(slot=1, id=vault.master_id)])
    elif noted != vault.master_id:
        await database.commit([update(master_keys).values(id=vault.master_id)])


def _missing(place: Path) -> str:
    return (
        f"The uploads in the database are sealed, and their key is missing: set DATA_KEY or restore {place}"
    )


def _another(given: str | None, place: Path) -> str:
    held = "DATA_KEY" if given is not None else f"The key in {place}"
    return f"{held} is not the one the uploads in the database are sealed with. Give the bot that key again."
