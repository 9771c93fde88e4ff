"""Which clashes did the facts bring to light, and has a person dealt with them?

An incident is derived: the same facts give the same incidents with the same ids on every machine.
Its facts are a growing set; closing names the facts that were seen, and one more reopens it. Found by
`reducer`; listed by the server's ledger and the inbox of the venue program.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import msgspec

from kiosk.core.effective_time import Effective
from kiosk.core.facts import Body, Fact, IncidentAcknowledged, IncidentClosed, IncidentReopened
from kiosk.core.ids import incident_id
from kiosk.core.tickets import HandlingStep, IncidentRow


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
    SEAT_SOLD_TWICE = "seat_sold_twice"
    QUARANTINED = "quarantined"
    """What a device sent did not enter the log; scope says why."""


class Advice(StrEnum):
    """What a person is to do about it; one word for each kind of answer, worded by screens and pages."""

    COMPARE_TIMES = "compare_times"
    CLAIM_PRICE = "claim_price"
    CHECK_REFUND = "check_refund"
    FIND_HOLDER = "find_holder"
    CHECK_DEVICE = "check_device"
    REFUND_BUYER = "refund_buyer"
    DECIDE_TICKET = "decide_ticket"
    FIND_PLACE = "find_place"
    REPLACE_TICKET = "replace_ticket"
    FIND_SALE = "find_sale"
    GIVE_BACK_PAYMENT = "give_back_payment"
    CLAIM_REFUND = "claim_refund"
    SETTLE_PAYMENT = "settle_payment"
    FIND_COPY = "find_copy"


ADVICE: Mapping[IncidentKind, Advice] = {
    IncidentKind.DUPLICATE_ADMISSION: Advice.COMPARE_TIMES,
    IncidentKind.ADMITTED_AFTER_REFUND: Advice.CLAIM_PRICE,
    IncidentKind.REFUNDED_AFTER_ADMIT: Advice.CHECK_REFUND,
    IncidentKind.SUPERSEDED_USED: Advice.FIND_HOLDER,
    IncidentKind.PRICE_NEVER_VALID: Advice.CHECK_DEVICE,
    IncidentKind.EVENT_CANCELLED: Advice.REFUND_BUYER,
    IncidentKind.TYPE_DISABLED: Advice.DECIDE_TICKET,
    IncidentKind.SOLD_AFTER_RETURN: Advice.FIND_PLACE,
    IncidentKind.SOLD_AFTER_WRITE_OFF: Advice.FIND_PLACE,
    IncidentKind.DUPLICATE_SERIAL: Advice.REPLACE_TICKET,
    IncidentKind.UNSOLD_SERIAL: Advice.FIND_SALE,
    IncidentKind.PAID_TWICE: Advice.GIVE_BACK_PAYMENT,
    IncidentKind.REFUNDED_TWICE: Advice.CLAIM_REFUND,
    IncidentKind.PAID_NOT_SOLD: Advice.SETTLE_PAYMENT,
    IncidentKind.DEVICE_FORK: Advice.FIND_COPY,
    IncidentKind.OVERSOLD: Advice.FIND_PLACE,
    IncidentKind.SEAT_SOLD_TWICE: Advice.FIND_PLACE,
    IncidentKind.QUARANTINED: Advice.CHECK_DEVICE,
}


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
    """What people did about an incident, in effective order. Devices are named by id."""

    status: IncidentStatus
    history: tuple[HandlingStep, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What people wrote."""
        return notes_of(self.history)


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
    status, history = IncidentStatus.OPEN, list[HandlingStep]()
    for timed in sorted(facts, key=lambda timed: timed.order):
        step = step_of(timed, timed.fact.device)
        if step is not None:
            status = _status_after(status, timed.body, incident.facts)
            history.append(step)
    return Handling(status, tuple(history))


def add_own_steps(row: IncidentRow, own: Sequence[Timed], device: str) -> IncidentRow:
    """Return a row with what this device (its name is `device`) has said since the server's last word."""
    known = {step.fact for step in row.history}
    status, history = IncidentStatus(row.status), list(row.history)
    for timed in sorted(own, key=lambda timed: timed.order):
        step = step_of(timed, device)
        if step is not None and step.fact not in known:
            status = _status_after(status, timed.body, [fact.id for fact in row.facts])
            history.append(step)
    return msgspec.structs.replace(
        row, status=status.value, history=tuple(history), notes=notes_of(history) or row.notes
    )


def step_of(timed: Timed, device: str) -> HandlingStep | None:
    """Return what a fact says about an incident; None for a fact that says nothing about one."""
    match timed.body:
        case IncidentAcknowledged(note=note):
            action = "acknowledged"
        case IncidentClosed(note=note):
            action = "closed"
        case IncidentReopened(note=note):
            action = "reopened"
        case _:
            return None
    return HandlingStep(timed.fact.id, timed.time.at_ms, action, note, timed.fact.operator, device)


def notes_of(history: Sequence[HandlingStep]) -> tuple[str, ...]:
    """Return the words of those who had something to say."""
    return tuple(step.note for step in history if step.note)


def _status_after(status: IncidentStatus, body: Body, facts: Sequence[str]) -> IncidentStatus:
    """Whoever closed it without having seen all facts leaves it open; whoever looks at a closed one, closed."""
    match body:
        case IncidentAcknowledged():
            return IncidentStatus.ACKNOWLEDGED if status is IncidentStatus.OPEN else status
        case IncidentClosed(seen=seen):
            return IncidentStatus.CLOSED if set(facts) <= set(seen) else IncidentStatus.OPEN
        case IncidentReopened():
            return IncidentStatus.OPEN
        case _:
            return status
