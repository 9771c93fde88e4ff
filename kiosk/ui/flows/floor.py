"""What has a selling device to offer right now? Reads the stock, the catalogue and the word of the server together.

Called on the lane's thread by the kiosk's and the till's flows, which show it. Not what a basket may hold: that is
`kiosk.sales.basket`.
"""

from dataclasses import dataclass

from kiosk.core.permissions import Role
from kiosk.printing import journal
from kiosk.running import Running
from kiosk.sales.basket import list_offers
from kiosk.sales.supply import Supply
from kiosk.store import sales, stock
from kiosk.store.catalogue import load_catalogue
from kiosk.store.sales import Shift
from kiosk.ui.text.shop import Shop


@dataclass(frozen=True, slots=True)
class Floor:
    """What the kiosk offers, and how many prints wait for a word of staff."""

    shops: dict[int, Shop]
    unsettled: int
    is_over: bool = False
    """Every event that this kiosk knows has ended."""


@dataclass(frozen=True, slots=True)
class Counter:
    """What the cashier has before them."""

    shop: Shop
    shift: Shift | None
    unsettled: int
    """Prints that wait for a person's word."""


def load_floor(running: Running) -> Floor:
    """Return every event that a kiosk sells for, the soonest first."""
    identity = running.identity
    assert identity is not None
    now_ms = running.clock.moment().now_ms
    known = {assignment.event: load_shop(running, assignment.event, Role.KIOSK) for assignment in identity.events}
    shops = {e: shop for e, shop in known.items() if shop is not None and now_ms < shop.catalogue.event.ends_ms}
    is_over = any(known.values()) and not shops
    soonest = sorted(shops.items(), key=lambda item: item[1].catalogue.event.starts_ms)
    with running.store.read() as connection:
        return Floor(dict(soonest), sales.count_jobs(connection, *journal.UNSETTLED), is_over)


def load_counter(running: Running, event: int) -> Counter | None:
    """Return what a till works with, or None while nothing of the event has arrived."""
    shop = load_shop(running, event, Role.TILL)
    if shop is None:
        return None
    with running.store.read() as connection:
        return Counter(shop, sales.load_open_shift(connection), sales.count_jobs(connection, *journal.UNSETTLED))


def load_shop(running: Running, event: int, channel: Role) -> Shop | None:
    """Return an event as a channel sells it here, or None while nothing of it has arrived.

    A till whose clock is doubted offers what may have expired too: whether it is sold, a supervisor is asked.
    """
    moment = running.clock.moment()
    now_ms, is_asked = moment.now_ms, channel is Role.TILL and not moment.is_trusted
    with running.store.read() as connection:
        catalogue = load_catalogue(connection, event)
        if catalogue is None:
            return None
        free = stock.count_free_by_variant(connection, event, now_ms=0 if is_asked else now_ms)
    said = running.sync_state
    supply = Supply(said.is_online, said.lease_reasons.get(event, ""))
    return Shop(catalogue, list_offers(catalogue, free, channel, now_ms=now_ms), supply)
