"""What did this device do that it does not know any more? Its own facts, come back, take effect again.

An image of the disk that was put back, or a copy that runs elsewhere, has lost the last of the log; a damaged database
all of it. What was sold must not be sold again, what was let in is used, what was refunded is stopped, drawers are open
or closed as they were. Mirrors `record_…` of the other modules: the facts are here already, only the state follows.
Called by sync with what the server kept, and by `opening` with what the tail file kept.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from kiosk.core import facts as f
from kiosk.core.facts import Fact
from kiosk.core.ids import is_ticket_subject, parse_serial
from kiosk.core.leases import Variant
from kiosk.core.reasons import Reason
from kiosk.core.tickets import Use
from kiosk.store import admissions, log, sales, schema
from kiosk.store.sales import IntentState, Sale, Shift

_variants = msgspec.json.Decoder(tuple[Variant, ...])
_u = schema.unit.c


def take_back(connection: sa.Connection, facts: Sequence[Fact]) -> int:
    """Put own facts into the log and let them take effect; return how many were missing."""
    return _take_effect(connection, log.take_back(connection, facts))


def salvage(connection: sa.Connection, facts: Sequence[Fact]) -> int:
    """Put facts of the tail file into the log, to be delivered, and let them take effect; return how many were missing.

    Nobody can tell which of them the server has: it answers those with `duplicate`.
    """
    return _take_effect(connection, log.save_facts(connection, facts, state="pending"))


def settle_lease(connection: sa.Connection, event: int, lease: int) -> None:
    """Mark what this device has sold or given back of a lease that it has been given a second time."""
    kinds = sa.and_(schema.fact.c.kind.in_(("sold", "returned")), schema.fact.c.event == event)
    for fact in log.list_where(connection, kinds):
        body = f.decode_body(fact)
        if isinstance(body, f.Returned) and body.lease == lease:
            _give_back(connection, event, body)
        elif isinstance(body, f.Sold):
            _mark_sold(connection, [one for one in _units_in(body) if f"{lease:08x}" == one[8:16]])


def settle_returned(connection: sa.Connection) -> None:
    """Take units out of stock again that another copy gave back while this one kept them for a payment."""
    if not log.has_several(connection):
        return  # there is no copy
    for fact in log.list_where(connection, schema.fact.c.kind == "returned"):
        body = f.decode_body(fact)
        assert isinstance(body, f.Returned)
        _give_back(connection, fact.event, body)


def _take_effect(connection: sa.Connection, fresh: Sequence[Fact]) -> int:
    for fact in fresh:
        if f.is_known(fact.kind, fact.version):
            _apply(connection, fact, f.decode_body(fact))
    return len(fresh)


def _apply(connection: sa.Connection, fact: Fact, body: f.Body) -> None:
    match body:
        case f.Sold():
            _sell(connection, fact, body)
        case f.Refunded(order=order, tickets=tickets):
            sales.set_sale_state(connection, order, "refunded")
            sales.stop_locally(connection, tickets, "refunded")
        case f.Voided(order=order, tickets=tickets):
            sales.set_sale_state(connection, order, "voided")
            sales.stop_locally(connection, tickets, "voided")
        case f.Admitted() | f.Exited():
            _pass(connection, fact, body)
        case f.Annulled(passage=passage):
            admissions.record_annulment(connection, passage)
        case f.Returned():
            _give_back(connection, fact.event, body)
        case f.ShiftOpened():
            shift = Shift(body.shift, fact.operator, body.currency, fact.wall_ms, 0, body.float_minor, 0)
            sales.save_shift(connection, shift)
        case f.ShiftClosed():
            sales.close_shift(connection, body.shift, closed_ms=fact.wall_ms, counted_minor=body.counted_minor)
        case f.Printed(job=job):
            printed = schema.print_job.update().where(schema.print_job.c.id == job)
            connection.execute(printed.values(state=sales.JobState.CONFIRMED.value))
        case _:
            pass


def _pass(connection: sa.Connection, fact: Fact, body: f.Admitted | f.Exited) -> None:
    entry = isinstance(body, f.Admitted)
    unsynced = isinstance(body, f.Admitted) and body.reason == Reason.OK_UNSYNCED
    for subject in fact.subjects:
        if is_ticket_subject(subject) or subject.startswith("x:"):
            use = Use(body.list, fact.wall_ms, entry, body.gate, fact.id, body.people)
            admissions.record_use(connection, subject, fact.event, use, unsynced=unsynced, rehearsal=body.rehearsal)
            return


def _give_back(connection: sa.Connection, event: int, body: f.Returned) -> None:
    """What another copy gave back is not sold here any more; what was sold here already stays so."""
    for first, last in body.ranges:
        mine = sa.and_(_u.event == event, _u.lease == body.lease, _u.idx.between(first, last))
        connection.execute(schema.unit.update().where(mine, _u.state == "free").values(state="returned"))


def _sell(connection: sa.Connection, fact: Fact, body: f.Sold) -> None:
    _mark_sold(connection, _units_in(body))
    for tender in body.tenders:
        known = sa.select(schema.intent.c.id).where(schema.intent.c.id == tender.intent)
        if connection.scalar(known) is not None:
            sales.set_intent(connection, tender.intent, IntentState.COMPLETED, reference=tender.reference)
    total = sum(line.gross_minor for line in body.lines) + body.rounding_minor
    method = body.tenders[0].method if body.tenders else "cash"
    sale = Sale(
        body.order, fact.id, fact.event, body.code, total, body.currency, method, body.shift, "sold",
        msgspec.json.encode(_as_printed(connection, fact, body)).decode(), fact.wall_ms,
    )  # fmt: skip
    sales.save_sale(connection, sale)


def _units_in(body: f.Sold) -> list[str]:
    """Return the subjects of the units that a sale used: its tickets, and uses of vouchers."""
    return [*(line.subject for line in body.lines), *body.vouchers]


def _mark_sold(connection: sa.Connection, subjects: Sequence[str]) -> None:
    """A unit that this device keeps for a payment of its own is freed of it first: another copy has sold it."""
    for subject in subjects:
        if is_ticket_subject(subject):
            serial = parse_serial(subject)
            mine = sa.and_(_u.event == serial.event, _u.lease == serial.lease, _u.idx == serial.index)
            connection.execute(schema.unit.update().where(mine, _u.state != "returned").values(state="sold"))


def _as_printed(connection: sa.Connection, fact: Fact, body: f.Sold) -> dict[str, Any]:
    """Return the sale as it was printed. Without its lease a code is not known here: the paper has it."""
    tickets = [
        {
            "subject": line.subject, "number": line.number, "code": _code(connection, line), "type": line.type,
            "session": line.session, "net_minor": line.net_minor, "tax_minor": line.tax_minor,
            "gross_minor": line.gross_minor, "tax_rate": line.tax_rate, "discount_minor": line.discount_minor,
            "seat": line.seat, "admits": line.admits,
        }
        for line in body.lines
    ]  # fmt: skip
    return {
        "order": body.order, "code": body.code, "event": fact.event, "currency": body.currency, "tickets": tickets,
        "tenders": body.tenders, "language": body.language, "channel": body.channel, "sold_ms": fact.wall_ms,
        "rounding_minor": body.rounding_minor,
    }  # fmt: skip


def _code(connection: sa.Connection, line: f.SoldLine) -> str:
    if not is_ticket_subject(line.subject):
        return ""
    serial = parse_serial(line.subject)
    mine = sa.and_(_u.event == serial.event, _u.lease == serial.lease, _u.idx == serial.index)
    known = connection.scalar(sa.select(_u.variants).where(mine))
    variants = _variants.decode(known) if known else ()
    return next((v.code for v in variants if (v.type, v.session) == (line.type, line.session)), "")
