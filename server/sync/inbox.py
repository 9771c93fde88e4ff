"""What wants a person's attention? Incidents and quarantine over HTTP, for organizers.

Acknowledging and closing are facts of the server's log on behalf of the user, like those of a supervisor
at a device; a further fact reopens what was closed.
"""

from typing import Annotated

import msgspec
import sqlalchemy as sa
from litestar import get, post
from litestar.params import JSONBody, PathParameter, QueryParameter

from kiosk.core import facts as f
from kiosk.core.errors import Rejected
from kiosk.core.ids import incident_subject
from kiosk.core.tickets import IncidentRow
from server.catalog.store import load_owner
from server.db.tables import AnyRow
from server.ledger.feed import Changes, load_value
from server.ledger.incidents import list_incidents, load_incidents
from server.ledger.inject import TheLedger
from server.ledger.intake import Ledger, record
from server.ledger.own import Draft
from server.ledger.store import list_quarantined
from server.web.caller import Caller, require_organizer
from server.web.ground import Ground
from server.web.hints import Hints
from server.web.inject import TheCaller, TheGround, TheHints

Number = Annotated[int, PathParameter(ge=1, le=2**32 - 1)]
Id = Annotated[str, PathParameter(max_length=64)]
LISTED_MAX = 500
_row = msgspec.json.Decoder(IncidentRow)


class Note(msgspec.Struct, frozen=True):
    """What a person has to say. `seen`: the facts that were looked at; more than these keep it open."""

    note: Annotated[str, msgspec.Meta(max_length=1_000)] = ""
    seen: tuple[str, ...] = ()


class IncidentAnswer(msgspec.Struct, frozen=True):
    """An incident with its id."""

    id: str
    incident: IncidentRow


class QuarantineLine(msgspec.Struct, frozen=True):
    """A fact that did not enter the log. Its bytes are kept."""

    digest: str
    device: str
    fact: str
    reason: str
    received_ms: int


@get("/api/v1/events/{event:int}/incidents", sync_to_thread=True, tags=["incidents"])
def list_inbox(
    event: Number, caller: TheCaller, ground: TheGround, status: Annotated[str, QueryParameter(max_length=20)] = ""
) -> tuple[IncidentAnswer, ...]:
    """List the incidents of an event, all or those open, acknowledged or closed."""
    with ground.db.read() as connection:
        require_organizer(caller, load_owner(connection, event))
        rows = list_incidents(connection, event, status, LISTED_MAX)
        return tuple(_answer(connection, row) for row in rows)


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
def list_quarantine(event: Number, caller: TheCaller, ground: TheGround) -> tuple[QuarantineLine, ...]:
    """List the facts that did not enter the log."""
    with ground.db.read() as connection:
        require_organizer(caller, load_owner(connection, event))
        rows = list_quarantined(connection, [event], LISTED_MAX)
    return tuple(QuarantineLine(r.digest, r.device, r.fact, r.reason, r.received_ms) for r in rows)


ROUTES = (list_inbox, acknowledge, close, list_quarantine)
