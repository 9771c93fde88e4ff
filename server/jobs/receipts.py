"""The mail of a receipt: what it says, and the steps that send it.

The business row is committed with the sale; the workflow's id is the row's id, its argument nothing but
that. A step may run twice: the mail carries the id, and the row says what became of it.
"""

from collections.abc import Mapping

import sqlalchemy as sa

from kiosk.core.ids import format_ticket_number
from kiosk.core.money import minor_digits
from kiosk.core.reducer import TicketStatus
from server.accounts.persons import load_fields
from server.catalog.store import Catalogue, load_catalogue
from server.db.database import Lane
from server.db.tables import AnyRow
from server.notify import store
from server.notify.mail import Mail
from server.sales.store import load_order
from server.tickets.store import load_tickets_of_orders
from server.web.ground import Ground

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "subject": "Your tickets for {event} (order {code})",
        "hello": "Hello {name},",
        "thanks": "thank you for your order {code} for {event}.",
        "ticket": "  {type}, ticket {number}: {price}",
        "total": "Total: {total}",
        "bye": "Keep the ticket numbers: at the box office they stand for your tickets.\n\n{organizer}",
    },
    "de": {
        "subject": "Ihre Karten für {event} (Bestellung {code})",
        "hello": "Guten Tag {name},",
        "thanks": "vielen Dank für Ihre Bestellung {code} für {event}.",
        "ticket": "  {type}, Karte {number}: {price}",
        "total": "Summe: {total}",
        "bye": "Bewahren Sie die Kartennummern auf: an der Kasse gelten sie für Ihre Karten.\n\n{organizer}",
    },
}


def load_mail(ground: Ground, delivery_id: str) -> Mail | None:
    """Return the mail of a delivery; None where the buyer left no address or was erased."""
    with ground.db.read() as connection:
        due = store.load_delivery(connection, delivery_id)
        fields = load_fields(connection, ground.master, [due.person]).get(due.person, {})
        if not fields.get("email"):
            return None
        order = load_order(connection, due.event, due.object)
        tickets = load_tickets_of_orders(connection, [due.object])[due.object]
        catalogue = load_catalogue(connection, due.event)
    text = write_receipt(order, tickets, catalogue, fields.get("name", ""))
    words = _WORDS.get(order.language, _WORDS["en"])
    subject = words["subject"].format(event=catalogue.event.name, code=order.code)
    return Mail(delivery_id, fields["email"], subject, text)


def write_receipt(order: AnyRow, tickets: list[AnyRow], catalogue: Catalogue, name: str) -> str:
    """Return the text of a receipt in the language of the sale; English where there is none."""
    words = _WORDS.get(order.language, _WORDS["en"])
    event = catalogue.event
    lines = [words["hello"].format(name=name).replace(" ,", ","), ""]
    lines += [words["thanks"].format(code=order.code, event=event.name), ""]
    for ticket in tickets:
        if ticket.status != TicketStatus.LIVE:
            continue
        type_ = catalogue.types.get(ticket.type)
        called = type_.name if type_ else str(ticket.type)
        price = format_amount(ticket.gross_minor, order.currency)
        lines.append(words["ticket"].format(type=called, number=format_ticket_number(ticket.number), price=price))
    lines += ["", words["total"].format(total=format_amount(order.gross_minor, order.currency)), ""]
    return "\n".join([*lines, words["bye"].format(organizer=event.organizer), ""])


def format_amount(amount_minor: int, currency: str) -> str:
    """Return an amount with its currency, such as 24.00 EUR."""
    digits = minor_digits(currency)
    if digits == 0:
        return f"{amount_minor} {currency}"
    whole, rest = divmod(abs(amount_minor), 10**digits)
    sign = "-" if amount_minor < 0 else ""
    return f"{sign}{whole}.{rest:0{digits}d} {currency}"


def record_outcome(ground: Ground, delivery_id: str, status: str, *, error: str = "", tries: int = 1) -> None:
    """Note what became of a delivery."""

    def work(connection: sa.Connection) -> None:
        now_ms = ground.clock.now_ms()
        store.set_status(connection, delivery_id, status, error=error, tries=tries, now_ms=now_ms)

    ground.write(work, lane=Lane.SYNC)
