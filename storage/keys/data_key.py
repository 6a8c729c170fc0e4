"""The master key of uploads: from the environment, or from a file of its own made at first start."""

import base64
import binascii
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import URL, delete, insert, select

from operator_error import OperatorError
from storage.database import Database, create_private, sqlite_path
from storage.keys.vault import KEY_BYTES, Vault
from storage.tables.uploads import clinic_keys, master_keys

DEFAULT_FILE: Final = "clinic_pulse.key"


class DataKeyError(OperatorError):
    """There is no master key, or it is not the one the uploads are sealed with; says what to do."""


async def open_vault(database: Database, given: str | None, file: Path | None) -> None:
    """Have the database open what is kept of uploads.

    given: the master key in base64, from the environment; without it, it is read from `file`, by default
    beside the database, which is made if nothing is sealed yet. Raises DataKeyError.
    """
    place = file or key_file_of(database.url)
    sealed_with = await sealing_key(database)
    if given is None:
        with usable(place):
            _prepare(place, sealed_with)
            vault = Vault(read_key(place))
    else:
        vault = Vault(decoded(given))
    if sealed_with is not None and sealed_with != vault.master_id:
        held = "DATA_KEY" if given is not None else f"The key in {place}"
        raise DataKeyError(f"{held} is not the one the uploads are sealed with. {_HELP}")
    await _note(database, vault)
    database.vault = vault


@contextmanager
def usable(place: Path) -> Iterator[None]:
    """Raises DataKeyError for what keeps a key file from being read or made."""
    try:
        yield
    except OSError as error:
        raise DataKeyError(
            f"The key of the uploads in {place} cannot be used: {error.strerror}. DATA_KEY_FILE names a file "
            "that this user can read and, at the first start, make."
        ) from None


def key_file_of(url: URL) -> Path:
    """Where the key is unless an operator says otherwise: beside an SQLite database, or in `data`."""
    folder = Path("data") if url.get_backend_name() == "postgresql" else sqlite_path(url).parent
    return folder / DEFAULT_FILE


async def sealing_key(database: Database) -> str | None:
    """The id of the master key the uploads are sealed with; None while there are none."""
    async with database.reading() as connection:
        row = (await connection.execute(select(clinic_keys.c.master_id).limit(1))).one_or_none()
    return None if row is None else str(row[0])


def decoded(text: str) -> bytes:
    """A key of 32 bytes from base64. Raises DataKeyError."""
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise DataKeyError("A data key is 32 random bytes in base64: openssl rand -base64 32")
    return key


def read_key(file: Path) -> bytes:
    """The key in a file. Raises DataKeyError."""
    return decoded(file.read_text(encoding="ascii", errors="replace"))


def make_key(file: Path) -> None:
    """Write a new key, whole or not at all, for this user's eyes only; a key that is there stays."""
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    create_private(part)
    with part.open("w") as written:
        written.write(base64.b64encode(os.urandom(KEY_BYTES)).decode() + "\n")
        written.flush()
        os.fsync(written.fileno())
    try:
        file.hardlink_to(part)
    except FileExistsError:
        pass
    finally:
        part.unlink()
    sync_folder(file.parent)


def next_to(file: Path) -> Path:
    """Where a rotation keeps the new key until every clinic's keys are sealed with it."""
    return file.with_name(f"{file.name}.next")


def sync_folder(folder: Path) -> None:
    """Make names in a folder outlive a crash of the machine."""
    opened = os.open(folder, os.O_RDONLY)
    os.fsync(opened)
    os.close(opened)


def _prepare(place: Path, sealed_with: str | None) -> None:
    """Have the right key in its place: a first one, or that of a rotation which was cut short at its end."""
    following = next_to(place)
    if following.exists() and sealed_with == Vault(read_key(following)).master_id:
        following.replace(place)
        sync_folder(place.parent)
    if not place.exists():
        if sealed_with is not None:
            raise DataKeyError(f"The uploads are sealed, and there is no key in {place}. {_HELP}")
        make_key(place)


async def _note(database: Database, vault: Vault) -> None:
    """Let only this master key seal keys of clinics, unless others already did with another."""
    used = select(clinic_keys.c.master_id)
    async with database.reading() as connection:
        noted = set((await connection.execute(select(master_keys.c.id))).scalars())
    if noted == {vault.master_id}:
        return
    await database.commit(
        [
            delete(master_keys).where(master_keys.c.id != vault.master_id, master_keys.c.id.not_in(used)),
            *([] if vault.master_id in noted else [insert(master_keys).values(id=vault.master_id)]),
        ]
    )


_HELP: Final = (
    "Give the bot that key, in DATA_KEY or in DATA_KEY_FILE. If it is lost, the uploads are too: "
    "`bot.py rotate-key --lost` removes them and makes a new key; all else stays."
)
