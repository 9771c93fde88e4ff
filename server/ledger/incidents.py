"""Which clashes are there, and what did people do about them? The inbox, derived from facts.

An incident belongs to the source it was found in; folding the source again replaces what it had before,
so the table is always what the facts say. Handling is reduced from the facts about the incident.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from kiosk.core.ids import incident_subject
from kiosk.core.incidents import Handling, Incident, IncidentKind, Timed, reduce_handling
from kiosk.core.tickets import IncidentFact, IncidentRow
from server.db.tables import AnyRow, upsert
from server.ledger import schema
from server.ledger.feed import Changes
from server.ledger.fold import DeviceNames, Found, Label, Labels
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
    timed = load_timed(connection, {id_ for row in rows for id_ in _strings.decode(row.facts)})
    called = names(connection, {one.fact.device for one in timed.values()})
    labelled = labels(connection, {row.subject for row in rows})
    for row in rows:
        value = _row(row, handled[row.id], timed, called, labelled.get(row.subject, Label()))
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


def _row(
    row: AnyRow, handling: Handling, timed: Mapping[str, Timed], names: Mapping[str, str], label: Label
) -> IncidentRow:
    facts = tuple(_told(timed[id_], names) for id_ in _strings.decode(row.facts) if id_ in timed)
    return IncidentRow(
        row.kind, row.scope, row.subject, handling.status.value, row.excess, bool(row.order_uncertain), facts,
        handling.notes, label.number, label.initials,
    )  # fmt: skip


def _told(timed: Timed, names: Mapping[str, str]) -> IncidentFact:
    fact = timed.fact
    gate = int(getattr(timed.body, "gate", 0))
    device = names.get(fact.device, fact.device)
    return IncidentFact(fact.id, fact.kind, timed.time.at_ms, timed.time.doubt_ms, device, gate, fact.operator)


def load_incidents(connection: sa.Connection, ids: Collection[str]) -> list[AnyRow]:
    """Return incidents by id."""
    if not ids:
        return []
    return list(connection.execute(sa.select(schema.incident).where(_i.id.in_(list(ids))).order_by(_i.id)))


def list_incidents(connection: sa.Connection, event: int, status: str, limit: int) -> list[AnyRow]:
    """Return the incidents of an event in one state of handling, or in any with an empty word."""
    query = sa.select(schema.incident).where(_i.event == event)
    if status:
        query = query.where(_i.status == status)
    return list(connection.execute(query.order_by(_i.kind, _i.id).limit(limit)))


def list_clashing(connection: sa.Connection, incidents: Collection[str]) -> dict[str, list[str]]:
    """Return, by fact, the incidents among these in which it takes part."""
    found: dict[str, list[str]] = {}
    for row in load_incidents(connection, incidents):
        for fact in _strings.decode(row.facts):
            found.setdefault(fact, []).append(row.id)
    return found
