"""Which devices have not reported since the server was restored?

A restored server has forgotten what it lent after its backup. Until every device that sells has brought that back, or
a person has vouched for it, nothing more of its events' stock may be lent or sold. Written by `foyer-server restore`,
ended by the device's own report; asked by inventory before it lends.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from kiosk.core.permissions import Role
from server.db.tables import insert_new
from server.devices import schema
from server.devices.store import Device, load_device

_SELLERS = frozenset({Role.KIOSK, Role.TILL, Role.SUPERVISOR})
_a, _d = schema.awaited_report.c, schema.device.c


@dataclass(frozen=True, slots=True)
class Awaited:
    """One device that is waited for. `backup_ms`: what it was lent after this is not known here."""

    device: Device
    since_ms: int
    backup_ms: int

    @property
    def holds_stock(self) -> bool:
        """Whether it may hold units that the server has forgotten."""
        return bool(self.device.roles & _SELLERS)


def await_all(connection: sa.Connection, *, backup_ms: int, now_ms: int) -> None:
    """Wait for every device that this server knows and has not revoked; one that is awaited already stays so."""
    query = sa.select(_d.id).where(_d.deleted_ms == 0, _d.is_revoked.is_(False))
    rows = [{"device": id_, "since_ms": now_ms, "backup_ms": backup_ms} for id_ in connection.scalars(query)]
    insert_new(connection, schema.awaited_report, rows, ("device",))


def list_awaited(connection: sa.Connection, organizer: str = "") -> list[Awaited]:
    """Return the devices that are waited for, by name; of one organizer where given. Revoked ones bring nothing."""
    query = sa.select(schema.awaited_report).join_from(schema.awaited_report, schema.device, _a.device == _d.id)
    query = query.where(_d.is_revoked.is_(False), _d.deleted_ms == 0)
    if organizer:
        query = query.where(_d.organizer == organizer)
    rows = connection.execute(query.order_by(_d.name, _d.id)).all()
    return [Awaited(load_device(connection, row.device), row.since_ms, row.backup_ms) for row in rows]


def is_frozen(connection: sa.Connection, event: int) -> bool:
    """Say whether some device may hold units of an event that the server has forgotten."""
    return any(one.holds_stock and event in one.device.served for one in list_awaited(connection))


def is_awaited(connection: sa.Connection, device: str) -> bool:
    """Say whether a device has still to report."""
    return connection.scalar(sa.select(_a.device).where(_a.device == device)) is not None


def note_reported(connection: sa.Connection, device: str) -> bool:
    """Wait for a device no longer: it has reported, or a person vouches for it. Say whether it was awaited."""
    return connection.execute(schema.awaited_report.delete().where(_a.device == device)).rowcount > 0
