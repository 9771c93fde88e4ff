"""What the door shows: the scanning screen, a verdict, found tickets, the log of scans."""

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.core.reasons import Look, Override, Reason, Sound


class CameraState(StrEnum):
    """What the preview is for now."""

    OFF = "off"
    """No camera is set: scanners and typing only."""
    STARTING = "starting"
    RUNNING = "running"
    LOST = "lost"
    ENDED = "ended"
    """The clip that stood for a camera is over."""


@dataclass(frozen=True, slots=True)
class LastScanView:
    """The strip under the preview: the last verdict, in colour with its sign. `fact` may be undone, if not empty.

    Of a whole order it names all facts, with commas between.
    """

    look: Look
    words: str
    fact: str = ""


@dataclass(frozen=True, slots=True)
class DoorView:
    """The scanning screen. `total` 0 = unknown; `hint` stands under the preview."""

    event: str
    gate: str
    admitted: str
    caption: str
    """What the number counts: "admitted of 2 000"."""
    hint: str
    camera: CameraState = CameraState.STARTING
    camera_note: str = ""
    is_exit: bool = False
    light_on: bool | None = None
    """None = the camera has no light."""
    sound_off: bool = False
    list_age: str = ""
    """Set while the list is old."""
    rehearsal: bool = False
    is_checking: bool = False
    """Codes are only looked up: nothing is recorded."""
    deny_pulse: bool = False
    """Let the screen of a refusal flash, once."""
    operator: str = ""
    """Who has signed in here; empty = nobody."""


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question to answer at the door; `kind` as in the catalogue."""

    number: int
    text: str
    kind: str
    required: bool
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VerdictView:
    """The full-screen answer. `seconds` 0 = stays until a tap or the next code."""

    look: Look
    word: str
    holder: str
    lines: tuple[str, ...]
    sound: Sound
    seconds: float
    attention: tuple[str, ...] = ()
    reason: Reason = Reason.OK
    override: Override = Override.NOBODY
    override_label: str = ""
    """Words of the button that lets the holder in all the same; empty = there is none."""
    consent_label: str = ""
    """Words of the button that accepts an unpaid ticket; empty = there is none."""
    questions: tuple[QuestionView, ...] = ()
    people_max: int = 0
    """Staff say how many people of a group pass, at most so many; 0 = it is not asked."""
    order_label: str = ""
    """Words of the button that lets the rest of the order in as well; empty = there is none."""
    badge_label: str = ""
    """Words of the button that corrects the name on the badge; empty = there is none."""
    spoken: str = ""
    """All of it as one sentence, for screen readers."""


@dataclass(frozen=True, slots=True)
class FoundView:
    """One hit of a search. `state` says why it may not come in, or where it is already."""

    subject: str
    title: str
    detail: str
    state: str = ""
    look: Look = Look.ADMIT


@dataclass(frozen=True, slots=True)
class FoundListView:
    """What a search found. `note` says so where nothing was found or more exist."""

    typed: str
    rows: tuple[FoundView, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class LogRowView:
    """One line of the log of scans. `undo_fact` is empty where it cannot be undone."""

    look: Look
    at: str
    word: str
    detail: str
    undo_fact: str = ""


@dataclass(frozen=True, slots=True)
class LogView:
    """The last scans, newest first."""

    rows: tuple[LogRowView, ...] = field(default=())
