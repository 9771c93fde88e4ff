"""What does the door sound like? Tones computed at start and played off the screens' thread.

Two rising notes for admit, two short ones for "look here", three buzzes for no: rhythm tells them apart
even where pitch does not carry. A machine without a sound device is silent, and says so.
"""

import array
import ctypes
import math
import queue
import threading
from collections.abc import Generator, Sequence
from typing import Final

from kiosk.core.reasons import Sound

RATE: Final = 44_100
FRAME_BYTES: Final = 2
FADE_S: Final = 0.008
"""Ends of a tone without a click."""

Note = tuple[float, float]
"""Frequency in Hz (0 = a pause) and length in seconds."""

_HEAR_ALSA = ctypes.CFUNCTYPE(None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p)


def _pass_over(*_: object) -> None:
    """What ALSA says about a device that is not there is said by the settings screen."""


_pass_over_alsa: Final = _HEAR_ALSA(_pass_over)  # ALSA keeps the pointer: it must live as long as the program

_NOTES: Final[dict[Sound, Sequence[Note]]] = {
    Sound.RISING: ((880.0, 0.09), (0.0, 0.02), (1_320.0, 0.10)),
    Sound.ATTENTION: ((660.0, 0.12), (0.0, 0.08), (660.0, 0.12)),
    Sound.BUZZ: ((300.0, 0.11), (0.0, 0.06), (300.0, 0.11), (0.0, 0.06), (300.0, 0.11)),
}
_HARMONICS: Final[dict[Sound, Sequence[float]]] = {
    Sound.RISING: (1.0, 0.2),
    Sound.ATTENTION: (1.0, 0.3),
    Sound.BUZZ: (1.0, 0.7, 0.5, 0.35),  # small speakers lose the low fundamental, not its harmonics
}


def build_tone(sound: Sound, volume: float) -> bytes:
    """Return a sound as 16-bit mono samples at RATE, in this machine's byte order; `volume` is 0–1."""
    samples = array.array("h")
    for frequency, seconds in _NOTES[sound]:
        count = int(RATE * seconds)
        samples.extend(_sample(n, count, frequency, _HARMONICS[sound], volume) for n in range(count))
    return samples.tobytes()


def _sample(n: int, count: int, frequency: float, harmonics: Sequence[float], volume: float) -> int:
    if not frequency:
        return 0
    fade = min(1.0, n / (RATE * FADE_S), (count - n) / (RATE * FADE_S))
    wave = sum(part * math.sin(math.tau * frequency * (k + 1) * n / RATE) for k, part in enumerate(harmonics))
    return int(32_000 * volume * fade * wave / sum(harmonics))


class Speaker:
    """Plays tones one after the other; a new one replaces what still waits."""

    def __init__(self, volume: float = 0.8) -> None:
        """Open nothing yet: tones and device are made by the thread that plays, once `open` was called."""
        self._volume = volume
        self._waiting: queue.Queue[Sound | None] = queue.Queue(maxsize=1)
        self.is_muted = False
        self.is_silent = False
        """Whether this machine has no sound device."""
        self._thread = threading.Thread(target=self._run, name="sound", daemon=True)

    def open(self) -> None:
        """Make the tones and open the device, in the background. Idempotent."""
        if not self._thread.is_alive():
            self._thread.start()

    def set_volume(self, percent: int) -> None:
        """Play the next sound this loud; 0 is silence."""
        self._volume = min(100, max(0, percent)) / 100

    def play(self, sound: Sound) -> None:
        """Play a sound soon. Never blocks."""
        if self.is_muted or self.is_silent:
            return
        self._put(sound)

    def close(self) -> None:
        """End the thread."""
        self._put(None)
        if self._thread.is_alive():
            self._thread.join(2)

    def _put(self, item: Sound | None) -> None:
        try:
            self._waiting.get_nowait()
        except queue.Empty:
            pass
        self._waiting.put_nowait(item)

    def _run(self) -> None:
        import miniaudio

        volume = self._volume
        tones = {sound: build_tone(sound, volume) for sound in Sound}
        _hush_alsa()
        try:
            device = miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat.SIGNED16, nchannels=1, sample_rate=RATE, buffersize_msec=40
            )
        except miniaudio.MiniaudioError:
            self.is_silent = True
            return
        with device:
            while (sound := self._waiting.get()) is not None:
                if volume != self._volume:
                    volume = self._volume
                    tones = {sound: build_tone(sound, volume) for sound in Sound}
                done = threading.Event()
                stream = _stream(tones[sound], done)
                next(stream)
                device.start(stream)
                done.wait(2)
                device.stop()


def _hush_alsa() -> None:
    """Keep ALSA from writing pages to stderr where there is no sound device. Without ALSA there is none to hush."""
    try:
        library = ctypes.CDLL("libasound.so.2")
    except OSError:
        return
    library.snd_lib_error_set_handler(_pass_over_alsa)


def _stream(samples: bytes, done: threading.Event) -> Generator[bytes, int, None]:
    """Yield as many frames as the device asks for, until the tone is over."""
    at = 0
    wanted = yield b""
    while at < len(samples):
        part = samples[at : at + wanted * FRAME_BYTES]
        at += len(part)
        wanted = yield part
    done.set()
