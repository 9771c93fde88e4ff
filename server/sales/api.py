"""Sales over HTTP, for organizers: sell and issue, look up, refund, block, reissue, codes for printing."""

from typing import Annotated

import msgspec
import sqlalchemy as sa
from litestar import get, post
from litestar.params import JSONBody, QueryParameter

from kiosk.core.bounds import NO_NUL, Count, Text, Word
from kiosk.core.errors import InputError
from kiosk.core.ids import normalise_ticket_number
from kiosk.core.pricing import Choice
from kiosk.core.tickets import Terms
from server.accounts.persons import find_persons, load_fields
from server.accounts.rules import check_email, display_name
from server.catalog.store import load_owner
from server.db.tables import AnyRow
from server.devices.store import list_devices
from server.ledger.audit import record_audit
from server.ledger.feed import Changes
from server.ledger.inject import TheLedger
from server.ledger.intake import Ledger
from server.payments.store import list_payments
from server.sales import selling, store
from server.sales.holders import ROUTES as HOLDERS
from server.sales.lost import ROUTES as LOST
from server.sales.rules import BULK_ORDERS_MAX, Wish
from server.tickets.store import find_orders_by_number, find_orders_by_person, load_tickets_of_orders
from server.web.caller import Caller, require_organizer
from server.web.fields import Id, Number
from server.web.ground import Ground
from server.web.hints import Hints
from server.web.inject import TheCaller, TheGround, TheHints

Amount = Annotated[int, msgspec.Meta(ge=0, le=2_000)]
FOUND_MAX = 100
CHOICES_MAX = 200
REFUNDED_MAX = 2_000


class ChoiceLine(msgspec.Struct, frozen=True):
    """Some tickets of one type and session; session 0 where the event has none."""

    type: Count
    quantity: Amount
    session: Count = 0


class OrderRequest(msgspec.Struct, frozen=True):
    """An order to sell or issue. `buyer`: name, email…; `mail` False keeps the receipt back."""

    choices: Annotated[tuple[ChoiceLine, ...], msgspec.Meta(max_length=CHOICES_MAX)]
    buyer: dict[Word, Text] = msgspec.field(default_factory=dict[str, str])
    terms: Terms = Terms.PAID
    method: Annotated[str, msgspec.Meta(max_length=40, pattern=NO_NUL)] = "invoice"
    language: Annotated[str, msgspec.Meta(max_length=10, pattern=NO_NUL)] = "en"
    mail: bool = True
    voucher: Annotated[str, msgspec.Meta(max_length=40, pattern=NO_NUL)] = ""


class BulkRequest(msgspec.Struct, frozen=True):
    """Orders that are sold together, all or none."""

    orders: tuple[OrderRequest, ...]


class TicketLine(msgspec.Struct, frozen=True):
    """One ticket of an order. `code` only where codes were asked for and the ticket may pass."""

    subject: str
    number: str
    type: int
    session: int
    gross_minor: int
    status: str = "live"
    stop: str = ""
    generation: int = 1
    is_used: bool = False
    code: str = ""


class PaymentLine(msgspec.Struct, frozen=True):
    """One payment; refunds are negative."""

    method: str
    amount_minor: int
    reference: str


class OrderAnswer(msgspec.Struct, frozen=True):
    """An order as it is now."""

    order: str
    code: str
    currency: str
    gross_minor: int
    paid_minor: int
    refunded_minor: int
    terms: str
    sold_ms: int
    channel: str
    device: str
    buyer: str
    tickets: tuple[TicketLine, ...]
    payments: tuple[PaymentLine, ...] = ()


class RefundRequest(msgspec.Struct, frozen=True):
    """What to give back; no tickets named = all that live."""

    reason: Text = ""
    method: Annotated[str, msgspec.Meta(max_length=40, pattern=NO_NUL)] = "invoice"
    tickets: Annotated[tuple[Word, ...], msgspec.Meta(max_length=REFUNDED_MAX)] = ()


class RefundAnswer(msgspec.Struct, frozen=True):
    """How much is given back."""

    amount_minor: int


class Why(msgspec.Struct, frozen=True):
    """The reason of an action, for the log."""

    reason: Annotated[str, msgspec.Meta(max_length=500, pattern=NO_NUL)] = ""


class Generation(msgspec.Struct, frozen=True):
    """The generation that is valid from now on."""

    generation: int


class ShiftLine(msgspec.Struct, frozen=True):
    """A shift with its Z report; `late` facts came after it was closed."""

    id: str
    device: str
    currency: str
    opened_ms: int
    closed_ms: int
    float_minor: int
    moved_minor: int
    expected_minor: int
    counted_minor: int | None
    by_method: dict[str, int]
    late: tuple[str, ...]
    is_open: bool


