"""Is this the password or PIN? argon2id with the cost of DESIGN 3 (19 MiB, t=2, p=1).

Hashing takes tens of milliseconds of a core by design; callers run it in the pool of two threads that
`Ground.hashing` is, never on the writer.
"""

from functools import cache

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

MEMORY_KIB = 19 * 1024
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$hS1Ddk0qk9LQlaT3xoVtSg$Tg0Q+ZBlsJPkYeMTFQkQWb7aRE3TsCCNlrpLVTjwsH8"
"""A hash that no password has: verified for unknown names, so that an answer takes the same time."""


@cache
def _hasher() -> PasswordHash:
    return PasswordHash((Argon2Hasher(time_cost=2, memory_cost=MEMORY_KIB, parallelism=1),))


def hash_secret(secret: str) -> str:
    """Return the argon2id verifier of a password or PIN in its standard string form."""
    return _hasher().hash(secret)


def is_secret(secret: str, verifier: str | None) -> bool:
    """Say whether the secret belongs to the verifier; None takes the same time and says no."""
    try:
        matches = _hasher().verify(secret, verifier or _NOBODY)
    except UnknownHashError:
        return False  # a verifier of another kind belongs to no secret typed here
    return matches and verifier is not None


def is_verifier(text: str) -> bool:
    """Say whether a text is an argon2id verifier, as devices send for a first PIN."""
    return text.startswith("$argon2id$v=19$") and text.count("$") == 5 and len(text) <= 200
