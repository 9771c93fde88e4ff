"""All SQL of orders and shifts, derived from facts; and the incidents that only the catalogue shows."""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from kiosk.core import facts as f
from kiosk.core.errors import Rejected
from kiosk.core.incidents import Timed
from kiosk.core.money_reducer import OrderState, ShiftState
from kiosk.core.reducer import in_order
from server.catalog.rules import History
from server.catalog.store import load_history
from server.db.tables import AnyRow, total, upsert
from server.ledger.fold import Fold, Found
from server.ledger.refolding import CATALOGUE
from server.notify.store import save_due
from server.sales import schema
from server.sales.rules import find_clashes

_o, _s = schema.order.c, schema.shift.c
RECEIPT = "receipt"


def apply_facts(connection: sa.Connection, fold: Fold) -> Sequence[Found]:
    """Save orders and shifts; return the sales that the catalogue's history speaks against."""
    histories: dict[int, History] = {}
    found: list[Found] = []
    rows: list[dict[str, Any]] = []
    for order, state in fold.orders.items():
        sales = [timed for timed in in_order(fold.facts[f"o:{order}"]) if isinstance(timed.body, f.Sold)]
        if not sales:
            continue
        rows.append(_order_values(order, state, sales[0]))
        event = sales[0].fact.event
        if event not in histories:
            histories[event] = load_history(connection, event)
        clashes = tuple(find_clashes(order, sales, histories[event]))
        found.append(Found(f"{CATALOGUE}o:{order}", event, clashes))
    upsert(connection, schema.order, rows, ("id",))
    _save_receipts_due(connection, fold, rows)
    upsert(connection, schema.shift, [_shift_values(s, fold) for s in fold.shifts.values()], ("id",))
    return found


def _order_values(order: str, state: OrderState, sale: Timed) -> dict[str, Any]:
    body, fact = sale.body, sale.fact
    assert isinstance(body, f.Sold)
    return {
        "id": order, "event": fact.event, "code": body.code, "currency": body.currency, "channel": body.channel,
        "device": fact.device, "operator": fact.operator, "buyer": body.buyer, "shift": body.shift,
        "language": body.language, "terms": state.terms.value, "sold_ms": sale.time.at_ms,
        "gross_minor": state.gross_minor, "paid_minor": state.paid_minor, "refunded_minor": state.refunded_minor,
        "fact": fact.id,
    }  # fmt: skip


def _save_receipts_due(connection: sa.Connection, fold: Fold, rows: Sequence[dict[str, Any]]) -> None:
    """A sale at the venue with a buyer brings a mail; the server's own sales say themselves whether."""
    for row in rows:
        if row["buyer"] and row["channel"] != "web":
            pair = (row["id"], row["buyer"])
            save_due(connection, kind=RECEIPT, event=row["event"], objects=[pair], now_ms=fold.now_ms)


def _shift_values(state: ShiftState, fold: Fold) -> dict[str, Any]:
    ordered = in_order(fold.facts[f"s:{state.shift}"])
    opened = next((t for t in ordered if isinstance(t.body, f.ShiftOpened)), None)
    closed = next((t for t in ordered if isinstance(t.body, f.ShiftClosed)), None)
    first = opened or ordered[0]
    return {
        "id": state.shift, "device": first.fact.device, "operator": first.fact.operator, "currency": state.currency,
        "opened_ms": opened.time.at_ms if opened else 0, "closed_ms": closed.time.at_ms if closed else 0,
        "float_minor": state.float_minor, "moved_minor": state.moved_minor, "expected_minor": state.expected_minor,
        "counted_minor": state.counted_minor, "by_method": msgspec.json.encode(state.by_method).decode(),
        "late": msgspec.json.encode(state.late).decode(), "is_open": state.is_open,
    }  # fmt: skip


def load_order(connection: sa.Connection, event: int, order: str) -> AnyRow:
    """Return an order of an event. Raises Rejected (404)."""
    row = connection.execute(sa.select(schema.order).where(_o.id == order, _o.event == event)).first()
    if row is None:
        raise Rejected("there is no such order", reason="not_found")
    return row


def list_orders(connection: sa.Connection, event: int, ids: Collection[str] | None, limit: int) -> list[AnyRow]:
    """Return orders of an event, the latest first; all of them, or those among `ids`."""
    query = sa.select(schema.order).where(_o.event == event)
    if ids is not None:
        query = query.where(_o.id.in_(list(ids)))
    return list(connection.execute(query.order_by(_o.sold_ms.desc(), _o.id).limit(limit)))


def find_by_code(connection: sa.Connection, event: int, code: str) -> list[str]:
    """Return the orders with a code."""
    return list(connection.scalars(sa.select(_o.id).where(_o.event == event, _o.code == code.upper())))


def find_by_buyers(connection: sa.Connection, event: int, persons: Collection[str]) -> list[str]:
    """Return the orders that persons bought."""
    return list(connection.scalars(sa.select(_o.id).where(_o.event == event, _o.buyer.in_(list(persons)))))


def list_shifts(connection: sa.Connection, devices: Collection[str]) -> list[AnyRow]:
    """Return the shifts of devices, the latest first."""
    query = sa.select(schema.shift).where(_s.device.in_(list(devices)))
    return list(connection.execute(query.order_by(_s.opened_ms.desc(), _s.id)))


def sum_orders(connection: sa.Connection, event: int) -> AnyRow:
    """Return how many orders an event has and what they came to."""
    columns = (
        sa.func.count().label("orders"),
        total(_o.gross_minor).label("gross_minor"),
        total(_o.paid_minor).label("paid_minor"),
        total(_o.refunded_minor).label("refunded_minor"),
    )
    return connection.execute(sa.select(*columns).where(_o.event == event)).one()
