"""Does a device show what the server said? Its mirror compared with the feed, row by row.

In the end the two must be alike. At any moment before, no row that was committed below the device's cursor may be
missing on it or be another one: a cursor never steps over what it has not brought.
"""

from typing import Any

import msgspec

from kiosk.core.permissions import Scope
from kiosk.core.wire import Change, Cursor
from kiosk.store import mirror
from server.ledger import feed
from server.sync.projecting import narrow, project
from tests.simulation.device import SimDevice
from tests.simulation.invariants import Violated
from tests.simulation.world import World

Rows = dict[tuple[str, str], Any]
_SAFETY_SMALL = ("event", "key", "staff")


def check_mirror(world: World, device: SimDevice) -> None:
    """A device shows what the server publishes for its role: no row missing, none too many."""
    with world.center.center.ground.db.read() as connection:
        for scope in Scope:
            projection = project(connection, world.event, scope, [device.role])
            head = feed.load_head(connection, world.event, scope, projection)
            page = feed.snapshot(connection, world.event, scope, head, projection, after="", limit=10**6)
            told, shown = _told(world.event, narrow(page.changes, projection)), _shown(device, scope)
            odd = [key for key in sorted({*told, *shown}) if told.get(key) != shown.get(key)]
            if odd:
                raise Violated(
                    "mirror", f"{device.name}: {odd[0]} is {shown.get(odd[0])}, the server says {told.get(odd[0])}"
                )


def check_below_cursor(world: World, device: SimDevice) -> None:
    """No committed row below a device's cursor is missing on it; one of another life of the server says nothing."""
    with world.center.center.ground.db.read() as connection:
        for scope in Scope:
            projection = project(connection, world.event, scope, [device.role])
            cursor = _cursor(device, world.event, scope)
            if cursor is None or not feed.is_known(connection, world.event, scope, cursor, projection):
                continue
            query = "SELECT kind, key, value FROM feed WHERE event = ? AND scope = ? AND seq <= ?"
            rows = connection.exec_driver_sql(query, (world.event, scope.value, cursor.seq)).all()
            changes = [
                Change(kind, key, msgspec.Raw(feed.GONE if value is None else value))
                for kind, key, value in rows
                if kind in projection.kinds
            ]
            told, shown = _told(world.event, narrow(changes, projection)), _shown(device, scope)
            for change in changes:
                key = (change.kind, change.key)
                if told.get(key) != shown.get(key):
                    raise Violated(
                        "mirror", f"{device.name} at {cursor.seq} has {key} as {shown.get(key)}, not {told.get(key)}"
                    )


def _cursor(device: SimDevice, event: int, scope: Scope) -> Cursor | None:
    query = "SELECT epoch, seq, tag FROM cursor WHERE event = ? AND scope = ? AND complete = 1"
    rows = device.rows(query, event, scope.value)
    return Cursor(*rows[0]) if rows else None


def _told(event: int, changes: Any) -> Rows:
    """Return rows of the feed as a mirror would hold them, without those that are gone."""
    rows: Rows = {}
    for change in changes:
        value = bytes(change.value)
        if value == feed.GONE:
            continue
        match change.kind:
            case "ticket":
                rows[change.kind, change.key] = mirror._ticket_values(event, change)
            case "stop" | "range":
                rows[change.kind, change.key] = tuple(msgspec.json.decode(value))
            case "person":
                rows[change.kind, change.key] = msgspec.json.decode(value)["name"]
            case _:
                rows[change.kind, change.key] = value
    return rows


def _shown(device: SimDevice, scope: Scope) -> Rows:
    """Return the rows of a device's mirror, read with plain SQL."""
    small = device.rows("SELECT kind, key, value FROM catalogue_row")
    rows: Rows = {
        (kind, key): value for kind, key, value in small if (kind in _SAFETY_SMALL) is (scope is Scope.SAFETY)
    }
    if scope is Scope.SAFETY:
        for key, *values in device.rows("SELECT subject, reason, generation_min, note FROM stop"):
            rows["stop", key] = tuple(values)
        for key, *values in device.rows("SELECT key, lease, first, last, reason FROM stop_range"):
            rows["range", key] = tuple(values)
    else:
        for values in device.rows("SELECT * FROM ticket"):
            rows["ticket", values[0]] = tuple(values)
        rows |= {("person", key): name for key, name in device.rows("SELECT id, name FROM person")}
    return rows
