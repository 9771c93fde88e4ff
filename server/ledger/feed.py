"""State down: the feed of an event, its counter, and the pages that devices read.

A transaction collects its changes in `Changes` and publishes them last: the counter of each scope in
ascending order, then the rows, and nothing after. The counter's row lock makes commit order equal
sequence order. The feed keeps the latest version per entity, with tombstones; `feed_tag` remembers where
transactions ended, so that a cursor of a state that no longer exists is recognised. DESIGN 7.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
import sqlalchemy as sa

from kiosk.core.permissions import Role, Scope, sees
from kiosk.core.wire import Change, Cursor
from server.db.tables import AnyRow, insert_new, upsert
from server.ledger import schema

TAG_ROWS_MAX = 500
"""A page may end at a tag only; large transactions are tagged on the way."""
TAG_KEPT_MS = 90 * 86_400_000
GONE = b"null"
RANKS: Mapping[str, int] = {
    "event": 0, "key": 1, "staff": 2, "range": 3, "stop": 4, "session": 10, "type": 11, "quota": 12, "list": 13,
    "gate": 14, "question": 15, "attendance": 16, "voucher": 17, "ticket": 20, "person": 21, "incident": 22,
}  # fmt: skip
"""The order of a snapshot: what a verdict needs comes before what it merely likes to know."""
_SCOPES = {kind: next(s for s in Scope if sees(Role.SUPERVISOR, s, kind)) for kind in RANKS}


@dataclass(slots=True)
class Changes:
    """What a transaction changes in the feeds; the last word on an entity counts."""

    rows: dict[tuple[int, Scope], dict[tuple[str, str], bytes | None]] = field(
        default_factory=dict[tuple[int, Scope], dict[tuple[str, str], bytes | None]]
    )

    def put(self, event: int, kind: str, key: str, value: object) -> None:
        """Set the row of an entity; None is a tombstone."""
        encoded = None if value is None else msgspec.json.encode(value)
        self.rows.setdefault((event, _SCOPES[kind]), {})[kind, key] = encoded

    def update(self, other: "Changes") -> None:
        """Add another's changes; theirs are the later word."""
        for scope, rows in other.rows.items():
            self.rows.setdefault(scope, {}).update(rows)


@dataclass(frozen=True, slots=True)
class Projection:
    """What a reader may see. `word` names it: a cursor made under another projection is not continued."""

    kinds: frozenset[str]
    with_names: bool

    @property
    def word(self) -> str:
        """A short name that changes whenever the projection does."""
        seen = sum(1 << RANKS[kind] for kind in self.kinds)
        return f"{seen:x}{'n' if self.with_names else ''}"


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a feed. `resync`: the cursor is unknown. `after`: where a snapshot goes on, empty at its end."""

    cursor: Cursor
    changes: tuple[Change, ...] = ()
    more: bool = False
    resync: bool = False
    after: str = ""
    rows_total: int = 0


def open_feeds(connection: sa.Connection, event: int) -> None:
    """Start the counters of a new event."""
    rows = [{"event": event, "scope": scope.value, "seq": 0} for scope in Scope]
    insert_new(connection, schema.feed_head, rows, ("event", "scope"))


def publish(connection: sa.Connection, changes: Changes, new_tag: Callable[[], str], now_ms: int) -> None:
    """Publish a transaction's changes. The last thing that a transaction does."""
    heads = schema.feed_head
    for event, scope in sorted(changes.rows, key=lambda pair: (pair[0], pair[1].value)):
        rows = changes.rows[event, scope]
        place = sa.and_(heads.c.event == event, heads.c.scope == scope.value)
        statement = heads.update().where(place).values(seq=heads.c.seq + len(rows)).returning(heads.c.seq)
        head = connection.execute(statement).scalar_one()
        first = head - len(rows) + 1
        values = [
            {
                "event": event, "scope": scope.value, "rank": RANKS[kind], "key": key, "kind": kind,
                "seq": first + at, "value": value,
            }
            for at, ((kind, key), value) in enumerate(rows.items())
        ]  # fmt: skip
        upsert(connection, schema.feed, values, ("event", "scope", "rank", "key"))
        ends = [*range(first + TAG_ROWS_MAX - 1, head, TAG_ROWS_MAX), head]
        tags = [{"event": event, "scope": scope.value, "seq": seq, "tag": new_tag(), "at_ms": now_ms} for seq in ends]
        connection.execute(schema.feed_tag.insert(), tags)


def load_epoch(connection: sa.Connection) -> str:
    """Return the name of this life of the server; a restore begins another."""
    return connection.scalars(sa.select(schema.ledger_meta.c.value).where(schema.ledger_meta.c.name == "epoch")).one()


def load_heads(connection: sa.Connection, events: frozenset[int]) -> dict[tuple[int, Scope], int]:
    """Return the head seq of each scope."""
    h = schema.feed_head.c
    query = sa.select(h.event, h.scope, h.seq).where(h.event.in_(list(events)))
    return {(event, Scope(scope)): seq for event, scope, seq in connection.execute(query)}


def load_value(connection: sa.Connection, event: int, kind: str, key: str) -> bytes | None:
    """Return the current value of one entity; None where there is none."""
    t = schema.feed.c
    query = sa.select(t.value).where(
        t.event == event, t.scope == _SCOPES[kind].value, t.rank == RANKS[kind], t.key == key
    )
    value = connection.scalars(query).first()
    return None if value is None else bytes(value)


def list_present(connection: sa.Connection, event: int, kind: str, keys: Collection[str]) -> list[str]:
    """Return those keys of a kind that the feed has a value for."""
    t = schema.feed.c
    mine = sa.and_(t.event == event, t.scope == _SCOPES[kind].value, t.rank == RANKS[kind], t.value.is_not(None))
    return list(connection.scalars(sa.select(t.key).where(mine, t.key.in_(list(keys)))))


