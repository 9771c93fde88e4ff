"""A printer, a camera or a code that is not as it should be: what is said on screen, in both languages."""

import socket
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from demo.fakes.clip import draw_code, render_clip
from kiosk.core.permissions import Role
from kiosk.scanner.grabber import Playback
from kiosk.store import schema
from kiosk.ui.door import DoorScreen
from kiosk.ui.kiosk import KioskScreen
from kiosk.ui.views.door import CameraState
from kiosk.ui.views.kiosk import AttractView, ClosedView, DoneView
from tests.kiosk.device import open_device
from tests.kiosk.ui.flows.conftest import OpenWindow, Venue
from tests.kiosk.ui.flows.test_flows import buy, kinds, text

pytestmark = pytest.mark.ui
LANGUAGES = pytest.mark.parametrize("language", ["en", "de"])


def a_closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


NOT_READY = ("The printer is not ready", "Der Drucker ist nicht bereit")
FAULTS = {
    "refused": (
        "The printer is not ready",
        "Der Drucker ist nicht bereit",
        "Printer not found",
        "Drucker nicht gefunden",
    ),
    "mute": (*NOT_READY, "Printer not found", "Drucker nicht gefunden"),
    "paper_out": ("Out of paper", "Kein Papier", "Out of paper", "Kein Papier"),
    "cover_open": (*NOT_READY, "Printer cover open", "Drucker ist offen"),
}
"""For each fault what the buyer reads and what staff read, in English and German."""


@LANGUAGES
@pytest.mark.parametrize("fault", FAULTS)
def test_a_kiosk_whose_printer_cannot_print_says_so_before_it_takes_money(
    venue: Venue, open_window: OpenWindow, qtbot: QtBot, fault: str, language: str
) -> None:
    settings = {"printer": f"tcp://127.0.0.1:{a_closed_port()}"} if fault == "refused" else {}
    if fault != "refused":
        setattr(venue.printer, fault, True)
    window = open_window(Role.KIOSK, language=language, **settings)
    flow, desk = window.kiosk_flow, window.running.desk
    assert flow is not None
    assert desk is not None
    qtbot.waitUntil(lambda: not desk.state.can_print, timeout=15_000)
    buy(window, qtbot)
    qtbot.waitUntil(lambda: flow.step == "closed", timeout=15_000)
    view = flow._screen._view
    at = ["en", "de"].index(language)
    assert isinstance(view, ClosedView)
    assert (view.title, view.code) == (FAULTS[fault][at], FAULTS[fault][2 + at])
    assert venue.terminal.ledger.entries == {}


CUT = {"en": "The printer did not say that it was done.", "de": "Der Drucker hat nicht gemeldet, dass er fertig ist."}


@LANGUAGES
def test_a_print_that_was_cut_off_loses_no_ticket(
    venue: Venue, open_window: OpenWindow, qtbot: QtBot, language: str
) -> None:
    window = open_window(Role.KIOSK, language=language)
    desk, flow = window.running.desk, window.kiosk_flow
    assert desk is not None
    assert flow is not None
    qtbot.waitUntil(lambda: desk.state.can_print, timeout=15_000)
    venue.printer.cut_after_bytes = 100
    buy(window, qtbot, 1)
    qtbot.waitUntil(lambda: flow.step == "done", timeout=15_000)
    view = flow._screen._view
    assert isinstance(view, DoneView)
    assert CUT[language] in view.note
    assert view.on_screen
    assert kinds(window).count("sold") == 1


NO_CAMERA = {
    "97": ("Camera not found.", "Kamera nicht gefunden."),
    "rtsp://[::1": ("The camera's address cannot be read.", "Die Adresse der Kamera ist nicht lesbar."),
    "no/such/clip.avi": ("clip.avi is not there", "clip.avi fehlt"),
    "http://door:secret@127.0.0.1:9/video": (
        "The camera at 127.0.0.1",
        "Die Kamera 127.0.0.1 antwortet",
    ),
}


