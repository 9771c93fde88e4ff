"""One device of the demo or the tour as a process of its own: the real window on a real store, told what to do.

`python -m demo.device --data DIR --role gate …` shows the program's own window (offscreen, where QT_QPA_PLATFORM says
so) and answers a control line: a person's hands (`demo.hands`) and a look into its store (`demo.insight`). It can
be told to stop dead at a named point, where the tour then kills it. None of that is in the program itself.
"""

import argparse
import json
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import structlog

from demo import insight
from demo.hands import Hands
from demo.lines import Listener
from demo.seeding import SUPERVISOR_PIN
from kiosk.core import wire
from kiosk.running import Running
from kiosk.sales.terminal import CardTerminal, Charge
from kiosk.settings import Settings
from kiosk.ui.bridge import MainThread
from kiosk.ui.fonts import load_fallback_fonts
from kiosk.ui.program import build_application, build_window

WAIT_S = 20.0
POLL_S = 0.05
FOREVER_S = 600.0


@dataclass(slots=True)
class Stage:
    """Where the process is to stop dead; "" = nowhere."""

    point: str = ""
    reached: threading.Event = field(default_factory=threading.Event)

    def pass_by(self, point: str) -> None:
        """Go on, or hang here until somebody kills the process."""
        if point == self.point:
            self.reached.set()
            threading.Event().wait(FOREVER_S)


@dataclass(frozen=True, slots=True)
class StagedTerminal(CardTerminal):
    """The card terminal's client; after an approval the process may stop dead, before the sale is written."""

    stage: Stage = field(default_factory=Stage)

    def charge(self, key: str, amount_minor: int, currency: str) -> Charge:
        """Charge a card."""
        charge = CardTerminal.charge(self, key, amount_minor, currency)
        self.stage.pass_by("before_sale")
        return charge


class StagedRunning(Running):
    """A device whose card terminal can be made to stop the process."""

    stage: Stage

    @property
    def terminal(self) -> CardTerminal | None:
        """The card terminal, where one is set."""
        plain = super().terminal
        return StagedTerminal(plain.host, plain.port, self.stage) if plain else None


class Answerer:
    """Answers the control line. Runs on its threads; what touches widgets is carried to Qt's."""

    def __init__(self, running: StagedRunning, hands: Hands, main: MainThread) -> None:
        """Listen for one device."""
        self._running = running
        self._hands = hands
        self._main = main
        self._acts: dict[str, Callable[..., Any]] = {
            "press": self._press,
            "pin": self._pin,
            "staff_menu": lambda: self._on_main(hands.call_staff_menu),
            "go_away": lambda: self._on_main(hands.go_away),
            "write": lambda field, text: self._on_main(lambda: hands.write(field, text)),
            "shows": lambda name: self._on_main(lambda: hands.shows(name)),
            "look": lambda: self._on_main(hands.look),
            "grab": lambda file, size, with_preview: self._on_main(
                lambda: hands.grab(Path(file), tuple(size), with_preview=with_preview)
            ),
            "aim": lambda source: self._on_main(lambda: hands.aim(source)),
            "film_over": lambda: self._on_main(hands.is_film_over),
            "watch_paint": lambda: self._on_main(hands.watch_paint),
            "painted": lambda: self._on_main(hands.list_painted_ms),
            "stop_at": lambda point: setattr(running.stage, "point", point),
            "reached": running.stage.reached.wait,
            "state": lambda: insight.describe_state(running, running.event),
            "sync": lambda: insight.sync(running),
            "reach": lambda: insight.reach(running),
            "free": lambda: insight.count_free(running, running.event),
            "on_sale": lambda: insight.count_events_on_sale(running),
            "sold": lambda: insight.list_sold(running),
            "jobs": lambda: insight.list_jobs(running),
            "intents": lambda: insight.list_intents(running),
            "scans": lambda: insight.list_scans(running),
            "tickets": lambda: insight.list_tickets(running, running.event),
            "incidents": lambda: insight.list_open_incidents(running, running.event),
            "try_sell": lambda type_: insight.try_to_sell(running, type_),
            "facts": lambda: insight.list_facts(running),
        }

    def answer(self, message: dict[str, Any]) -> Any:
        """Do what a line says, {"do": word, …}, and return the value of its answer."""
        asked = dict(message)
        return self._acts[asked.pop("do")](**asked)

    def _press(self, name: str) -> None:
        self._when(lambda: self._hands.shows(name), lambda: self._hands.press(name))

    def _pin(self, pin: str) -> None:
        self._when(lambda: self._hands.shows(pin[0]), lambda: self._hands.type_pin(pin))

    def _when(self, is_so: Callable[[], bool], work: Callable[[], Any]) -> Any:
        """Do `work` on Qt's thread as soon as the window is ready for it; its own error says what it showed."""
        pause = threading.Event()
        for _ in range(int(WAIT_S / POLL_S)):
            if self._on_main(is_so):
                break
            pause.wait(POLL_S)
        return self._on_main(work)

    def _on_main(self, work: Callable[[], Any]) -> Any:
        done: Future[Any] = Future()

        def call() -> None:
            try:
                done.set_result(work())
            except Exception as error:  # noqa: BLE001 (handed to the thread that waits)
                done.set_exception(error)

        self._main.post(call)
        return done.result(WAIT_S)


def main() -> int:
    """Run until the window is closed or the process is ended."""
    given = _build_parser().parse_args()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    application = build_application(sys.argv[:1])
    running = StagedRunning(_settings(given))
    running.stage = Stage()
    if running.identity is None and given.pairing:
        running.pair(wire.parse_pairing(given.pairing), given.name, SUPERVISOR_PIN)
    if given.server:
        running.readdress(given.server)
    window = build_window(running)
    window.resize(given.width, given.height)
    room = application.primaryScreen().availableGeometry()
    window.move(room.left(), max(room.top(), room.bottom() + 1 - given.height))  # the panel of another stays seen
    window.show()
    window.closed.connect(application.quit)
    window.start()
    load_fallback_fonts()
    control = Listener(Answerer(running, Hands(window), MainThread()).answer)
    control.start()
    signal.signal(signal.SIGTERM, lambda *_: window.quit())
    heartbeat = _listen_for_signals()
    print(json.dumps({"control": control.port}), flush=True)
    code = application.exec()
    heartbeat.stop()
    control.stop()
    running.close()
    return code


def _listen_for_signals() -> Any:
    """Python hears signals only between its own instructions: give Qt's loop some."""
    from PySide6.QtCore import QTimer

    timer = QTimer()
    timer.timeout.connect(lambda: None)
    timer.start(200)
    return timer


def _settings(given: argparse.Namespace) -> Settings:
    plain = Settings(data_dir=str(given.data), keyring=False, windowed=True, mute=True, name=given.name)
    chosen = {
        name: value
        for name in ("role", "printer", "terminal", "camera", "gate", "language")
        if (value := getattr(given, name)) is not None
    }
    return msgspec.structs.replace(plain, **chosen)


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m demo.device", description="One device of the demo.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--name", default="Window")
    parser.add_argument("--pairing", default="", help="the text of a pairing code, for a device that has no place yet")
    parser.add_argument("--server", default="", help="where its server is today, for a device that was paired before")
    parser.add_argument("--width", type=int, default=1920)
    parser.add_argument("--height", type=int, default=1080)
    for name in ("role", "printer", "terminal", "camera", "language"):
        parser.add_argument(f"--{name}")
    parser.add_argument("--gate", type=int)
    return parser


if __name__ == "__main__":
    sys.exit(main())
