"""What did the server say? The mirror of the feed: rows put in and taken out, cursors, snapshots.

Called by the synchroniser with pages of changes; nothing else writes these tables, and this module
writes no others, so that a pull can never touch what the device itself did. Kinds that this release
does not know are kept as they came.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import msgspec
import sqlalchemy as sa

from kiosk.core.errors import UnreadableRow
from kiosk.core.permissions import Scope
from kiosk.core.tickets import PersonRow, Stop, StopRange, TicketRow
from kiosk.core.wire import Change, Cursor
from kiosk.store import schema
from kiosk.store.catalogue import check_row, note_change

_GONE = b"null"


@dataclass(frozen=True, slots=True)
class ScopeState:
    """How far a scope was read. `synced_ms` is the best time of the last word; 0 = never complete."""

    cursor: Cursor
    after: str
    is_complete: bool
    rows_done: int
    rows_total: int
    synced_ms: int


EMPTY = ScopeState(Cursor("", 0, ""), "", False, 0, 0, 0)

_ticket = msgspec.json.Decoder(TicketRow)
_stop = msgspec.json.Decoder(Stop)
_range = msgspec.json.Decoder(StopRange)
_person = msgspec.json.Decoder(PersonRow)

Row = tuple[Any, ...]


def apply_changes(connection: sa.Connection, event: int, changes: Sequence[Change], *, fresh: bool = False) -> None:
    """Put a page of changes into the mirror. `fresh`: the scope was empty before, so nothing is replaced.

    Raises UnreadableRow: what could not be read at the door later is not taken.
    """
    by_kind: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_kind[change.kind].append(change)
    for kind, rows in by_kind.items():
        try:
            _APPLY.get(kind, _apply_small)(connection, event, rows, fresh)
        except (ValueError, OverflowError) as error:  # the decoder's errors are ValueErrors
            raise UnreadableRow(f"the server sent a row ({kind}) that this release cannot read") from error


def _apply_tickets(connection: sa.Connection, event: int, rows: list[Change], fresh: bool) -> None:
    _delete_gone(connection, "ticket", "subject", rows)
    values = [_ticket_values(event, c) for c in rows if bytes(c.value) != _GONE]
    if fresh:
        _put(connection, "ticket", len(_TICKET_COLUMNS), values, fresh=True)
        return
    _many(connection, _UPSERT_TICKET, values)
    at = [_TICKET_COLUMNS.index(name) for name in _INDEXED]
    _many(connection, _MOVE_TICKET, [(*(row[i] for i in at), row[0], *(row[i] for i in at)) for row in values])


# What the indexes hold hardly ever changes, and writing it anew took two thirds of a pull: it is set only where it did.
_INDEXED = ("event", "number", "order_code", "person")
_TICKET_COLUMNS = [column.name for column in schema.ticket.columns]
_UPSERT_TICKET = (
    f"INSERT INTO ticket VALUES ({', '.join('?' * len(_TICKET_COLUMNS))}) ON CONFLICT (subject) DO UPDATE SET "  # noqa: S608 (names of this module)
    + ", ".join(f"{name} = excluded.{name}" for name in _TICKET_COLUMNS if name not in ("subject", *_INDEXED))
)
_MOVE_TICKET = (
    f"UPDATE ticket SET {', '.join(f'{name} = ?' for name in _INDEXED)} "  # noqa: S608 (see above)
    f"WHERE subject = ? AND ({' OR '.join(f'{name} <> ?' for name in _INDEXED)})"
)


def _ticket_values(event: int, change: Change) -> Row:
    t = _ticket.decode(change.value)
    uses = msgspec.json.encode(t.uses).decode() if t.uses else ""
    return (
        change.key, event, t.number, t.type, t.session, t.order, t.label, t.generation, t.terms.value, t.admits,
        t.person, t.seat, t.attention, t.valid_from_min, t.valid_until_min, uses, int(t.sold_twice),
        t.addon_to,
        t.badge,
    )  # fmt: skip


def _apply_stops(connection: sa.Connection, event: int, rows: list[Change], fresh: bool) -> None:
    _delete_gone(connection, "stop", "subject", rows)
    decoded = [(c.key, _stop.decode(c.value)) for c in rows if bytes(c.value) != _GONE]
    values = [(key, event, s.reason.value, s.generation_min, s.note) for key, s in decoded]
    _put(connection, "stop", 5, values, fresh=fresh)


def _apply_ranges(connection: sa.Connection, event: int, rows: list[Change], fresh: bool) -> None:
    gone = [(event, c.key) for c in rows if bytes(c.value) == _GONE]
    _many(connection, "DELETE FROM stop_range WHERE event = ? AND key = ?", gone)
    decoded = [(c.key, _range.decode(c.value)) for c in rows if bytes(c.value) != _GONE]
    values = [(event, key, r.lease, r.first, r.last, r.reason.value) for key, r in decoded]
    _put(connection, "stop_range", 6, values, fresh=fresh)


def _apply_persons(connection: sa.Connection, event: int, rows: list[Change], fresh: bool) -> None:
    if not fresh:
        _many(connection, _FORGET_NAME, [(c.key,) for c in rows])
    _delete_gone(connection, "person", "id", rows)
    decoded = [(c.key, _person.decode(c.value)) for c in rows if bytes(c.value) != _GONE]
    _put(connection, "person", 5, [(key, event, p.name, p.note, int(p.vip)) for key, p in decoded], fresh=fresh)
    _many(connection, _INDEX_NAME, [(key,) for key, _ in decoded])


# The search index finds a row by its rowid alone: by id, each deletion would read the whole index.
_FORGET_NAME = "DELETE FROM person_search WHERE rowid = (SELECT rowid FROM person WHERE id = ?)"
_INDEX_NAME = "INSERT INTO person_search (rowid, name, id) SELECT rowid, name, id FROM person WHERE id = ?"


def _apply_small(connection: sa.Connection, event: int, rows: list[Change], fresh: bool) -> None:
    note_change(connection)
    gone = [(event, c.kind, c.key) for c in rows if bytes(c.value) == _GONE]
    _many(connection, "DELETE FROM catalogue_row WHERE event = ? AND kind = ? AND key = ?", gone)
    values = [(event, c.kind, c.key, bytes(c.value)) for c in rows if bytes(c.value) != _GONE]
    for _, kind, key, value in values:
        check_row(kind, key, value)
    _put(connection, "catalogue_row", 4, values, fresh=fresh)


_APPLY: dict[str, Callable[[sa.Connection, int, list[Change], bool], None]] = {
    "ticket": _apply_tickets,
    "stop": _apply_stops,
    "range": _apply_ranges,
    "person": _apply_persons,
}


def _delete_gone(connection: sa.Connection, table: str, key: str, rows: Sequence[Change]) -> None:
    gone = [(c.key,) for c in rows if bytes(c.value) == _GONE]
    _many(connection, f"DELETE FROM {table} WHERE {key} = ?", gone)  # noqa: S608 (names of this module)


def _put(connection: sa.Connection, table: str, columns: int, values: Sequence[Row], *, fresh: bool) -> None:
    """The driver's executemany: three times as fast as Core upserts for a hundred thousand rows."""
    marks = ", ".join("?" * columns)
    verb = "INSERT" if fresh else "REPLACE"
    _many(connection, f"{verb} INTO {table} VALUES ({marks})", values)


