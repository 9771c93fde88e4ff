"""How many people hold tickets for places that are not there, and whose sales are those?

Where the organizer lets more be sold than a quota has, where a quota was made smaller, or where a lost device had sold
after all, the sales beyond the last place are one incident per quota: physical excess, whatever the books allow.
Called by the store after facts were applied, and when a quota is resized.
"""

from collections.abc import Mapping, Sequence

import msgspec
import sqlalchemy as sa

from kiosk.core import facts as f
from kiosk.core.incidents import Incident, IncidentKind, Timed, build_incident
from kiosk.core.reducer import TicketState, TicketStatus
from server.catalog.schema import quota as quota_table
from server.inventory import schema
from server.ledger.feed import Changes
from server.ledger.fold import Found
from server.ledger.incidents import publish_incidents, replace_incidents
from server.ledger.intake import Ledger
from server.ledger.store import load_about
from server.tickets.schema import ticket

_u, _r, _q = schema.unit.c, schema.lease_range.c, quota_table.c
_quotas = msgspec.json.Decoder(dict[int, tuple[int, ...]])


def list_excess(
    connection: sa.Connection, event: int, sold: Mapping[int, int], folded: Mapping[str, TicketState]
) -> list[Found]:
    """Return for each quota of an event its incident, or that it has none.

    `sold`: live tickets by quota. `folded`: states whose rows are not saved yet.
    """
    sizes = connection.execute(sa.select(_q.number, _q.size).where(_q.event == event))
    found: list[Found] = []
    for quota, size in sizes:
        source = f"q:{event:08x}{quota:x}"
        excess = sold.get(quota, 0) - size
        incidents: tuple[Incident, ...] = ()
        if excess > 0:
            last = _list_live(connection, event, quota, folded)[-excess - 1 :]
            incidents = (find_excess(source, quota, excess, load_sales(connection, last)),)
        found.append(Found(source, event, incidents))
    return found


def tell_excess(connection: sa.Connection, ledger: Ledger, found: Sequence[Found], changes: Changes) -> None:
    """Bring the inbox up to date where a quota changed and no fact came."""
    changed, gone = replace_incidents(connection, found)
    publish_incidents(connection, changed, changes, ledger.device_names, ledger.labels)
    for event in {one.event for one in found}:
        for id_ in gone:
            changes.put(event, "incident", id_, None)


def find_excess(source: str, quota: int, excess: int, sales: Sequence[Timed]) -> Incident:
    """Return the incident: the sale that took the last place, and those after it."""
    return build_incident(IncidentKind.OVERSOLD, str(quota), source, sales, excess=excess)


def _list_live(connection: sa.Connection, event: int, quota: int, folded: Mapping[str, TicketState]) -> list[str]:
    """Return the live tickets of a quota in the order of their sales."""
    query = (
        sa.select(_u.subject, _u.sold_as, _r.quotas, ticket.c.sold_ms)
        .join_from(
            schema.unit,
            schema.lease_range,
            sa.and_(_r.event == _u.event, _r.lease == _u.lease, _r.first == _u.range_first),
        )
        .outerjoin(ticket, ticket.c.subject == _u.subject)
        .where(_u.event == event, _u.status == TicketStatus.LIVE.value)
    )
    live: list[tuple[int, str]] = []
    for row in connection.execute(query):
        if quota in _quotas.decode(row.quotas).get(row.sold_as, ()):
            state = folded.get(row.subject)
            at_ms = state.sale.at_ms if state and state.sale else row.sold_ms
            live.append((at_ms or 0, row.subject))
    return [subject for _, subject in sorted(live)]


def load_sales(connection: sa.Connection, subjects: Sequence[str]) -> list[Timed]:
    """Return the sale of each ticket that counts, once each."""
    sales: dict[str, Timed] = {}
    for subject, about in load_about(connection, subjects).items():
        first = min((timed for timed in about if _sells(timed, subject)), key=lambda timed: timed.order)
        sales[first.fact.id] = first
    return list(sales.values())


def _sells(timed: Timed, subject: str) -> bool:
    return isinstance(timed.body, f.Sold) and any(line.subject == subject for line in timed.body.lines)
