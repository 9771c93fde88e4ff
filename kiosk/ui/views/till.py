"""What the staffed till shows: keys, basket, money, shift, own sales."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.ui.views.kiosk import TypeTile


@dataclass(frozen=True, slots=True)
class TillLine:
    """One line of the basket."""

    type: int
    session: int
    words: str
    amount: str
    quantity: int
    can_add: bool = True


class TillPay(StrEnum):
    """How far the payment at the till is."""

    NONE = "none"
    CARD = "card"
    """The card terminal is asked."""
    DECLINED = "declined"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TillView:
    """Quick keys and basket. `currency` and minor amounts serve the money keys."""

    event: str
    operator: str
    shift: str
    """What the header says of the shift; empty = none is open, and nothing can be sold."""
    keys: tuple[TypeTile, ...]
    lines: tuple[TillLine, ...]
    count: int
    total: str
    total_minor: int
    cash_total: str
    cash_total_minor: int
    """The total rounded to the smallest coin."""
    currency: str
    discount: str = ""
    methods: tuple[str, ...] = ("cash", "card")
    pay: TillPay = TillPay.NONE
    note: str = ""
    printer_note: str = ""
    unsettled: int = 0
    """Prints that were never confirmed and wait for a word of the cashier."""


@dataclass(frozen=True, slots=True)
class SoldView:
    """A sale just made: what to hand out."""

    change: str
    """Empty where none is due."""
    total: str
    given: str
    numbers: tuple[str, ...]
    print_note: str = ""


@dataclass(frozen=True, slots=True)
class SaleRow:
    """One own sale. `refund_note` says why it cannot be refunded here; empty = it can."""

    order: str
    at: str
    words: str
    total: str
    state: str = ""
    refund_note: str = ""
    may_print: bool = True
    """False once no ticket of the sale is valid."""


@dataclass(frozen=True, slots=True)
class SalesView:
    """The sales of this device, newest first."""

    rows: tuple[SaleRow, ...]


@dataclass(frozen=True, slots=True)
class ShiftView:
    """A shift: lines of its report, and whether it is open."""

    is_open: bool
    operator: str
    lines: tuple[tuple[str, str], ...]
    currency: str
    difference: str = ""
    """Only after closing with a count."""