def _many(connection: sa.Connection, statement: str, values: Sequence[Row]) -> None:
    if values:
        connection.exec_driver_sql(statement, list(values))


def note_keys(connection: sa.Connection, event: int, scope: Scope, changes: Sequence[Change]) -> None:
    """Remember which rows a snapshot over a filled mirror has brought."""
    keys = [(event, scope.value, change.kind, change.key) for change in changes]
    _many(connection, "REPLACE INTO snapshot_key VALUES (?, ?, ?, ?)", keys)


def drop_unseen(connection: sa.Connection, event: int, scope: Scope) -> None:
    """Delete what a finished snapshot did not bring. Until then the door goes on with the older rows."""
    here = (event, event, scope.value)
    for table, kind, column in _MIRRORED[scope]:
        connection.exec_driver_sql(
            f"DELETE FROM {table} WHERE event = ? AND {column} NOT IN "  # noqa: S608 (names of this module)
            f"(SELECT key FROM snapshot_key WHERE event = ? AND scope = ? AND kind = '{kind}')",
            here,
        )
    small = _SAFETY_SMALL if scope is Scope.SAFETY else f"NOT {_SAFETY_SMALL}"
    connection.exec_driver_sql(
        f"DELETE FROM catalogue_row WHERE event = ? AND {small} AND (kind, key) NOT IN "  # noqa: S608
        "(SELECT kind, key FROM snapshot_key WHERE event = ? AND scope = ?)",
        here,
    )
    connection.exec_driver_sql("DELETE FROM person_search WHERE id NOT IN (SELECT id FROM person)")
    connection.exec_driver_sql("DELETE FROM snapshot_key WHERE event = ? AND scope = ?", (event, scope.value))
    note_change(connection)


