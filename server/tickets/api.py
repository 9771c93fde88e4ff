"""The key ring over HTTP, for organizers: look, rotate, retire, revoke, and what to issue anew then."""

import msgspec
import sqlalchemy as sa
from litestar import get, post
from litestar.params import JSONBody

from kiosk.core.errors import InputError
from kiosk.core.tickets import KeyStatus, RingKey
from server.catalog.store import load_owner
from server.ledger.audit import record_audit
from server.ledger.feed import Changes
from server.ledger.inject import TheLedger
from server.tickets import keys
from server.tickets.reissuing import SignedTickets, count_signed, list_signed
from server.web.caller import Caller, require_organizer
from server.web.fields import Number, WordQuery
from server.web.ground import Ground
from server.web.inject import TheCaller, TheGround


class KeyChange(msgspec.Struct, frozen=True):
    """What a key may do from now on: retired or revoked. A revoked one never comes back."""

    status: KeyStatus


class KeyChanged(msgspec.Struct, frozen=True):
    """The ring, and how many live tickets must be issued anew: those that a revoked key may have signed."""

    ring: tuple[RingKey, ...]
    tickets_to_reissue: int = 0


@get("/api/v1/events/{event:int}/keys", sync_to_thread=True, tags=["keys"])
def list_keys(event: Number, caller: TheCaller, ground: TheGround) -> tuple[RingKey, ...]:
    """List the public ring."""
    with ground.db.read() as connection:
        require_organizer(caller, load_owner(connection, event))
        return tuple(keys.load_ring(connection, event))


@post("/api/v1/events/{event:int}/keys", sync_to_thread=True, tags=["keys"])
def rotate_key(event: Number, caller: TheCaller, ground: TheGround, ledger: TheLedger) -> tuple[RingKey, ...]:
    """Make a new signing key; the ones before sign no more, what they signed stays valid."""

    def work(connection: sa.Connection) -> tuple[RingKey, ...]:
        require_organizer(caller, load_owner(connection, event))
        changes = Changes()
        key_id = keys.add_key(connection, ground, event, changes)
        _audit(connection, ground, caller, "key.rotate", event, key_id)
        ledger.publish(connection, changes)
        return tuple(keys.load_ring(connection, event))

    return ground.write(work)


@post("/api/v1/events/{event:int}/keys/{key_id:int}", sync_to_thread=True, tags=["keys"])
def change_key(
    event: Number, key_id: Number, data: JSONBody[KeyChange], caller: TheCaller, ground: TheGround, ledger: TheLedger
) -> KeyChanged:
    """Retire or revoke a key. After a revocation `GET …/keys/{key_id}/tickets` lists what to issue anew."""
    if data.status is KeyStatus.ACTIVE:
        raise InputError("a key does not come back; make a new one")

    def work(connection: sa.Connection) -> KeyChanged:
        require_organizer(caller, load_owner(connection, event))
        changes = Changes()
        keys.set_status(connection, event, key_id, data.status, changes, ground.clock.now_ms())
        _audit(connection, ground, caller, f"key.{data.status}", event, key_id)
        ledger.publish(connection, changes)
        count = count_signed(connection, event, key_id) if data.status is KeyStatus.REVOKED else 0
        return KeyChanged(tuple(keys.load_ring(connection, event)), count)

    return ground.write(work)


@get("/api/v1/events/{event:int}/keys/{key_id:int}/tickets", sync_to_thread=True, tags=["keys"])
def list_signed_tickets(
    event: Number, key_id: Number, caller: TheCaller, ground: TheGround, after: WordQuery = ""
) -> SignedTickets:
    """List live tickets that this key may have signed and that were not issued anew since, in pages by `after`."""
    with ground.db.read() as connection:
        require_organizer(caller, load_owner(connection, event))
        return list_signed(connection, event, key_id, after)


def _audit(connection: sa.Connection, ground: Ground, caller: Caller, action: str, event: int, key_id: int) -> None:
    record_audit(
        connection, id_=ground.new_id(), at_ms=ground.clock.now_ms(), actor=caller.id, action=action,
        object_=f"{event}/{key_id}", event=event,
    )  # fmt: skip


ROUTES = (list_keys, rotate_key, change_key, list_signed_tickets)
