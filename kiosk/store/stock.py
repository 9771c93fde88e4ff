"""What may this device still sell? Its leases and units: put in, reserved, sold, given back.

All SQL of leased stock. A unit is free, reserved by one payment intent, sold or returned; moving it is
always part of a transaction that also records why.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

from kiosk.core.leases import Lease, Unit, Variant, is_voucher_use
from kiosk.core.wire import Holding
from kiosk.store.schema import lease as lease_table
from kiosk.store.schema import unit as unit_table

_variants = msgspec.json.Decoder(tuple[Variant, ...])


@dataclass(frozen=True, slots=True)
class StockUnit:
    """A unit with the lease that it belongs to."""

    event: int
    lease: int
    unit: Unit


def save_lease(connection: sa.Connection, lease: Lease) -> None:
    """Put a lease and its units in; the same lease a second time changes nothing."""
    known = sa.select(lease_table.c.lease).where(_lease(lease.event, lease.lease))
    if connection.scalar(known) is not None:
        return
    values = {"event": lease.event, "lease": lease.lease, "expires_ms": lease.expires_ms}
    connection.execute(lease_table.insert(), values)
    rows = [
        {
            "event": lease.event, "lease": lease.lease, "idx": unit.index, "number": unit.number, "seat": unit.seat,
            "variants": msgspec.json.encode(unit.variants).decode(),
        }
        for unit in lease.units
    ]  # fmt: skip
    if rows:
        connection.execute(unit_table.insert(), rows)


def list_leases(connection: sa.Connection) -> list[Lease]:
    """Return every lease that this device ever got, with all its units, whatever became of them."""
    units: dict[tuple[int, int], list[Unit]] = defaultdict(list)
    for row in connection.execute(sa.select(unit_table).order_by(unit_table.c.idx)):
        stocked = _stock_unit(row)
        units[stocked.event, stocked.lease].append(stocked.unit)
    rows = connection.execute(sa.select(lease_table).order_by(lease_table.c.event, lease_table.c.lease))
    return [Lease(row.event, row.lease, row.expires_ms, tuple(units[row.event, row.lease])) for row in rows]


def list_free(connection: sa.Connection, event: int, *, now_ms: int) -> list[StockUnit]:
    """Return the units that may be sold now, in ascending index. Expired leases hold none."""
    query = (
        sa.select(unit_table)
        .join(
            lease_table,
            sa.and_(lease_table.c.event == unit_table.c.event, lease_table.c.lease == unit_table.c.lease),
        )
        .where(
            unit_table.c.event == event,
            unit_table.c.state == "free",
            lease_table.c.state == "held",
            lease_table.c.expires_ms > now_ms,
        )
        .order_by(lease_table.c.expires_ms, unit_table.c.lease, unit_table.c.idx)
    )
    return [_stock_unit(row) for row in connection.execute(query)]


def list_reserved(connection: sa.Connection, intent: str, *, or_sold: bool = False) -> list[StockUnit]:
    """Return the units that a payment intent keeps, in ascending index.

    `or_sold`: also those that it kept until a copy of this device was found to have sold them.
    """
    states = ("reserved", "sold") if or_sold else ("reserved",)
    query = sa.select(unit_table).where(unit_table.c.intent == intent, unit_table.c.state.in_(states))
    return [_stock_unit(row) for row in connection.execute(query.order_by(unit_table.c.lease, unit_table.c.idx))]


def count_free_by_variant(connection: sa.Connection, event: int, *, now_ms: int) -> Counter[tuple[int, int]]:
    """Return for each (type, session) how many free units may be sold as it."""
    counts: Counter[tuple[int, int]] = Counter()
    for stocked in list_free(connection, event, now_ms=now_ms):
        counts.update((variant.type, variant.session) for variant in stocked.unit.variants)
    return counts


def has_expired_units(connection: sa.Connection, event: int, *, now_ms: int) -> bool:
    """Say whether units would be free but for their lease's expiry."""
    query = (
        sa.select(unit_table.c.idx)
        .join(
            lease_table,
            sa.and_(lease_table.c.event == unit_table.c.event, lease_table.c.lease == unit_table.c.lease),
        )
        .where(unit_table.c.event == event, unit_table.c.state == "free", lease_table.c.expires_ms <= now_ms)
    )
    return connection.scalar(query.limit(1)) is not None


def reserve(connection: sa.Connection, units: Iterable[StockUnit], intent: str) -> None:
    """Keep units for one payment intent. A unit that is not free is a bug of the caller."""
    for stocked in units:
        changed = connection.execute(
            unit_table.update()
            .where(_unit(stocked), unit_table.c.state == "free")
            .values(state="reserved", intent=intent)
        )
        assert changed.rowcount == 1


def mark_sold(connection: sa.Connection, intent: str) -> None:
    """Turn what an intent keeps into sold units."""
    connection.execute(unit_table.update().where(unit_table.c.intent == intent).values(state="sold"))


def release(connection: sa.Connection, intent: str) -> None:
    """Give units of an intent back to stock; only on proof that no money was taken."""
    where = sa.and_(unit_table.c.intent == intent, unit_table.c.state == "reserved")
    connection.execute(unit_table.update().where(where).values(state="free", intent=""))


def list_returnable(connection: sa.Connection, event: int, lease: int, *, with_vouchers: bool = True) -> list[int]:
    """Return the indexes of a lease's free units, expired or not."""
    query = sa.select(unit_table).where(
        unit_table.c.event == event, unit_table.c.lease == lease, unit_table.c.state == "free"
    )
    units = [_stock_unit(row).unit for row in connection.execute(query.order_by(unit_table.c.idx))]
    return [unit.index for unit in units if with_vouchers or not is_voucher_use(unit)]


def mark_returned(connection: sa.Connection, event: int, lease: int, indexes: Sequence[int]) -> None:
    """Take units out of stock for good; the caller records the `returned` fact."""
    where = sa.and_(unit_table.c.event == event, unit_table.c.lease == lease, unit_table.c.idx.in_(indexes))
    connection.execute(unit_table.update().where(where, unit_table.c.state == "free").values(state="returned"))


def list_holdings(connection: sa.Connection) -> list[Holding]:
    """Return how many unsold units of each lease this device holds (free or reserved)."""
    query = (
        sa.select(unit_table.c.event, unit_table.c.lease, sa.func.count())
        .where(unit_table.c.state.in_(("free", "reserved")))
        .group_by(unit_table.c.event, unit_table.c.lease)
    )
    return [Holding(event, lease, unsold) for event, lease, unsold in connection.execute(query)]


def _stock_unit(row: sa.Row[tuple[object, ...]]) -> StockUnit:
    return StockUnit(row.event, row.lease, Unit(row.idx, row.number, _variants.decode(row.variants), row.seat))


def _lease(event: int, lease: int) -> sa.ColumnElement[bool]:
    return sa.and_(lease_table.c.event == event, lease_table.c.lease == lease)


def _unit(stocked: StockUnit) -> sa.ColumnElement[bool]:
    return sa.and_(
        unit_table.c.event == stocked.event,
        unit_table.c.lease == stocked.lease,
        unit_table.c.idx == stocked.unit.index,
    )
