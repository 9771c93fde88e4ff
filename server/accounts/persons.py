"""Who holds or bought a ticket? Person records: sealed, each under a key of its own, found by blind index.

Facts name persons by random ids only; the records travel beside them and can be erased everywhere. A
missing or erased person is legal everywhere. Called by sync (records of devices) and by sales.
"""

from collections.abc import Collection, Sequence

import msgspec
import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.core.tickets import PersonRow
from kiosk.core.wire import PersonRecord
from server.accounts import schema
from server.accounts.rules import display_name, initials, is_named, query_tokens, search_tokens
from server.clock import Ids
from server.db.keys import KEY_BYTES, NONCE_BYTES, MasterKey, blind_index
from server.db.tables import insert_new
from server.ledger.feed import Changes

_PURPOSE = "person key"
_TOKEN = "person name"  # noqa: S105 (the name of an index)
_fields = msgspec.json.Decoder(dict[str, str])


def save_persons(
    connection: sa.Connection,
    master: MasterKey,
    ids: Ids,
    records: Sequence[PersonRecord],
    changes: Changes,
    now_ms: int,
) -> list[str]:
    """Save records that are not there yet and publish their names; return the ids that were new."""
    p = schema.person.c
    offered = {record.id: record for record in records}
    known = set(connection.scalars(sa.select(p.id).where(p.id.in_(list(offered)))))
    fresh = [record for id_, record in offered.items() if id_ not in known]
    rows = [_sealed(master, ids, record, now_ms) for record in fresh]
    insert_new(connection, schema.person, rows, ("id",))
    tokens = [
        {"token": blind_index(master, _TOKEN, token), "person": record.id}
        for record in fresh
        for token in sorted(search_tokens(display_name(record.fields)))
    ]
    insert_new(connection, schema.person_token, tokens, ("token", "person"))
    for record in fresh:
        name = display_name(record.fields)
        if name:
            changes.put(record.event, "person", record.id, PersonRow(name, record.fields.get("note", "")))
    return [record.id for record in fresh]


def _sealed(master: MasterKey, ids: Ids, record: PersonRecord, now_ms: int) -> dict[str, object]:
    key, nonce = ids.random_bytes(KEY_BYTES), ids.random_bytes(NONCE_BYTES)
    plain = msgspec.json.encode(record.fields)
    return {
        "id": record.id, "event": record.event, "initials": initials(display_name(record.fields)),
        "sealed_key": master.seal(_PURPOSE, key, ids.random_bytes),
        "sealed_fields": nonce + AESGCM(key).encrypt(nonce, plain, record.id.encode()),
        "created_ms": now_ms, "erased_ms": 0,
    }  # fmt: skip


def load_fields(connection: sa.Connection, master: MasterKey, persons: Collection[str]) -> dict[str, dict[str, str]]:
    """Return the fields of persons; those erased or never seen are missing from the answer."""
    if not persons:
        return {}
    p = schema.person.c
    query = sa.select(p.id, p.sealed_key, p.sealed_fields).where(p.id.in_(list(persons)), p.erased_ms == 0)
    found: dict[str, dict[str, str]] = {}
    for row in connection.execute(query):
        key = master.open(_PURPOSE, row.sealed_key)
        sealed = bytes(row.sealed_fields)
        plain = AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], row.id.encode())
        found[row.id] = _fields.decode(plain)
    return found


def load_initials(connection: sa.Connection, persons: Collection[str]) -> dict[str, str]:
    """Return the initials of persons; those erased or never seen are missing."""
    wanted = [person for person in persons if person]
    if not wanted:
        return {}
    p = schema.person.c
    rows = connection.execute(sa.select(p.id, p.initials).where(p.id.in_(wanted), p.erased_ms == 0))
    return {row.id: row.initials for row in rows}


def find_persons(connection: sa.Connection, master: MasterKey, event: int, typed: str, limit: int) -> list[str]:
    """Return ids of persons of an event whose names have all the typed words (or their beginnings)."""
    tokens = [blind_index(master, _TOKEN, token) for token in sorted(query_tokens(typed))]
    if not tokens:
        return []
    t, p = schema.person_token.c, schema.person.c
    query = (
        sa.select(t.person)
        .join_from(schema.person_token, schema.person, p.id == t.person)
        .where(t.token.in_(tokens), p.event == event, p.erased_ms == 0)
        .group_by(t.person)
        .having(sa.func.count() == len(tokens))
        .order_by(t.person)
        .limit(limit)
    )
    found = list(connection.scalars(query))
    named = load_fields(connection, master, found)
    return [person for person in found if is_named(display_name(named.get(person, {})), typed)]


def erase_person(connection: sa.Connection, person: str, changes: Changes, now_ms: int) -> None:
    """Erase a person: key, fields, initials and search tokens, here and by tombstone on every device."""
    p, t = schema.person, schema.person_token
    event = connection.scalar(sa.select(p.c.event).where(p.c.id == person))
    if event is None:
        return
    values = {"sealed_key": b"", "sealed_fields": b"", "initials": "", "erased_ms": now_ms}
    connection.execute(p.update().where(p.c.id == person).values(values))
    connection.execute(t.delete().where(t.c.person == person))
    changes.put(event, "person", person, None)
