"""What pairing, the choice of a role, waiting for an event, settings and the ready check show."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.core.permissions import Role
from kiosk.ui.views.common import CheckState, ErrorView
from kiosk.ui.views.door import CameraState


class PairingStep(StrEnum):
    """How far the pairing is."""

    ASK = "ask"
    WORKING = "working"
    COMPARE = "compare"
    """Typed token: are the six words the same on the server's screen?"""
    SET_PIN = "set_pin"
    """The first supervisor's PIN of this device, given twice."""


@dataclass(frozen=True, slots=True)
class PairingView:
    """The first screen of a new device."""

    step: PairingStep = PairingStep.ASK
    words: tuple[str, ...] = ()
    """Six words of the server's TLS key, with COMPARE."""
    error: ErrorView | None = None
    camera: CameraState = CameraState.OFF
    camera_note: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RoleOption:
    """One role that this device may take."""

    role: Role
    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class RoleView:
    """What shall this device be?"""

    device: str
    organizer: str
    options: tuple[RoleOption, ...]
    note: str = ""


class WayOut(StrEnum):
    """What the one button of a waiting screen does."""

    SETTINGS = "settings"
    GO_ON = "go_on"
    END = "end"
    """Nothing goes on by itself: the program ends."""


@dataclass(frozen=True, slots=True)
class WaitingView:
    """Why there is nothing to work with yet, and what to do about it."""

    title: str
    sentence: str
    button: str
    count: str = ""
    """Rows that have arrived, or the code for the telephone."""
    share: float | None = None
    """How much of a first load has arrived, 0 to 1; None while nobody knows."""
    way_out: WayOut = WayOut.SETTINGS


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One thing to set or do. `key` is a stable word that comes back with the intent.

    With `options` it is a choice (`current` is its place); without, it is an action.
    """

    key: str
    title: str
    value: str = ""
    options: tuple[str, ...] = ()
    current: int = -1


@dataclass(frozen=True, slots=True)
class SettingsView:
    """Settings, actions, and the numbers that a telephone call needs."""

    device: str
    settings: tuple[SettingRow, ...]
    actions: tuple[SettingRow, ...]
    numbers: tuple[tuple[str, str], ...]
    """Name and value of each number of the diagnostics."""
    note: str = ""
    sounds: tuple[tuple[str, str], ...] = ()
    """Key and name of each sound that can be heard beside the setting "sound"."""
    sound_note: str = ""


@dataclass(frozen=True, slots=True)
class ReadyCheckLine:
    """One thing that must be ready before the doors open."""

    title: str
    detail: str
    state: CheckState


@dataclass(frozen=True, slots=True)
class ReadyCheckView:
    """All of them, and whether the doors may open."""

    lines: tuple[ReadyCheckLine, ...]
    is_ready: bool
    headline: str
