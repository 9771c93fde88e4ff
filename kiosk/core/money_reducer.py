"""Where did the money go? The state of an order and of a shift, reduced from their facts.

The part of `reducer` that counts money, by the same rules: pure, order-independent, nothing removed. The
same payment intent counts once, however often it is told. Amounts are in minor units.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kiosk.core import facts as f
from kiosk.core.ids import order_subject
from kiosk.core.incidents import Incident, IncidentKind, Timed, build_incident
from kiosk.core.reducer import in_order, terms_of
from kiosk.core.tickets import Terms


@dataclass(frozen=True, slots=True)
class OrderState:
    """What an order's facts say about its money. Amounts in minor units."""

    order: str
    currency: str
    gross_minor: int
    paid_minor: int
    refunded_minor: int
    terms: Terms
    tenders: tuple[tuple[str, f.Tender], ...]
    """(fact id, tender), refunds with negative amounts; the same intent counts once."""
    incidents: tuple[Incident, ...]


@dataclass(frozen=True, slots=True)
class ShiftState:
    """A cash drawer between opening and closing. `late` = facts of the shift made after it was closed."""

    shift: str
    currency: str
    float_minor: int
    by_method: Mapping[str, int]
    moved_minor: int
    expected_minor: int
    counted_minor: int | None
    is_open: bool
    late: tuple[str, ...]


def reduce_order(order: str, facts: Iterable[Timed]) -> OrderState:
    """Return the money of one order. The same payment intent counts once, however often it is told."""
    ordered = in_order(facts)
    sales = [t.body for t in ordered if isinstance(t.body, f.Sold)]
    gross = sum(line.gross_minor for sale in sales for line in sale.lines) + sum(s.rounding_minor for s in sales)
    lines = {line.subject: line.gross_minor for sale in sales for line in sale.lines}
    paid = _tenders(ordered, (f.Sold, f.Settled))
    back = _tenders(ordered, (f.Refunded, f.Voided))
    paid_minor = sum(tender.amount_minor for _, tender in paid)
    back_minor = sum(tender.amount_minor for _, tender in back)
    negative = [(id_, f.Tender(t.method, -t.amount_minor, t.intent, t.reference)) for id_, t in back]
    return OrderState(
        order=order,
        currency=sales[0].currency if sales else "",
        gross_minor=gross,
        paid_minor=paid_minor,
        refunded_minor=back_minor,
        terms=terms_of(ordered),
        tenders=(*paid, *negative),
        incidents=(
            *_payment_incidents(order, ordered, gross, paid_minor, has_sale=bool(sales)),
            *_refund_incidents(order, ordered, lines, paid_minor, back),
        ),
    )


def _tenders(ordered: Sequence[Timed], kinds: tuple[type[f.Body], ...]) -> list[tuple[str, f.Tender]]:
    seen: set[str] = set()
    found: list[tuple[str, f.Tender]] = []
    for timed in ordered:
        if not isinstance(timed.body, kinds):
            continue
        assert isinstance(timed.body, f.Sold | f.Settled | f.Refunded | f.Voided)
        for tender in timed.body.tenders:
            if tender.intent and tender.intent in seen:
                continue
            seen.add(tender.intent)
            found.append((timed.fact.id, tender))
    return found


def _payment_incidents(
    order: str, ordered: Sequence[Timed], gross: int, paid: int, *, has_sale: bool
) -> Iterator[Incident]:
    subject = order_subject(order)
    paying = [t for t in ordered if isinstance(t.body, f.Sold | f.Settled) and t.body.tenders]
    if has_sale and paid > gross and len(paying) > 1:
        yield build_incident(IncidentKind.PAID_TWICE, order, subject, paying, excess=paid - gross)
    if paying and not has_sale:
        yield build_incident(IncidentKind.PAID_NOT_SOLD, order, subject, paying, excess=paid)


def _refund_incidents(
    order: str,
    ordered: Sequence[Timed],
    lines: Mapping[str, int],
    paid: int,
    back: Sequence[tuple[str, f.Tender]],
) -> Iterator[Incident]:
    """More given back than was paid, or the price of one ticket twice while others of the order stand."""
    by_fact: dict[str, int] = {}
    for fact, tender in back:
        by_fact[fact] = by_fact.get(fact, 0) + tender.amount_minor
    giving = [t for t in ordered if t.fact.id in by_fact]
    named = Counter(ticket for t in giving for ticket in _given_back(t))
    repeated = [t for t in giving if any(named[ticket] > 1 for ticket in _given_back(t))]
    worth = sum(lines.get(ticket, 0) for ticket in {ticket for t in repeated for ticket in _given_back(t)})
    twice = sum(by_fact[t.fact.id] for t in repeated) - worth if lines else 0
    beyond = sum(by_fact.values()) - paid
    clash = giving if beyond > 0 and beyond >= twice else repeated
    if max(twice, beyond) > 0 and len(clash) > 1:
        yield build_incident(IncidentKind.REFUNDED_TWICE, order, order_subject(order), clash, excess=max(twice, beyond))


def _given_back(timed: Timed) -> tuple[str, ...]:
    assert isinstance(timed.body, f.Refunded | f.Voided)
    return timed.body.tickets


def reduce_shift(shift: str, facts: Iterable[Timed]) -> ShiftState:
    """Return a shift's money. A Z report is final: what comes after the close is listed as late."""
    ordered = in_order(facts)
    opened = next((t.body for t in ordered if isinstance(t.body, f.ShiftOpened)), None)
    closed = next((t for t in ordered if isinstance(t.body, f.ShiftClosed)), None)
    counted = closed.body.counted_minor if closed and isinstance(closed.body, f.ShiftClosed) else None
    by_method: dict[str, int] = {}
    for _, tender in _tenders(ordered, (f.Sold, f.Settled)):
        by_method[tender.method] = by_method.get(tender.method, 0) + tender.amount_minor
    for _, tender in _tenders(ordered, (f.Refunded, f.Voided)):
        by_method[tender.method] = by_method.get(tender.method, 0) - tender.amount_minor
    moved = sum(t.body.amount_minor for t in ordered if isinstance(t.body, f.CashMoved))
    start = opened.float_minor if opened else 0
    return ShiftState(
        shift=shift,
        currency=opened.currency if opened else "",
        float_minor=start,
        by_method=by_method,
        moved_minor=moved,
        expected_minor=start + moved + by_method.get("cash", 0),
        counted_minor=counted,
        is_open=opened is not None and closed is None,
        late=_late(ordered, closed),
    )


def _late(ordered: Sequence[Timed], closed: Timed | None) -> tuple[str, ...]:
    if closed is None:
        return ()
    same = [t for t in ordered if t.fact.device == closed.fact.device]
    return tuple(t.fact.id for t in same if t.order > closed.order)
