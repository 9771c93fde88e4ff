"""Which tickets belong together? The tickets of one order, with everything that is known of each.

Called by the door for whole-order check-in, extras and rules about the order. Reads only.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from kiosk.core.tickets import StopReason, Terms
from kiosk.store.admissions import TicketKnowledge, load_ticket
from kiosk.store.prepared import Prepared
from kiosk.store.schema import ticket

ORDER_TICKETS_MAX = 200
"""As many tickets of one order are looked at; larger orders are checked in ticket by ticket."""
_order_query = Prepared(
    sa.select(ticket.c.subject)
    .where(ticket.c.event == sa.bindparam("event"), ticket.c.order_code == sa.bindparam("order"))
    .order_by(ticket.c.subject)
    .limit(ORDER_TICKETS_MAX)
)
_VALID_TERMS = frozenset({Terms.PAID, Terms.PENDING_VALID})


@dataclass(frozen=True, slots=True)
class OrderTicket:
    """One ticket of an order."""

    subject: str
    knowledge: TicketKnowledge

    @property
    def is_unstopped(self) -> bool:
        """Say whether nothing stops it."""
        stop = self.knowledge.stop
        return not self.knowledge.ranges and (stop is None or stop.reason is StopReason.NONE)

    @property
    def is_valid(self) -> bool:
        """Say whether it is paid and nothing stops it."""
        row = self.knowledge.row
        return self.is_unstopped and row is not None and row.terms in _VALID_TERMS


def list_subjects(connection: sa.Connection, event: int, order: str) -> list[str]:
    """Return the tickets of an order by its code; none for an empty code."""
    if not order:
        return []
    return [row.subject for row in _order_query.run(connection, {"event": event, "order": order})]


def load_order(connection: sa.Connection, event: int, order: str, *, rehearsal: bool) -> list[OrderTicket]:
    """Return the tickets of an order with what is known of them."""
    subjects = list_subjects(connection, event, order)
    return [OrderTicket(subject, load_ticket(connection, subject, rehearsal=rehearsal)) for subject in subjects]
