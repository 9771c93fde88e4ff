"""Who holds a ticket, over HTTP: look with the history, and put it right.

Each correction is a fact that names a person record. The office writes the holder's record anew; a badge's name is a
record of its own, because the door may have written one meanwhile without knowing (`core.reducer` says which counts).
A caller says which corrections were on show; only those give way to this one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
import sqlalchemy as sa
from litestar import get, put
from litestar.params import JSONBody

from kiosk.core import facts as f
from kiosk.core.bounds import Text, Word
from kiosk.core.errors import InputError, Rejected
from kiosk.core.incidents import Timed
from kiosk.core.reducer import TicketState, in_order, reduce_ticket
from kiosk.core.tickets import BADGE_NAME
from kiosk.core.wire import PersonRecord
from server.accounts.persons import load_fields, save_persons
from server.accounts.rules import NAME_CHARS_MAX
from server.catalog.store import load_owner
from server.ledger.audit import record_audit
from server.ledger.feed import Changes
from server.ledger.inject import TheLedger
from server.ledger.intake import Ledger, record
from server.ledger.own import Draft
from server.ledger.store import load_about
from server.web.caller import require_organizer
from server.web.fields import Id, Number
from server.web.ground import Ground
from server.web.inject import TheCaller, TheGround


class HolderChange(msgspec.Struct, frozen=True):
    """What to put right: name, email, badge_name… An empty text removes a field; fields left out stay.

    `seen`: the corrections that were on show; what the door wrote unseen stays.
    """

    fields: dict[Word, Text]
    seen: tuple[Word, ...] = ()


class Correction(msgspec.Struct, frozen=True):
    """One correction in the history. An erased person has no fields."""

    fact: str
    at_ms: int
    device: str
    operator: str
    at_door: bool
    fields: dict[str, str]


class Holder(msgspec.Struct, frozen=True):
    """Who holds a ticket now, `badge_name` included where the badge has one, and what was put right, oldest first."""

    fields: dict[str, str]
    history: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    state: TicketState
    facts: list[Timed]

    def corrections(self) -> list[tuple[Timed, f.Corrected]]:
        return [(timed, timed.body) for timed in in_order(self.facts) if isinstance(timed.body, f.Corrected)]


def _load(connection: sa.Connection, event: int, subject: str) -> _Known:
    facts = load_about(connection, [subject]).get(subject, [])
    state = reduce_ticket(subject, facts) if facts else None
    if state is None or state.sale is None or facts[0].fact.event != event:
        raise Rejected("there is no such ticket", reason="not_found")
    return _Known(state, facts)


def _fields_now(ground: Ground, connection: sa.Connection, state: TicketState) -> dict[str, str]:
    found = load_fields(connection, ground.master, [id_ for id_ in (state.person, state.badge) if id_])
    now = found.get(state.person, {}) | found.get(state.badge, {})
    return {name: text for name, text in now.items() if text}


@get("/api/v1/events/{event:int}/tickets/{subject:str}/holder", sync_to_thread=True, tags=["sales"])
def get_holder(event: Number, subject: Id, caller: TheCaller, ground: TheGround) -> Holder:
    """Say who holds a ticket, and how that was put right."""
    with ground.db.read() as connection:
        require_organizer(caller, load_owner(connection, event))
        return _holder(ground, connection, _load(connection, event, subject))


def _holder(ground: Ground, connection: sa.Connection, known: _Known) -> Holder:
    corrections = known.corrections()
    records = [id_ for _, body in corrections for id_ in (body.person, body.badge) if id_]
    found = load_fields(connection, ground.master, records)
    history = tuple(
        Correction(
            timed.fact.id, timed.time.at_ms, timed.fact.device, timed.fact.operator, body.at_door,
            found.get(body.person, {}) | found.get(body.badge, {}),
        )
        for timed, body in corrections
    )  # fmt: skip
    return Holder(_fields_now(ground, connection, known.state), history)


@put("/api/v1/events/{event:int}/tickets/{subject:str}/holder", sync_to_thread=True, tags=["sales"])
def correct_holder(
    event: Number, subject: Id, data: JSONBody[HolderChange], caller: TheCaller, ground: TheGround, ledger: TheLedger
) -> Holder:
    """Put right who holds a ticket; devices that may know names are told at once."""
    _check(data.fields)

    def work(connection: sa.Connection) -> Holder:
        require_organizer(caller, load_owner(connection, event))
        changes = Changes()
        _correct(connection, ground, ledger, _load(connection, event, subject), data, caller.id, changes)
        record_audit(
            connection, id_=ground.new_id(), at_ms=ground.clock.now_ms(), actor=caller.id, action="ticket.holder",
            object_=subject, event=event,
        )  # fmt: skip
        ledger.publish(connection, changes)
        return _holder(ground, connection, _load(connection, event, subject))

    return ground.write(work)


def _check(fields: Mapping[str, str]) -> None:
    if not fields:
        raise InputError("say which fields to change")
    for name in ("name", "given_name", "family_name", BADGE_NAME):
        if len(fields.get(name, "")) > NAME_CHARS_MAX:
            raise InputError(f"{name} has at most {NAME_CHARS_MAX} characters")


def _correct(
    connection: sa.Connection,
    ground: Ground,
    ledger: Ledger,
    known: _Known,
    data: HolderChange,
    operator: str,
    changes: Changes,
) -> None:
    event = known.facts[0].fact.event
    said = {name: text.strip() for name, text in data.fields.items()}
    others = {name: text for name, text in said.items() if name != BADGE_NAME}
    records: dict[str, PersonRecord] = {}
    if others:
        before = load_fields(connection, ground.master, [known.state.person]).get(known.state.person, {})
        whole = {name: text for name, text in (before | others).items() if text}
        records["person"] = PersonRecord(ground.new_id(), event, whole)
    if BADGE_NAME in said:
        records["badge"] = PersonRecord(ground.new_id(), event, {BADGE_NAME: said[BADGE_NAME]})
    save_persons(connection, ground.master, ground.ids, list(records.values()), changes, ground.clock.now_ms())
    mine = {timed.fact.id for timed, _ in known.corrections()}
    seen = tuple(fact for fact in data.seen if fact in mine)
    person, badge = records.get("person"), records.get("badge")
    body = f.Corrected(person=person.id if person else "", badge=badge.id if badge else "")
    draft = Draft("corrected", event, (known.state.subject,), body, seen, operator)
    record(connection, ledger, [draft], changes)


ROUTES = (get_holder, correct_holder)
