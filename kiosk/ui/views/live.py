"""What the live screen and the incident list show."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BigNumber:
    """A number with what it counts."""

    number: str
    caption: str


@dataclass(frozen=True, slots=True)
class GateRow:
    """One gate: people in, in the last ten minutes, and how old its word is."""

    gate: str
    admitted: str
    recent: str
    age: str = ""
    is_old: bool = False


@dataclass(frozen=True, slots=True)
class ChartView:
    """Arrivals per minute and their sum. `minutes[i]` counts the minute `labels` name; all lengths are equal."""

    minutes: tuple[int, ...]
    totals: tuple[int, ...]
    """People admitted up to the end of each minute."""
    marks: tuple[tuple[int, str], ...]
    """Place and time of the labels on the axis."""
    capacity: int
    capacity_label: str
    total_label: str
    bars_label: str
    spoken: str
    """The chart in a sentence."""


@dataclass(frozen=True, slots=True)
class LiveView:
    """Live attendance of one check-in list."""

    event: str
    place: str
    as_of: str
    numbers: tuple[BigNumber, ...]
    gates: tuple[GateRow, ...]
    chart: ChartView
    table: tuple[tuple[str, str, str], ...] = ()
    """The chart as a table: time, arrivals, sum."""
    incidents: int = 0
    """How many wait for somebody to look."""


@dataclass(frozen=True, slots=True)
class IncidentSide:
    """One of the facts that clash."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoteView:
    """What one person did about it: who, where and when, and in their own words."""

    head: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class IncidentView:
    """Something that a person should look at."""

    id: str
    title: str
    subject: str
    """Ticket number and initials, or what it is about instead."""
    sentence: str
    """What happened."""
    state: str
    status: str
    """open, acknowledged or closed."""
    sides: tuple[IncidentSide, ...]
    notes: tuple[NoteView, ...] = ()
    uncertain: str = ""
    """Set where the order of the two is not certain."""
    advice: str = ""
    """What to do about it."""
    more: str = ""
    """How many facts are not shown; empty where all are."""
    kind: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to deal with it."""
        return self.status != "closed"


@dataclass(frozen=True, slots=True)
class IncidentsView:
    """All of them, those that nobody looks after first."""

    rows: tuple[IncidentView, ...]
    can_close: bool = True