def to_wish(request: OrderRequest) -> Wish:
    """Return an order request as the rules take it. Raises InputError."""
    if email := request.buyer.get("email", "").strip():
        check_email(email)
    if any(len(name) > 40 or len(value) > 500 for name, value in request.buyer.items()) or len(request.buyer) > 20:
        raise InputError("a buyer has at most 20 fields of at most 500 characters")
    choices = tuple(Choice(line.type, line.session, line.quantity) for line in request.choices)
    return Wish(choices, request.terms, request.method, request.language, request.buyer, request.mail, request.voucher)


@post("/api/v1/events/{event:int}/orders", sync_to_thread=True, tags=["sales"])
def sell_order(
    event: Number,
    data: JSONBody[OrderRequest],
    caller: TheCaller,
    ground: TheGround,
    ledger: TheLedger,
    hints: TheHints,
) -> OrderAnswer:
    """Sell or issue one order."""
    return _sell(event, (data,), caller, ground, ledger, hints)[0]


@post("/api/v1/events/{event:int}/orders/bulk", sync_to_thread=True, tags=["sales"])
def sell_orders(
    event: Number, data: JSONBody[BulkRequest], caller: TheCaller, ground: TheGround, ledger: TheLedger, hints: TheHints
) -> tuple[OrderAnswer, ...]:
    """Sell or issue up to 200 orders, all or none."""
    if not 1 <= len(data.orders) <= BULK_ORDERS_MAX:
        raise InputError(f"between 1 and {BULK_ORDERS_MAX} orders at once")
    return _sell(event, data.orders, caller, ground, ledger, hints)


def _sell(
    event: int, requests: tuple[OrderRequest, ...], caller: Caller, ground: Ground, ledger: Ledger, hints: Hints
) -> tuple[OrderAnswer, ...]:
    wishes = [to_wish(request) for request in requests]

    def work(connection: sa.Connection) -> tuple[OrderAnswer, ...]:
        require_organizer(caller, load_owner(connection, event))
        changes = Changes()
        sold = selling.sell(connection, ground, ledger, event, wishes, changes, caller.id)
        ledger.publish(connection, changes)
        rows = {row.id: row for row in store.list_orders(connection, event, [one.order for one in sold], len(sold))}
        tickets = load_tickets_of_orders(connection, list(rows))
        return tuple(_answer(rows[one.order], tickets[one.order], {}) for one in sold)

    answers = ground.write(work)
    hints.tell([event])
    return answers


def _answer(row: AnyRow, tickets: list[AnyRow], codes: dict[str, str], buyer: str = "") -> OrderAnswer:
    lines = tuple(
        TicketLine(
            t.subject, t.number, t.type, t.session, t.gross_minor, t.status, t.stop, t.generation, bool(t.is_used),
            codes.get(t.subject, ""),
        )
        for t in tickets
    )  # fmt: skip
    return OrderAnswer(
        row.id, row.code, row.currency, row.gross_minor, row.paid_minor, row.refunded_minor, row.terms, row.sold_ms,
        row.channel, row.device, buyer, lines,
    )  # fmt: skip


@get("/api/v1/events/{event:int}/orders", sync_to_thread=True, tags=["sales"])
def search_orders(
    event: Number,
    caller: TheCaller,
    ground: TheGround,
    search: Annotated[str, QueryParameter(max_length=100, pattern=NO_NUL)] = "",
    limit: Annotated[int, QueryParameter(ge=1, le=FOUND_MAX)] = FOUND_MAX,
) -> tuple[OrderAnswer, ...]:
    """Find orders by code, ticket number or the buyer's name; without a search the latest."""
    with ground.db.read() as connection:
        require_organizer(caller, load_owner(connection, event))
        ids = _find(connection, ground, event, search.strip()) if search.strip() else None
        rows = store.list_orders(connection, event, ids, limit)
        tickets = load_tickets_of_orders(connection, [row.id for row in rows])
        names = load_fields(connection, ground.master, {row.buyer for row in rows if row.buyer})
        return tuple(_answer(row, tickets[row.id], {}, display_name(names.get(row.buyer, {}))) for row in rows)


def _find(connection: sa.Connection, ground: Ground, event: int, typed: str) -> list[str]:
    found = store.find_by_code(connection, event, typed)
    try:
        found += find_orders_by_number(connection, event, normalise_ticket_number(typed))
    except InputError:
        pass  # what was typed is no ticket number; it may be a name
    persons = find_persons(connection, ground.master, event, typed, FOUND_MAX)
    return [*found, *store.find_by_buyers(connection, event, persons), *find_orders_by_person(connection, persons)]


@get("/api/v1/events/{event:int}/orders/{order:str}", sync_to_thread=True, tags=["sales"])
def get_order(event: Number, order: Id, caller: TheCaller, ground: TheGround) -> OrderAnswer:
    """Return an order with its payments, and with the codes of the tickets that may pass."""
    with ground.db.read() as connection:
        require_organizer(caller, load_owner(connection, event))
        row = store.load_order(connection, event, order)
        tickets = load_tickets_of_orders(connection, [order])[order]
        codes = selling.sign_order(connection, ground, event, order)
        names = load_fields(connection, ground.master, [row.buyer] if row.buyer else [])
        answer = _answer(row, tickets, codes, display_name(names.get(row.buyer, {})))
        paid = list_payments(connection, order)
    lines = tuple(PaymentLine(one.method, one.amount_minor, one.reference) for one in paid)
    return msgspec.structs.replace(answer, payments=lines)


