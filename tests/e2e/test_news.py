"""What happens at one device is on the others by itself, long before they would look."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from demo.fakes.relay import Mode
from kiosk.core.permissions import Role
from kiosk.sync import worker
from tests.e2e.venue import Unit, Venue

NEVER_MS = 600_000


@pytest.fixture
def venue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Venue]:
    """A venue whose devices never look by themselves."""
    monkeypatch.setattr(worker, "IDLE_MS", NEVER_MS)
    monkeypatch.setattr(worker, "LISTENING_IDLE_MS", NEVER_MS)
    made = Venue(tmp_path)
    yield made
    made.close()


def wait_until(unit: Unit, is_so: Callable[[], bool]) -> None:
    """Look again whenever the synchroniser of a device has changed something."""
    changed = threading.Event()
    sync = unit.running.sync
    sync._on_change = changed.set
    for _ in range(50):
        if is_so():
            return
        assert changed.wait(20), "no news came"
        changed.clear()
    raise AssertionError("it did not become so")


def test_an_admission_at_one_gate_is_known_at_the_other(venue: Venue) -> None:
    gate_a, gate_b = venue.gate(1), venue.gate(2)
    ticket = venue.sell_online()["tickets"][0]
    wait_until(gate_a, lambda: gate_a.tickets() == 1)
    gate_a.scan(ticket["code"])
    wait_until(gate_b, lambda: bool(gate_b.uses(ticket["subject"])))
    assert gate_a.pending() == 0


def test_a_refund_reaches_a_gate_that_waits(venue: Venue) -> None:
    gate = venue.gate(1)
    order = venue.sell_online()
    venue.refund(order["order"])
    wait_until(gate, lambda: gate.stop_of(order["tickets"][0]["subject"]) != "")


def test_a_line_that_breaks_is_noticed_and_the_device_hears_again_when_it_is_back(
    venue: Venue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "BACKOFF_MS", (20,))
    gate = venue.gate(1)
    lost, back = threading.Event(), threading.Event()
    gate.running.sync._on_state = lambda state: (back if state.is_online else lost).set()
    gate.cut()
    assert lost.wait(20)
    back.clear()
    venue.sell_online()
    gate.relay.set_mode(Mode.OPEN)
    assert back.wait(20)
    wait_until(gate, lambda: gate.tickets() == 1)


def test_a_till_delivers_a_sale_without_being_asked(venue: Venue) -> None:
    till = venue.device(Role.KIOSK, name="Kiosk")
    gate = venue.gate(1)
    sold = till.sell((1, 1))
    wait_until(gate, lambda: gate.tickets() == len(sold.tickets))
