"""What does the buyer want, and may this device sell it now?

A basket is a plain value that screens build up. `offers` says what is on sale and how many are left;
`check_basket` refuses what the rules forbid, with a stable word for the sentence on screen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from kiosk.core.catalog import EventStatus, TicketType, Voucher
from kiosk.core.errors import Rejected
from kiosk.core.permissions import Role
from kiosk.core.pricing import (
    Choice,
    Discount,
    Priced,
    PricedLine,
    discount_of,
    match_voucher,
    price_basket,
)
from kiosk.store.catalogue import Catalogue


class Basket(msgspec.Struct, frozen=True):
    """Everything about one sale before it is paid."""

    event: int
    choices: tuple[Choice, ...] = ()
    discount: Discount | None = None
    buyer: dict[str, str] = msgspec.field(default_factory=dict[str, str])
    """Optional name and e-mail; becomes a person record, never part of a fact."""
    language: str = "en"
    channel: Role = Role.KIOSK
    shift: str = ""
    exchanges: tuple[str, ...] = ()
    agreed: tuple[PricedLine, ...] = ()
    """With `catalogue_version`: what the buyer was told when the money was asked for. Kept with the payment intent, so
    that a sale says the same however late it is completed; empty until then."""
    catalogue_version: int = 0

    @property
    def tickets(self) -> int:
        """How many tickets."""
        return sum(choice.quantity for choice in self.choices)

    @property
    def wanted(self) -> tuple[tuple[int, int], ...]:
        """The (type, session) of each ticket, in the order of the priced lines."""
        return tuple((c.type, c.session) for c in self.choices for _ in range(c.quantity))

    def with_quantity(self, type_: int, session: int, quantity: int) -> "Basket":
        """Return the basket with another quantity of one choice; 0 takes it out."""
        rest = [c for c in self.choices if (c.type, c.session) != (type_, session)]
        at = next((i for i, c in enumerate(self.choices) if (c.type, c.session) == (type_, session)), len(rest))
        if quantity > 0:
            rest.insert(at, Choice(type_, session, quantity))
        return msgspec.structs.replace(self, choices=tuple(rest))


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing on sale here: `left` units of this device could be sold as it."""

    type: TicketType
    session: int
    left: int


def list_offers(
    catalogue: Catalogue, free: Mapping[tuple[int, int], int], channel: Role, *, now_ms: int
) -> tuple[Offer, ...]:
    """Return what this channel may sell now, in the organizer's order; sold-out types included."""
    offers: list[Offer] = []
    for type_ in sorted(catalogue.types.values(), key=lambda t: (t.position, t.number)):
        if not is_on_sale(type_, channel, now_ms=now_ms):
            continue
        for session in type_.sessions or (0,):
            offers.append(Offer(type_, session, free.get((type_.number, session), 0)))  # noqa: PERF401 (reads better)
    return tuple(offers)


def is_on_sale(type_: TicketType, channel: Role, *, now_ms: int) -> bool:
    """Say whether a type is active, sold in this channel and inside its sale window."""
    return (
        type_.active
        and channel.value in (*type_.channels, Role.SUPERVISOR.value)
        and type_.sales_from_ms <= now_ms
        and (not type_.sales_until_ms or now_ms < type_.sales_until_ms)
    )


def price(catalogue: Catalogue, basket: Basket) -> Priced:
    """Return the priced basket, by the rules that the server uses too."""
    return price_basket(catalogue.event, catalogue.types, basket.choices, basket.discount)


def with_voucher(catalogue: Catalogue, basket: Basket, typed: str) -> Basket:
    """Return the basket with what a voucher takes off. Raises Rejected for one that this device cannot take."""
    return msgspec.structs.replace(basket, discount=discount_of(find_voucher(catalogue, typed)))


def find_voucher(catalogue: Catalogue, typed: str) -> Voucher:
    """Return a voucher that may be used at devices. Raises Rejected; whether a use is left is checkout's to say."""
    voucher = match_voucher(catalogue.vouchers, typed)
    if voucher is None or not voucher.active:
        raise Rejected("there is no such voucher", reason="voucher_unknown")
    if not voucher.is_leased:
        raise Rejected("this voucher is taken on the web only", reason="voucher_needs_online")
    return voucher


def check_basket(catalogue: Catalogue, basket: Basket, *, now_ms: int) -> None:
    """Raise Rejected where a rule forbids the sale; `reason` is a stable word."""
    event = catalogue.event
    if not basket.tickets:
        raise Rejected("the basket is empty", reason="basket_empty")
    if event.status is EventStatus.CANCELLED:
        raise Rejected("the event is cancelled", reason="event_cancelled")
    if now_ms >= event.ends_ms or event.status is EventStatus.COMPLETED:
        raise Rejected("the event is over", reason="event_over")
    if now_ms < event.sales_from_ms or (event.sales_until_ms and now_ms >= event.sales_until_ms):
        raise Rejected("the event is not on sale now", reason="not_on_sale")
    if event.order_tickets_max and basket.tickets > event.order_tickets_max:
        raise Rejected("too many tickets for one order", reason="limit", limit=event.order_tickets_max)
    _check_types(catalogue, basket.choices, basket.channel, now_ms)
    if basket.discount and basket.discount.voucher:
        voucher = find_voucher(catalogue, basket.discount.voucher)
        if discount_of(voucher) != basket.discount:
            raise Rejected("this voucher takes off something else by now", reason="voucher_changed")


def _check_types(catalogue: Catalogue, choices: Sequence[Choice], channel: Role, now_ms: int) -> None:
    for choice in choices:
        type_ = catalogue.types.get(choice.type)
        if type_ is None or not is_on_sale(type_, channel, now_ms=now_ms):
            raise Rejected("this ticket type is not on sale here", reason="not_on_sale")
        if type_.order_max and choice.quantity > type_.order_max:
            raise Rejected("too many of this ticket type for one order", reason="limit", limit=type_.order_max)
