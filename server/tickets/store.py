"""All SQL of tickets: rows saved from states, stops and rows published, tickets found."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from kiosk.core.catalog import TicketType
from kiosk.core.ids import parse_serial
from kiosk.core.reducer import TicketState
from server.accounts.persons import load_initials
from server.catalog import store as catalog
from server.db.tables import AnyRow, total, upsert
from server.ledger.feed import Changes, list_present
from server.ledger.fold import Fold, Found, Label
from server.tickets import schema
from server.tickets.rules import shorten, ticket_row

_t = schema.ticket.c


def apply_facts(connection: sa.Connection, fold: Fold) -> Sequence[Found]:
    """Save the rows of sold tickets and publish what devices are told."""
    sold = {subject: state for subject, state in fold.tickets.items() if state.sale is not None}
    upsert(connection, schema.ticket, [_values(s, fold, state) for s, state in sold.items()], ("subject",))
    publish_rows(connection, sold, fold.changes)
    _publish_stops(connection, fold)
    return ()


def _values(subject: str, fold: Fold, state: TicketState) -> dict[str, Any]:
    assert state.sale is not None
    line = state.sale.line
    return {
        "subject": subject, "event": event_of(subject, fold), "number": line.number, "status": state.status.value,
        "order_id": state.sale.order, "order_code": state.sale.code, "type": line.type, "session": line.session,
        "terms": state.terms.value, "generation": state.generation, "admits": line.admits, "person": state.person,
        "seat": line.seat, "stop": state.stop.reason.value if state.stop else "", "gross_minor": line.gross_minor,
        "currency": state.sale.currency, "sold_ms": state.sale.at_ms, "prints": state.prints,
        "is_used": any(passage.use.entry for passage in state.passages), "sold_twice": state.sales > 1,
    }  # fmt: skip


def event_of(subject: str, fold: Fold) -> int:
    """Return the event of a ticket, sold by Foyer or elsewhere."""
    if subject.startswith("x:"):
        return fold.facts[subject][0].fact.event
    return parse_serial(subject).event


def publish_rows(connection: sa.Connection, sold: Mapping[str, TicketState], changes: Changes) -> None:
    """Publish the rows of sold tickets. Checkin calls this too: a ticket's uses are part of its row."""
    labels = load_initials(connection, {state.person for state in sold.values()})
    types: dict[int, Mapping[int, TicketType]] = {}
    for subject, state in sold.items():
        if subject.startswith("x:") or state.sale is None:
            continue
        event = parse_serial(subject).event
        if event not in types:
            types[event] = _load_limited(connection, event)
        limited = types[event].get(state.sale.line.type)
        times = (limited.valid_from_min, limited.valid_until_min) if limited else (0, 0)
        row = ticket_row(state, labels.get(state.person, ""), *times)
        changes.put(event, "ticket", subject, None if row is None else shorten(row))


def _load_limited(connection: sa.Connection, event: int) -> dict[int, TicketType]:
    """Return the ticket types of an event that are limited in time; most events have none."""
    stored = catalog.list_items(connection, event, catalog.KINDS["type"])
    types: list[TicketType] = [one.value for one in stored]
    return {one.number: one for one in types if one.valid_from_min or one.valid_until_min}


def _publish_stops(connection: sa.Connection, fold: Fold) -> None:
    """Publish stops, and tombstones of those that were lifted; most tickets never had one."""
    free: dict[int, list[str]] = {}
    for subject, state in fold.tickets.items():
        event = event_of(subject, fold)
        if state.stop is None:
            free.setdefault(event, []).append(subject)
        else:
            fold.changes.put(event, "stop", subject, state.stop)
    for event, subjects in free.items():
        for subject in list_present(connection, event, "stop", subjects):
            fold.changes.put(event, "stop", subject, None)


def load_labels(connection: sa.Connection, subjects: Collection[str]) -> dict[str, Label]:
    """Return number and initials of tickets, for the inbox."""
    query = sa.select(_t.subject, _t.number, _t.person).where(_t.subject.in_(list(subjects)))
    rows = connection.execute(query).all()
    initials = load_initials(connection, {row.person for row in rows})
    return {row.subject: Label(row.number, initials.get(row.person, "")) for row in rows}


def load_tickets(connection: sa.Connection, subjects: Collection[str]) -> list[AnyRow]:
    """Return tickets by subject."""
    return list(connection.execute(sa.select(schema.ticket).where(_t.subject.in_(list(subjects)))))


def load_tickets_of_orders(connection: sa.Connection, orders: Collection[str]) -> dict[str, list[AnyRow]]:
    """Return the tickets of orders in the order of their serials."""
    query = sa.select(schema.ticket).where(_t.order_id.in_(list(orders))).order_by(_t.order_id, _t.subject)
    found: dict[str, list[AnyRow]] = {order: [] for order in orders}
    for row in connection.execute(query):
        found[row.order_id].append(row)
    return found


def find_orders_by_number(connection: sa.Connection, event: int, number: str) -> list[str]:
    """Return the orders of the tickets with a number."""
    return list(connection.scalars(sa.select(_t.order_id).where(_t.event == event, _t.number == number)))


def find_orders_by_person(connection: sa.Connection, persons: Collection[str]) -> list[str]:
    """Return the orders of the tickets that persons hold."""
    if not persons:
        return []
    return list(connection.scalars(sa.select(_t.order_id).where(_t.person.in_(list(persons))).distinct()))


def list_subjects_of_persons(connection: sa.Connection, persons: Collection[str]) -> list[str]:
    """Return the tickets that persons hold."""
    if not persons:
        return []
    return list(connection.scalars(sa.select(_t.subject).where(_t.person.in_(list(persons)))))


def count_expected(connection: sa.Connection, event: int) -> list[AnyRow]:
    """Return, by type, tickets and people expected, tickets used, and revenue of live tickets."""
    columns = (
        _t.type,
        sa.func.count().label("tickets"),
        total(_t.admits).label("people"),
        total(sa.case((_t.is_used, 1), else_=0)).label("used"),
        total(_t.gross_minor).label("gross_minor"),
    )
    query = sa.select(*columns).where(_t.event == event, _t.status == "live").group_by(_t.type).order_by(_t.type)
    return list(connection.execute(query))


def mark_used(connection: sa.Connection, used: Mapping[str, bool]) -> None:
    """Note whether tickets have been used at all."""
    statement = schema.ticket.update().where(_t.subject == sa.bindparam("key")).values(is_used=sa.bindparam("now"))
    rows = [{"key": subject, "now": is_used} for subject, is_used in used.items()]
    if rows:
        connection.execute(statement, rows)
