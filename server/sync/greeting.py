"""What does a device need to know before anything else? The answer to its hello.

The signed time, what the server holds of its log, its events, how far their feeds are, how many units it
should hold, and directives. A log that ends before what the server holds is an old copy of the device.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from kiosk.core import wire
from kiosk.core.leases import VOUCHER_BOOKS
from kiosk.core.release import RELEASE
from server.catalog.store import load_catalogue
from server.devices import pairing, store
from server.devices.store import Device, list_serving, record_hello
from server.inventory import store as inventory
from server.inventory.leasing import plan_vouchers
from server.inventory.rules import ALL_UNITS, NONE_TOUCHING, SELLING_ROLES, Demand, list_variants, plan_stock
from server.ledger.feed import load_epoch, load_heads
from server.ledger.intake import Ledger
from server.ledger.own import sign_clock
from server.ledger.store import count_facts, find_fork, is_at_end, load_head
from server.web.ground import Ground

HOUR_MS = 3_600_000


def greet(connection: sa.Connection, ground: Ground, ledger: Ledger, device: Device, hello: wire.Hello) -> wire.Welcome:
    """Return the answer to a device's hello, and note what it said. `device` has the one role it works in."""
    record_hello(connection, device.id, hello, ground.clock.now_ms())
    head = load_head(connection, device.id, hello.head.incarnation)
    orders = list(_orders_about_log(connection, device.id, hello.head))
    targets: dict[str, int] = {}
    voucher_uses: dict[str, int] = {}
    if device.roles & SELLING_ROLES:
        for event in sorted(device.events):
            target, recalls, vouchers = _plan_stock(connection, ground, device, event, hello.holdings)
            targets[str(event)] = target
            orders += recalls
            if vouchers:
                voucher_uses[str(event)] = vouchers
    heads = load_heads(connection, device.events)
    assignments = pairing.list_assignments(connection, store.load_device(connection, device.id))
    epoch = load_epoch(connection)
    server_ms = ground.clock.now_ms()
    return wire.Welcome(
        server_ms=server_ms,
        epoch=epoch,
        head=head,
        clock_mono_ms=hello.mono_ms,
        clock_signature=sign_clock(ledger.author, device.id, hello.boot, hello.mono_ms, server_ms),
        events=assignments,
        orders=tuple(orders),
        heads={wire.scope_key(event, scope): seq for (event, scope), seq in heads.items()},
        grace_ms=ground.settings.grace_hours * HOUR_MS,
        lease_targets=targets,
        voucher_uses=voucher_uses,
        facts_known=count_facts(connection, device.id),
        release=RELEASE,
    )


def _orders_about_log(connection: sa.Connection, device: str, head: wire.FactHead) -> tuple[wire.Order, ...]:
    """Where somebody has written on beyond this end of the log, its owner is an older image, or one of two copies.

    It begins a new log, so that no place is taken twice; and so does everybody on a log that has forked.
    """
    if is_at_end(connection, device, head) and not find_fork(connection, device, head.incarnation):
        return ()
    return (wire.Order(wire.Directive.NEW_LOG),)


def _plan_stock(
    connection: sa.Connection, ground: Ground, device: Device, event: int, said: Sequence[wire.Holding]
) -> tuple[int, list[wire.Order], int]:
    """Return how many unsold units the device should hold, what of its leases it should give back, and how many uses
    of vouchers wait for it.

    What it has sold and not pushed yet only the device knows: its own word on its leases counts. Of those that it does
    not name where it names others it holds nothing: they are with a copy of it, which would else be told to give back
    what the other one holds, ask for more, and be told again.
    """
    now_ms = ground.clock.now_ms()
    catalogue = load_catalogue(connection, event)
    books = inventory.load_books(connection, event)
    places = {quota: one for quota, one in books.items() if quota < VOUCHER_BOOKS}
    over = {quota: one.oversold for quota, one in places.items() if one.oversold}
    holdings = inventory.list_holdings(connection, event)
    sellers = [d for d in list_serving(connection, event, device.organizer) if d.roles & SELLING_ROLES]
    online = {d.id for d in sellers if now_ms - d.last_seen_ms <= store.ONLINE_MS} | {device.id}
    sold = inventory.count_sales_since(connection, event, now_ms - HOUR_MS)
    pools = [
        min((books[quota].pool for quota in catalogue.types[type_].quotas), default=2**31)
        for type_, _ in list_variants(catalogue.types, catalogue.sessions, None)
    ]
    demand = Demand(
        own_per_hour=sold.get(device.id, 0),
        all_per_hour=sum(sold.get(seller.id, 0) for seller in sellers),
        sellers=len(sellers),
        pool=max(pools, default=0),
        leased_online=sum(row.unsold for row in holdings if row.holder in online),
    )
    mine = [row for row in holdings if row.holder == device.id]
    # What has expired the device cannot sell: it gives it back, and only then it is the pool's again.
    done = [row for row in mine if row.recalled_ms or row.expires_ms <= now_ms]
    reported = {one.lease: one.unsold for one in said if one.event == event}
    held = {
        row.lease: min(row.unsold, reported.get(row.lease, 0 if reported else row.unsold))
        for row in mine
        if row not in done
    }
    plan = plan_stock(
        demand,
        held,
        size=max((one.size for one in places.values()), default=0),
        prior_per_hour=ground.settings.sales_rate_prior_per_hour,
        oversold=max(over.values(), default=0),
        touching=inventory.count_touching(connection, event, device.id, over) if over else NONE_TOUCHING,
    )
    recalls = [(row.lease, ALL_UNITS) for row in done] + list(plan.recalls)
    orders = [wire.Order(wire.Directive.RECALL_LEASE, event, lease, units) for lease, units in recalls]
    uses = sum(share.count for share in plan_vouchers(connection, catalogue, device.id))
    return plan.target, orders, uses
