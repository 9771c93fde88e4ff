"""What does the camera see, now and for as long as the door is open?

The composition root starts one `Camera` per gate or pairing screen; `kiosk.ui.bridge` turns its callbacks into signals.
A source is a string: an index, a device, an HTTP or RTSP address, or a film, so that a clip is a camera. The camera
thread decodes each newest frame and watches over the `kiosk.scanner.grabber` that reads them: a source that is lost, or
silent for two seconds, is reopened after 1, 2, 5, 5 … seconds until `stop`. No Qt here, and no judgement: whether a
code was just seen is `kiosk.scanner.echo`'s question, whether it admits is the door's.

Callbacks run in the camera thread and return quickly. OpenCV is imported by the threads, not by importing this module.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kiosk.scanner.detection import Detection
from kiosk.scanner.grabber import OPEN_TIMEOUT_MS, PLAY_ONCE, Ended, Grabbed, Grabber, Playback, Source
from kiosk.scanner.states import REOPEN_DELAYS_MS, SourceFault, SourceState, reopen_delay_ms

if TYPE_CHECKING:
    from kiosk.scanner.decoder import Picture, QrDecoder

WATCHDOG_MS: Final = 2_000
PREVIEW_WIDTH_PX: Final = 640
GRABBERS_MAX: Final = 3
"""Grabbers that may hang in a dead driver at once. With that many, no further one is started until one returns."""
_STOP_S: Final = 1.0

OnHits = Callable[[Sequence[Detection], int], None]
"""The codes in a frame (never none) and when the frame came, by the monotonic clock."""
OnPreview = Callable[["Preview"], None]
OnState = Callable[[SourceState, str], None]
"""The new state and, for LOST, the word of a SourceFault; "" otherwise."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A frame for the screen: red-green-blue, contiguous, at most the asked width."""

    rgb: "Picture"
    scale: float
    """Multiply corners of the frame's detections by this to draw them here."""


@dataclass(frozen=True, slots=True)
class CameraTimes:
    """How patient the camera is."""

    watchdog_ms: int = WATCHDOG_MS
    open_ms: int = OPEN_TIMEOUT_MS
    """Until the first frame: some cameras need seconds to wake."""
    reopen_ms: tuple[int, ...] = REOPEN_DELAYS_MS


PATIENT: Final = CameraTimes()


class Camera:
    """One source of frames, decoded in a thread of its own. Start it once; stop it from any thread."""

    def __init__(
        self,
        source: str,
        *,
        mono_ms: Callable[[], int],
        on_hits: OnHits,
        on_preview: OnPreview,
        on_state: OnState,
        playback: Playback = PLAY_ONCE,
        times: CameraTimes = PATIENT,
        preview_width_px: int = PREVIEW_WIDTH_PX,
    ) -> None:
        self._source_text = source
        self._mono_ms = mono_ms
        self._on_hits = on_hits
        self._on_preview = on_preview
        self._on_state = on_state
        self._playback = playback
        self._times = times
        self._preview_width_px = preview_width_px
        self._preview_free = threading.Event()
        self._preview_free.set()
        self._stopped = threading.Event()
        self._guard = threading.Lock()
        self._grabbers: list[Grabber] = []
        self._state: SourceState | None = None
        self._fault = ""
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)

    def start(self) -> None:
        """Open the source and begin."""
        self._thread.start()

    def stop(self) -> None:
        """End within a second: no callback runs after this returns, unless called from a callback."""
        self._stopped.set()
        with self._guard:
            for grabber in self._grabbers:
                grabber.stop()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(_STOP_S)

    def is_alive(self) -> bool:
        """Say whether the camera thread runs; it ends by `stop` and at the end of a film."""
        return self._thread.is_alive()

    def accept_preview(self) -> None:
        """Allow the next `on_preview`. At most one is pending, so a busy screen never collects frames."""
        self._preview_free.set()

    def _run(self) -> None:
        self._tell(SourceState.OPENING)
        from kiosk.scanner.decoder import QrDecoder

        decoder = QrDecoder()
        attempt = 0
        while not self._stopped.is_set():
            grabber = self._start_grabber()
            if grabber is not None:
                came, outcome = self._follow(grabber, decoder)
                grabber.stop()
                if outcome is None:
                    return
                if outcome is Ended.ENDED:
                    self._tell(SourceState.ENDED)
                    return
                attempt = 0 if came else attempt
                self._tell(SourceState.LOST, outcome)
            self._stopped.wait(reopen_delay_ms(attempt, self._times.reopen_ms) / 1000)
            attempt += 1

    def _start_grabber(self) -> Grabber | None:
        """Return a started grabber; None while too many earlier ones hang."""
        with self._guard:
            self._grabbers = [g for g in self._grabbers if g.is_alive()]
            if self._stopped.is_set() or len(self._grabbers) >= GRABBERS_MAX:
                return None
            grabber = Grabber(Source.parse(self._source_text), self._playback, self._mono_ms)
            grabber.start()
            self._grabbers.append(grabber)
        return grabber

    def _follow(self, grabber: Grabber, decoder: "QrDecoder") -> tuple[bool, SourceFault | Ended | None]:
        """Decode what comes. Return whether anything came, and how it ended; None = the camera was stopped."""
        came = False
        while True:
            event = grabber.take((self._times.watchdog_ms if came else self._times.open_ms) / 1000)
            if self._stopped.is_set():
                return came, None
            if not isinstance(event, Grabbed):
                return came, SourceFault.SILENT if event is None else event
            if not came:
                came = True
                self._tell(SourceState.RUNNING)
            hits = decoder.decode(event.frame)
            if hits:
                self._on_hits(hits, event.at_ms)
            self._offer_preview(event.frame)

    def _offer_preview(self, frame: "Picture") -> None:
        if not self._preview_free.is_set():
            return
        import cv2
        import numpy as np

        height, width = frame.shape[:2]
        scale = min(1.0, self._preview_width_px / width)
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        small = cv2.resize(frame, size, interpolation=cv2.INTER_AREA) if scale < 1 else frame
        self._preview_free.clear()
        self._on_preview(Preview(np.ascontiguousarray(cv2.cvtColor(small, cv2.COLOR_BGR2RGB), np.uint8), scale))

    def _tell(self, state: SourceState, fault: str = "") -> None:
        """Report a change. Attempts to reopen are silent, so that the screen does not flicker."""
        if (state, fault) != (self._state, self._fault):
            self._state, self._fault = state, fault
            self._on_state(state, fault)
