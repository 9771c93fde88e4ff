"""Which clashes are there, and what did people do about them? The inbox, derived from facts.

An incident belongs to the source it was found in; folding the source again replaces what it had before,
so the table is always what the facts say. Handling is reduced from the facts about the incident.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa

from kiosk.core import facts as f
from kiosk.core.ids import incident_subject
from kiosk.core.incidents import Handling, Incident, IncidentKind, Timed, reduce_handling
from kiosk.core.tickets import IncidentFact, IncidentRow
from server.db.tables import AnyRow, upsert
from server.ledger import schema
from server.ledger.feed import Changes
from server.ledger.fold import DeviceNames, Found, Label, Labels
from server.ledger.kept import load_sides
from server.ledger.store import load_about, load_timed

_i = schema.incident.c
_strings = msgspec.json.Decoder(tuple[str, ...])


def replace_incidents(connection: sa.Connection, found: Sequence[Found]) -> tuple[set[str], set[str]]:
    """Make the incidents of these sources exactly those found; return ids changed and ids gone."""
    if not found:
        return set(), set()
    rows = connection.execute(sa.select(schema.incident).where(_i.source.in_([one.source for one in found])))
    before = {row.id: row for row in rows}
    now = {incident.id: (one, incident) for one in found for incident in one.incidents}
    if not before and not now:
        return set(), set()
    gone = set(before) - set(now)
    if gone:
        connection.execute(schema.incident.delete().where(_i.id.in_(gone)))
    changed = {id_ for id_, (_, incident) in now.items() if not _is_same(before.get(id_), incident)}
    values = [_values(*now[id_]) for id_ in sorted(changed)]
    upsert(connection, schema.incident, values, ("id",))
    return changed, gone


def _is_same(row: AnyRow | None, incident: Incident) -> bool:
    return (
        row is not None
        and _strings.decode(row.facts) == incident.facts
        and row.excess == incident.excess
        and row.order_uncertain == incident.order_uncertain
    )


def _values(found: Found, incident: Incident) -> dict[str, Any]:
    return {
        "id": incident.id, "event": found.event, "kind": incident.kind.value, "scope": incident.scope,
        "subject": incident.subject, "source": found.source, "facts": msgspec.json.encode(incident.facts).decode(),
        "excess": incident.excess, "order_uncertain": incident.order_uncertain, "status": "open", "notes": "[]",
    }  # fmt: skip


def has_incident(connection: sa.Connection, source: str) -> bool:
    """Say whether a source has an incident now."""
    return connection.scalar(sa.select(_i.id).where(_i.source == source).limit(1)) is not None


def publish_incidents(
    connection: sa.Connection, ids: Collection[str], changes: Changes, names: DeviceNames, labels: Labels
) -> None:
    """Bring the handling of incidents up to date and put their rows into the feed."""
    rows = load_incidents(connection, ids)
    if not rows:
        return
    handled = _save_handling(connection, rows)
    sides = _load_sides(connection, rows, names)
    speakers = names(connection, {step.device for handling in handled.values() for step in handling.history})
    labelled = labels(connection, {row.subject for row in rows})
    for row in rows:
        history = tuple(
            msgspec.structs.replace(step, device=speakers.get(step.device, step.device))
            for step in handled[row.id].history
        )
        value = _row(row, Handling(handled[row.id].status, history), sides, labelled.get(row.subject, Label()))
        if row.event:  # one about the device alone is in no event's feed
            changes.put(row.event, "incident", row.id, value)


def _save_handling(connection: sa.Connection, rows: Iterable[AnyRow]) -> dict[str, Handling]:
    rows = list(rows)
    about = load_about(connection, [incident_subject(row.id) for row in rows])
    handled = {row.id: reduce_handling(_incident(row), about.get(incident_subject(row.id), ())) for row in rows}
    statement = (
        schema.incident.update()
        .where(_i.id == sa.bindparam("key"))
        .values(status=sa.bindparam("is_now"), notes=sa.bindparam("said"))
    )
    values = [
        {"key": id_, "is_now": h.status.value, "said": msgspec.json.encode(h.notes).decode()}
        for id_, h in handled.items()
    ]
    connection.execute(statement, values)
    return handled


def _incident(row: AnyRow) -> Incident:
    facts = _strings.decode(row.facts)
    kind = IncidentKind(row.kind)
    return Incident(row.id, kind, row.scope, row.subject, facts, row.excess, bool(row.order_uncertain))


def _load_sides(connection: sa.Connection, rows: Iterable[AnyRow], names: DeviceNames) -> dict[str, IncidentFact]:
    """Return what people are told of each fact that takes part, by its id; of quarantine, by its digest."""
    rows = list(rows)
    logged = {id_ for row in rows if row.kind != IncidentKind.QUARANTINED for id_ in _strings.decode(row.facts)}
    kept = {id_ for row in rows if row.kind == IncidentKind.QUARANTINED for id_ in _strings.decode(row.facts)}
    timed = load_timed(connection, logged)
    called = names(connection, {one.fact.device for one in timed.values()})
    senders = names(connection, {row.subject[2:] for row in rows if row.kind == IncidentKind.QUARANTINED})
    return {id_: _told(one, called) for id_, one in timed.items()} | load_sides(connection, kept, senders)


def _row(row: AnyRow, handling: Handling, sides: Mapping[str, IncidentFact], label: Label) -> IncidentRow:
    ids = _strings.decode(row.facts)
    facts = tuple(sides[id_] for id_ in ids if id_ in sides)
    total = row.excess if row.kind == IncidentKind.QUARANTINED else 0
    return IncidentRow(
        row.kind, row.scope, row.subject, handling.status.value, row.excess, bool(row.order_uncertain), facts,
        handling.notes, label.number, label.initials, handling.history, total,
    )  # fmt: skip


def _told(timed: Timed, names: Mapping[str, str]) -> IncidentFact:
    fact = timed.fact
    order, amount_minor, currency = _receipt(timed.body)
    return IncidentFact(
        fact.id, fact.kind, timed.time.at_ms, timed.time.doubt_ms, names.get(fact.device, fact.device),
        int(getattr(timed.body, "gate", 0)), fact.operator, order, amount_minor, currency, _remark(timed.body),
    )  # fmt: skip


def _receipt(body: f.Body) -> tuple[str, int, str]:
    """Return what a receipt says of a fact: order code, money (negative where it was given back) and currency."""
    match body:
        case f.Sold(code=code, lines=lines, rounding_minor=rounding, currency=currency):
            return code, sum(line.gross_minor for line in lines) + rounding, currency
        case f.Settled(tenders=tenders):
            return "", sum(tender.amount_minor for tender in tenders), ""
        case f.Refunded(tenders=tenders) | f.Voided(tenders=tenders):
            return "", -sum(tender.amount_minor for tender in tenders), ""
        case _:
            return "", 0, ""


def _remark(body: f.Body) -> str:
    match body:
        case f.Admitted(override=refusal, override_note=note):
            return note or refusal
        case f.Refunded(reason=reason) | f.Voided(reason=reason) | f.Reissued(reason=reason):
            return reason
        case f.WrittenOff(reason=reason):
            return reason
        case _:
            return ""


def load_incidents(connection: sa.Connection, ids: Collection[str]) -> list[AnyRow]:
    """Return incidents by id."""
    if not ids:
        return []
    return list(connection.execute(sa.select(schema.incident).where(_i.id.in_(list(ids))).order_by(_i.id)))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which incidents of an event: empty words want any. `after` is the id of the last one of the page before."""

    status: str = ""
    kind: str = ""
    subject: str = ""
    after: str = ""


