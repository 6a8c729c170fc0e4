"""How what is kept of uploads is sealed: a key per clinic, itself sealed with a master key kept elsewhere.

Everything is AES-256-GCM with a random nonce in front, bound to what it belongs to: sealed bytes moved to
another clinic, import or place within it do not open.
"""

import hmac
import os
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12


class SealBrokenError(Exception):
    """Sealed bytes that do not open: another key, another place, or a changed byte."""


@dataclass(frozen=True, slots=True)
class SealedKeys:
    """The two keys of a clinic as they are stored, and which master key they are sealed with."""

    master_id: str
    data_key: bytes
    patient_key: bytes


class ClinicKeys:
    """The keys of one clinic: for its rows, and for the pseudonyms of its patients."""

    def __init__(self, clinic_id: str, data_key: bytes, patient_key: bytes) -> None:
        self.patient_key = patient_key
        self._clinic_id = clinic_id
        self._data_key = data_key

    def seal(self, content: bytes, *place: str) -> bytes:
        """Content sealed for one place within the clinic; a megabyte takes a millisecond or two."""
        return _seal(self._data_key, content, "content", self._clinic_id, *place)

    def open(self, sealed: bytes, *place: str) -> bytes:
        """What was sealed for a place. Raises SealBrokenError."""
        return _open(self._data_key, sealed, "content", self._clinic_id, *place)


class Vault:
    """Makes and opens the keys of clinics with the master key."""

    def __init__(self, master: bytes) -> None:
        if len(master) != KEY_BYTES:
            raise ValueError(f"a master key has {KEY_BYTES} bytes")
        self._master = master
        self.master_id: Final = hmac.digest(master, b"clinic-pulse master key", "sha256").hex()[:16]
        """Tells master keys apart without telling anything of the key."""

    def new_keys(self, clinic_id: str) -> SealedKeys:
        """Fresh keys for a clinic."""
        return self._sealed(clinic_id, os.urandom(KEY_BYTES), os.urandom(KEY_BYTES))

    def keys(self, clinic_id: str, sealed: SealedKeys) -> ClinicKeys:
        """The keys of a clinic. Raises SealBrokenError if they were sealed with another master key."""
        return ClinicKeys(clinic_id, *self._opened(clinic_id, sealed))

    def handed_over(self, clinic_id: str, sealed: SealedKeys, successor: "Vault") -> SealedKeys:
        """The same keys of a clinic under the successor's master key. Raises SealBrokenError."""
        return successor._sealed(clinic_id, *self._opened(clinic_id, sealed))

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


def _seal(key: bytes, content: bytes, *place: str) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, _associated(place))


def _open(key: bytes, sealed: bytes, *place: str) -> bytes:
    nonce, content = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return AESGCM(key).decrypt(nonce, content, _associated(place))
    except (InvalidTag, ValueError):
        raise SealBrokenError("sealed content does not open with this key in this place") from None


def _associated(place: tuple[str, ...]) -> bytes:
    return "\0".join(("clinic-pulse", *place)).encode()
