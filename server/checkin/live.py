"""How is the evening going? The live picture of an event, read from the counts.

Expected, admitted, inside, exits, no-shows, by gate, list and type, arrivals per minute, who was kept out and
who was let in against the verdict, how fresh each gate's word is, sales and revenue. Pure reading; called by
the API for JSON and for the stream.
"""

import msgspec
import sqlalchemy as sa

from kiosk.core.tickets import AttendanceRow
from server.catalog.store import load_event
from server.checkin import store
from server.checkin.rules import attendance_row
from server.devices.store import list_devices
from server.ledger.feed import load_heads
from server.payments.store import sum_by_method
from server.sales.store import sum_orders
from server.tickets.store import count_expected


class GateNews(msgspec.Struct, frozen=True):
    """How old a gate's word is: when its device was last heard of, and its last passage."""

    gate: int
    device: str
    last_passage_ms: int
    as_of_ms: int


class TypeNumbers(msgspec.Struct, frozen=True):
    """Live tickets of one type: how many, for how many people, how many used, what they brought."""

    tickets: int
    people: int
    used: int
    gross_minor: int


class Live(msgspec.Struct, frozen=True):
    """The live picture. People unless a name says tickets; amounts in minor units of `currency`."""

    event: int
    name: str
    as_of_ms: int
    seq: int
    capacity: int
    currency: str
    expected: int
    expected_tickets: int
    admitted: int
    exits: int
    inside: int
    no_show_tickets: int
    tickets_used: int
    by_list: dict[str, AttendanceRow]
    by_gate: dict[str, int]
    by_type: dict[str, TypeNumbers]
    per_minute: dict[str, int]
    denied: dict[str, int]
    overrides: dict[str, dict[str, int]]
    """By gate and by reason: how often staff let somebody in against the verdict."""
    gates: tuple[GateNews, ...]
    orders: int
    gross_minor: int
    paid_minor: int
    refunded_minor: int
    by_method: dict[str, int]


def read_live(connection: sa.Connection, event: int, organizer: str, now_ms: int) -> Live:
    """Return the picture of this moment."""
    known = load_event(connection, event).value
    lists = {n: attendance_row(m, now_ms) for n, m in sorted(store.load_measures(connection, event, now_ms).items())}
    types = {
        str(row.type): TypeNumbers(row.tickets, row.people, row.used, row.gross_minor)
        for row in count_expected(connection, event)
    }
    admitted, left = sum(row.admitted for row in lists.values()), sum(row.left for row in lists.values())
    tickets, used_live = sum(n.tickets for n in types.values()), sum(n.used for n in types.values())
    money = sum_orders(connection, event)
    return Live(
        event=event,
        name=known.name,
        as_of_ms=now_ms,
        seq=sum(load_heads(connection, frozenset({event})).values()),
        capacity=known.capacity,
        currency=known.currency,
        expected=sum(numbers.people for numbers in types.values()),
        expected_tickets=tickets,
        admitted=admitted,
        exits=left,
        inside=admitted - left,
        no_show_tickets=tickets - used_live,
        tickets_used=store.count_used(connection, event),
        by_list={str(number): row for number, row in lists.items()},
        by_gate=_sum_up([row.by_gate for row in lists.values()]),
        by_type=types,
        per_minute=_sum_up([row.per_minute for row in lists.values()]),
        denied=store.count_denials(connection, event),
        overrides=store.count_overrides(connection, event),
        gates=_gate_news(connection, event, organizer),
        orders=money.orders,
        gross_minor=money.gross_minor,
        paid_minor=money.paid_minor,
        refunded_minor=money.refunded_minor,
        by_method={row.method: row.amount_minor for row in sum_by_method(connection, event)},
    )


def _sum_up(parts: list[dict[str, int]]) -> dict[str, int]:
    keys = sorted({key for part in parts for key in part}, key=int)
    return {key: sum(part.get(key, 0) for part in parts) for key in keys}


def _gate_news(connection: sa.Connection, event: int, organizer: str) -> tuple[GateNews, ...]:
    devices = {row.id: row for row in list_devices(connection, organizer)}
    news: list[GateNews] = []
    for row in store.list_gate_news(connection, event):
        device = devices.get(row.device)
        news.append(GateNews(row.gate, device.name if device else "", row.at_ms, device.last_seen_ms if device else 0))
    return tuple(news)
