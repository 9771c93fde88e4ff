"""What do the packages get that apply facts? The fold of some subjects, and how to plug in.

The ledger loads all facts of the touched subjects, reduces them, and hands one `Fold` to each capability
whose kinds are concerned. A capability saves its part, adds to `changes`, and returns the incidents that
only it can see. `app` plugs them together; the ledger knows none of them.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from kiosk.core.incidents import Incident, Timed
from kiosk.core.money_reducer import OrderState, ShiftState
from kiosk.core.reducer import TicketState
from server.ledger.feed import Changes
from server.ledger.rules import Author, Sound


@dataclass(frozen=True, slots=True)
class Found:
    """The incidents of one source (a subject, or a subject seen by one package): all that it has now."""

    source: str
    event: int
    incidents: tuple[Incident, ...]


@dataclass(frozen=True, slots=True)
class Fold:
    """States of subjects after facts about them changed."""

    now_ms: int
    tickets: Mapping[str, TicketState]
    orders: Mapping[str, OrderState]
    shifts: Mapping[str, ShiftState]
    facts: Mapping[str, Sequence[Timed]]
    """All facts of each subject; a ticket's include its lease's."""
    leases: Mapping[str, Sequence[Timed]]
    """The facts about leases whose own facts changed, by lease subject."""
    changed: Mapping[str, frozenset[str]]
    """By subject, the kinds of the facts that are new or moved."""
    changes: Changes
    loose: Sequence[Timed] = ()
    """New or moved facts that are about no subject, such as the refusal of an unreadable code."""

    def concerns(self, capability: "Capability", appliers: Mapping[str, tuple[str, ...]]) -> bool:
        """Say whether any changed fact is of a kind that the capability applies or wants to hear of."""
        kinds = {kind for kinds in self.changed.values() for kind in kinds} | {t.fact.kind for t in self.loose}
        return any(capability.name in appliers.get(kind, ()) or kind in capability.also for kind in kinds)


Apply = Callable[[sa.Connection, Fold], Sequence[Found]]
Judge = Callable[[sa.Connection, Author, Sequence[Sound]], Mapping[str, str]]
"""From sound facts to the reasons for which some are refused after all, by fact id."""


@dataclass(frozen=True, slots=True)
class Capability:
    """One package that applies facts."""

    name: str
    apply: Apply
    judge: Judge | None = None
    also: frozenset[str] = frozenset()
    """Kinds that others apply and that change its part too."""


@dataclass(frozen=True, slots=True)
class Label:
    """What people call a ticket: its number and the holder's initials."""

    number: str = ""
    initials: str = ""


DeviceNames = Callable[[sa.Connection, Collection[str]], Mapping[str, str]]
Labels = Callable[[sa.Connection, Collection[str]], Mapping[str, Label]]
