"""What does this basket cost? Lines with net, tax, gross and discount from one version of the catalogue.

Kiosk and server price by this code, so a sale made offline is the sale the server would have made.
Gross prices include tax (the rule of retail); a discount comes off the gross before tax is split.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kiosk.core.catalog import Event, TicketType, Voucher
from kiosk.core.errors import InputError
from kiosk.core.money import round_cash, round_half_up, share_evenly, split_tax


@dataclass(frozen=True, slots=True)
class Choice:
    """Some tickets of one type and session. `session` 0 = the event has no sessions."""

    type: int
    session: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Discount:
    """What comes off the whole basket: `percent` in hundredths, or a fixed amount; one of them is 0."""

    percent: int = 0
    amount_minor: int = 0
    voucher: str = ""


@dataclass(frozen=True, slots=True)
class PricedLine:
    """One ticket. gross = list price - discount; net + tax = gross."""

    type: int
    session: int
    net_minor: int
    tax_minor: int
    gross_minor: int
    discount_minor: int
    tax_rate: int


@dataclass(frozen=True, slots=True)
class Priced:
    """A priced basket: one line per ticket."""

    currency: str
    catalogue_version: int
    lines: tuple[PricedLine, ...]

    @property
    def total_minor(self) -> int:
        """What is to be paid."""
        return sum(line.gross_minor for line in self.lines)

    def rounding_minor(self, step_minor: int) -> int:
        """Return what paying in cash adds to the total (negative: takes off)."""
        return round_cash(self.total_minor, step_minor) - self.total_minor


def price_basket(
    event: Event,
    types: Mapping[int, TicketType],
    choices: Sequence[Choice],
    discount: Discount | None = None,
) -> Priced:
    """Return the priced lines, in the order of `choices`. Raises InputError for a choice that is not on offer."""
    wanted = [(types[choice.type], choice) for choice in choices if _check(types, choice)]
    singles = [(type_, choice) for type_, choice in wanted for _ in range(choice.quantity)]
    listed = [type_.price_minor for type_, _ in singles]
    off = share_evenly(_discount_minor(sum(listed), discount), listed) if singles else ()
    lines = tuple(_line(type_, choice, cut) for (type_, choice), cut in zip(singles, off, strict=True))
    return Priced(event.currency, event.catalogue_version, lines)


def match_voucher(vouchers: Mapping[int, Voucher], typed: str) -> Voucher | None:
    """Return the voucher that somebody typed, whatever the case and the spaces around it."""
    wanted = typed.strip().casefold()
    return next((one for _, one in sorted(vouchers.items()) if one.code.strip().casefold() == wanted), None)


def discount_of(voucher: Voucher) -> Discount:
    """Return what a voucher takes off."""
    return Discount(voucher.percent, voucher.amount_minor, voucher.code)


def _check(types: Mapping[int, TicketType], choice: Choice) -> bool:
    type_ = types.get(choice.type)
    if type_ is None:
        raise InputError(f"ticket type {choice.type} is not on offer")
    if choice.quantity < 0:
        raise InputError("a quantity cannot be negative")
    if type_.sessions and choice.session not in type_.sessions:
        raise InputError(f"{type_.name} is not sold for this date")
    return True


def _discount_minor(total_minor: int, discount: Discount | None) -> int:
    if discount is None:
        return 0
    off = discount.amount_minor or round_half_up(total_minor * discount.percent, 10_000)
    return max(0, min(off, total_minor))


def _line(type_: TicketType, choice: Choice, discount_minor: int) -> PricedLine:
    taxed = split_tax(type_.price_minor - discount_minor, type_.tax_rate)
    return PricedLine(
        type_.number, choice.session, taxed.net_minor, taxed.tax_minor, taxed.gross_minor, discount_minor,
        type_.tax_rate,
    )  # fmt: skip
