"""What every screen can show: the badge, a banner, a line with a state."""

from dataclasses import dataclass
from enum import StrEnum


class BadgeTone(StrEnum):
    """How the device is: colour and sign of its badge."""

    ONLINE = "online"
    WAITING = "waiting"
    """Works, on older data; or something waits for a person."""
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class BadgeView:
    """The state of the device in a few words. Empty words show no badge."""

    tone: BadgeTone = BadgeTone.ONLINE
    words: str = ""


@dataclass(frozen=True, slots=True)
class ErrorView:
    """What went wrong and what to do about it. `code` is for the telephone, empty where none helps."""

    title: str
    sentence: str
    code: str = ""


class CheckState(StrEnum):
    """Whether one thing is ready."""

    READY = "ready"
    CHECKING = "checking"
    ATTENTION = "attention"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class LanguageOption:
    """One language: its code and its own name."""

    code: str
    name: str