def load_head(connection: sa.Connection, event: int, scope: Scope, projection: Projection) -> Cursor:
    """Return the cursor at the end of a feed."""
    epoch = load_epoch(connection)
    seq = load_heads(connection, frozenset({event})).get((event, scope), 0)
    tag = _tag_at(connection, event, scope, seq) if seq else ""
    return Cursor(epoch, seq, f"{tag}.{projection.word}")


def pull(
    connection: sa.Connection, event: int, scope: Scope, cursor: Cursor, projection: Projection, limit: int
) -> Page:
    """Return the changes after a cursor, up to where a transaction ended."""
    head = load_head(connection, event, scope, projection)
    if not is_known(connection, event, scope, cursor, projection):
        return Page(head, resync=True)
    t, tags = schema.feed.c, schema.feed_tag.c
    query = sa.select(t.kind, t.key, t.value, t.seq).where(t.event == event, t.scope == scope.value, t.seq > cursor.seq)
    rows = connection.execute(query.order_by(t.seq).limit(limit + 1)).all()
    if len(rows) <= limit:
        return Page(head, _changes(rows, projection))
    mine = sa.and_(tags.event == event, tags.scope == scope.value)
    ends = sa.select(sa.func.max(tags.seq)).where(mine, tags.seq > cursor.seq, tags.seq < rows[limit].seq)
    end = connection.scalar(ends)
    if end is None:  # a transaction larger than the page: go on to its first tag
        end = connection.execute(sa.select(sa.func.min(tags.seq)).where(mine, tags.seq >= rows[limit].seq)).scalar_one()
        rows = connection.execute(query.where(t.seq <= end).order_by(t.seq)).all()
    kept = [row for row in rows if row.seq <= end]
    reached = Cursor(head.epoch, end, f"{_tag_at(connection, event, scope, end)}.{projection.word}")
    return Page(reached, _changes(kept, projection), more=end < head.seq)


def _changes(rows: Sequence[AnyRow], projection: Projection) -> tuple[Change, ...]:
    """Keep what the projection shows; a value stays the bytes that it is."""
    return tuple(
        Change(row.kind, row.key, msgspec.Raw(GONE if row.value is None else row.value))
        for row in rows
        if row.kind in projection.kinds
    )


def is_known(connection: sa.Connection, event: int, scope: Scope, cursor: Cursor, projection: Projection) -> bool:
    """Say whether this server, in this life, gave this cursor to a reader of this projection."""
    tag, _, word = cursor.tag.rpartition(".")
    if cursor.epoch != load_epoch(connection) or word != projection.word:
        return False
    if cursor.seq == 0:
        return tag == ""
    t = schema.feed_tag.c
    found = connection.scalar(sa.select(t.tag).where(t.event == event, t.scope == scope.value, t.seq == cursor.seq))
    return found is not None and found == tag


def _tag_at(connection: sa.Connection, event: int, scope: Scope, seq: int) -> str:
    t = schema.feed_tag.c
    query = sa.select(t.tag).where(t.event == event, t.scope == scope.value, t.seq == seq)
    return connection.execute(query).scalar_one()


def snapshot(
    connection: sa.Connection,
    event: int,
    scope: Scope,
    cursor: Cursor,
    projection: Projection,
    *,
    after: str,
    limit: int,
) -> Page:
    """Return one page of all that a reader may see. `cursor` is that of the first page, or any unknown one.

    Rows that change while pages are read come again by the pull from the first page's cursor.
    """
    if not is_known(connection, event, scope, cursor, projection):
        cursor, after = load_head(connection, event, scope, projection), ""
    ranks = sorted(RANKS[kind] for kind in projection.kinds)
    rows = _list_after(connection, event, scope, ranks, after, limit)
    total = 0 if after else _count(connection, event, scope, ranks)
    goes_on = f"{rows[-1].rank}.{rows[-1].key}" if len(rows) == limit else ""
    return Page(cursor, _changes(rows, projection), after=goes_on, rows_total=total)


def _list_after(
    connection: sa.Connection, event: int, scope: Scope, ranks: Sequence[int], after: str, limit: int
) -> Sequence[AnyRow]:
    """Rank by rank: asked for all at once, the database would read them from the beginning for each page."""
    t = schema.feed.c
    begun, _, key = after.partition(".")
    rows: list[AnyRow] = []
    for rank in ranks:
        if len(rows) == limit or (begun and rank < int(begun)):
            continue
        query = sa.select(t.kind, t.key, t.value, t.rank).where(t.event == event, t.scope == scope.value)
        query = query.where(t.rank == rank, t.value.is_not(None))
        if begun and rank == int(begun):
            query = query.where(t.key > key)
        rows += connection.execute(query.order_by(t.key).limit(limit - len(rows))).all()
    return rows


def _count(connection: sa.Connection, event: int, scope: Scope, ranks: Sequence[int]) -> int:
    t = schema.feed.c
    mine = sa.and_(t.event == event, t.scope == scope.value, t.rank.in_(ranks), t.value.is_not(None))
    return connection.scalar(sa.select(sa.func.count()).select_from(schema.feed).where(mine)) or 0


def forget_old_tags(connection: sa.Connection, now_ms: int) -> None:
    """Drop tags that nobody continues from any more, but never the newest of a scope."""
    t, h = schema.feed_tag, schema.feed_head
    heads = sa.select(h.c.seq).where(h.c.event == t.c.event, h.c.scope == t.c.scope).scalar_subquery()
    connection.execute(t.delete().where(t.c.at_ms < now_ms - TAG_KEPT_MS, t.c.seq < heads))