@post("/api/v1/events/{event:int}/orders/{order:str}/refund", sync_to_thread=True, status_code=200, tags=["sales"])
def refund_order(
    event: Number,
    order: Id,
    data: JSONBody[RefundRequest],
    caller: TheCaller,
    ground: TheGround,
    ledger: TheLedger,
    hints: TheHints,
) -> RefundAnswer:
    """Refund an order or some of its tickets; gates learn of it first."""

    def work(connection: sa.Connection) -> RefundAnswer:
        require_organizer(caller, load_owner(connection, event))
        changes = Changes()
        amount = selling.refund(
            connection, ledger, event, order, subjects=data.tickets, method=data.method, reason=data.reason,
            intent=ground.new_id(), operator=caller.id, changes=changes,
        )  # fmt: skip
        _audit(connection, ground, caller, "order.refund", event, order)
        ledger.publish(connection, changes)
        return RefundAnswer(amount)

    answer = ground.write(work)
    hints.tell([event])
    return answer


@post("/api/v1/events/{event:int}/tickets/{subject:str}/block", sync_to_thread=True, status_code=200, tags=["sales"])
def block_ticket(
    event: Number, subject: Id, data: JSONBody[Why], caller: TheCaller, ground: TheGround, ledger: TheLedger
) -> None:
    """Stop a ticket from being admitted."""

    def work(connection: sa.Connection) -> None:
        require_organizer(caller, load_owner(connection, event))
        changes = Changes()
        selling.block(connection, ledger, event, subject, data.reason, caller.id, changes)
        _audit(connection, ground, caller, "ticket.block", event, subject)
        ledger.publish(connection, changes)

    ground.write(work)


@post("/api/v1/events/{event:int}/tickets/{subject:str}/unblock", sync_to_thread=True, status_code=200, tags=["sales"])
def unblock_ticket(
    event: Number, subject: Id, data: JSONBody[Why], caller: TheCaller, ground: TheGround, ledger: TheLedger
) -> None:
    """Let a blocked ticket be admitted again."""

    def work(connection: sa.Connection) -> None:
        require_organizer(caller, load_owner(connection, event))
        changes = Changes()
        selling.unblock(connection, ledger, event, subject, data.reason, caller.id, changes)
        _audit(connection, ground, caller, "ticket.unblock", event, subject)
        ledger.publish(connection, changes)

    ground.write(work)


@post("/api/v1/events/{event:int}/tickets/{subject:str}/reissue", sync_to_thread=True, status_code=200, tags=["sales"])
def reissue_ticket(
    event: Number, subject: Id, data: JSONBody[Why], caller: TheCaller, ground: TheGround, ledger: TheLedger
) -> Generation:
    """Sign a ticket anew; the codes before are superseded."""

    def work(connection: sa.Connection) -> Generation:
        require_organizer(caller, load_owner(connection, event))
        changes = Changes()
        generation = selling.reissue(connection, ledger, event, subject, data.reason, caller.id, changes)
        _audit(connection, ground, caller, "ticket.reissue", event, subject)
        ledger.publish(connection, changes)
        return Generation(generation)

    return ground.write(work)


@get("/api/v1/organizers/{organizer:str}/shifts", sync_to_thread=True, tags=["sales"])
def list_shifts(organizer: Id, caller: TheCaller, ground: TheGround) -> tuple[ShiftLine, ...]:
    """List the shifts of an organizer's tills, the latest first."""
    require_organizer(caller, organizer)
    with ground.db.read() as connection:
        rows = store.list_shifts(connection, [row.id for row in list_devices(connection, organizer)])
    return tuple(
        ShiftLine(
            r.id, r.device, r.currency, r.opened_ms, r.closed_ms, r.float_minor, r.moved_minor, r.expected_minor,
            r.counted_minor, msgspec.json.decode(r.by_method, type=dict[str, int]),
            msgspec.json.decode(r.late, type=tuple[str, ...]), bool(r.is_open),
        )
        for r in rows
    )  # fmt: skip


def _audit(connection: sa.Connection, ground: Ground, caller: Caller, action: str, event: int, object_: str) -> None:
    record_audit(
        connection, id_=ground.new_id(), at_ms=ground.clock.now_ms(), actor=caller.id, action=action,
        object_=object_, event=event,
    )  # fmt: skip


ROUTES = (
    sell_order, sell_orders, search_orders, get_order, refund_order, block_ticket, unblock_ticket, reissue_ticket,
    *HOLDERS, *LOST, list_shifts,
)  # fmt: skip
