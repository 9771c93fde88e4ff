"""What stands on a ticket or a receipt? Plain texts, in the buyer's language, ready to be drawn.

Built from the catalogue and a sale by both sides; drawn by `ticket`, `receipt` and the printers. Amounts
and dates are worded here by Babel in the event's zone; sentences come from the translation files through
`words`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_currency

from kiosk.core.catalog import Event, Session, TicketType
from kiosk.core.ids import format_ticket_number
from kiosk.core.money import minor_digits

Words = Callable[[str], str]
"""Translates a source text into the document's language."""


class PaperSize(StrEnum):
    """The paper that a printer holds."""

    A6 = "a6"
    A4 = "a4"
    ROLL_80MM = "80mm"


@dataclass(frozen=True, slots=True)
class TicketPaper:
    """Everything that stands on one ticket. Empty texts are left out."""

    code: str
    event: str
    when: str
    where: str
    type: str
    holder: str
    price: str
    number: str
    order: str
    seat: str = ""
    organizer: str = ""
    note: str = ""
    """In a band across the paper: COPY, or TEST TICKET of a rehearsal."""
    accent: str = ""
    """A colour as #RRGGBB."""


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One kind of ticket on a receipt."""

    text: str
    amount: str


@dataclass(frozen=True, slots=True)
class ReceiptPaper:
    """Everything that stands on one receipt."""

    title: str
    seller: str
    event: str
    order: str
    when: str
    lines: tuple[ReceiptLine, ...]
    total: ReceiptLine
    taxes: tuple[ReceiptLine, ...]
    tenders: tuple[ReceiptLine, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bought:
    """One ticket as sold; amounts in minor units."""

    code: str
    number: str
    type: int
    session: int
    net_minor: int
    tax_minor: int
    gross_minor: int
    tax_rate: int
    holder: str = ""
    seat: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """What all papers of an order share."""

    event: Event
    types: Mapping[int, TicketType]
    sessions: Mapping[int, Session]
    order_code: str
    language: str
    words: Words
    is_copy: bool = False


def money_text(amount_minor: int, currency: str, language: str) -> str:
    """Return an amount as people of this language write it."""
    return format_currency(amount_minor / 10 ** minor_digits(currency), currency, locale=language)


def when_text(at_ms: int, timezone: str, language: str) -> str:
    """Return date and time at the venue."""
    local = _local(at_ms, timezone)
    day = format_date(local, "EEE d MMM y" if language == "en" else "EEE, d. MMM y", locale=language)
    return f"{day} · {format_time(local, 'HH:mm', locale=language)}"


def stamp_text(at_ms: int, timezone: str, language: str) -> str:
    """Return a moment to the minute, as on receipts and reports."""
    return format_datetime(_local(at_ms, timezone), "short", locale=language)


def build_ticket_papers(bought: Sequence[Bought], setting: Setting) -> tuple[TicketPaper, ...]:
    """Return one paper per ticket."""
    event, words = setting.event, setting.words
    notes = [words("COPY")] if setting.is_copy else []
    notes += [words("TEST TICKET")] if event.test else []
    return tuple(
        TicketPaper(
            code=ticket.code,
            event=event.name,
            when=_when(setting, ticket.session),
            where=event.venue,
            type=setting.types[ticket.type].name,
            holder=ticket.holder,
            price=_price(ticket.gross_minor, setting),
            number=format_ticket_number(ticket.number),
            order=_order_text(setting, place, len(bought)),
            seat=ticket.seat,
            organizer=event.organizer,
            note=" · ".join(notes),
            accent=event.accent,
        )
        for place, ticket in enumerate(bought, start=1)
    )


def build_receipt_paper(
    bought: Sequence[Bought], tenders: Sequence[tuple[str, int]], sold_ms: int, setting: Setting
) -> ReceiptPaper:
    """Return the receipt of an order; `tenders` are (method, amount)."""
    event, words = setting.event, setting.words
    total = sum(ticket.gross_minor for ticket in bought)
    paid = sum(amount for _, amount in tenders)
    rounding = [ReceiptLine(words("Rounding"), _money(paid - total, setting))] if tenders and paid != total else []
    return ReceiptPaper(
        title=words("Receipt"),
        seller=event.organizer,
        event=f"{event.name}\n{_when(setting, 0)}",
        order=words("Order {order}").format(order=setting.order_code),
        when=stamp_text(sold_ms, event.timezone, setting.language),
        lines=(*_grouped(bought, setting), *rounding),
        total=ReceiptLine(words("Total"), _money(paid if tenders else total, setting)),
        taxes=_taxes(bought, setting),
        tenders=tuple(
            ReceiptLine(words(_METHODS.get(method, method)), _money(amount, setting)) for method, amount in tenders
        ),
        note=words("COPY") if setting.is_copy else "",
    )


_METHODS = {"cash": "Cash", "card": "Card", "free": "Free", "invoice": "Invoice"}


def _grouped(bought: Sequence[Bought], setting: Setting) -> tuple[ReceiptLine, ...]:
    counted: dict[tuple[int, int], int] = {}
    for ticket in bought:
        key = (ticket.type, ticket.gross_minor)
        counted[key] = counted.get(key, 0) + 1
    return tuple(
        ReceiptLine(f"{count} × {setting.types[type_].name}", _money(count * gross, setting))
        for (type_, gross), count in counted.items()
    )


def _taxes(bought: Sequence[Bought], setting: Setting) -> tuple[ReceiptLine, ...]:
    rates = sorted({ticket.tax_rate for ticket in bought if ticket.gross_minor})
    lines: list[ReceiptLine] = []
    for rate in rates:
        net = sum(t.net_minor for t in bought if t.tax_rate == rate)
        tax = sum(t.tax_minor for t in bought if t.tax_rate == rate)
        text = setting.words("{rate} % tax on {net} net")
        lines.append(ReceiptLine(text.format(rate=f"{rate / 100:g}", net=_money(net, setting)), _money(tax, setting)))
    return tuple(lines)


def _order_text(setting: Setting, place: int, count: int) -> str:
    text = setting.words("Order {order} · {place} of {count}")
    return text.format(order=setting.order_code, place=place, count=count)


def _when(setting: Setting, session: int) -> str:
    chosen = setting.sessions.get(session)
    starts_ms = chosen.starts_ms if chosen else setting.event.starts_ms
    text = when_text(starts_ms, setting.event.timezone, setting.language)
    return f"{chosen.name} · {text}" if chosen and chosen.name else text


def _price(amount_minor: int, setting: Setting) -> str:
    return _money(amount_minor, setting) if amount_minor else setting.words("Free")


def _money(amount_minor: int, setting: Setting) -> str:
    return money_text(amount_minor, setting.event.currency, setting.language)


def _local(at_ms: int, timezone: str) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(ZoneInfo(timezone))
