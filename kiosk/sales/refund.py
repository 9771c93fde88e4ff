"""May this device give money back now, and how is that written down?

Offline a device refunds only what it knows for certain: its own sale, of this shift, paid in cash, not
known as used or stopped, once. Everything else needs the server (`needs_online`), because another device may have
refunded or admitted meanwhile.
"""

import sqlalchemy as sa

from kiosk.clock import Clock
from kiosk.core import facts as f
from kiosk.core.errors import Rejected
from kiosk.core.ids import order_subject, shift_subject
from kiosk.core.tickets import StopReason
from kiosk.store import admissions, log, sales
from kiosk.store.grace import check_grace
from kiosk.store.log import Author, Draft
from kiosk.store.sales import Sale
from kiosk.store.stopped import list_subjects, load_stopped
from kiosk.store.worker import Store


def refund_sale(store: Store, author: Author, clock: Clock, order: str, *, reason: str, operator: str = "") -> int:
    """Refund a whole own sale in cash; return the amount to hand out. Raises Rejected with a stable reason."""

    def work(connection: sa.Connection) -> int:
        moment = clock.moment()
        check_grace(connection, moment.now_ms)
        sale = sales.load_sale(connection, order)
        shift = sales.load_open_shift(connection)
        refusal = load_refusal(connection, sale, shift.id if shift else "")
        if refusal is not None:
            raise refusal
        assert sale is not None
        tickets = list_subjects(sale)
        tender = f.Tender("cash", sale.total_minor, clock.new_id())
        body = f.Refunded(order=order, tickets=tickets, tenders=(tender,), reason=reason, shift=sale.shift)
        subjects = (*tickets, order_subject(order), *((shift_subject(sale.shift),) if sale.shift else ()))
        draft = Draft(clock.new_id(), "refunded", sale.event, subjects, body, (sale.fact,), operator)
        log.record(connection, author, draft, moment)
        sales.set_sale_state(connection, order, "refunded")
        sales.stop_locally(connection, tickets, "refunded")
        return sale.total_minor

    return store.write(work).result()


def load_refusal(connection: sa.Connection, sale: Sale | None, shift: str) -> Rejected | None:
    """Return why this device may not give the money of a sale back, or None where it may. `shift`: the open one."""
    if sale is None:
        return Rejected("this sale was made elsewhere; refund it online", reason="needs_online")
    stopped = load_stopped(connection, sale)
    is_refunded = set(stopped.values()) == {StopReason.REFUNDED} and len(stopped) == len(list_subjects(sale))
    if sale.state != "sold" or is_refunded:
        return Rejected("this sale was refunded already", reason="already_refunded")
    if stopped:
        return Rejected("a ticket of this sale was stopped; refund it online", reason="needs_online")
    if sale.method != "cash" or sale.shift != shift:
        return Rejected("only cash sales of this shift can be refunded here; refund it online", reason="needs_online")
    if any(admissions.load_ticket(connection, subject).uses for subject in list_subjects(sale)):
        return Rejected("a ticket of this sale was used; refund it online", reason="needs_online")
    return None
