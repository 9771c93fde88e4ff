"""All SQL of payments, derived from the facts of an order."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from server.db.tables import AnyRow, total
from server.ledger.fold import Fold, Found
from server.payments import schema

_p = schema.payment.c


def apply_facts(connection: sa.Connection, fold: Fold) -> Sequence[Found]:
    """Make the payments of the folded orders what their facts say."""
    if not fold.orders:
        return ()
    connection.execute(schema.payment.delete().where(_p.order_id.in_(list(fold.orders))))
    rows: list[dict[str, Any]] = [
        {
            "order_id": order, "place": place, "event": fold.facts[f"o:{order}"][0].fact.event, "fact": fact,
            "method": tender.method, "amount_minor": tender.amount_minor, "currency": state.currency,
            "intent": tender.intent, "reference": tender.reference,
        }
        for order, state in fold.orders.items()
        for place, (fact, tender) in enumerate(state.tenders)
    ]  # fmt: skip
    if rows:
        connection.execute(schema.payment.insert(), rows)
    return ()


def sum_by_method(connection: sa.Connection, event: int) -> list[AnyRow]:
    """Return what an event took by method, refunds taken off."""
    columns = (_p.method, _p.currency, total(_p.amount_minor).label("amount_minor"))
    query = sa.select(*columns).where(_p.event == event).group_by(_p.method, _p.currency)
    return list(connection.execute(query.order_by(_p.method)))


def list_payments(connection: sa.Connection, order: str) -> list[AnyRow]:
    """Return the payments of an order."""
    return list(connection.execute(sa.select(schema.payment).where(_p.order_id == order).order_by(_p.place)))


def has_intent(connection: sa.Connection, intent: str) -> bool:
    """Say whether a payment or refund with this key is known."""
    return connection.scalar(sa.select(_p.order_id).where(_p.intent == intent).limit(1)) is not None
