"""What does a device of the tour know, and what has it done? Read from its store, as its screens read it.

Answers questions that come over the control line of `demo.device`. Changes nothing, except that `sync` starts a
round at once and waits for its end, as a person does with "sync now".
"""

from typing import Any

import httpx
import sqlalchemy as sa

from kiosk.core import wire
from kiosk.core.errors import Rejected
from kiosk.core.permissions import Scope
from kiosk.core.pricing import Choice
from kiosk.running import Running
from kiosk.sales.basket import Basket
from kiosk.sales.checkout import SoldTickets
from kiosk.store import admissions, log, mirror, sales, schema, stock
from kiosk.store.admissions import ScanLine
from kiosk.store.catalogue import list_incidents
from kiosk.store.sales import JobState

SYNC_S = 40.0
REACH_S = 2.0
LINES_MAX = 200


def describe_state(running: Running, event: int) -> dict[str, Any]:
    """Return role, connection, queue and counts."""
    queue = running.queue()
    sync = running.sync.state
    with running.store.read() as connection:
        scopes = {scope.value: mirror.load_scope(connection, event, scope).is_complete for scope in Scope}
        tickets = admissions.count_tickets(connection, event)
        admitted = admissions.count_admitted(connection, event, 1)
    return {
        "device": running.identity.device if running.identity else "",
        "role": running.role.value if running.role else "",
        "is_online": sync.is_online,
        "trouble": sync.trouble,
        "pending": queue.pending,
        "quarantined": queue.quarantined + queue.unsupported,
        "scopes": scopes,
        "tickets": tickets,
        "admitted": admitted,
    }


def sync(running: Running) -> bool:
    """Bring device and server together now; say whether a whole round went well."""
    return running.sync.wait_for_round(SYNC_S) and running.sync.state.is_online


def reach(running: Running) -> str:
    """Try a fresh connection to the server's address; return "reached" or the name of what went wrong."""
    assert running.identity is not None
    try:
        httpx.get(f"{running.identity.url}/health", timeout=REACH_S, trust_env=False).raise_for_status()
    except httpx.HTTPError as error:
        return type(error).__name__
    return "reached"


def count_free(running: Running, event: int) -> dict[str, int]:
    """Return by ticket type how many this device could sell now."""
    with running.store.read() as connection:
        counts = stock.count_free_by_variant(connection, event, now_ms=running.clock.moment().now_ms)
    return {str(type_): count for (type_, _), count in sorted(counts.items())}


def count_events_on_sale(running: Running) -> int:
    """Return how many of its events this device knows and could sell now."""
    assert running.identity is not None
    return sum(bool(count_free(running, assignment.event)) for assignment in running.identity.events)


def list_sold(running: Running) -> list[dict[str, Any]]:
    """Return this device's sales, oldest first, with their tickets as printed."""
    with running.store.read() as connection:
        found = sales.list_sales(connection, limit=1_000)
    return [
        {
            "order": sale.id,
            "code": sale.code,
            "total_minor": sale.total_minor,
            "method": sale.method,
            "tickets": [
                {"subject": t.subject, "number": t.number, "code": t.code, "type": t.type}
                for t in wire.decode(sale.body.encode(), SoldTickets).tickets
            ],
        }
        for sale in reversed(found)
    ]


def list_jobs(running: Running) -> list[dict[str, Any]]:
    """Return all print jobs, oldest first."""
    with running.store.read() as connection:
        jobs = sales.list_jobs(connection, *JobState)
    return [
        {"id": j.id, "sale": j.sale, "document": j.document, "state": j.state.value, "copy": bool(j.copy)} for j in jobs
    ]


def list_intents(running: Running) -> list[dict[str, Any]]:
    """Return the payments that are neither completed nor known to have failed."""
    with running.store.read() as connection:
        return [{"id": i.id, "state": i.state.value} for i in sales.list_open_intents(connection)]


def list_scans(running: Running) -> list[dict[str, str]]:
    """Return the latest that the door recorded, oldest first. An open question is not recorded yet."""
    with running.store.read() as connection:
        lines = admissions.list_lines(connection, LINES_MAX)
    return [_scan(line) for line in reversed(lines)]


def _scan(line: ScanLine) -> dict[str, str]:
    return {"fact": line.fact, "reason": line.reason, "subject": line.subject, "words": line.words}


def list_tickets(running: Running, event: int) -> dict[str, dict[str, Any]]:
    """Return what this device says of each ticket that it knows: the facts that used it, and what stops it."""
    with running.store.read() as connection:
        subjects = connection.scalars(sa.select(schema.ticket.c.subject).where(schema.ticket.c.event == event)).all()
        known = {subject: admissions.load_ticket(connection, subject) for subject in subjects}
    return {
        subject: {"uses": sorted(use.fact for use in k.uses), "stop": k.stop.reason.value if k.stop else ""}
        for subject, k in known.items()
    }


def list_open_incidents(running: Running, event: int) -> list[str]:
    """Return the kinds of the incidents that this device was told of."""
    with running.store.read() as connection:
        return sorted(row.kind for row in list_incidents(connection, event).values() if row.status == "open")


def try_to_sell(running: Running, type_: int) -> str:
    """Begin a sale of one ticket and give it up again; return "sold", or the word with which it was refused."""
    assert running.role is not None
    with running.store.read() as connection:
        shift = sales.load_open_shift(connection)
    basket = Basket(running.event, (Choice(type_, 0, 1),), channel=running.role, shift=shift.id if shift else "")
    try:
        running.checkout.abandon(running.checkout.begin(basket, "cash"))
    except Rejected as error:
        return error.reason
    return "sold"


def list_facts(running: Running) -> list[dict[str, Any]]:
    """Return id, kind and sequence of every fact of this device's log."""
    assert running.identity is not None
    with running.store.read() as connection:
        facts = log.list_from(connection, running.identity.incarnation, 0, 100_000)
    return [{"id": fact.id, "kind": fact.kind, "seq": fact.seq} for fact in facts]
