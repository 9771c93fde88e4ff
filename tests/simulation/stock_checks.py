"""What must hold of stock when everybody has come together: seats, uses of vouchers, and people without a place."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from kiosk.core.incidents import Incident, IncidentKind, Timed, build_incident
from kiosk.core.reducer import TicketState, TicketStatus
from server.inventory.seats import find_sold_twice
from tests.simulation.invariants import Violated
from tests.simulation.template import VOUCHER
from tests.simulation.world import World

QUOTAS = {1: (1,), 2: (1,), 3: (1, 2), 4: (1,)}
"""By ticket type: the quotas that it counts for."""
_EXPLAINED = "'sold_after_return', 'sold_after_write_off', 'duplicate_serial'"
_SEATED = 2
"""The quota with seats."""


def find_oversold(
    world: World, states: Mapping[str, TicketState], facts: Mapping[str, Iterable[Timed]]
) -> list[Incident]:
    """Return what the inbox must say of quotas that have sold more than they have."""
    found: list[Incident] = []
    for quota, size in world.center.rows("SELECT number, size FROM quota WHERE event = ?", world.event):
        live = sorted(
            (state.sale.at_ms, subject)
            for subject, state in states.items()
            if state.sale and state.status is TicketStatus.LIVE and quota in QUOTAS[state.sale.line.type]
        )
        excess = len(live) - size
        if excess > 0:
            last = [states[subject].sale for _, subject in live[-excess - 1 :]]
            counted = {sale.fact for sale in last if sale}
            sales = {timed.fact.id: timed for _, s in live for timed in facts[s] if timed.fact.id in counted}
            source = f"q:{world.event:08x}{quota:x}"
            found.append(build_incident(IncidentKind.OVERSOLD, str(quota), source, list(sales.values()), excess=excess))
    return found


def find_seats_sold_twice(
    world: World, states: Mapping[str, TicketState], facts: Mapping[str, Iterable[Timed]]
) -> list[Incident]:
    """Return what the inbox must say of seats with more than one ticket."""
    holders: dict[str, list[str]] = defaultdict(list)
    for subject, state in states.items():
        if state.sale and state.status is TicketStatus.LIVE and state.sale.line.seat:
            holders[state.sale.line.seat].append(subject)
    found: list[Incident] = []
    for seat, subjects in holders.items():
        if len(subjects) > 1:
            counted = {sale.fact for subject in subjects if (sale := states[subject].sale)}
            sales = {timed.fact.id: timed for s in subjects for timed in facts[s] if timed.fact.id in counted}
            found.append(find_sold_twice(world.event, _SEATED, seat, sales.values(), len(subjects)))
    return found


def check_seats(world: World) -> None:
    """A seat is in one hand, unless an incident says why it is not, or one of its leases is called back already."""
    recalled = "SELECT lease FROM lease WHERE recalled_ms > 0"
    query = f"""SELECT seat FROM unit WHERE seat <> '' AND status IN ('leased', 'live', 'written_off')
        AND subject NOT IN (SELECT subject FROM incident WHERE kind IN ({_EXPLAINED}))
        AND (status <> 'leased' OR lease NOT IN ({recalled}))
        AND seat NOT IN (SELECT scope FROM incident WHERE kind = 'seat_sold_twice')
        GROUP BY seat HAVING count(*) > 1"""
    if twice := world.center.rows(query):
        raise Violated("one holder", f"seats in two hands: {twice[:3]}")
    for device in world.devices.values():
        for event, lease, index, seat in device.rows("SELECT event, lease, idx, seat FROM unit WHERE seat <> ''"):
            subject = f"{event:08x}{lease:08x}{index:04x}"
            known = world.center.rows("SELECT seat FROM unit WHERE subject = ?", subject)
            if known and known[0][0] != seat:
                raise Violated("one holder", f"{device.name} sells {subject} as seat {seat}, the server as {known}")


def check_vouchers(world: World, states: Mapping[str, TicketState]) -> None:
    """Each order that paid less has used a voucher, and each use of a voucher one order."""
    taken = set(world.oracle.vouchers)
    for sales in world.oracle.sold.values():
        taken |= {order for order, sold in sales.items() if any(ticket.discount_minor for ticket in sold.tickets)}
    used = sum(state.sales for state in states.values() if state.sale is None and state.sales)
    if used != len(taken):
        raise Violated("vouchers", f"{len(taken)} orders took {VOUCHER}, {used} uses are gone")
