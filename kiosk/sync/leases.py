"""Enough to sell while blind: ask for leased units in time, give recalled ones back.

A step of the synchroniser, for devices that sell. A request id is kept until it is answered, so that a
cut connection never leases twice. Units given back are dead from the moment that the device says so.
"""

import msgspec
import sqlalchemy as sa

from kiosk.clock import Clock
from kiosk.core import wire
from kiosk.core.errors import Rejected
from kiosk.core.facts import Returned
from kiosk.core.ids import lease_subject, split_ranges
from kiosk.core.leases import choose_returned, count_wanted, is_voucher_use
from kiosk.store import log, meta, recovered, stock
from kiosk.store.log import Author, Draft
from kiosk.store.worker import Lane, Store
from kiosk.sync.client import Client


def top_up(client: Client, store: Store, clock: Clock, event: int, target: int, voucher_uses: int = 0) -> str:
    """Ask for units where the stock of an event runs low. Return why the server lent none, else "".

    `voucher_uses`: so many uses of vouchers wait at the server; any request brings them.
    """
    with store.read() as connection:
        waiting = meta.load_value(connection, _name(event))
        stocked = stock.list_free(connection, event, now_ms=clock.moment().now_ms)
        free = sum(not is_voucher_use(one.unit) for one in stocked)
    if not waiting:
        units = count_wanted(free, target)
        if not units and not voucher_uses:
            return ""
        request = wire.LeaseRequest(clock.new_id(), event, units)
        waiting = wire.encode(request).decode()
        store.write(lambda c: meta.save_value(c, _name(event), waiting), lane=Lane.SYNC).result()
    request = msgspec.json.decode(waiting, type=wire.LeaseRequest)
    return _fetch(client, store, request)


def _fetch(client: Client, store: Store, request: wire.LeaseRequest) -> str:
    try:
        answer = client.post("/api/v1/leases/request", request, wire.LeaseAnswer)
    except Rejected as error:
        answer = wire.LeaseAnswer(None, error.reason)

    def save(connection: sa.Connection) -> None:
        meta.save_value(connection, _name(request.event), "")
        if answer.lease is not None:
            stock.save_lease(connection, answer.lease)
            recovered.settle_lease(connection, answer.lease.event, answer.lease.lease)

    store.write(save, lane=Lane.SYNC).result()
    return answer.reason


def give_back(store: Store, author: Author, clock: Clock, event: int, lease: int, units: int = 0) -> int:
    """Give free units of a lease back as one `returned` fact, the last of them or (0) all; return how many."""

    def work(connection: sa.Connection) -> int:
        indexes = choose_returned(stock.list_returnable(connection, event, lease, with_vouchers=not units), units)
        if indexes:
            body = Returned(lease=lease, ranges=split_ranges(indexes))
            draft = Draft(clock.new_id(), "returned", event, (lease_subject(event, lease),), body)
            log.record(connection, author, draft, clock.moment())
            stock.mark_returned(connection, event, lease, indexes)
        return len(indexes)

    return store.write(work, lane=Lane.SYNC).result()


def _name(event: int) -> str:
    return f"lease_request/{event}"
