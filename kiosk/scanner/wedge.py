"""Is this burst of keys a scanner, or a person typing?

A keyboard-wedge scanner types a code in a few milliseconds and ends it with Enter or Tab. `kiosk.ui.wedge_filter` feeds
every key press of the window here, in order, and does with it what the answer says. No focus is needed, what a person
types arrives unharmed (at most `gap_ms` late), and Enter after a scan presses no button. Pure: keys carry their time,
and `expire` is called when `gap_ms` passed without a key.

With `physical`, characters are read from the keys' positions as on a US keyboard, which is how scanners are delivered:
right under any layout of the desktop and with caps lock on. Otherwise they are what the desktop made of them.
The text is given raw; AIM prefixes and case are `kiosk.core.ticket_code.normalise`'s work.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

CHARS_MAX: Final = 8_192
"""More than any QR code holds (7,089 digits). Further keys of the burst are swallowed, the text stays cut: no ticket
is that long, and the door says so."""

_TERMINATORS: Final = ("\r", "\n", "\t")

_US_KEYS: Final = {
    **dict(enumerate(("1!", "2@", "3#", "4$", "5%", "6^", "7&", "8*", "9(", "0)", "-_", "=+"), start=2)),
    **dict(enumerate(("qQ", "wW", "eE", "rR", "tT", "yY", "uU", "iI", "oO", "pP", "[{", "]}"), start=16)),
    **dict(enumerate(("aA", "sS", "dD", "fF", "gG", "hH", "jJ", "kK", "lL", ";:", "'\"", "`~"), start=30)),
    **dict(enumerate(("\\|", "zZ", "xX", "cC", "vV", "bB", "nN", "mM", ",<", ".>", "/?"), start=43)),
    57: "  ",
    **dict(
        zip((71, 72, 73, 75, 76, 77, 79, 80, 81, 82), ("7", "8", "9", "4", "5", "6", "1", "2", "3", "0"), strict=True)
    ),
}
"""Linux (evdev) key codes → characters without and with shift; the number pad has one each."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key press."""

    char: str
    """What the desktop made of it; "" for none. Enter is "\\r" or "\\n", Tab "\\t"."""
    time_ms: int
    """When it was pressed, as the window system says; only differences count."""
    scan_code: int = 0
    """The key's evdev code (the X11 or Wayland key code less 8); 0 = unknown."""
    shift: bool = False
    command: bool = False
    """Ctrl, Alt or the system key is down: never part of a code."""
    repeat: bool = False
    """Sent by a key held down: never a scanner."""


class Fate(Enum):
    """What the filter does with the key that it fed."""

    PASS = auto()
    """Deliver it now."""
    HOLD = auto()
    """Keep it; a later answer says whether a person typed it."""
    SWALLOW = auto()
    """Drop it: it belongs to a scan."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What to do, in this order: give back all held keys if `give_back`, then treat the fed key as `fate` says.

    With a `scan`, all held keys belong to it and are dropped.
    """

    fate: Fate
    give_back: bool = False
    scan: str | None = None


class Wedge:
    """Tells scans from typing for one window."""

    def __init__(self, *, gap_ms: int = 100, chars_min: int = 12, prefix: str = "", physical: bool = False) -> None:
        """`prefix`: the scanner is set to begin each code with this; typing is then never held, and it is cut off."""
        assert gap_ms > 0
        assert chars_min > 0
        self._gap_ms = gap_ms
        self._chars_min = chars_min
        self._prefix = prefix
        self._physical = physical
        self._held: list[str] = []
        self._last_ms: int | None = None
        self._after_scan = False

    def feed(self, key: Key) -> Answer:
        """Return what to do with `key` and with the keys held before it."""
        late = self._last_ms is None or key.time_ms - self._last_ms > self._gap_ms
        self._last_ms = key.time_ms
        give_back = late and self._drop()
        after_scan, self._after_scan = self._after_scan and not late, False
        if key.char in _TERMINATORS and key.char and not key.command:
            if after_scan:  # CR LF, or Enter and Tab
                self._after_scan = True
                return Answer(Fate.SWALLOW)
            return self._finish(give_back)
        char = self._read(key)
        if not char or key.command or key.repeat:
            return Answer(Fate.PASS, give_back=self._drop() or give_back)
        return self._collect(char, give_back)

    def expire(self, now_ms: int) -> bool:
        """Say whether the held keys are to be given back, because no key followed them in time."""
        if self._last_ms is None or now_ms - self._last_ms < self._gap_ms:
            return False
        return self._drop()

    def _finish(self, give_back: bool) -> Answer:
        """Answer Enter or Tab: the end of a code, or a person's."""
        text = "".join(self._held)
        if len(text) - len(self._prefix) < self._chars_min or not text.startswith(self._prefix):
            return Answer(Fate.PASS, give_back=self._drop() or give_back)
        self._drop()
        self._after_scan = True
        return Answer(Fate.SWALLOW, scan=text[len(self._prefix) :])

    def _collect(self, char: str, give_back: bool) -> Answer:
        if len(self._held) >= CHARS_MAX:
            return Answer(Fate.SWALLOW, give_back=give_back)
        if len(self._held) < len(self._prefix) and char != self._prefix[len(self._held)]:
            return Answer(Fate.PASS, give_back=self._drop() or give_back)
        self._held.append(char)
        return Answer(Fate.HOLD, give_back=give_back)

    def _read(self, key: Key) -> str:
        if not self._physical or not key.scan_code:
            return key.char if key.char.isprintable() else ""
        pair = _US_KEYS.get(key.scan_code, "")
        return pair[-1] if key.shift else pair[:1]

    def _drop(self) -> bool:
        """Forget the held keys; say whether there were any."""
        held = bool(self._held)
        self._held.clear()
        return held
