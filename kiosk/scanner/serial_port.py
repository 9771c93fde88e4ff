"""What does the scanner on the serial port read?

The composition root starts one `SerialScanner` per configured port (a scanner's virtual COM port, for example).
Callbacks run in its thread and return quickly. A scan ends with CR, LF, or silence. A port that is missing or pulled is
reopened after 1, 2, 5, 5 … seconds until `stop`. Echoes and meaning are judged elsewhere, as for the camera.
"""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from kiosk.scanner.states import REOPEN_DELAYS_MS, SourceFault, SourceState, reopen_delay_ms

if TYPE_CHECKING:
    import serial

BAUD_DEFAULT: Final = 9_600
"""What scanners are delivered with; a virtual COM port over USB takes no notice."""
CHARS_MAX: Final = 8_192
"""More than any code holds. What comes beyond it is dropped, and the door refuses the rest by its length."""
_SILENCE_S: Final = 0.1
"""A scanner set to send no line end is done after this; also how soon `stop` is seen."""
_STOP_S: Final = 1.0
_ENDS: Final = b"\r\n"


class LineAssembler:
    """Cuts a stream of bytes into scans."""

    def __init__(self) -> None:
        self._pending = bytearray()

    def feed(self, chunk: bytes) -> list[str]:
        """Return the scans that `chunk` completes; an empty chunk is silence, and completes what is pending."""
        scans: list[str] = []
        for byte in chunk:
            if byte in _ENDS:
                scans += self._finish()
            elif len(self._pending) < CHARS_MAX:
                self._pending.append(byte)
        return scans if chunk else self._finish()

    def _finish(self) -> list[str]:
        raw = bytes(self._pending)
        self._pending.clear()
        if not raw:
            return []
        try:
            return [raw.decode("utf-8")]
        except UnicodeDecodeError:
            # Older scanners send Latin-1, in which every byte is a character: nothing is lost.
            return [raw.decode("latin-1")]


class SerialScanner:
    """One serial port, read in a thread of its own. Start it once; stop it from any thread."""

    def __init__(
        self,
        port: str,
        *,
        mono_ms: Callable[[], int],
        on_scan: Callable[[str, int], None],
        on_state: Callable[[SourceState, str], None],
        baud: int = BAUD_DEFAULT,
        reopen_ms: tuple[int, ...] = REOPEN_DELAYS_MS,
    ) -> None:
        self._port = port
        self._baud = baud
        self._mono_ms = mono_ms
        self._on_scan = on_scan
        self._on_state = on_state
        self._reopen_ms = reopen_ms
        self._stopped = threading.Event()
        self._told: tuple[SourceState, str] | None = None
        self._thread = threading.Thread(target=self._run, name="serial-scanner", daemon=True)

    def start(self) -> None:
        """Open the port and begin."""
        self._thread.start()

    def stop(self) -> None:
        """End within a second; no callback runs after this returns, unless called from a callback."""
        self._stopped.set()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(_STOP_S)

    def is_alive(self) -> bool:
        """Say whether the thread runs."""
        return self._thread.is_alive()

    def _run(self) -> None:
        import serial

        self._tell(SourceState.OPENING)
        attempt = 0
        while not self._stopped.is_set():
            try:
                port = serial.Serial(self._port, self._baud, timeout=_SILENCE_S, exclusive=True)
            except (serial.SerialException, ValueError):  # ValueError: settings that the driver refuses
                self._tell(SourceState.LOST, SourceFault.NOT_OPENED)
            else:
                attempt = 0
                self._tell(SourceState.RUNNING)
                with port:
                    self._follow(port)
            if self._stopped.wait(reopen_delay_ms(attempt, self._reopen_ms) / 1000):
                return
            attempt += 1

    def _follow(self, port: "serial.Serial") -> None:
        """Read until the port is lost or the scanner stopped."""
        from serial import SerialException

        lines = LineAssembler()
        while not self._stopped.is_set():
            try:
                chunk = port.read(max(1, port.in_waiting))
            except (SerialException, OSError):  # OSError: the device vanished between two calls
                self._tell(SourceState.LOST, SourceFault.READ_FAILED)
                return
            for text in lines.feed(chunk):
                self._on_scan(text, self._mono_ms())

    def _tell(self, state: SourceState, fault: str = "") -> None:
        if (state, fault) != self._told:
            self._told = (state, fault)
            self._on_state(state, fault)
