"""What happens where tickets are sold: at kiosks and the till, with cash, cards that fail, refunds and shifts."""

import random

import msgspec

from kiosk.core.errors import Rejected
from kiosk.core.permissions import Role
from kiosk.core.pricing import Choice
from kiosk.printing import journal
from kiosk.sales.basket import Basket, with_voucher
from kiosk.sales.checkout import Completed, SoldTickets, Started
from kiosk.sales.refund import refund_sale
from kiosk.sales.shift import close_shift, load_shift_state, move_cash, open_shift
from kiosk.store.catalogue import load_catalogue
from kiosk.sync.leases import give_back
from tests.simulation.device import SimDevice
from tests.simulation.invariants import Violated
from tests.simulation.template import VOUCHER
from tests.simulation.world import World

SELLERS = (Role.KIOSK, Role.TILL)
EXPECTED_REFUSALS = frozenset(
    {
        "sold_out_offline",
        "lease_expired",
        "clock_untrusted",
        "event_over",
        "not_on_sale",
        "no_shift",
        "no_event",
        "voucher_needs_online",
        "voucher_unknown",
    }
)


def sell(world: World, dice: random.Random, device: SimDevice | None = None) -> None:
    """Sell something, or try to."""
    device = device or dice.choice(world.of_role(*SELLERS))
    if device.role is Role.TILL and not device.shift:
        begin_shift(world, device)
    assert device.checkout is not None
    method = "cash" if device.role is Role.TILL and dice.random() < 0.7 else "card"
    try:
        wanted = _with_voucher(device, dice, _choose(world, dice, device))
        started = device.checkout.begin(wanted, method)
    except Rejected as refused:
        if refused.reason not in EXPECTED_REFUSALS:
            raise
        world.mark(f"not sold: {refused.reason}")
        return
    device.check_alive()
    if dice.random() < 0.1:
        device.checkout.abandon(started)
        device.check_alive()
        return
    _pay(world, dice, device, started, method)


def _choose(world: World, dice: random.Random, device: SimDevice) -> Basket:
    type_ = dice.choice((1, 1, 2, 2, 3, 4))
    buyer = {}
    if dice.random() < 0.3:
        name = f"Zarathustra {dice.getrandbits(40):x}"
        world.oracle.names.add(name)
        buyer = {"name": name, "email": f"{name.split()[1]}@example.invalid"}
    choices = [Choice(type_, 0, dice.choice((1, 1, 2, 3)))]
    if dice.random() < 0.2:
        choices.append(Choice(type_ % 4 + 1, 0, 1))
    return Basket(device.event, tuple(choices), buyer=buyer, channel=device.role, shift=device.shift)


def _with_voucher(device: SimDevice, dice: random.Random, basket: Basket) -> Basket:
    """Now and then the buyer has a voucher. Raises Rejected where the device cannot take it."""
    if dice.random() > 0.12:
        return basket
    with device.store.read() as connection:
        catalogue = load_catalogue(connection, device.event)
    return with_voucher(catalogue, basket, VOUCHER) if catalogue else basket


def _pay(world: World, dice: random.Random, device: SimDevice, started: Started, method: str) -> None:
    assert device.checkout is not None
    if method == "cash":
        done, _ = device.checkout.pay_cash(started, started.amount_minor + dice.choice((0, 5, 100)))
    else:
        done = device.checkout.pay_card(started, device.card_terminal)
    device.check_alive()
    if isinstance(done, Completed):
        note_sale(world, device, done)
    else:
        world.mark(f"card {done.state}")


def note_sale(world: World, device: SimDevice, done: Completed) -> None:
    """The screen says sold, the tickets are in the buyer's hand."""
    world.oracle.note_sale(device.name, done.sale)
    world.mark("sold with a voucher" if any(t.discount_minor for t in done.sale.tickets) else "sold")