@LANGUAGES
@pytest.mark.parametrize("camera", NO_CAMERA)
def test_a_camera_that_is_not_there_is_said_and_the_door_goes_on(
    open_window: OpenWindow, qtbot: QtBot, camera: str, language: str
) -> None:
    window = open_window(Role.GATE, camera=camera, language=language)
    screen, flow = window.screen_on_show, window.door_flow
    assert isinstance(screen, DoorScreen)
    assert flow is not None
    qtbot.waitUntil(lambda: screen._view.camera is CameraState.LOST, timeout=15_000)
    assert NO_CAMERA[camera][["en", "de"].index(language)] in screen._view.camera_note
    assert "secret" not in screen._view.camera_note
    flow.on_scanned(text())
    qtbot.waitUntil(lambda: kinds(window) == ["admitted"])


@LANGUAGES
def test_a_clip_that_ended_is_said(open_window: OpenWindow, qtbot: QtBot, language: str, tmp_path: Path) -> None:
    clip = render_clip(tmp_path / "door.avi", [draw_code(text())], size=(640, 360), seed=4)
    window = open_window(Role.GATE, camera=str(clip.path), language=language)
    screen, flow = window.screen_on_show, window.door_flow
    assert isinstance(screen, DoorScreen)
    assert flow is not None
    flow.stop()
    flow.start(Playback(paced=False))  # the clock of the tests stands still, and a film is played by it
    qtbot.waitUntil(lambda: screen._view.camera is CameraState.ENDED, timeout=15_000)
    assert screen._view.camera_note == {"en": "The clip is over.", "de": "Der Film ist zu Ende."}[language]
    qtbot.waitUntil(lambda: kinds(window) == ["admitted"])


SCANS = {
    "garbage": "http://example.invalid/?q=💥",
    "truncated": text()[:90],
    "over-long": text() + "A" * 4_000,
    "control characters": "\x00\x1d\r\n",
}


@LANGUAGES
@pytest.mark.parametrize("scan", SCANS)
def test_what_is_no_ticket_is_refused_in_words(open_window: OpenWindow, qtbot: QtBot, scan: str, language: str) -> None:
    window = open_window(Role.GATE, language=language)
    screen, flow = window.screen_on_show, window.door_flow
    assert isinstance(screen, DoorScreen)
    assert flow is not None
    flow.on_scanned(SCANS[scan])
    qtbot.waitUntil(lambda: screen.verdict.view is not None, timeout=5_000)
    view = screen.verdict.view
    assert view is not None
    words = {
        "en": ("DO NOT ADMIT", "This is not a ticket · ask for the ticket"),
        "de": ("KEIN EINLASS", "Das ist kein Ticket · nach dem Ticket fragen"),
    }
    assert (view.word, *view.lines) == words[language]
    assert kinds(window) == ["denied"]


SHAPES = {"lower case": text().lower(), "a scanner's prefix": "]Q1" + text(), "a line's end": text() + "\r\n"}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_ticket_is_a_ticket_however_the_scanner_writes_it(open_window: OpenWindow, qtbot: QtBot, shape: str) -> None:
    window = open_window(Role.GATE)
    flow = window.door_flow
    assert flow is not None
    flow.on_scanned(SHAPES[shape])
    qtbot.waitUntil(lambda: kinds(window) == ["admitted"])


@LANGUAGES
def test_a_kiosk_without_its_server_that_has_nothing_left_does_not_call_the_event_sold_out(
    venue: Venue, open_window: OpenWindow, qtbot: QtBot, language: str
) -> None:
    """G01"""
    device = open_device(venue.path)
    device.store.write(lambda c: c.execute(schema.unit.delete())).result()
    device.close()
    window = open_window(Role.KIOSK, language=language)
    screen = window.screen_on_show
    assert isinstance(screen, KioskScreen)
    note = {
        "en": "None left here right now. Please ask our staff.",
        "de": "Hier gibt es gerade keine mehr. Bitte fragen Sie unser Personal.",
    }[language]
    qtbot.waitUntil(lambda: isinstance(screen._view, AttractView) and screen._view.note == note)
