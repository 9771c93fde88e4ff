"""Which key opens the server's database and seals its secrets, and does it belong to this file?

One master key in a file that only its owner may read; the database's key and the keys of sealed columns
are derived from it. SQLCipher says "not a database" for a wrong key and for a damaged file alike, so
`store.id` (a salt and an HMAC) tells the two apart: a missing or wrong key changes nothing.
"""

import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.core.errors import StorageCorrupt, StorageLocked

KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class MasterKey:
    """The server's root secret. Everything that is encrypted hangs on it."""

    raw: bytes

    def derive(self, purpose: str) -> bytes:
        """Return the 32-byte key of one purpose."""
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"foyer-server-1\0" + purpose.encode()).derive(self.raw)

    def seal(self, purpose: str, plain: bytes, random_bytes: Callable[[int], bytes]) -> bytes:
        """Return `plain` encrypted and authenticated for one purpose."""
        nonce = random_bytes(NONCE_BYTES)
        return nonce + AESGCM(self.derive(purpose)).encrypt(nonce, plain, purpose.encode())

    def open(self, purpose: str, sealed: bytes) -> bytes:
        """Return what was sealed. Raises StorageCorrupt where it was altered."""
        try:
            return AESGCM(self.derive(purpose)).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], purpose.encode())
        except InvalidTag as error:
            raise StorageCorrupt(f"a sealed value ({purpose}) was altered") from error


def load_or_make_key(folder: Path, key_file: Path, random_bytes: Callable[[int], bytes]) -> MasterKey:
    """Return the master key of the store in `folder`, making one for a new store. Raises StorageLocked."""
    id_file = folder / "store.id"
    is_new = not id_file.exists() and not (folder / "server.db").exists()
    if key_file.exists():
        key = _read(key_file)
    elif is_new:
        key = MasterKey(random_bytes(KEY_BYTES))
        _write(key_file, key)
    else:
        raise StorageLocked(f"the key file {key_file.name} is missing; restore it, nothing was changed")
    if id_file.exists():
        _check(key, id_file.read_bytes())
    else:
        salt = random_bytes(SALT_BYTES)
        write_durably(id_file, salt + _fingerprint(salt, key))
    return key


def _read(key_file: Path) -> MasterKey:
    try:
        raw = key_file.read_bytes()
    except OSError as error:
        raise StorageLocked(f"the key file {key_file} cannot be read: {error.strerror}; nothing was changed") from error
    if len(raw) != KEY_BYTES:
        raise StorageLocked(f"{key_file.name} has {len(raw)} bytes instead of {KEY_BYTES}; restore it")
    return MasterKey(raw)


def _write(key_file: Path, key: MasterKey) -> None:
    try:
        write_durably(key_file, key.raw)
    except OSError as error:
        raise StorageLocked(f"the key file {key_file} cannot be written: {error.strerror}; name another one") from error


def _check(key: MasterKey, known: bytes) -> None:
    if not hmac.compare_digest(known[SALT_BYTES:], _fingerprint(known[:SALT_BYTES], key)):
        raise StorageLocked("this key belongs to another database; restore the right one, nothing was changed")


def _fingerprint(salt: bytes, key: MasterKey) -> bytes:
    return hmac.digest(key.raw, b"foyer-server-id-1\0" + salt, sha256)


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


def blind_index(master: MasterKey, purpose: str, text: str) -> str:
    """Return what a value is found by without being readable: an HMAC of its folded form."""
    return hmac.digest(master.derive(f"index {purpose}"), text.strip().casefold().encode(), sha256).hex()
