"""How are bytes sealed that live beside the database? AES-GCM with keys derived from the store key.

Used by the tail file and by the copy of the device's identity that outlives a corrupt database.
"""

from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.core.errors import StorageCorrupt

NONCE_BYTES = 12


class Sealer:
    """Seals and opens bytes for one purpose."""

    def __init__(self, key: bytes, purpose: bytes, random_bytes: Callable[[int], bytes]) -> None:
        """Derive the key of this purpose (HKDF-SHA-256)."""
        self._cipher = AESGCM(HKDF(SHA256(), 32, salt=None, info=purpose).derive(key))
        self._random_bytes = random_bytes

    def seal(self, plain: bytes) -> bytes:
        """Return a random nonce and the sealed bytes."""
        nonce = self._random_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, None)

    def open(self, sealed: bytes) -> bytes:
        """Return what was sealed. Raises StorageCorrupt for damaged bytes or another key's."""
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)
        except (InvalidTag, ValueError) as error:
            raise StorageCorrupt("sealed bytes are damaged or of another store") from error
