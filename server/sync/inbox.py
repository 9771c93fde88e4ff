"""What wants a person's attention? Incidents and quarantine over HTTP, for organizers.

Acknowledging, closing and reopening are facts of the server's log on behalf of the user, like those of a supervisor
at a device; a further fact reopens what was closed. Devices get the same rows by their feed.
"""

from collections.abc import Iterable
from typing import Annotated

import msgspec
import sqlalchemy as sa
from litestar import Response, get, post
from litestar.params import JSONBody, QueryParameter

from kiosk.core import facts as f
from kiosk.core.bounds import NO_NUL, Word
from kiosk.core.errors import Rejected
from kiosk.core.ids import incident_subject
from kiosk.core.incidents import ADVICE, Advice, IncidentKind, IncidentStatus
from kiosk.core.tickets import IncidentRow
from server.accounts.store import load_operator_names
from server.catalog.store import load_gate_names, load_owner
from server.db.tables import AnyRow
from server.devices.store import load_names
from server.ledger.feed import Changes, load_value
from server.ledger.incidents import Wanted, count_incidents, list_incidents, load_incidents
from server.ledger.inject import TheLedger
from server.ledger.intake import Ledger, record
from server.ledger.kept import count_quarantined, list_quarantined, load_quarantined, read_envelope
from server.ledger.own import Draft
from server.web.caller import Caller, require_organizer
from server.web.fields import Id, Number, WordQuery
from server.web.ground import Ground
from server.web.hints import Hints
from server.web.inject import TheCaller, TheGround, TheHints

LISTED_MAX = 500
SEEN_MAX = 1_000
Limit = Annotated[int, QueryParameter(ge=1, le=LISTED_MAX)]
_row = msgspec.json.Decoder(IncidentRow)


class Note(msgspec.Struct, frozen=True):
    """What a person has to say. `seen`: the facts that were looked at; more than these keep it open."""

    note: Annotated[str, msgspec.Meta(max_length=1_000, pattern=NO_NUL)] = ""
    seen: Annotated[tuple[Word, ...], msgspec.Meta(max_length=SEEN_MAX)] = ()


class IncidentAnswer(msgspec.Struct, frozen=True):
    """An incident with its id."""

    id: str
    incident: IncidentRow


class IncidentDetail(msgspec.Struct, frozen=True):
    """One incident with all that a page needs to show it: what to do, and the names of people and gates in it."""

    id: str
    event: int
    incident: IncidentRow
    advice: Advice
    operators: dict[str, str]
    """By the id of an operator in its facts and its history; one who was erased is missing."""
    gates: dict[str, str]


class InboxCounts(msgspec.Struct, frozen=True):
    """How many incidents are in each state, how many unclosed of each kind, and how many facts were refused."""

    open: int
    acknowledged: int
    closed: int
    unclosed_by_kind: dict[str, int]
    quarantined: int


class QuarantineLine(msgspec.Struct, frozen=True):
    """A fact that did not enter the log. Its bytes are kept."""

    digest: str
    device: str
    fact: str
    reason: str
    received_ms: int
    device_name: str = ""
    kind: str = ""
    """As the bytes say; empty where they cannot be read."""
    size_bytes: int = 0


@get("/api/v1/events/{event:int}/incidents", sync_to_thread=True, tags=["incidents"])
def list_inbox(
    event: Number,
    caller: TheCaller,
    ground: TheGround,
    status: WordQuery = "",
    kind: WordQuery = "",
    subject: WordQuery = "",
    after: WordQuery = "",
    limit: Limit = LISTED_MAX,
) -> tuple[IncidentAnswer, ...]:
    """List the incidents of an event by kind, a page at a time: `after` is the last id of the page before."""
    with ground.db.read() as connection:
        require_organizer(caller, load_owner(connection, event))
        rows = list_incidents(connection, event, Wanted(status, kind, subject, after), limit)
        return tuple(_answer(connection, row) for row in rows)


@get("/api/v1/events/{event:int}/incidents/counts", sync_to_thread=True, tags=["incidents"])
def count_inbox(event: Number, caller: TheCaller, ground: TheGround) -> InboxCounts:
    """Count what is open, being looked at and closed."""
    with ground.db.read() as connection:
        require_organizer(caller, load_owner(connection, event))
        counts = count_incidents(connection, event)
        quarantined = count_quarantined(connection, event)
    by_status = {status: sum(n for (is_now, _), n in counts.items() if is_now == status) for status in IncidentStatus}
    unclosed: dict[str, int] = {}
    for (status, kind), count in counts.items():
        if status != IncidentStatus.CLOSED:
            unclosed[kind] = unclosed.get(kind, 0) + count
    return InboxCounts(
        by_status[IncidentStatus.OPEN], by_status[IncidentStatus.ACKNOWLEDGED], by_status[IncidentStatus.CLOSED],
        unclosed, quarantined,
    )  # fmt: skip


