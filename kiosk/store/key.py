"""Which key opens this device's database, and does it belong to this file?

SQLCipher says "file is not a database" for a wrong key and for a corrupt file alike. `store.id` beside
the database (a salt and an HMAC of the key) tells the two apart, so that a missing or wrong key never
moves a good database aside. The key lives in the OS keyring where there is one, else in a file that only
its owner may read. Called by `engine` when a store is opened.
"""

import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from kiosk.core.errors import StorageLocked

KEY_BYTES = 32
SALT_BYTES = 16
KEYRING_SERVICE = "foyer"


@dataclass(frozen=True, slots=True)
class StoreKey:
    """The raw key and where it is kept: `keyring` or `file`; the ready check shows it."""

    raw: bytes
    place: str


def load_or_make_key(folder: Path, random_bytes: Callable[[int], bytes], *, use_keyring: bool) -> StoreKey:
    """Return the key of the store in `folder`, making one for a new store.

    Raises StorageLocked where the store exists and its key is missing or belongs to another store.
    """
    key = _load(folder, use_keyring=use_keyring)
    id_file = folder / "store.id"
    if id_file.exists():
        return _checked(key, id_file)
    if (folder / "store.db").exists() and key is None:
        raise StorageLocked("the key of this device's database is missing; restore it, nothing was changed")
    if key is None:
        key = _save(folder, random_bytes(KEY_BYTES), use_keyring=use_keyring)
    salt = random_bytes(SALT_BYTES)
    write_durably(id_file, salt + _fingerprint(salt, key.raw))
    return key


def _checked(key: StoreKey | None, id_file: Path) -> StoreKey:
    if key is None:
        raise StorageLocked("the key of this device's database is missing; restore it, nothing was changed")
    known = id_file.read_bytes()
    salt, fingerprint = known[:SALT_BYTES], known[SALT_BYTES:]
    if not hmac.compare_digest(fingerprint, _fingerprint(salt, key.raw)):
        raise StorageLocked("this key belongs to another database; restore the right one, nothing was changed")
    return key


def _fingerprint(salt: bytes, key: bytes) -> bytes:
    return hmac.digest(key, b"foyer-store-id-1\0" + salt, sha256)


def _load(folder: Path, *, use_keyring: bool) -> StoreKey | None:
    file = folder / "store.key"
    if file.exists():
        raw = file.read_bytes()
        if len(raw) != KEY_BYTES:
            raise StorageLocked(f"{file.name} has {len(raw)} bytes instead of {KEY_BYTES}; restore it")
        return StoreKey(raw, "file")
    if not use_keyring:
        return None
    import keyring  # a tenth of a second of start, for the devices that have one
    from keyring.errors import KeyringError

    try:
        text = keyring.get_password(KEYRING_SERVICE, str(folder))
    except KeyringError as error:
        raise StorageLocked("the system's keyring could not be read; unlock it and start again") from error
    return StoreKey(bytes.fromhex(text), "keyring") if text else None


def _save(folder: Path, raw: bytes, *, use_keyring: bool) -> StoreKey:
    if use_keyring:
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(KEYRING_SERVICE, str(folder), raw.hex())
        except KeyringError:
            use_keyring = False  # no keyring on this machine: the file below is the documented fallback
        else:
            return StoreKey(raw, "keyring")
    write_durably(folder / "store.key", raw)
    return StoreKey(raw, "file")


def write_durably(file: Path, content: bytes) -> None:
    """Write a small file that only its owner may read, so that it is whole after a power cut."""
    draft = file.with_suffix(file.suffix + ".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
