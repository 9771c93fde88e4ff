"""A device on a disk that is full: says so, loses nothing, and goes on when there is room again."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.core.admission import Ask
from kiosk.core.errors import StorageFull
from kiosk.core.facts import Fact
from kiosk.core.permissions import Role
from kiosk.core.reasons import Reason
from kiosk.store.sealed import Sealer
from kiosk.store.tail import PURPOSE, read_tail
from kiosk.ui.door import DoorScreen
from kiosk.ui.views.common import BadgeTone
from kiosk.ui.views.kiosk import ClosedView
from kiosk.ui.window import Window
from tests.kiosk.ui.flows.conftest import OpenWindow, Venue
from tests.kiosk.ui.flows.test_flows import _facts, at_tickets, buy, kinds, text

pytestmark = [
    pytest.mark.ui,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk"),
]
SIZE = "6m"
FILLING = 60
CANNOT_RECORD = Ask(Reason.CANNOT_RECORD)


class Disk:
    """A small disk that a test fills and frees."""

    def __init__(self, path: Path) -> None:
        self._filler = path / "filler"

    def fill(self) -> None:
        """Leave not one byte."""
        with open(self._filler, "ab", buffering=0) as out:
            for size in (65_536, 1):
                try:
                    while out.write(b"x" * size) == size:
                        pass
                except OSError:
                    continue

    def free(self) -> None:
        """Make room again."""
        self._filler.unlink()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """The device's data directory on a disk of its own. Before `venue`, which fills it."""
    place = tmp_path / "device"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)], check=True)
    yield Disk(place)
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def shown(screen: DoorScreen) -> tuple[str, ...]:
    """Return every word of the verdict on show."""
    view = screen.verdict.view
    return (view.word, view.holder, *view.lines) if view is not None else ()


def in_tail(window: Window) -> list[Fact]:
    running = window.running
    sealer = Sealer(running.store.key.raw, PURPOSE, running.clock.random_bytes)
    facts, unread = read_tail(running.settings.data_path / "tail.bin", sealer)
    assert unread == 0
    return facts


@pytest.mark.parametrize(("language", "sentence"), [("en", "cannot record"), ("de", "nichts speichern")])
def test_a_door_admits_nobody_whom_it_could_not_record(
    disk: Disk, venue: Venue, open_window: OpenWindow, qtbot: QtBot, language: str, sentence: str
) -> None:
    window = open_window(Role.GATE, language=language)
    flow, screen = window.door_flow, window.screen_on_show
    assert flow is not None
    assert isinstance(screen, DoorScreen)
    disk.fill()
    for number in range(FILLING):  # the journal has pages left over from before
        flow.on_number(f"no ticket {number}")
    qtbot.waitUntil(lambda: flow.seen is not None and flow.seen.verdict == CANNOT_RECORD, timeout=30_000)
    assert sentence in " ".join(shown(screen))
    flow.on_number(text())
    judged: list[bool] = []
    window.door_lane.run(lambda: True, judged.append, window.on_failure)
    qtbot.waitUntil(lambda: bool(judged), timeout=15_000)
    assert "admitted" not in kinds(window)
    qtbot.waitUntil(lambda: screen._badge_view.tone is BadgeTone.FAULT, timeout=15_000)
    disk.free()
    flow.on_number(text())
    qtbot.waitUntil(lambda: kinds(window)[-1:] == ["admitted"], timeout=15_000)
    assert screen.verdict.view is not None


def test_a_kiosk_charges_nobody_whom_it_could_not_serve_and_sells_again_when_there_is_room(
    disk: Disk, venue: Venue, open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(Role.KIOSK)
    flow = window.kiosk_flow
    assert flow is not None
    screen = at_tickets(window, qtbot)
    disk.fill()
    screen.quantity_changed.emit(1, 0, 1)
    screen.tickets_confirmed.emit()
    screen.details_given.emit("", "")
    qtbot.waitUntil(lambda: flow.step == "closed", timeout=15_000)
    view = screen._view
    assert isinstance(view, ClosedView)
    assert view.code == "storage_full"
    assert venue.terminal.ledger.entries == {}
    disk.free()
    screen.start_again.emit()
    qtbot.waitUntil(lambda: flow.step == "attract", timeout=15_000)
    buy(window, qtbot, 1)
    qtbot.waitUntil(lambda: flow.step == "done", timeout=15_000)
    assert kinds(window).count("sold") == 1


def test_a_tail_that_found_no_room_is_whole_again_when_there_is_some(
    disk: Disk, venue: Venue, open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window(Role.GATE)
    flow = window.door_flow
    assert flow is not None
    store = window.running.store
    flow.on_number(text())
    qtbot.waitUntil(lambda: kinds(window) == ["admitted"], timeout=15_000)
    disk.fill()
    fact = _facts(window)[0]
    tail = store._tail
    assert tail is not None
    with pytest.raises(OSError, match="space"):
        store.write(lambda _: tail.append([fact] * 40)).result()  # more than the last page of the file still takes
    with pytest.raises(StorageFull):
        store.write(lambda c: c.exec_driver_sql("CREATE TABLE more AS SELECT randomblob(100000)")).result()
    disk.free()
    flow.on_number("no ticket")
    qtbot.waitUntil(lambda: kinds(window) == ["admitted", "denied"], timeout=15_000)
    qtbot.waitUntil(lambda: {f.kind for f in in_tail(window)} == {"admitted", "denied"}, timeout=15_000)
