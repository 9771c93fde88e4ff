"""All SQL of stock: books, leases, units; moved by facts alone once they are lent.

A lease debits the books and creates its units in the transaction of its `leased` fact; everything after
follows from folded states by the difference each unit makes.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from kiosk.core import facts as f
from kiosk.core.catalog import Quota
from kiosk.core.ids import parse_serial
from kiosk.core.incidents import Timed
from kiosk.core.leases import QuotaBooks
from kiosk.core.reducer import TicketState, TicketStatus
from kiosk.core.tickets import StopRange, StopReason
from server.catalog.store import KINDS, list_items
from server.db.tables import AnyRow, total, upsert
from server.inventory import schema
from server.inventory.excess import list_excess
from server.inventory.rules import NOTHING, REVOKED, count_unit, move, resize, settle
from server.inventory.seats import list_sold_twice
from server.ledger.feed import Changes
from server.ledger.fold import Fold, Found
from server.ledger.rules import Author, Sound
from server.tickets.schema import ticket

_b, _u, _l, _r = schema.quota_books.c, schema.unit.c, schema.lease.c, schema.lease_range.c
_LEASE = (_l.holder, _l.lease, _l.granted_ms, _l.expires_ms, _l.recalled_ms)
_VOUCHER = "[[0,%"
"""The variants of a use of a voucher, as they are kept."""
_quotas = msgspec.json.Decoder(dict[int, tuple[int, ...]])


def load_books(connection: sa.Connection, event: int) -> dict[int, QuotaBooks]:
    """Return the books of an event's quotas."""
    rows = connection.execute(sa.select(schema.quota_books).where(_b.event == event))
    return {
        row.quota: QuotaBooks(row.size, row.pool, row.leased, row.sold, row.written_off, row.oversold) for row in rows
    }


def save_books(connection: sa.Connection, event: int, books: Mapping[int, QuotaBooks], changes: Changes) -> None:
    """Save books and publish what is left of each quota."""
    values = [
        {
            "event": event, "quota": quota, "size": b.size, "pool": b.pool, "leased": b.leased, "sold": b.sold,
            "written_off": b.written_off, "oversold": b.oversold,
        }
        for quota, b in sorted(books.items())
    ]  # fmt: skip
    upsert(connection, schema.quota_books, values, ("event", "quota"))
    for stored in list_items(connection, event, KINDS["quota"]):
        quota: Quota = stored.value
        if quota.number in books:
            available = books[quota.number].pool
            shown = msgspec.structs.replace(quota, available=available, seats=())
            changes.put(event, "quota", str(quota.number), shown)


def open_books(connection: sa.Connection, event: int, quota: int, size: int, changes: Changes) -> QuotaBooks:
    """Open the books of a new quota, or resize those of a known one."""
    known = load_books(connection, event).get(quota)
    books = resize(known, size) if known else QuotaBooks(size, size, 0, 0, 0)
    save_books(connection, event, {quota: books}, changes)
    return books


def save_lease(connection: sa.Connection, values: Mapping[str, Any]) -> None:
    """Save a lease."""
    connection.execute(schema.lease.insert(), values)


def save_units(
    connection: sa.Connection, ranges: Sequence[Mapping[str, Any]], units: Sequence[Mapping[str, Any]]
) -> None:
    """Save the ranges and units of a lease."""
    if ranges:
        connection.execute(schema.lease_range.insert(), list(ranges))
        connection.execute(schema.unit.insert(), list(units))


def find_lease(connection: sa.Connection, holder: str, request: str) -> AnyRow | None:
    """Return the lease that a request brought before; None for a new request."""
    query = sa.select(schema.lease).where(_l.request == request, _l.holder == holder)
    return connection.execute(query).first()


def load_lease(connection: sa.Connection, event: int, lease: int) -> AnyRow | None:
    """Return a lease by its number; None where there is none."""
    return connection.execute(sa.select(schema.lease).where(_l.event == event, _l.lease == lease)).first()


def list_units(connection: sa.Connection, event: int, lease: int) -> list[AnyRow]:
    """Return the units of a lease with the variants of their range, in ascending index."""
    query = (
        sa.select(schema.unit, _r.variants)
        .join_from(schema.unit, schema.lease_range, _joined())
        .where(_u.event == event, _u.lease == lease)
    )
    return list(connection.execute(query.order_by(_u.idx)))


def _joined() -> sa.ColumnElement[bool]:
    return sa.and_(_r.event == _u.event, _r.lease == _u.lease, _r.first == _u.range_first)


def list_holdings(connection: sa.Connection, event: int) -> list[AnyRow]:
    """Return, by lease of an event, its holder and how many places (and uses of vouchers) are unsold, oldest first."""
    is_voucher = _r.variants.like(_VOUCHER)
    query = (
        sa.select(*_LEASE, total(_count(~is_voucher)).label("unsold"), total(_count(is_voucher)).label("uses"))
        .join_from(schema.unit, schema.lease_range, _joined())
        .join(schema.lease, sa.and_(_l.event == _u.event, _l.lease == _u.lease))
        .where(_u.event == event, _u.status == TicketStatus.LEASED.value)
        .group_by(*_LEASE)
        .order_by(_l.granted_ms, _l.lease)
    )
    return list(connection.execute(query))


