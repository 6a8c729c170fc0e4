"""What is sealed opens with its own key in its own place, and nowhere else."""

import os

import pytest

from storage.keys.vault import SealBrokenError, SealedKeys, Vault

CONTENT = b"visits"


def test_sealed_content_opens_in_its_place_only() -> None:
    vault = Vault(os.urandom(32))
    sealed_keys = vault.new_keys("clinic")
    sealed = vault.keys("clinic", sealed_keys).seal(CONTENT, "import", "0", "2")
    again = vault.keys("clinic", sealed_keys)
    assert again.open(sealed, "import", "0", "2") == CONTENT
    for place in (("import", "1", "2"), ("import", "0", "1"), ("another", "0", "2"), ("import0", "", "2")):
        with pytest.raises(SealBrokenError):
            again.open(sealed, *place)


def test_the_same_content_is_sealed_differently_each_time() -> None:
    vault = Vault(os.urandom(32))
    keys = vault.keys("clinic", vault.new_keys("clinic"))
    assert keys.seal(CONTENT, "a") != keys.seal(CONTENT, "a")


@pytest.mark.parametrize("position", [0, 12, -1])
def test_a_changed_byte_is_noticed(position: int) -> None:
    vault = Vault(os.urandom(32))
    keys = vault.keys("clinic", vault.new_keys("clinic"))
    sealed = bytearray(keys.seal(CONTENT, "a"))
    sealed[position] ^= 1
    with pytest.raises(SealBrokenError):
        keys.open(bytes(sealed), "a")


@pytest.mark.parametrize("sealed", [b"", b"short", bytes(12)])
def test_what_was_never_sealed_does_not_open(sealed: bytes) -> None:
    vault = Vault(os.urandom(32))
    with pytest.raises(SealBrokenError):
        vault.keys("clinic", vault.new_keys("clinic")).open(sealed, "a")


def test_keys_open_for_their_clinic_with_their_master_key_and_in_their_role_only() -> None:
    vault = Vault(os.urandom(32))
    sealed = vault.new_keys("clinic")
    for other, clinic in ((Vault(os.urandom(32)), "clinic"), (vault, "another clinic")):
        with pytest.raises(SealBrokenError):
            other.keys(clinic, sealed)
    with pytest.raises(SealBrokenError):
        vault.keys("clinic", SealedKeys(sealed.master_id, sealed.patient_key, sealed.data_key))


def test_a_clinics_keys_outlive_the_master_key() -> None:
    old, new = Vault(os.urandom(32)), Vault(os.urandom(32))
    sealed = old.new_keys("clinic")
    content = old.keys("clinic", sealed).seal(CONTENT, "a")
    handed = old.handed_over("clinic", sealed, new)
    assert handed.master_id == new.master_id != old.master_id
    assert new.keys("clinic", handed).open(content, "a") == CONTENT
    assert new.keys("clinic", handed).patient_key == old.keys("clinic", sealed).patient_key
    with pytest.raises(SealBrokenError):
        old.keys("clinic", handed)


@pytest.mark.parametrize("size", [0, 16, 33])
def test_a_master_key_has_32_bytes(size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Vault(bytes(size))
