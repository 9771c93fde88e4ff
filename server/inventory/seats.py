"""Which seats have more than one ticket that lives?

It takes a forgotten write-off, or two copies of a kiosk, to sell a seat twice; whoever comes second stands before
somebody else. One incident for each seat. Called by the store after facts were applied.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

import msgspec
import sqlalchemy as sa

from kiosk.core.incidents import Incident, IncidentKind, Timed, build_incident
from kiosk.core.reducer import TicketStatus
from server.catalog.schema import quota as quota_table
from server.inventory import schema
from server.inventory.excess import load_sales
from server.ledger.fold import Found

_u, _r, _q = schema.unit.c, schema.lease_range.c, quota_table.c
_quotas = msgspec.json.Decoder(dict[int, tuple[int, ...]])


def list_sold_twice(connection: sa.Connection, subjects: Collection[str]) -> list[Found]:
    """Return, for each seat of these units, its incident or that it has none. What is sold is saved already."""
    query = sa.select(_u.event, _u.seat).where(_u.subject.in_(list(subjects)), _u.seat != "").distinct()
    by_event: dict[int, set[str]] = defaultdict(set)
    for event, seat in connection.execute(query):
        by_event[event].add(seat)
    return [found for event, seats in by_event.items() for found in _look_at(connection, event, seats)]


def _look_at(connection: sa.Connection, event: int, seats: Collection[str]) -> Iterable[Found]:
    seated = set(connection.scalars(sa.select(_q.number).where(_q.event == event, _q.seats != "[]")))
    holders: dict[tuple[int, str], list[str]] = defaultdict(list)
    known: set[tuple[int, str]] = set()
    for subject, seat, status, sold_as, quotas in connection.execute(_units(event, seats)):
        by_type = _quotas.decode(quotas)
        known |= {(quota, seat) for of_type in by_type.values() for quota in seated.intersection(of_type)}
        if status == TicketStatus.LIVE:
            for quota in seated.intersection(by_type.get(sold_as, ())):
                holders[quota, seat].append(subject)
    for quota, seat in sorted(known):
        twice = holders[quota, seat]
        sales = load_sales(connection, twice) if len(twice) > 1 else []
        found = (find_sold_twice(event, quota, seat, sales, len(twice)),) if sales else ()
        yield Found(_source(event, quota, seat), event, found)


def _units(event: int, seats: Collection[str]) -> sa.Select[Any, Any, Any, Any, Any]:
    joined = sa.and_(_r.event == _u.event, _r.lease == _u.lease, _r.first == _u.range_first)
    query = sa.select(_u.subject, _u.seat, _u.status, _u.sold_as, _r.quotas).join_from(
        schema.unit, schema.lease_range, joined
    )
    return query.where(_u.event == event, _u.seat.in_(list(seats)))


def find_sold_twice(event: int, quota: int, seat: str, sales: Iterable[Timed], tickets: int) -> Incident:
    """Return the incident of a seat with so many tickets."""
    source = _source(event, quota, seat)
    return build_incident(IncidentKind.SEAT_SOLD_TWICE, seat, source, list(sales), excess=tickets - 1)


def _source(event: int, quota: int, seat: str) -> str:
    return f"q:{event:08x}{quota:x}:{seat}"