def list_taken_seats(connection: sa.Connection, event: int, quota: int) -> set[str]:
    """Return the seats of a quota that are lent, sold or lost."""
    taken = (TicketStatus.LEASED.value, TicketStatus.LIVE.value, TicketStatus.WRITTEN_OFF.value)
    query = (
        sa.select(_u.seat, _r.quotas)
        .join_from(schema.unit, schema.lease_range, _joined())
        .where(_u.event == event, _u.seat != "", _u.status.in_(taken))
    )
    return {
        seat
        for seat, quotas in connection.execute(query)
        if any(quota in mine for mine in _quotas.decode(quotas).values())
    }


def count_touching(connection: sa.Connection, event: int, holder: str, quotas: Collection[int]) -> dict[int, int]:
    """Return, by lease of a device, how many of its unsold units count for any of these quotas."""
    query = (
        sa.select(_l.lease, _r.quotas, sa.func.count().label("units"))
        .join_from(schema.unit, schema.lease_range, _joined())
        .join(schema.lease, sa.and_(_l.event == _u.event, _l.lease == _u.lease))
        .where(_u.event == event, _l.holder == holder, _u.status == TicketStatus.LEASED.value)
        .group_by(_l.lease, _r.quotas)
    )
    found: dict[int, int] = defaultdict(int)
    for row in connection.execute(query):
        if any(quota in quotas for mine in _quotas.decode(row.quotas).values() for quota in mine):
            found[row.lease] += row.units
    return found


def count_voucher_uses(connection: sa.Connection, event: int) -> dict[tuple[int, str], int]:
    """Return how many uses of each voucher (its books) each device holds unused."""
    query = (
        sa.select(_l.holder, _r.quotas, sa.func.count().label("uses"))
        .join_from(schema.unit, schema.lease_range, _joined())
        .join(schema.lease, sa.and_(_l.event == _u.event, _l.lease == _u.lease))
        .where(_u.event == event, _u.status == TicketStatus.LEASED.value, _r.variants.like(_VOUCHER))
        .group_by(_l.holder, _r.quotas)
    )
    held: dict[tuple[int, str], int] = defaultdict(int)
    for row in connection.execute(query):
        for (books,) in _quotas.decode(row.quotas).values():
            held[books, row.holder] += row.uses
    return held


def _count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.case((condition, 1), else_=0)


def list_leases_with_seats(connection: sa.Connection, event: int, seats: Collection[str]) -> list[int]:
    """Return the leases in which one of these seats is unsold."""
    if not seats:
        return []
    unsold = _u.status == TicketStatus.LEASED.value
    query = sa.select(_u.lease).where(_u.event == event, _u.seat.in_(list(seats)), unsold).distinct()
    return sorted(connection.scalars(query))


def recall_lease(connection: sa.Connection, event: int, lease: int, now_ms: int) -> None:
    """Remember that a person wants a lease back; its device is told with each hello until it has given it."""
    statement = schema.lease.update().where(_l.event == event, _l.lease == lease)
    connection.execute(statement.values(recalled_ms=now_ms))


def judge_sales(connection: sa.Connection, author: Author, sound: Sequence[Sound]) -> dict[str, str]:
    """Return which sales and returns are beyond what the author was lent, by fact id."""
    claims: dict[str, set[str]] = {}
    for one in sound:
        match one.body:
            case f.Sold(lines=lines, vouchers=vouchers):
                claims[one.fact.id] = {line.subject for line in lines if not line.subject.startswith("x:")}
                claims[one.fact.id].update(vouchers)
            case f.Returned(lease=lease, ranges=ranges):
                ends = {index for ends in ranges for index in ends}
                claims[one.fact.id] = {f"{one.fact.event:08x}{lease:08x}{index:04x}" for index in ends}
            case _:
                continue
    wanted = {subject for subjects in claims.values() for subject in subjects}
    if not wanted:
        return {}
    query = (
        sa.select(_u.subject)
        .join_from(schema.unit, schema.lease, sa.and_(_l.event == _u.event, _l.lease == _u.lease))
        .where(_u.subject.in_(list(wanted)), _l.holder == author.device)
    )
    lent = set(connection.scalars(query))
    return {fact: "beyond_lease" for fact, subjects in claims.items() if not subjects <= lent}


