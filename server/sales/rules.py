"""Which sales clash with the catalogue, and how does an order of the server's own look? Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kiosk.core import facts as f
from kiosk.core.catalog import Event, TicketType, Voucher
from kiosk.core.errors import InputError, Rejected
from kiosk.core.incidents import Incident, IncidentKind, Timed, build_incident
from kiosk.core.pricing import Choice, PricedLine, discount_of, match_voucher, price_basket
from kiosk.core.tickets import Terms
from server.catalog.rules import History

CODE_CHARS = 6
BULK_ORDERS_MAX = 200


@dataclass(frozen=True, slots=True)
class Wish:
    """An order to be sold by the server: what, for whom, on which terms."""

    choices: tuple[Choice, ...]
    terms: Terms = Terms.PAID
    method: str = "invoice"
    language: str = "en"
    buyer: Mapping[str, str] | None = None
    tells_buyer: bool = True
    voucher: str = ""


def find_voucher(vouchers: Mapping[int, Voucher], code: str) -> Voucher | None:
    """Return the voucher of a code as people type it; None where none was given. Raises Rejected."""
    if not code.strip():
        return None
    found = match_voucher(vouchers, code)
    if found is None or not found.active:
        raise Rejected("there is no such voucher", reason="voucher_unknown")
    return found


def price_wish(
    event: Event, types: Mapping[int, TicketType], wish: Wish, voucher: Voucher | None = None
) -> tuple[PricedLine, ...]:
    """Return the priced lines of an order. Raises InputError or Rejected for what is not sold."""
    if wish.terms is Terms.EXPIRED:
        raise InputError("an order is not sold as expired; leave `terms` out, or say how it is to be paid")
    count = sum(choice.quantity for choice in wish.choices)
    if count < 1:
        raise InputError("an order has at least one ticket")
    if count > event.order_tickets_max:
        raise Rejected(
            f"an order has at most {event.order_tickets_max} tickets", reason="too_many_tickets",
            most=event.order_tickets_max,
        )  # fmt: skip
    lines = price_basket(event, types, wish.choices, discount_of(voucher) if voucher else None).lines
    for type_, sold in _count_by_type(lines).items():
        known = types[type_]
        if not known.active:
            raise Rejected(f"{known.name} is not on sale", reason="type_disabled")
        if known.order_max and sold > known.order_max:
            raise Rejected(
                f"an order has at most {known.order_max} of {known.name}", reason="too_many_tickets",
                most=known.order_max,
            )  # fmt: skip
    return lines


def _count_by_type(lines: Sequence[PricedLine]) -> dict[int, int]:
    found: dict[int, int] = {}
    for line in lines:
        found[line.type] = found.get(line.type, 0) + 1
    return found


def tenders_of(wish: Wish, total_minor: int, intent: str) -> tuple[f.Tender, ...]:
    """Return how an order is paid: not at all where it is free or to be paid later."""
    if total_minor == 0 or wish.terms is not Terms.PAID:
        return ()
    return (f.Tender(wish.method, total_minor, intent),)


def find_clashes(order: str, sales: Sequence[Timed], history: History) -> Iterator[Incident]:
    """Yield what the catalogue has to say against the sales of an order (DESIGN 8)."""
    for kind, clashes in _CLASHES.items():
        clashing = [timed for timed in sales if isinstance(timed.body, f.Sold) and clashes(timed, timed.body, history)]
        if clashing:
            yield build_incident(kind, order, f"o:{order}", clashing, excess=len(clashing))


def _never_valid(_: Timed, body: f.Sold, history: History) -> bool:
    return any(not history.ever_cost(line.type, line.gross_minor + line.discount_minor) for line in body.lines)


def _cancelled(timed: Timed, _: f.Sold, history: History) -> bool:
    return history.was_cancelled(timed.time.at_ms)


def _disabled(timed: Timed, body: f.Sold, history: History) -> bool:
    return any(not history.was_active(line.type, timed.time.at_ms) for line in body.lines)


_CLASHES = {
    IncidentKind.PRICE_NEVER_VALID: _never_valid,
    IncidentKind.EVENT_CANCELLED: _cancelled,
    IncidentKind.TYPE_DISABLED: _disabled,
}
