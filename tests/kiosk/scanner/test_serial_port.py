import os
import pty
import queue
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.scanner.serial_port import CHARS_MAX, LineAssembler, SerialScanner
from kiosk.scanner.states import SourceFault, SourceState
from tests.kiosk.scanner.pictures import OTHER, TICKET

WAIT_S = 5


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n"])
def test_line_ends_separate_scans(end: bytes) -> None:
    """A34"""
    assert LineAssembler().feed(b"one" + end + b"two" + end) == ["one", "two"]


def test_scan_that_arrives_in_pieces_is_one() -> None:
    lines = LineAssembler()
    assert lines.feed(b"T1AB") == []
    assert lines.feed(b"CD\r") == ["T1ABCD"]


def test_silence_ends_a_scan_without_line_end() -> None:
    lines = LineAssembler()
    lines.feed(b"T1AB")
    assert lines.feed(b"") == ["T1AB"]
    assert lines.feed(b"") == []


def test_bytes_that_are_not_utf8_are_read_as_latin1() -> None:
    assert LineAssembler().feed("Grüße\r".encode("latin-1")) == ["Grüße"]


def test_endless_line_is_cut() -> None:
    assert LineAssembler().feed(b"A" * (CHARS_MAX + 9) + b"\r") == ["A" * CHARS_MAX]


class Desk:
    """A scanner's port made of a pseudo terminal, and what the program was told."""

    def __init__(self) -> None:
        self.scans: queue.Queue[tuple[str, int]] = queue.Queue()
        self.states: queue.Queue[tuple[SourceState, str]] = queue.Queue()
        self.far_end, self._near_end = pty.openpty()
        self.port = os.ttyname(self._near_end)

    def build(self, port: str) -> SerialScanner:
        return SerialScanner(
            port,
            mono_ms=lambda: 4_711,
            on_scan=lambda text, at_ms: self.scans.put((text, at_ms)),
            on_state=lambda state, fault: self.states.put((state, fault)),
            reopen_ms=(10,),
        )

    def pull(self) -> None:
        for end in (self.far_end, self._near_end):
            try:
                os.close(end)
            except OSError:  # already pulled
                pass


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.pull()


def test_port_delivers_scans_with_their_time(desk: Desk) -> None:
    scanner = desk.build(desk.port)
    scanner.start()
    assert desk.states.get(timeout=WAIT_S) == (SourceState.OPENING, "")
    assert desk.states.get(timeout=WAIT_S) == (SourceState.RUNNING, "")
    os.write(desk.far_end, f"{TICKET}\r\n{OTHER}\r\n".encode())
    assert [desk.scans.get(timeout=WAIT_S) for _ in range(2)] == [(TICKET, 4_711), (OTHER, 4_711)]
    scanner.stop()
    assert not scanner.is_alive()


def test_pulled_scanner_is_lost_and_told_once(desk: Desk) -> None:
    scanner = desk.build(desk.port)
    scanner.start()
    assert [desk.states.get(timeout=WAIT_S)[0] for _ in range(2)] == [SourceState.OPENING, SourceState.RUNNING]
    desk.pull()
    assert desk.states.get(timeout=WAIT_S) == (SourceState.LOST, SourceFault.READ_FAILED)
    scanner.stop()


def test_missing_port_is_reopened_when_it_appears(desk: Desk, tmp_path: Path) -> None:
    port = tmp_path / "scanner"
    scanner = desk.build(str(port))
    scanner.start()
    assert desk.states.get(timeout=WAIT_S)[0] is SourceState.OPENING
    assert desk.states.get(timeout=WAIT_S) == (SourceState.LOST, SourceFault.NOT_OPENED)
    port.symlink_to(desk.port)
    assert desk.states.get(timeout=WAIT_S) == (SourceState.RUNNING, "")
    os.write(desk.far_end, f"{TICKET}\r".encode())
    assert desk.scans.get(timeout=WAIT_S)[0] == TICKET
    scanner.stop()
