"""Whose PIN is this? Staff of this device's organizer, known offline by their argon2id verifiers.

The server sends verifiers in the scope `safety`; the first supervisor's PIN is set at pairing and kept
beside them until it arrives. Checking one verifier costs tens of milliseconds on purpose: call this from
a worker thread. Lock-out after wrong PINs is the PIN pad's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kiosk.core.errors import InputError
from kiosk.core.permissions import Action, may
from kiosk.core.tickets import StaffRow

if TYPE_CHECKING:
    from pwdlib import PasswordHash

PIN_DIGITS = 6
_MEMORY_KIB = 19 * 1024


@lru_cache(maxsize=1)
def _hasher() -> "PasswordHash":
    """Imported when the first PIN is given: no screen needs it to start."""
    from pwdlib import PasswordHash
    from pwdlib.hashers.argon2 import Argon2Hasher

    return PasswordHash((Argon2Hasher(time_cost=2, memory_cost=_MEMORY_KIB, parallelism=1),))


@dataclass(frozen=True, slots=True)
class Operator:
    """A member of staff who proved their PIN."""

    id: str
    name: str
    role: str
    credential_version: int

    def may(self, action: Action) -> bool:
        """Say whether this person may do something at this device."""
        return may(self.role, action)


def build_pin_verifier(pin: str) -> str:
    """Return the verifier of a new PIN. Raises InputError for what is no PIN of six digits."""
    if len(pin) != PIN_DIGITS or not (pin.isascii() and pin.isdigit()):
        raise InputError(f"a PIN has {PIN_DIGITS} digits")
    return _hasher().hash(pin)


def find_operator(staff: Mapping[str, StaffRow], pin: str) -> Operator | None:
    """Return whose PIN this is, or None: an answer, not an error."""
    for id_, row in staff.items():
        if row.pin_verifier and _fits(pin, row.pin_verifier):
            return Operator(id_, row.name, row.role, row.credential_version)
    return None


def _fits(pin: str, verifier: str) -> bool:
    from pwdlib.exceptions import PwdlibError

    try:
        return _hasher().verify(pin, verifier)
    except PwdlibError:
        return False  # a verifier of another kind, from a newer server: nobody's PIN here
