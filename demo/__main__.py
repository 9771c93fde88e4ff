"""`python -m demo` (make demo): a venue on this machine to try Foyer with; `--reset` forgets what it stored.

Starts the server with an event tonight, pairs this machine and opens the window, where there is a display. Without
one it says so and takes the tour instead. A second one beside a running one says where that runs. Ctrl+C stops
everything that it started.
"""

import argparse
import os
import shutil
import signal
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
import structlog

from demo import seeding, tour
from demo.leftovers import stop_leftovers
from demo.locking import claim, read_address, write_address
from demo.office import Office
from demo.processes import ROOT, DidNotStart
from demo.props import ROLES, Props
from demo.seeding import CASHIER_PIN, STEWARD_PIN, SUPERVISOR_PIN, Evening
from demo.venue import LOGS, Cable, Venue, find_free_port
from kiosk.clock import Clock
from kiosk.core import wire
from kiosk.core.errors import FoyerError
from kiosk.running import Running
from kiosk.settings import Settings
from server.folder import hold_folder

if TYPE_CHECKING:
    from PySide6.QtCore import QTimer

FOLDER = ROOT / "build" / "demo"
PORT = 8420
MEMORY = "demo.json"


class Memory(msgspec.Struct, frozen=True):
    """What the demo knows from one day to the next: the server's port and its event."""

    port: int = PORT
    evening: Evening | None = None


def main(arguments: list[str] | None = None) -> int:
    """Run the demo; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m demo", description="Try Foyer on this machine.")
    parser.add_argument("--reset", action="store_true", help="forget what the demo stored")
    given = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with claim(FOLDER) as is_ours:
        if not is_ours:
            address = read_address(FOLDER) or "an address that it has not said yet"
            print(f"The demo is running already, at {address}")
            return 1 if given.reset else 0
        try:
            _stop_leftovers()
            return _reset() if given.reset else _run()
        except KeyboardInterrupt:
            print()
            return _say_farewell()
        except (DidNotStart, FoyerError) as error:
            print(f"The demo could not start: {error}", file=sys.stderr)
            return 1


def _stop_leftovers() -> None:
    """Stop what a demo that was killed has left running; nothing is done under a server that lives."""
    if stopped := stop_leftovers(FOLDER / LOGS):
        print(f"Stopped what an earlier demo had left running: {', '.join(stopped)}.", flush=True)
    server = FOLDER / "server"
    if server.exists():
        with hold_folder(server):
            pass  # nobody else has it


def _say_farewell() -> int:
    print("The demo has ended. What it stored stays in build/demo; `make demo-reset` forgets it.")
    return 0


def _reset() -> int:
    for path in FOLDER.iterdir():
        if path.name != "lock":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    print("The demo has forgotten everything.")
    return 0


def _run() -> int:
    if not has_display():
        print("There is no display here, so the demo drives itself: this is the tour.", flush=True)
        return tour.main([])
    venue = Venue(FOLDER)
    try:
        code = _open_venue(venue)
    finally:
        venue.stop()
    return code or _say_farewell()


def has_display() -> bool:
    """Say whether a window would be seen here."""
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _open_venue(venue: Venue) -> int:
    memory = _load_memory()
    venue.port = find_free_port(memory.port)
    venue.found_organizer()
    venue.start_server(venue.port)
    write_address(FOLDER, venue.url)
    office = venue.open_office()
    evening = _find_evening(office, memory.evening)
    office.event = evening.number
    cable = venue.add_cable("window-1")
    _save_memory(Memory(venue.port, evening))
    print(f"The server is at {venue.url}; tonight: {evening.name}.")
    print(f"PINs: {SUPERVISOR_PIN} supervisor, {CASHIER_PIN} cashier, {STEWARD_PIN} steward. Ctrl+C ends everything.")
    return _show_window(venue, office, cable)


def _find_evening(office: Office, known: Evening | None) -> Evening:
    """Return tonight's event: the one of before while it is tonight's, else a fresh one for every device."""
    now_ms = Clock().moment().now_ms
    if known is not None and known.is_fresh(now_ms):
        return known
    if known is None:
        print(f"Preparing tonight's event with {seeding.TICKETS} guests …", flush=True)
        seeding.hire_staff(office)
    else:
        print("The event of before is over; here is a fresh one for tonight …", flush=True)
    evening = seeding.found_evening(office, now_ms)
    seeding.sell_advance_tickets(office)
    for device in office.list_devices():
        office.assign(device, [evening.number])
    return evening


def _show_window(venue: Venue, office: Office, cable: Cable) -> int:
    """Show the first window in this process until it is closed."""
    from demo.panel import Panel
    from kiosk.ui.bridge import Lane, MainThread
    from kiosk.ui.program import build_application, build_window, show_until_closed
    from kiosk.ui.theme import Ground

    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    application = build_application(sys.argv[:1])
    terminal = venue.add_terminal()
    settings = Settings(
        data_dir=str(FOLDER / "window-1"), keyring=False, windowed=True, name="Window 1", camera="none",
        terminal=f"127.0.0.1:{terminal.port}",
    )  # fmt: skip
    running = Running(settings)
    if running.identity is None:
        pairing = wire.parse_pairing(office.invite("Window 1", ROLES)["pairing"])
        running.pair(msgspec.structs.replace(pairing, url=cable.url), "Window 1", SUPERVISOR_PIN)
    running.readdress(cable.url)  # the port of before may belong to somebody else today
    props = Props(venue, office, running, cable, terminal)
    lane = Lane(MainThread(), "props")
    window = build_window(running, demo_panel=lambda: Panel(window.theme_for(Ground.LIGHT), props, lane))
    heartbeat = _hear_signals(window.quit)
    try:
        return show_until_closed(application, window)
    finally:
        heartbeat.stop()
        lane.close()
        running.close()


def _hear_signals(stop: Callable[[], object]) -> "QTimer":
    """Qt's loop runs no Python by itself: wake it now and then, so that Ctrl+C is heard; then close the window."""
    from PySide6.QtCore import QTimer

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop())
    timer = QTimer()
    timer.timeout.connect(lambda: None)
    timer.start(200)
    return timer


def _load_memory() -> Memory:
    file = FOLDER / MEMORY
    return msgspec.json.decode(file.read_bytes(), type=Memory) if file.exists() else Memory()


def _save_memory(memory: Memory) -> None:
    (FOLDER / MEMORY).write_bytes(msgspec.json.encode(memory))


if __name__ == "__main__":
    sys.exit(main())
