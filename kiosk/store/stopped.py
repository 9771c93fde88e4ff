"""Which tickets of an own sale may not pass any more, as far as this device knows?

Asked before money is given back and before a code is printed again: what the server stopped since the sale was made
counts like what was stopped here. The verdict at a door is `core.admission`'s. Called by sales and printing.
"""

import msgspec
import sqlalchemy as sa

from kiosk.core.tickets import StopReason
from kiosk.store import admissions
from kiosk.store.sales import Sale


class _SoldTicket(msgspec.Struct, frozen=True):
    subject: str
    code: str = ""


class _SoldBody(msgspec.Struct, frozen=True):
    tickets: tuple[_SoldTicket, ...]


_sold = msgspec.json.Decoder(_SoldBody)


def list_subjects(sale: Sale) -> tuple[str, ...]:
    """Return the tickets of a sale."""
    return tuple(ticket.subject for ticket in _sold.decode(sale.body).tickets)


def list_printable(connection: sa.Connection, sale: Sale) -> frozenset[str]:
    """Return the tickets of a sale that may be on paper now: valid ones whose code is known here."""
    stopped = load_stopped(connection, sale)
    return frozenset(one.subject for one in _sold.decode(sale.body).tickets if one.code and one.subject not in stopped)


def load_stopped(connection: sa.Connection, sale: Sale) -> dict[str, StopReason]:
    """Return the stopped tickets of a sale and why. NONE: the code of a later generation is the valid one."""
    reasons = {subject: _reason(admissions.load_ticket(connection, subject)) for subject in list_subjects(sale)}
    return {subject: reason for subject, reason in reasons.items() if reason is not None}


def _reason(known: admissions.TicketKnowledge) -> StopReason | None:
    """A range of a lost lease says nothing about what is known as sold."""
    ranges = [stopped.reason for stopped in known.ranges if stopped.reason is not StopReason.LEASE_LOST]
    if ranges:
        return ranges[0]
    if known.stop is None or (known.stop.reason is StopReason.NONE and known.stop.generation_min <= 1):
        return None
    return known.stop.reason
