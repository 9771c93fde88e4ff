"""What is the newest frame of this source?

`kiosk.scanner.camera` starts one grabber per opening. The grabber alone touches the capture: it opens it, reads it in a
thread of its own and keeps the newest frame, so that a slow decoder never sees old pictures and a read that hangs
(a pulled cable, a stalled stream) holds up nobody. It knows nothing of codes, reopening or screens.
"""

import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from kiosk.scanner.states import SourceFault

if TYPE_CHECKING:
    import cv2

    from kiosk.scanner.decoder import Picture

OPEN_TIMEOUT_MS: Final = 5_000
READ_TIMEOUT_MS: Final = 2_000
FRAME_SIZE_PX: Final = (1280, 720)
"""Asked of a camera; it may deliver another size."""
_FPS_UNKNOWN: Final = 30.0

# Both are read by OpenCV's native code when it first needs them. A lost camera is told by the state, once, and
# not by lines on stderr at every attempt.
_NATIVE_SETTINGS: Final = {"OPENCV_FFMPEG_LOGLEVEL": "-8", "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": "2"}


class SourceKind(Enum):
    """How a source behaves."""

    DEVICE = auto()
    STREAM = auto()
    FILM = auto()
    """A file: it has an end, and a speed of its own."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a source string names."""

    kind: SourceKind
    address: str | int

    @classmethod
    def parse(cls, text: str) -> "Source":
        """Return the source named by an index ("0"), a device ("/dev/video0"), an address or a file."""
        text = text.strip()
        if text.isdecimal():
            return cls(SourceKind.DEVICE, int(text))
        if text.partition("://")[0].lower() in ("http", "https", "rtsp"):
            return cls(SourceKind.STREAM, text)
        if Path(text).is_char_device():
            return cls(SourceKind.DEVICE, text)
        return cls(SourceKind.FILM, text)


@dataclass(frozen=True, slots=True)
class Playback:
    """How a film is played. Other sources take no notice."""

    loop: bool = False
    paced: bool = True
    """At its own speed, frames skipped when nobody takes them. False: as fast as every frame is taken, stamped with
    the film's own time."""


PLAY_ONCE: Final = Playback()


@dataclass(frozen=True, slots=True)
class Grabbed:
    """A frame, blue-green-red, and when it came (monotonic)."""

    frame: "Picture"
    at_ms: int


class Ended(Enum):
    """The film is over."""

    ENDED = auto()


Event = Grabbed | SourceFault | Ended


class Grabber:
    """One opening of a source. `take` is for one other thread."""

    def __init__(self, source: Source, playback: Playback, mono_ms: Callable[[], int]) -> None:
        self._source = source
        self._playback = playback
        self._mono_ms = mono_ms
        self._stopped = threading.Event()
        self._changed = threading.Condition()
        self._newest: Event | None = None
        # A daemon: a driver that hangs in a read must not keep the program from ending.
        self._thread = threading.Thread(target=self._run, name="grabber", daemon=True)

    def start(self) -> None:
        """Begin to open and read."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the thread to end; it does so at the latest when its read times out."""
        self._stopped.set()
        with self._changed:
            self._changed.notify_all()

    def is_alive(self) -> bool:
        """Say whether the thread still holds the capture."""
        return self._thread.is_alive()

    def join(self, timeout_s: float) -> None:
        """Wait for the thread's end."""
        self._thread.join(timeout_s)

    def take(self, timeout_s: float) -> Event | None:
        """Return what is new (a frame, or how it ended); None when nothing came in time or after `stop`."""
        with self._changed:
            self._changed.wait_for(lambda: self._newest is not None or self._stopped.is_set(), timeout_s)
            if self._stopped.is_set():
                return None
            event, self._newest = self._newest, None
            self._changed.notify_all()
        return event

    def _run(self) -> None:
        capture = open_capture(self._source)
        try:
            if not capture.isOpened():
                self._put(SourceFault.NOT_OPENED)
            elif self._source.kind is SourceKind.FILM:
                self._play(capture)
            else:
                self._follow(capture)
        finally:
            capture.release()

    def _follow(self, capture: "cv2.VideoCapture") -> None:
        while not self._stopped.is_set():
            seen, frame = capture.read()
            if not seen:
                self._put(SourceFault.READ_FAILED)
                return
            self._put(Grabbed(cast("Picture", frame), self._mono_ms()))

    def _play(self, capture: "cv2.VideoCapture") -> None:
        import cv2

        fps = capture.get(cv2.CAP_PROP_FPS)
        frame_ms = 1000 / (fps if fps > 0 else _FPS_UNKNOWN)
        start_ms, count, count_at_rewind = self._mono_ms(), 0, -1
        while not self._stopped.is_set():
            seen, frame = capture.read()
            if seen:
                self._show(cast("Picture", frame), start_ms + round(count * frame_ms))
                count += 1
            elif self._playback.loop and count > count_at_rewind:
                count_at_rewind = count
                capture.set(cv2.CAP_PROP_POS_FRAMES, 0)
            else:
                # A file without a single frame (damaged, no film) never was a source.
                self._put(Ended.ENDED if count else SourceFault.NOT_OPENED)
                return

    def _show(self, frame: "Picture", due_ms: int) -> None:
        """Hand on a frame of a film at its time, or at once with its time as the stamp."""
        if not self._playback.paced:
            self._put(Grabbed(frame, due_ms))
            return
        self._stopped.wait(max(0, due_ms - self._mono_ms()) / 1000)
        self._put(Grabbed(frame, self._mono_ms()))

    def _put(self, event: Event) -> None:
        """Keep the newest event. An end, and a frame of a film not paced, waits until the one before is taken."""
        patient = not isinstance(event, Grabbed) or (self._source.kind is SourceKind.FILM and not self._playback.paced)
        with self._changed:
            if patient:
                self._changed.wait_for(lambda: self._newest is None or self._stopped.is_set())
            self._newest = event
            self._changed.notify_all()


def open_capture(source: Source) -> "cv2.VideoCapture":
    """Return an OpenCV capture of `source`, which may have failed to open. Imports OpenCV: call it in a worker."""
    for name, value in _NATIVE_SETTINGS.items():
        os.environ.setdefault(name, value)
    import cv2

    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    if source.kind is SourceKind.DEVICE:
        return _open_device(source.address)
    params: list[int] = []
    if source.kind is SourceKind.STREAM:
        params = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, OPEN_TIMEOUT_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, READ_TIMEOUT_MS]
    return cv2.VideoCapture(str(source.address), cv2.CAP_FFMPEG, params)


def _open_device(address: str | int) -> "cv2.VideoCapture":
    import cv2

    capture = cv2.VideoCapture(address, cv2.CAP_V4L2 if sys.platform == "linux" else cv2.CAP_ANY)
    # Most USB cameras deliver 720p at 30 fps as JPEG only.
    capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, FRAME_SIZE_PX[0])
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, FRAME_SIZE_PX[1])
    capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return capture
