"""After a damaged database, what this device did still holds: salvaged facts take effect again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.core.admission import Admit, Verdict
from kiosk.core.errors import Rejected
from kiosk.core.permissions import Role
from kiosk.core.reasons import Reason
from kiosk.core.ticket_code import TicketCode, sign
from kiosk.sales.checkout import Checkout
from kiosk.sales.refund import refund_sale
from kiosk.sales.shift import close_shift, load_shift_state, open_shift
from kiosk.store import sales, stock
from kiosk.store.recovered import settle_lease
from tests.kiosk.core import make
from tests.kiosk.device import Device, FixedClock, catalogue, open_device
from tests.kiosk.sales.test_checkout import free_units, lease, sell, stocked

CODE = sign(TicketCode(1, make.EVENT, make.LEASE, 7, 1, 0), make.KEY)
Damage = Callable[[Device], Device]


def ruin(file: Path) -> None:
    raw = bytearray(file.read_bytes())
    raw[:4096] = bytes(4096)
    file.write_bytes(raw)


@pytest.fixture
def damage() -> Iterator[Damage]:
    """Lose the database of a device, open it again and let it pull its event."""
    opened: list[Device] = []

    def lose(device: Device) -> Device:
        device.close()
        ruin(device.folder.path / "store.db")
        again = open_device(device.folder.path, clock=FixedClock(start=9_000))
        again.fill(*catalogue())
        opened.append(again)
        return again

    yield lose
    for device in opened:
        device.close()


@pytest.fixture
def till(tmp_path: Path) -> Device:
    return stocked(open_device(tmp_path / "till"))


def desk(device: Device) -> Checkout:
    return Checkout(device.store, device.author, device.clock)


def begin_shift(device: Device) -> str:
    return open_shift(device.store, device.author, device.clock, operator="", currency="EUR", float_minor=5_000)


def scan(device: Device, code: str) -> Verdict:
    return device.door().scan(code).verdict


def test_an_admitted_ticket_is_not_admitted_again(till: Device, damage: Damage) -> None:
    """F05: also one that this device knows by its signature only."""
    assert scan(till, CODE).reason is Reason.OK_UNSYNCED
    assert scan(damage(till), CODE).reason is Reason.ALREADY_USED


def test_an_undone_passage_stays_undone(till: Device, damage: Damage) -> None:
    """F05"""
    door = till.door()
    door.undo(door.scan(CODE).fact)
    assert isinstance(scan(damage(till), CODE), Admit)


def test_an_admission_that_was_rehearsed_does_not_count_later(till: Device, damage: Damage) -> None:
    """F05: the event goes live after its rehearsal."""
    test_code = sign(TicketCode(1, make.EVENT, make.LEASE, 7, 1, 0, test=True), make.KEY)
    till.fill(("event", "", make.event(test=True)))
    assert isinstance(scan(till, test_code), Admit)
    assert isinstance(scan(damage(till), CODE), Admit)


def test_an_open_shift_is_open_with_what_should_be_in_the_drawer(till: Device, damage: Damage) -> None:
    """F05, G19"""
    sell(desk(till), 2, channel=Role.TILL, shift=begin_shift(till))
    again = damage(till)
    state = load_shift_state(again.store)
    assert state is not None
    assert state.expected_minor == 5_000 + 4_800
    report = close_shift(again.store, again.author, again.clock, 9_800)
    assert (report.expected_minor, report.is_open) == (9_800, False)


def test_a_refunded_sale_is_not_paid_out_again_and_its_ticket_stays_out(till: Device, damage: Damage) -> None:
    """F05, G16"""
    done = sell(desk(till), 1, channel=Role.TILL, shift=begin_shift(till))
    refund_sale(till.store, till.author, till.clock, done.sale.order, reason="ill")
    again = damage(till)
    assert scan(again, done.sale.tickets[0].code).reason is Reason.REFUNDED
    with pytest.raises(Rejected) as refusal:
        refund_sale(again.store, again.author, again.clock, done.sale.order, reason="ill")
    assert refusal.value.reason == "already_refunded"


def test_a_sale_is_listed_and_refunded_once(till: Device, damage: Damage) -> None:
    """F05"""
    done = sell(desk(till), 1, channel=Role.TILL, shift=begin_shift(till))
    again = damage(till)
    with again.store.read() as connection:
        assert [sale.id for sale in sales.list_sales(connection)] == [done.sale.order]
    assert refund_sale(again.store, again.author, again.clock, done.sale.order, reason="ill") == 2_400


def test_a_lease_that_comes_a_second_time_does_not_sell_its_sold_units(till: Device, damage: Damage) -> None:
    """F05"""
    sell(desk(till), 3)
    again = damage(till)
    again.store.write(lambda c: stock.save_lease(c, lease())).result()
    again.store.write(lambda c: settle_lease(c, make.EVENT, make.LEASE)).result()
    assert free_units(again) == 7


def test_facts_are_salvaged_from_the_second_medium(tmp_path: Path) -> None:
    """F05: where there is one, the tail lies there and nowhere else."""
    device = open_device(tmp_path / "d", tail_folder=tmp_path / "stick")
    device.fill(*catalogue())
    made = device.door().scan(CODE).fact
    device.close()
    assert [file.name for file in (tmp_path / "stick").iterdir()] == ["tail.bin"]
    assert not (tmp_path / "d" / "tail.bin").exists()
    ruin(tmp_path / "d" / "store.db")
    again = open_device(tmp_path / "d", clock=FixedClock(start=9_000), tail_folder=tmp_path / "stick")
    assert [fact.id for fact in again.pending()] == [made]
    again.close()
