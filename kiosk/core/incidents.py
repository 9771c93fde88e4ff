"""Which clashes did the facts bring to light, and has a person dealt with them?

An incident is derived: the same facts give the same incidents with the same ids on every machine.
Its facts are a growing set; closing names the facts that were seen, and one more reopens it. Found by
`reducer`; listed by the server's ledger and the inbox of the venue program.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from kiosk.core.effective_time import Effective
from kiosk.core.facts import Body, Fact, IncidentAcknowledged, IncidentClosed
from kiosk.core.ids import incident_id


class IncidentKind(StrEnum):
    """What clashed."""

    DUPLICATE_ADMISSION = "duplicate_admission"
    ADMITTED_AFTER_REFUND = "admitted_after_refund"
    REFUNDED_AFTER_ADMIT = "refunded_after_admit"
    SUPERSEDED_USED = "superseded_used"
    PRICE_NEVER_VALID = "price_never_valid"
    EVENT_CANCELLED = "event_cancelled"
    TYPE_DISABLED = "type_disabled"
    SOLD_AFTER_RETURN = "sold_after_return"
    SOLD_AFTER_WRITE_OFF = "sold_after_write_off"
    DUPLICATE_SERIAL = "duplicate_serial"
    UNSOLD_SERIAL = "unsold_serial"
    PAID_TWICE = "paid_twice"
    REFUNDED_TWICE = "refunded_twice"
    PAID_NOT_SOLD = "paid_not_sold"
    DEVICE_FORK = "device_fork"
    OVERSOLD = "oversold"


class IncidentStatus(StrEnum):
    """Has a person dealt with it?"""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Timed:
    """A fact with its decoded body and effective time; what every reducer works on."""

    fact: Fact
    body: Body
    time: Effective

    @property
    def order(self) -> tuple[int, str]:
        """The total order of facts: effective time, then id."""
        return (self.time.at_ms, self.fact.id)


@dataclass(frozen=True, slots=True)
class Incident:
    """One clash. `scope` is its list or order; `excess` how many facts are too many."""

    id: str
    kind: IncidentKind
    scope: str
    subject: str
    facts: tuple[str, ...]
    """Ids of the facts that clash, in effective order."""
    excess: int = 1
    order_uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Handling:
    """What people did about an incident; notes in effective order."""

    status: IncidentStatus
    notes: tuple[str, ...] = ()


def build_incident(
    kind: IncidentKind,
    scope: str,
    subject: str,
    clash: Sequence[Timed],
    *,
    excess: int = 1,
) -> Incident:
    """Return the incident of the given clash."""
    ordered = sorted(clash, key=lambda timed: timed.order)
    uncertain = any(a.time.overlaps(b.time) for a, b in pairwise(ordered))
    ids = tuple(timed.fact.id for timed in ordered)
    return Incident(incident_id(kind, scope, subject), kind, scope, subject, ids, excess, uncertain)


def reduce_handling(incident: Incident, facts: Sequence[Timed]) -> Handling:
    """Return the status of an incident, given the facts about it (subject `i:` + id)."""
    status, notes = IncidentStatus.OPEN, list[str]()
    for timed in sorted(facts, key=lambda timed: timed.order):
        match timed.body:
            case IncidentAcknowledged(note=note):
                status = IncidentStatus.ACKNOWLEDGED if status is IncidentStatus.OPEN else status
            case IncidentClosed(note=note, seen=seen):
                status = IncidentStatus.CLOSED if set(incident.facts) <= set(seen) else status
            case _:
                continue
        if note:
            notes.append(note)
    return Handling(status, tuple(notes))
