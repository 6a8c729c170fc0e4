"""How what is kept of uploads is sealed: a key per clinic, itself sealed with a master key kept elsewhere.

Everything is AES-256-GCM with a random nonce in front, bound to what it belongs to: sealed bytes moved to
another clinic or another import do not open.
"""

import asyncio
import hmac
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12


class SealBrokenError(Exception):
    """Sealed bytes that do not open: another key, another place, or a changed byte."""


@dataclass(frozen=True, slots=True)
class SealedKeys:
    """The two keys of a clinic as they are stored."""

    master_id: str
    data_key: bytes
    patient_key: bytes


class ClinicKeys:
    """The keys of one clinic: for its rows, and for the pseudonyms of its patients."""

    def __init__(self, clinic_id: str, data_key: bytes, patient_key: bytes, pool: ThreadPoolExecutor) -> None:
        self.patient_key = patient_key
        self._clinic_id = clinic_id
        self._data_key = data_key
        self._pool = pool

    async def seal(self, name: str, content: bytes) -> bytes:
        """Content sealed under a name of its own within the clinic."""
        return await self._apart(_seal, content, name)

    async def open(self, name: str, sealed: bytes) -> bytes:
        """What was sealed under a name. Raises SealBrokenError."""
        return await self._apart(_open, sealed, name)

    async def _apart(self, work: Callable[..., bytes], content: bytes, name: str) -> bytes:
        """Megabytes take milliseconds: in a thread, and not one of those that updates wait for."""
        done = partial(work, self._data_key, content, "content", self._clinic_id, name)
        return await asyncio.get_running_loop().run_in_executor(self._pool, done)


class Vault:
    """Makes and opens the keys of clinics with the master key."""

    def __init__(self, master: bytes) -> None:
        if len(master) != KEY_BYTES:
            raise ValueError("a master key has 32 bytes")
        self._master = master
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="vault")

    @property
    def master_id(self) -> str:
        """Tells master keys apart without telling anything of the key."""
        return hmac.digest(self._master, b"clinic-pulse master key", "sha256").hex()[:16]

    def new_keys(self, clinic_id: str) -> SealedKeys:
        """Fresh keys for a clinic."""
        return self._sealed(clinic_id, os.urandom(KEY_BYTES), os.urandom(KEY_BYTES))

    def keys(self, clinic_id: str, sealed: SealedKeys) -> ClinicKeys:
        """The keys of a clinic. Raises SealBrokenError if they were sealed with another master key."""
        return ClinicKeys(clinic_id, *self._opened(clinic_id, sealed), self._pool)

    def resealed(self, clinic_id: str, sealed: SealedKeys, other: "Vault") -> SealedKeys:
        """The same keys of a clinic under the master key of another vault. Raises SealBrokenError."""
        return other._sealed(clinic_id, *self._opened(clinic_id, sealed))

    def _sealed(self, clinic_id: str, data_key: bytes, patient_key: bytes) -> SealedKeys:
        return SealedKeys(
            self.master_id,
            _seal(self._master, data_key, "data key", clinic_id),
            _seal(self._master, patient_key, "patient key", clinic_id),
        )

    def _opened(self, clinic_id: str, sealed: SealedKeys) -> tuple[bytes, bytes]:
        return (
            _open(self._master, sealed.data_key, "data key", clinic_id),
            _open(self._master, sealed.patient_key, "patient key", clinic_id),
        )


def _seal(key: bytes, content: bytes, *bound_to: str) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, _associated(bound_to))


def _open(key: bytes, sealed: bytes, *bound_to: str) -> bytes:
    nonce, content = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return AESGCM(key).decrypt(nonce, content, _associated(bound_to))
    except (InvalidTag, ValueError):
        raise SealBrokenError("sealed content does not open with this key in this place") from None


def _associated(bound_to: tuple[str, ...]) -> bytes:
    return "\0".join(("clinic-pulse", *bound_to)).encode()