def apply_facts(connection: sa.Connection, fold: Fold) -> Sequence[Found]:
    """Bring units, books and stopped ranges to what the folded states say."""
    moves: dict[int, Counter[tuple[int, str]]] = defaultdict(Counter)
    updates: list[dict[str, Any]] = []
    events: set[int] = set()
    for row in _load_units(connection, [s for s in fold.tickets if not s.startswith("x:")]):
        state = fold.tickets[row.subject]
        events.add(row.event)
        status, sold_as = _status(state, fold.facts[row.subject]), state.sale.line.type if state.sale else 0
        if (status, sold_as) == (row.status, row.sold_as):
            continue
        quotas = _quotas.decode(row.quotas)
        move(moves[row.event], count_unit(row.status, row.sold_as, quotas), count_unit(status, sold_as, quotas))
        updates.append({"key": row.subject, "now": status, "type": sold_as})
    if updates:
        statement = schema.unit.update().where(_u.subject == sa.bindparam("key"))
        connection.execute(statement.values(status=sa.bindparam("now"), sold_as=sa.bindparam("type")), updates)
    for event, sums in moves.items():
        _settle_books(connection, event, sums, fold.changes)
    _publish_ranges(fold)
    found = [one for event in sorted(events) for one in list_found(connection, event, fold.tickets)]
    return [*found, *list_sold_twice(connection, [update["key"] for update in updates])]


def list_found(connection: sa.Connection, event: int, folded: Mapping[str, TicketState]) -> list[Found]:
    """Return what the stock of an event has to say to the inbox: tickets for places that are not there."""
    sold = {quota: books.sold for quota, books in load_books(connection, event).items()}
    return list_excess(connection, event, sold, folded)


def _load_units(connection: sa.Connection, subjects: Sequence[str]) -> list[AnyRow]:
    if not subjects:
        return []
    columns = (_u.subject, _u.event, _u.status, _u.sold_as, _r.quotas)
    query = sa.select(*columns).join_from(schema.unit, schema.lease_range, _joined())
    return list(connection.execute(query.where(_u.subject.in_(subjects))))


def _status(state: TicketState, facts: Sequence[Timed]) -> str:
    if state.status is not TicketStatus.WRITTEN_OFF:
        return state.status.value
    index = parse_serial(state.subject).index
    revoked = any(
        isinstance(timed.body, f.WrittenOff)
        and timed.body.revoke
        and any(first <= index <= last for first, last in timed.body.ranges)
        for timed in facts
    )
    return REVOKED if revoked else state.status.value


def _settle_books(connection: sa.Connection, event: int, sums: "Counter[tuple[int, str]]", changes: Changes) -> None:
    moved: dict[int, dict[str, int]] = defaultdict(dict)
    for (quota, account), count in sums.items():
        if count:
            moved[quota][account] = count
    books = load_books(connection, event)
    settled = {quota: settle(books[quota], by_account) for quota, by_account in moved.items() if quota in books}
    if settled:
        save_books(connection, event, settled, changes)


def _publish_ranges(fold: Fold) -> None:
    """A returned range is dead and says so; of a lost lease a supervisor decides ticket by ticket.

    Each range is a row of its own: where some overlap, no word may take another's place.
    """
    for facts in fold.leases.values():
        for timed in facts:
            match timed.body:
                case f.Returned(lease=lease, ranges=ranges):
                    reason = StopReason.RETURNED
                case f.WrittenOff(lease=lease, ranges=ranges, revoke=True):
                    reason = StopReason.LEASE_LOST
                case _:
                    continue
            for first, last in ranges:
                key = f"{lease}/{first}-{last}/{reason.value}"
                fold.changes.put(timed.fact.event, "range", key, StopRange(lease, first, last, reason))


def recount(connection: sa.Connection, event: int) -> dict[int, QuotaBooks]:
    """Return the books as the units alone say: what tests and `foyer-server` compare the kept books with."""
    books = load_books(connection, event)
    sums: Counter[tuple[int, str]] = Counter()
    columns = (_u.status, _u.sold_as, _r.quotas)
    query = sa.select(*columns).join_from(schema.unit, schema.lease_range, _joined()).where(_u.event == event)
    for row in connection.execute(query):
        move(sums, NOTHING, count_unit(row.status, row.sold_as, _quotas.decode(row.quotas)))
    empty = {quota: QuotaBooks(b.size, b.size, 0, 0, 0) for quota, b in books.items()}
    return {
        quota: settle(b, {account: n for (q, account), n in sums.items() if q == quota}) for quota, b in empty.items()
    }


def count_sales_since(connection: sa.Connection, event: int, since_ms: int) -> dict[str, int]:
    """Return how many tickets each holder has sold from its leases since a time."""
    query = (
        sa.select(_l.holder, sa.func.count().label("tickets"))
        .join_from(ticket, schema.unit, ticket.c.subject == _u.subject)
        .join(schema.lease, sa.and_(_l.event == _u.event, _l.lease == _u.lease))
        .where(ticket.c.event == event, ticket.c.sold_ms >= since_ms)
        .group_by(_l.holder)
    )
    return {row.holder: row.tickets for row in connection.execute(query)}
