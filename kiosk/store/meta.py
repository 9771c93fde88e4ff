"""Who is this device? Its identity, place in the fleet and single values.

Written at enrolment and by the synchroniser, read at every start.
"""

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.dialects.sqlite import insert

from kiosk.core.permissions import Role
from kiosk.core.wire import Assignment
from kiosk.store.log import Author
from kiosk.store.schema import meta as table

CLOCK_DIFFERENCE = "clock_difference_ms"


class Identity(msgspec.Struct, frozen=True):
    """This device as enrolled."""

    device: str
    name: str
    organizer: str
    incarnation: int
    private_key: bytes
    url: str
    server_key: bytes
    tls_key_sha256: bytes
    next_tls_key_sha256: bytes
    role: Role
    roles: tuple[Role, ...]
    events: tuple[Assignment, ...]
    grace_ms: int = 72 * 3_600_000
    pin_verifier: str = ""
    """Of the PIN that was set at pairing. Here, because it must survive a corrupt database like the rest."""

    @property
    def author(self) -> Author:
        """Who signs this device's facts."""
        return Author(self.device, self.incarnation, Ed25519PrivateKey.from_private_bytes(self.private_key))


def load_identity(connection: sa.Connection) -> Identity | None:
    """Return the identity, or None for a device that was never paired."""
    text = load_value(connection, "identity")
    return msgspec.json.decode(text, type=Identity) if text else None


def save_identity(connection: sa.Connection, identity: Identity) -> None:
    """Replace the identity."""
    save_value(connection, "identity", msgspec.json.encode(identity).decode())


def load_value(connection: sa.Connection, name: str) -> str:
    """Return a single value, empty where it was never set."""
    return connection.scalar(sa.select(table.c.value).where(table.c.name == name)) or ""


def save_value(connection: sa.Connection, name: str, value: str) -> None:
    """Set a single value."""
    row = insert(table).values(name=name, value=value)
    connection.execute(row.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


def save_clock_difference(connection: sa.Connection, difference_ms: int) -> None:
    """Keep how far ahead the wall clock was when the server last said the time: the next boot starts with it."""
    save_value(connection, CLOCK_DIFFERENCE, str(difference_ms))


def load_clock_difference(connection: sa.Connection) -> int:
    """Return how far ahead the wall clock was when it was last compared; 0 where it never was."""
    return int(load_value(connection, CLOCK_DIFFERENCE) or 0)


def load_assignments(connection: sa.Connection) -> Sequence[Assignment]:
    """Return the events that this device serves, as the server last said."""
    identity = load_identity(connection)
    return identity.events if identity else ()