@get("/api/v1/incidents/{incident:str}", sync_to_thread=True, tags=["incidents"])
def show_incident(incident: Id, caller: TheCaller, ground: TheGround) -> IncidentDetail:
    """Show one incident: its facts side by side, what to do about it, and what people have done."""
    with ground.db.read() as connection:
        row = _load(connection, incident)
        require_organizer(caller, load_owner(connection, row.event))
        told = _answer(connection, row).incident
        people = {fact.operator for fact in told.facts} | {step.operator for step in told.history}
        operators = load_operator_names(connection, ground.master, people - {""})
        gates = load_gate_names(connection, row.event, {fact.gate for fact in told.facts if fact.gate})
    named = {str(number): name for number, name in gates.items()}
    return IncidentDetail(row.id, row.event, told, ADVICE[IncidentKind(row.kind)], operators, named)


@post("/api/v1/incidents/{incident:str}/acknowledge", sync_to_thread=True, status_code=200, tags=["incidents"])
def acknowledge(
    incident: Id, data: JSONBody[Note], caller: TheCaller, ground: TheGround, ledger: TheLedger, hints: TheHints
) -> IncidentAnswer:
    """Say that somebody looks after it."""
    body = f.IncidentAcknowledged(incident=incident, note=data.note)
    return _handle(incident, "incident_acknowledged", body, caller, ground, ledger, hints)


@post("/api/v1/incidents/{incident:str}/close", sync_to_thread=True, status_code=200, tags=["incidents"])
def close(
    incident: Id, data: JSONBody[Note], caller: TheCaller, ground: TheGround, ledger: TheLedger, hints: TheHints
) -> IncidentAnswer:
    """Close an incident, having seen the facts that are named."""
    body = f.IncidentClosed(incident=incident, note=data.note, seen=data.seen)
    return _handle(incident, "incident_closed", body, caller, ground, ledger, hints)


@post("/api/v1/incidents/{incident:str}/reopen", sync_to_thread=True, status_code=200, tags=["incidents"])
def reopen(
    incident: Id, data: JSONBody[Note], caller: TheCaller, ground: TheGround, ledger: TheLedger, hints: TheHints
) -> IncidentAnswer:
    """Take a closed incident up again."""
    body = f.IncidentReopened(incident=incident, note=data.note)
    return _handle(incident, "incident_reopened", body, caller, ground, ledger, hints)


def _handle(
    incident: str, kind: str, body: f.Body, caller: Caller, ground: Ground, ledger: Ledger, hints: Hints
) -> IncidentAnswer:
    def work(connection: sa.Connection) -> tuple[IncidentAnswer, int]:
        row = _load(connection, incident)
        require_organizer(caller, load_owner(connection, row.event))
        changes = Changes()
        draft = Draft(kind, row.event, (incident_subject(incident),), body, operator=caller.id)
        record(connection, ledger, [draft], changes)
        ledger.publish(connection, changes)
        return _answer(connection, _load(connection, incident)), row.event

    answer, event = ground.write(work)
    hints.tell([event])
    return answer


def _load(connection: sa.Connection, incident: str) -> AnyRow:
    rows = load_incidents(connection, [incident])
    if not rows:
        raise Rejected("there is no such incident", reason="not_found")
    return rows[0]


def _answer(connection: sa.Connection, row: AnyRow) -> IncidentAnswer:
    """The feed's row is what devices see; people are shown the same."""
    value = load_value(connection, row.event, "incident", row.id)
    assert value is not None, "an incident is published in the transaction that finds it"
    return IncidentAnswer(row.id, _row.decode(value))


@get("/api/v1/events/{event:int}/quarantine", sync_to_thread=True, tags=["incidents"])
def list_quarantine(
    event: Number,
    caller: TheCaller,
    ground: TheGround,
    device: WordQuery = "",
    after: WordQuery = "",
    limit: Limit = LISTED_MAX,
) -> tuple[QuarantineLine, ...]:
    """List the facts that did not enter the log, newest first; `after` is the last digest of the page before."""
    with ground.db.read() as connection:
        require_organizer(caller, load_owner(connection, event))
        rows = list_quarantined(connection, event, device=device, after=after, limit=limit)
        names = load_names(connection, {row.device for row in rows})
    return tuple(_lines(rows, names))


def _lines(rows: Iterable[AnyRow], names: dict[str, str]) -> Iterable[QuarantineLine]:
    for row in rows:
        raw = bytes(row.raw)
        yield QuarantineLine(
            row.digest, row.device, row.fact, row.reason, row.received_ms, names.get(row.device, ""),
            read_envelope(raw).kind, len(raw),
        )  # fmt: skip


@get("/api/v1/quarantine/{digest:str}", sync_to_thread=True, tags=["incidents"])
def fetch_quarantined(digest: Id, caller: TheCaller, ground: TheGround) -> Response[bytes]:
    """Return the bytes of one of them as they came, for whoever has to find out what the device did."""
    with ground.db.read() as connection:
        row = load_quarantined(connection, digest)
        if row is None:
            raise Rejected("there is no such thing in quarantine", reason="not_found")
        require_organizer(caller, load_owner(connection, row.event))
    return Response(
        bytes(row.raw),
        media_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{digest}.fact"'},
    )


ROUTES = (
    list_inbox, count_inbox, show_incident, acknowledge, close, reopen, list_quarantine, fetch_quarantined,
)  # fmt: skip
