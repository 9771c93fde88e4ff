"""Which live tickets may carry a code that this key signed? What must be issued anew once it is revoked.

Called by the key ring's API; `sales.selling.reissue` issues anew. Of a revoked key gates still admit what they
know as sold, so the list is work for the days after, not a stop at the door. A device's units are signed when they
are lent, those of the server and every reissued ticket whenever they are shown. Codes are not kept, so this says
"may": it never leaves one out.
"""

import msgspec
import sqlalchemy as sa

from kiosk.core.bounds import INT_MAX
from kiosk.core.errors import Rejected
from kiosk.core.reducer import TicketStatus
from kiosk.core.tickets import KeyStatus
from server.ledger import schema as ledger
from server.tickets import schema

TICKETS_MAX = 500
_k, _t, _f = schema.ring_key.c, schema.ticket.c, ledger.fact.c
# Inventory's tables by name: it stands above this package.
_unit = sa.table("unit", sa.column("subject"), sa.column("event"), sa.column("lease"))
_lease = sa.table("lease", sa.column("event"), sa.column("lease"), sa.column("holder"), sa.column("granted_ms"))
_NEW_GENERATIONS = ("reissued", "transferred")


class SignedTicket(msgspec.Struct, frozen=True):
    """A live ticket to be issued anew, and where to find it."""

    subject: str
    number: str
    order: str
    order_code: str


class SignedTickets(msgspec.Struct, frozen=True):
    """One page, by subject. `tickets_total` counts all pages; `after` resumes, "" = these are the last."""

    tickets_total: int
    tickets: tuple[SignedTicket, ...]
    after: str


def count_signed(connection: sa.Connection, event: int, key_id: int) -> int:
    """Return how many live tickets may carry a code of this key. Raises Rejected (404)."""
    return connection.scalar(sa.select(sa.func.count()).select_from(_signed(connection, event, key_id))) or 0


def list_signed(connection: sa.Connection, event: int, key_id: int, after: str) -> SignedTickets:
    """Return the next page of live tickets that may carry a code of this key. Raises Rejected (404)."""
    signed = _signed(connection, event, key_id)
    query = sa.select(signed).where(signed.c.subject > after).order_by(signed.c.subject).limit(TICKETS_MAX + 1)
    rows = [SignedTicket(*row) for row in connection.execute(query)]
    page = tuple(rows[:TICKETS_MAX])
    resumes = page[-1].subject if len(rows) > TICKETS_MAX else ""
    return SignedTickets(count_signed(connection, event, key_id), page, resumes)


def _signed(connection: sa.Connection, event: int, key_id: int) -> sa.Subquery:
    created_ms, stopped_ms = _load_span(connection, event, key_id)
    server = sa.select(ledger.server_identity.c.device)
    is_shown_anew = sa.or_(_lease.c.holder.in_(server), _t.generation > 1)
    new_generation = (
        sa.select(_f.id)
        .join(ledger.fact_subject, ledger.fact_subject.c.fact == _f.id)
        .where(ledger.fact_subject.c.subject == _t.subject, _f.kind.in_(_NEW_GENERATIONS), _f.received_ms > stopped_ms)
    )
    return (
        sa.select(_t.subject, _t.number, _t.order_id, _t.order_code)
        .join(_unit, _unit.c.subject == _t.subject)
        .join(_lease, sa.and_(_lease.c.event == _unit.c.event, _lease.c.lease == _unit.c.lease))
        .where(_t.event == event, _t.status == TicketStatus.LIVE.value, _lease.c.granted_ms <= stopped_ms)
        .where(sa.or_(_lease.c.granted_ms >= created_ms, is_shown_anew), ~new_generation.exists())
        .subquery()
    )


def _load_span(connection: sa.Connection, event: int, key_id: int) -> tuple[int, int]:
    """Return from when to when a key signed: to its revocation or to the next key, whichever came first."""
    row = connection.execute(sa.select(schema.ring_key).where(_k.event == event, _k.kid == key_id)).first()
    if row is None:
        raise Rejected("there is no such key", reason="not_found")
    following = sa.select(sa.func.min(_k.created_ms)).where(_k.event == event, _k.kid > key_id)
    next_ms = connection.scalar(following)
    stopped_ms = INT_MAX if row.status == KeyStatus.ACTIVE else row.updated_ms
    return row.created_ms, stopped_ms if next_ms is None else min(stopped_ms, next_ms)
