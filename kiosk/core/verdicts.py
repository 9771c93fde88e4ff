"""What is held up, what is known of it, and what may be the answer? The values around the verdict.

`admission` decides from the first to the last of them; the door records them, screens word them. Plain
frozen values without behaviour.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.core.addons import Addon
from kiosk.core.catalog import CheckInList, Event, Question, Session, TicketType
from kiosk.core.reasons import Reason
from kiosk.core.rules import Unmet
from kiosk.core.ticket_code import TicketCode
from kiosk.core.tickets import RingKey, Stop, StopRange, TicketRow, Use


class Method(StrEnum):
    """How the ticket was presented."""

    CODE = "code"
    FOREIGN = "foreign"
    """A code of another system, found in the table of foreign codes by its exact raw text."""
    NUMBER = "number"
    SEARCH = "search"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Presented:
    """What was held up or looked up. `code` only for method CODE; `subject` None = nothing was found."""

    method: Method
    subject: str | None
    code: TicketCode | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """Where and how the scan happens."""

    checkin_list: CheckInList
    gate: int
    entry: bool = True
    test: bool = False
    clock_trusted: bool = True
    asks_questions: bool = True
    questions: tuple[Question, ...] = ()
    """The questions of the list, in its order."""


@dataclass(frozen=True, slots=True)
class Known:
    """Everything this device knows that bears on the scan. `uses` are all lists' uses, oldest first."""

    event: Event | None
    keys: Mapping[int, RingKey] = field(default_factory=dict[int, RingKey])
    types: Mapping[int, TicketType] = field(default_factory=dict[int, TicketType])
    ticket: TicketRow | None = None
    stop: Stop | None = None
    ranges: tuple[StopRange, ...] = ()
    """Ranges that hold this serial, of any reason."""
    uses: tuple[Use, ...] = ()
    unsynced_of_lease: int = 0
    """How many unknown tickets of the same lease this list has admitted."""
    list_age_ms: int | None = None
    """Age of the mirror; None = never synchronised."""
    addons: tuple[Addon, ...] = ()
    """The extras to this ticket, where the list passes tickets by theirs."""
    order_types: tuple[int, ...] = ()
    """The types of the valid tickets of the same order, where the rule of the list asks for them."""
    sessions: Mapping[int, Session] = field(default_factory=dict[int, Session])


@dataclass(frozen=True, slots=True)
class Consent:
    """What staff or the holder said about an earlier Ask for the same ticket."""

    ignore_unpaid: bool = False
    answers: Mapping[int, str] = field(default_factory=dict[int, str])
    people: int = 0
    """How many of a group come in or leave now; 0 = nobody said yet."""

    def then(self, more: "Consent") -> "Consent":
        """Return everything that was said: this, and what was said after it."""
        return Consent(
            self.ignore_unpaid or more.ignore_unpaid, {**self.answers, **more.answers}, more.people or self.people
        )


@dataclass(frozen=True, slots=True)
class Admit:
    """Let `people` persons pass. `attention` is for staff to act on."""

    reason: Reason
    subject: str
    generation: int
    people: int
    attention: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """A person decides. `questions` only with QUESTIONS, `people_max` only with HOW_MANY."""

    reason: Reason
    subject: str | None = None
    generation: int = 0
    questions: tuple[Question, ...] = ()
    note: str = ""
    people_max: int = 0


@dataclass(frozen=True, slots=True)
class Refuse:
    """Keep the holder out. `use` is the passage that used the ticket up; `at_ms` when it opens or closed;
    `gates` where the list is entered; `unmet` what of a rule failed."""

    reason: Reason
    subject: str | None = None
    generation: int = 0
    use: Use | None = None
    at_ms: int = 0
    gates: tuple[int, ...] = ()
    unmet: tuple[Unmet, ...] = ()


Verdict = Admit | Ask | Refuse