def list_incidents(connection: sa.Connection, event: int, wanted: Wanted, limit: int) -> list[AnyRow]:
    """Return incidents of an event by kind and id, a page at a time."""
    query = sa.select(schema.incident).where(_i.event == event)
    for column, word in ((_i.status, wanted.status), (_i.kind, wanted.kind), (_i.subject, wanted.subject)):
        if word:
            query = query.where(column == word)
    if wanted.after:
        kind = sa.select(_i.kind).where(_i.id == wanted.after).scalar_subquery()
        query = query.where(sa.or_(_i.kind > kind, sa.and_(_i.kind == kind, _i.id > wanted.after)))
    return list(connection.execute(query.order_by(_i.kind, _i.id).limit(limit)))


def count_incidents(connection: sa.Connection, event: int) -> dict[tuple[str, str], int]:
    """Return how many incidents an event has, by status and kind."""
    query = sa.select(_i.status, _i.kind, sa.func.count()).where(_i.event == event).group_by(_i.status, _i.kind)
    return {(status, kind): count for status, kind, count in connection.execute(query)}


def list_clashing(connection: sa.Connection, incidents: Collection[str]) -> dict[str, list[str]]:
    """Return, by fact, the incidents among these in which it takes part."""
    found: dict[str, list[str]] = {}
    for row in load_incidents(connection, incidents):
        for fact in _strings.decode(row.facts):
            found.setdefault(fact, []).append(row.id)
    return found
