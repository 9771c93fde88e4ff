"""What was kept out of the log, why, and from whom? Quarantine: its rows, and the incidents that tell people of it.

Bytes that do not enter the log are kept as they came; the same bytes once. All that one device sent and that was
refused for one reason is one incident, shown with the newest of its facts: whoever closes it has seen those, and one
more opens it again. Called by `intake`, by sync for the drop box, and by the inbox.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from kiosk.core.facts import Fact
from kiosk.core.ids import incident_id
from kiosk.core.incidents import Incident, IncidentKind
from kiosk.core.tickets import IncidentFact
from kiosk.core.wire import Outcome
from server.db.tables import AnyRow, upsert
from server.ledger import schema
from server.ledger.fold import Found
from server.ledger.rules import Author, Unsound

SHOWN_MAX = 20
"""How many of its facts an incident of quarantine names: the newest."""
_q = schema.quarantine.c


class _Envelope(msgspec.Struct, frozen=True):
    """What can be read of bytes that may be no fact at all."""

    kind: str = ""
    operator: str = ""


def save_quarantined(connection: sa.Connection, author: Author, refused: Iterable[Unsound], received_ms: int) -> None:
    """Keep the bytes of facts that did not enter the log; the same bytes are kept once.

    They are filed under an event of the device: what it claims of others is nothing that their people should see.
    """
    rows = {hashlib.sha256(one.raw).hexdigest(): one for one in refused}
    values = [
        {
            "digest": digest, "device": author.device, "fact": one.id.replace("\0", ""), "reason": one.reason,
            "raw": one.raw, "received_ms": received_ms, **_place(one.fact), "event": _event(one.fact, author),
        }
        for digest, one in rows.items()
    ]  # fmt: skip
    upsert(connection, schema.quarantine, values, ("digest",))


def _place(fact: Fact | None) -> dict[str, Any]:
    """Where a quarantined fact stands in its log; numbers beyond what SQL can hold are no place."""
    if fact is None or max(fact.seq, fact.incarnation, fact.event) >= 2**63:
        return {"incarnation": 0, "seq": 0, "hash": b""}
    return {"incarnation": fact.incarnation, "seq": fact.seq, "hash": fact.hash}


def _event(fact: Fact | None, author: Author) -> int:
    if fact is not None and fact.event in author.events:
        return fact.event
    return min(author.events, default=0)


def release_quarantined(connection: sa.Connection, ids: Sequence[str]) -> int:
    """Forget the kept bytes of facts that have entered the log after all; return how many there were."""
    if not ids:
        return 0
    gone = schema.quarantine.delete().where(_q.fact.in_(ids), _q.reason != "id_reuse").returning(_q.digest)
    return len(connection.execute(gone).all())


def count_quarantined_bytes(connection: sa.Connection, device: str, since_ms: int) -> int:
    """Return how many bytes of a device were put into quarantine since a time."""
    size = sa.func.coalesce(sa.func.sum(sa.func.length(_q.raw)), 0)
    return int(connection.scalar(sa.select(size).where(_q.device == device, _q.received_ms >= since_ms)) or 0)


def find_quarantined(connection: sa.Connection, device: str) -> list[Found]:
    """Return what people must be told of a device's quarantine, by event: one incident for each reason.

    What a newer device wrote is only kept: it is sent again and read once this server is newer as well.
    """
    is_refused = sa.and_(_q.device == device, _q.reason != Outcome.UNSUPPORTED_VERSION.value)
    query = sa.select(_q.event, _q.reason, sa.func.count()).where(is_refused).group_by(_q.event, _q.reason)
    found: dict[int, list[Incident]] = {}
    for event, reason, count in connection.execute(query).all():
        mine = sa.and_(_q.device == device, _q.event == event, _q.reason == reason)
        newest = sa.select(_q.digest).where(mine).order_by(_q.received_ms.desc(), _q.digest).limit(SHOWN_MAX)
        facts = tuple(sorted(connection.scalars(newest)))
        scope, subject = f"{event:08x}:{reason}", f"d:{device}"
        id_ = incident_id(IncidentKind.QUARANTINED, scope, subject)
        incident = Incident(id_, IncidentKind.QUARANTINED, scope, subject, facts, count)
        found.setdefault(event, []).append(incident)
    known = sa.select(schema.incident.c.event).where(
        schema.incident.c.kind == IncidentKind.QUARANTINED.value, schema.incident.c.subject == f"d:{device}"
    )
    for event in connection.scalars(known):
        found.setdefault(event, [])  # what was released leaves the inbox
    return [Found(f"quarantine:{device}:{event}", event, tuple(mine)) for event, mine in found.items()]


def load_sides(
    connection: sa.Connection, digests: Collection[str], names: Mapping[str, str]
) -> dict[str, IncidentFact]:
    """Return what can be told of kept bytes, by digest. Their time is that of their arrival."""
    if not digests:
        return {}
    columns = (_q.digest, _q.device, _q.reason, _q.raw, _q.received_ms)
    rows = connection.execute(sa.select(*columns).where(_q.digest.in_(list(digests))))
    return {row.digest: _side(row, names) for row in rows}


def _side(row: AnyRow, names: Mapping[str, str]) -> IncidentFact:
    envelope = read_envelope(bytes(row.raw))
    device = names.get(row.device, row.device)
    return IncidentFact(
        row.digest, envelope.kind, row.received_ms, 0, device, operator=envelope.operator, note=row.reason
    )


def read_envelope(raw: bytes) -> _Envelope:
    """Return what the bytes say about themselves; nothing where they are no message."""
    try:
        return msgspec.json.decode(raw, type=_Envelope)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _Envelope()  # that it cannot be read is what is told of it


def list_quarantined(connection: sa.Connection, event: int, *, device: str, after: str, limit: int) -> list[AnyRow]:
    """Return what is in quarantine of an event, newest first; of one device, and after a digest, where given."""
    query = sa.select(schema.quarantine).where(_q.event == event)
    if device:
        query = query.where(_q.device == device)
    if after:
        last = sa.select(_q.received_ms).where(_q.digest == after).scalar_subquery()
        query = query.where(sa.or_(_q.received_ms < last, sa.and_(_q.received_ms == last, _q.digest > after)))
    return list(connection.execute(query.order_by(_q.received_ms.desc(), _q.digest).limit(limit)))


def count_quarantined(connection: sa.Connection, event: int) -> int:
    """Return how many facts are in quarantine of an event."""
    return connection.scalar(sa.select(sa.func.count()).where(_q.event == event)) or 0


def list_unread(connection: sa.Connection) -> list[bytes]:
    """Return the bytes of facts that were newer than this server when they came, by device, in the order of its log."""
    query = sa.select(_q.raw).where(_q.reason == Outcome.UNSUPPORTED_VERSION.value)
    return [bytes(raw) for raw in connection.scalars(query.order_by(_q.device, _q.incarnation, _q.seq))]


def load_quarantined(connection: sa.Connection, digest: str) -> AnyRow | None:
    """Return one of them with its bytes; None where there is none."""
    return connection.execute(sa.select(schema.quarantine).where(_q.digest == digest)).first()
