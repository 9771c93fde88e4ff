"""After a restore: what devices bring back that the server has forgotten, and who has not come yet.

A device shows every lease that it was ever lent, pushes its facts, and says so; only then is it no longer waited for.
Organizers see who is missing, and may vouch for a device at a risk that is shown.
"""

import msgspec
import sqlalchemy as sa
from litestar import MediaType, Response, get, post
from litestar.params import JSONBody

from kiosk.core import wire
from kiosk.core.errors import InputError, Rejected
from server.devices.returning import list_awaited, note_reported
from server.devices.store import load_device, load_working
from server.inventory.adopting import adopt_shown
from server.inventory.vouching import count_at_stake, vouch
from server.ledger.feed import Changes
from server.ledger.inject import TheLedger
from server.ledger.store import list_own, load_head
from server.sync.receiving import check_epoch
from server.web.caller import require_device, require_organizer
from server.web.fields import Id, WordQuery
from server.web.inject import TheCaller, TheGround, TheHints

OWN_FACTS_MAX = 500


class AwaitedLine(msgspec.Struct, frozen=True):
    """A device that has not reported since the restore. `at_stake`: units it may hold that nobody here knows of."""

    id: str
    name: str
    since_ms: int
    backup_ms: int
    holds_stock: bool
    at_stake: int


class VouchAnswer(msgspec.Struct, frozen=True):
    """The risk that was taken, in a sentence."""

    risk: str


@post("/api/v1/leases/report", sync_to_thread=True, status_code=200, tags=["sync"])
def report_lease(
    data: JSONBody[wire.LeaseReport], caller: TheCaller, ground: TheGround, ledger: TheLedger, hints: TheHints
) -> wire.LeaseReportAnswer:
    """Take a lease back into the books that the server had lent and forgotten; a known one changes nothing."""
    require_device(caller)

    def work(connection: sa.Connection) -> bool:
        check_epoch(connection, data.epoch)
        device = load_working(connection, caller)
        if data.lease.event not in device.served:
            raise Rejected("this device never served this event", reason="not_found")
        changes = Changes()
        adopted = adopt_shown(connection, ground, ledger, device.id, data.lease, changes)
        ledger.publish(connection, changes)
        return adopted

    adopted = ground.write(work)
    if adopted:
        hints.tell([data.lease.event])
    return wire.LeaseReportAnswer(adopted)


@post("/api/v1/sync/reported", sync_to_thread=True, status_code=200, tags=["sync"])
def finish_report(data: JSONBody[wire.Reported], caller: TheCaller, ground: TheGround) -> wire.Reported:
    """Wait for this device no longer: it has shown its leases, and its facts are here."""
    require_device(caller)

    def work(connection: sa.Connection) -> None:
        check_epoch(connection, data.epoch)
        device = load_working(connection, caller)
        if load_head(connection, device.id, data.head.incarnation).seq < data.head.seq:
            raise Rejected("some facts of this device have not arrived yet; push them first", reason="not_yet")
        note_reported(connection, device.id)

    ground.write(work)
    return data


@get("/api/v1/sync/own", sync_to_thread=True, tags=["sync"])
def list_own_facts(caller: TheCaller, ground: TheGround, after: WordQuery = "") -> Response[bytes]:
    """Return the facts that this device has sent (an OwnPage): an older image of it has lost the last of them."""
    require_device(caller)
    received, _, id_ = after.partition(".")
    if after and not (received.isdecimal() and len(received) < 17):
        raise InputError("`after` is what the page before gave")
    with ground.db.read() as connection:
        device = load_working(connection, caller)
        rows = list_own(connection, device.id, (int(received or 0), id_), OWN_FACTS_MAX)
    goes_on = f"{rows[-1][0]}.{rows[-1][1].id}" if len(rows) == OWN_FACTS_MAX else ""
    page = wire.OwnPage(tuple(fact for _, fact in rows), goes_on)
    return Response(wire.encode(page), media_type=MediaType.JSON)


@get("/api/v1/organizers/{organizer:str}/awaited", sync_to_thread=True, tags=["devices"])
def list_missing(organizer: Id, caller: TheCaller, ground: TheGround) -> tuple[AwaitedLine, ...]:
    """List the devices that have not reported since the server was restored."""
    require_organizer(caller, organizer)
    with ground.db.read() as connection:
        return tuple(
            AwaitedLine(
                one.device.id, one.device.name, one.since_ms, one.backup_ms, one.holds_stock,
                count_at_stake(connection, one.device.id) if one.holds_stock else 0,
            )
            for one in list_awaited(connection, organizer)
        )  # fmt: skip


@post("/api/v1/devices/{device:str}/vouch", sync_to_thread=True, status_code=200, tags=["devices"])
def vouch_for(device: Id, caller: TheCaller, ground: TheGround, hints: TheHints) -> VouchAnswer:
    """Wait for a device no longer, at the risk that is told: what it may have sold could be sold again."""

    def work(connection: sa.Connection) -> tuple[str, frozenset[int]]:
        known = load_device(connection, device)
        require_organizer(caller, known.organizer)
        return vouch(connection, ground, device, caller.id), known.served

    risk, events = ground.write(work)
    hints.tell(sorted(events))
    return VouchAnswer(risk)


ROUTES = (report_lease, finish_report, list_own_facts, list_missing, vouch_for)
