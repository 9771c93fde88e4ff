"""Giving up a lease over HTTP: a person's decision, with what it puts at risk in the answer."""

from typing import Annotated

import msgspec
import sqlalchemy as sa
from litestar import post
from litestar.params import JSONBody

from kiosk.core.bounds import NO_NUL, Count
from server.catalog.store import load_owner
from server.devices.store import list_contacts
from server.inventory.store import load_lease
from server.ledger.audit import record_audit
from server.ledger.feed import Changes
from server.ledger.inject import TheLedger
from server.sales import selling
from server.web.caller import require_organizer
from server.web.fields import Number
from server.web.inject import TheCaller, TheGround


class WriteOffRequest(msgspec.Struct, frozen=True):
    """A lease given up. `revoke`: its unsold codes are stopped and the places are sold again, at a risk."""

    event: Count
    revoke: bool
    reason: Annotated[str, msgspec.Meta(max_length=500, pattern=NO_NUL)] = ""


class WriteOffAnswer(msgspec.Struct, frozen=True):
    """How many units were written off, and the risk that was taken.

    `at_risk`: places that are sold twice if the device has sold all of them unheard; 0 where they are kept as sold.
    """

    units: int
    at_risk: int = 0
    last_contact_ms: int = 0
    risk: str = ""


@post("/api/v1/leases/{lease:int}/write-off", sync_to_thread=True, status_code=200, tags=["stock"])
def write_off_lease(
    lease: Number, data: JSONBody[WriteOffRequest], caller: TheCaller, ground: TheGround, ledger: TheLedger
) -> WriteOffAnswer:
    """Declare the unsold rest of a lease lost."""

    def work(connection: sa.Connection) -> WriteOffAnswer:
        require_organizer(caller, load_owner(connection, data.event))
        changes = Changes()
        units = selling.write_off(
            connection, ledger, data.event, lease, revoke=data.revoke, reason=data.reason, operator=caller.id,
            changes=changes,
        )  # fmt: skip
        record_audit(
            connection, id_=ground.new_id(), at_ms=ground.clock.now_ms(), actor=caller.id, action="lease.write_off",
            object_=str(lease), event=data.event,
        )  # fmt: skip
        ledger.publish(connection, changes)
        return _write_off_answer(connection, data, lease, units)

    return ground.write(work)


def _write_off_answer(connection: sa.Connection, data: WriteOffRequest, lease: int, units: int) -> WriteOffAnswer:
    known = load_lease(connection, data.event, lease)
    assert known is not None, "what was written off was lent"
    contact = list_contacts(connection, [known.holder]).get(known.holder)
    last_ms = contact.last_seen_ms if contact else 0
    if not data.revoke:
        return WriteOffAnswer(units, 0, last_ms, "These places stay empty unless the device has sold them.")
    risk = (
        f"Up to {units} places may be sold twice: what the device has sold since it was last heard of comes in as "
        "sold_after_write_off, and its tickets ask a supervisor at the gates."
    )
    return WriteOffAnswer(units, units, last_ms, risk)


ROUTES = (write_off_lease,)
