"""What the self-service kiosk shows, page by page. The organizer's texts as they are; the rest is the screen's."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from kiosk.ui.views.common import LanguageOption


@dataclass(frozen=True, slots=True)
class KioskFrame:
    """What stands on every page."""

    organizer: str
    languages: tuple[LanguageOption, ...]
    language: str
    large_text: bool = False
    high_contrast: bool = False
    logo_png: bytes = b""


@dataclass(frozen=True, slots=True)
class AttractView:
    """The page that waits for a buyer."""

    event: str
    when: str
    venue: str
    price_from: str
    """"From £12.00", "Free"; empty while nothing is on sale."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class EventTile:
    """One event, date or slot to choose. `can_choose` False = sold out or over; `left` says so."""

    event: int
    session: int
    name: str
    when: str
    venue: str
    price_from: str
    left: str = ""
    can_choose: bool = True


@dataclass(frozen=True, slots=True)
class EventsView:
    """The choice of event and session."""

    tiles: tuple[EventTile, ...]


@dataclass(frozen=True, slots=True)
class TypeTile:
    """One ticket type. `left` is empty while there are plenty."""

    type: int
    session: int
    name: str
    description: str
    price: str
    left: str = ""
    none_left: str = ""
    """Why none can be had, in place of the keys; empty where some can."""
    quantity: int = 0
    can_add: bool = True


@dataclass(frozen=True, slots=True)
class BasketView:
    """The sum of the choice. `pay_label` is "Pay" or "Print free ticket"."""

    count: int
    total: str
    pay_label: str
    can_pay: bool
    note: str = ""
    """Why no more can be added: "Limit 10 per order"."""


@dataclass(frozen=True, slots=True)
class TicketsView:
    """How many tickets of which type?"""

    event: str
    when: str
    tiles: tuple[TypeTile, ...]
    basket: BasketView


@dataclass(frozen=True, slots=True)
class DetailsView:
    """Optional name and e-mail. `email_note` says why an address was not accepted."""

    name: str = ""
    email: str = ""
    email_note: str = ""
    total: str = ""


class PayState(StrEnum):
    """How far the payment is."""

    CHOOSE = "choose"
    FOLLOW_READER = "follow_reader"
    WORKING = "working"
    DECLINED = "declined"
    UNKNOWN = "unknown"
    """Nobody knows yet whether money moved; a person settles it."""


@dataclass(frozen=True, slots=True)
class PayLine:
    """One line of what is bought."""

    words: str
    amount: str


@dataclass(frozen=True, slots=True)
class PayView:
    """The page of payment. `methods` are stable words such as "card", in the order of their buttons."""

    state: PayState
    lines: tuple[PayLine, ...]
    total: str
    methods: tuple[str, ...] = ("card",)
    reference: str = ""


@dataclass(frozen=True, slots=True)
class PrintingView:
    """Tickets on their way to paper."""

    tickets: int
    part: float
    """How much of all documents is on paper, 0 to 1."""
    with_receipt: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class SavedTicket:
    """One sold ticket; `code` is drawn as a QR where paper failed."""

    number: str
    type_name: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class DoneView:
    """Sold. `on_screen`: paper failed, so that codes are shown; `note` says what happened."""

    tickets: tuple[SavedTicket, ...]
    order: str
    on_screen: bool = False
    note: str = ""
    seconds: int = 8


@dataclass(frozen=True, slots=True)
class ClosedView:
    """This kiosk cannot sell now: why, and what the buyer can do."""

    title: str
    sentence: str
    code: str = ""


KioskView: TypeAlias = (
    AttractView | EventsView | TicketsView | DetailsView | PayView | PrintingView | DoneView | ClosedView
)