def print_waiting(world: World, dice: random.Random, device: SimDevice | None = None) -> None:
    """The printer prints what waits; of what may be on paper a person decides."""
    device = device or dice.choice(world.of_role(*SELLERS))
    assert device.desk is not None
    before = len(device.printer.papers)
    device.desk.work()
    device.check_alive()
    if len(device.printer.papers) > before:
        world.mark("printed")
    offered = device.rows("SELECT id FROM print_job WHERE state = 'offered'")
    if offered and dice.random() < 0.5:
        job = dice.choice(offered)[0]
        if any(paper.endswith(job) for paper in device.printer.papers):  # a person looks for it
            journal.settle_as_printed(device.store, device.author, device.clock, job, operator="cashier-1")
        else:
            try:
                journal.settle_as_copy(device.store, device.clock, job)
            except Rejected as refused:
                if refused.reason != "not_valid":  # none of its tickets is
                    raise
        device.check_alive()
        world.mark("paper looked for")


def settle(world: World, dice: random.Random, device: SimDevice | None = None) -> None:
    """Ask the terminal what became of open payments, as every start does."""
    device = device or dice.choice(world.of_role(*SELLERS))
    for done in device.settle():
        note_sale(world, device, done)


def take_stock(world: World, device: SimDevice) -> None:
    """After a restart the buyer gets what was sold but not shown: the paper comes out of the printer now."""
    known = {order for sales in world.oracle.sold.values() for order in sales}
    for order, body in device.rows("SELECT id, body FROM sale"):
        sold = msgspec.json.decode(body, type=SoldTickets)
        if order not in known and all(ticket.code for ticket in sold.tickets):  # without: a copy of the device has it
            world.oracle.note_sale(device.name, sold)
            world.mark("sold, shown after a restart")


def begin_shift(world: World, device: SimDevice) -> None:
    """Open a drawer."""
    open_shift(device.store, device.author, device.clock, operator="cashier-1", currency="EUR", float_minor=10_000)
    device.check_alive()
    world.mark("shift")


def shift(world: World, dice: random.Random, device: SimDevice | None = None) -> None:
    """Close the drawer, put cash in or take it out."""
    device = device or world.of_role(Role.TILL)[0]
    if not device.shift:
        begin_shift(world, device)
    elif dice.random() < 0.5:
        move_cash(device.store, device.author, device.clock, dice.choice((-500, 2_000)), "change")
        device.check_alive()
    else:
        state = load_shift_state(device.store)
        assert state is not None
        closed = close_shift(device.store, device.author, device.clock, state.expected_minor)
        device.check_alive()
        if closed.expected_minor != state.expected_minor:
            raise Violated("money", f"the Z report expects {closed.expected_minor}, the drawer {state.expected_minor}")


def refund(world: World, dice: random.Random, device: SimDevice | None = None) -> None:
    """Give money back for a sale of this drawer."""
    device = device or world.of_role(Role.TILL)[0]
    known = [order for order in world.oracle.sold.get(device.name, {}) if order not in world.oracle.refunded_minor]
    if not known:
        return
    order = dice.choice(known[-6:])
    try:
        amount = refund_sale(device.store, device.author, device.clock, order, reason="changed their mind")
    except Rejected as refused:
        if refused.reason not in ("needs_online", "already_refunded", "grace_over"):
            raise
        return
    device.check_alive()
    note_refund(world, order, amount)


def note_refund(world: World, order: str, amount_minor: int) -> None:
    """The money is in the buyer's hand."""
    world.oracle.refunded_minor[order] = world.oracle.refunded_minor.get(order, 0) + amount_minor
    for ticket in world.oracle.tickets.values():
        if order in (ticket.order, *ticket.also_sold):
            ticket.is_refunded = True
    world.mark("refunded")


def note_own_refunds(world: World, device: SimDevice) -> None:
    """After a restart: a refund that was recorded but not shown is found in the list of sales and paid out."""
    for order, amount in device.rows("SELECT id, total_minor FROM sale WHERE state = 'refunded'"):
        if order not in world.oracle.refunded_minor:
            note_refund(world, order, int(amount))


def recall(world: World, dice: random.Random, device: SimDevice | None = None) -> None:
    """Give a lease back, as the server's directive does."""
    device = device or dice.choice(world.of_role(*SELLERS))
    leases = device.rows("SELECT DISTINCT event, lease FROM unit WHERE state = 'free'")
    if leases:
        event, lease = dice.choice(sorted(leases))
        give_back(device.store, device.author, device.clock, event, lease)
        device.check_alive()
        world.mark("given back")