_SAFETY_SMALL = "(kind IN ('event', 'key', 'staff'))"
_MIRRORED: dict[Scope, tuple[tuple[str, str, str], ...]] = {
    Scope.SAFETY: (("stop", "stop", "subject"), ("stop_range", "range", "key")),
    Scope.DATA: (("ticket", "ticket", "subject"), ("person", "person", "id")),
}


def begin_first_load(connection: sa.Connection) -> None:
    """Make an empty ticket table ready for very many rows: without indexes, until `END_FIRST_LOAD`.

    Numbers and orders are random: kept up to date row by row, their indexes would be written whole with each job,
    which takes five times as long as everything else. Meanwhile a search by number reads the whole table.
    """
    if connection.execute(sa.select(schema.ticket.c.subject).limit(1)).first() is None:
        for index in _TICKET_INDEXES:
            index.drop(connection, checkfirst=True)


def _build_index(index: sa.Index, connection: sa.Connection) -> None:
    index.create(connection, checkfirst=True)


_TICKET_INDEXES = sorted(schema.ticket.indexes, key=lambda index: str(index.name))
END_FIRST_LOAD: Sequence[Callable[[sa.Connection], None]] = [partial(_build_index, i) for i in _TICKET_INDEXES]
"""The jobs before the last one of every load of tickets: one per index, about 65 ms for 100,000 tickets."""


def clear_scope(connection: sa.Connection, event: int, scope: Scope) -> None:
    """Empty the mirror of one scope: the device no longer serves the event."""
    note_change(connection)
    if scope is Scope.SAFETY:
        tables, kinds = ["stop", "stop_range"], "IN"
    else:
        tables, kinds = ["ticket", "person"], "NOT IN"
        statement = "DELETE FROM person_search WHERE id IN (SELECT id FROM person WHERE event = ?)"
        connection.exec_driver_sql(statement, (event,))
    for table in tables:
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE event = ?", (event,))  # noqa: S608 (see above)
    small = f"DELETE FROM catalogue_row WHERE event = ? AND kind {kinds} ('event', 'key', 'staff')"  # noqa: S608
    connection.exec_driver_sql(small, (event,))
    connection.execute(schema.cursor.delete().where(_scope(event, scope)))


def load_scope(connection: sa.Connection, event: int, scope: Scope) -> ScopeState:
    """Return how far a scope was read; EMPTY where it never was."""
    row = connection.execute(sa.select(schema.cursor).where(_scope(event, scope))).first()
    if row is None:
        return EMPTY
    cursor = Cursor(row.epoch, row.seq, row.tag)
    return ScopeState(cursor, row.after, bool(row.complete), row.rows_done, row.rows_total, row.synced_ms)


def save_scope(connection: sa.Connection, event: int, scope: Scope, state: ScopeState) -> None:
    """Save how far a scope was read."""
    c = state.cursor
    values = (
        event, scope.value, c.epoch, c.seq, c.tag, state.after, int(state.is_complete), state.rows_done,
        state.rows_total, state.synced_ms,
    )  # fmt: skip
    connection.exec_driver_sql("REPLACE INTO cursor VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)


def touch_scope(connection: sa.Connection, event: int, scope: Scope, synced_ms: int) -> None:
    """Note that the mirror is as fresh as `synced_ms`."""
    connection.execute(schema.cursor.update().where(_scope(event, scope)).values(synced_ms=synced_ms))


def touch_incomplete(connection: sa.Connection, event: int, scope: Scope) -> None:
    """Make the next pull a snapshot, over what is there."""
    values = {"complete": 0, "after": "", "epoch": "", "seq": 0, "tag": "", "rows_done": 0}
    connection.execute(schema.cursor.update().where(_scope(event, scope)).values(values))


def _scope(event: int, scope: Scope) -> sa.ColumnElement[bool]:
    return sa.and_(schema.cursor.c.event == event, schema.cursor.c.scope == scope.value)
