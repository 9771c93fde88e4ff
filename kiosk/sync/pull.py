"""State down: changes since the cursor, or a snapshot that can be resumed where it broke off.

A step of the synchroniser. Pages are applied in small jobs so that a person never waits long for the
store; the cursor moves only with the last job of a page. A snapshot over a filled mirror replaces rows
one by one and deletes what it did not bring at its end, so that the door is never without its stops.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from kiosk.core import wire
from kiosk.core.permissions import Scope
from kiosk.core.wire import Change, Cursor
from kiosk.store import mirror
from kiosk.store.mirror import EMPTY, ScopeState
from kiosk.store.worker import Lane, Store
from kiosk.sync.client import Client

JOB_ROWS = 1_000
SNAPSHOT_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class Feed:
    """One scope of one event."""

    event: int
    scope: Scope


def pull_scope(client: Client, store: Store, feed: Feed, now_ms: Callable[[], int]) -> bool:
    """Bring one scope one page further; return whether there is more. Raises Offline or Rejected."""
    with store.read() as connection:
        state = mirror.load_scope(connection, feed.event, feed.scope)
    if not state.is_complete:
        return _pull_snapshot(client, store, feed, state, now_ms)
    cursor = state.cursor
    query = {
        "event": feed.event,
        "scope": feed.scope.value,
        "epoch": cursor.epoch,
        "seq": cursor.seq,
        "tag": cursor.tag,
        "limit": wire.PULL_ROWS_MAX,
    }
    page = client.get("/api/v1/sync/pull", query, wire.PullPage)
    if page.resync:
        _restart(store, feed, state)
        return True
    after = replace(state, cursor=page.cursor, synced_ms=now_ms())
    _apply(store, feed, page.changes, lambda c: mirror.save_scope(c, feed.event, feed.scope, after))
    return page.more


def _pull_snapshot(client: Client, store: Store, feed: Feed, state: ScopeState, now_ms: Callable[[], int]) -> bool:
    query: dict[str, str | int] = {"event": feed.event, "after": state.after, "limit": SNAPSHOT_ROWS}
    if state.cursor.epoch:
        query |= {"epoch": state.cursor.epoch, "seq": state.cursor.seq, "tag": state.cursor.tag}
    page = client.get(f"/api/v1/sync/snapshot/{feed.scope.value}", query, wire.SnapshotPage)
    if state.cursor.epoch and page.cursor != state.cursor:
        _restart(store, feed, state)  # the server was restored meanwhile
        return True
    over_filled = state.synced_ms > 0
    done = not page.after
    after = ScopeState(
        page.cursor, page.after, done, state.rows_done + len(page.changes), page.rows_total,
        now_ms() if done else state.synced_ms,
    )  # fmt: skip

    def finish(connection: sa.Connection) -> None:
        if done and over_filled:
            mirror.drop_unseen(connection, feed.event, feed.scope)
        mirror.save_scope(connection, feed.event, feed.scope, after)

    _apply(store, feed, page.changes, finish, over_filled=over_filled, is_snapshot=True)
    return True


def _apply(
    store: Store,
    feed: Feed,
    changes: Sequence[Change],
    finish: Callable[[sa.Connection], None],
    *,
    over_filled: bool = False,
    is_snapshot: bool = False,
) -> None:
    """Apply in jobs of JOB_ROWS; the last one also runs `finish`. A crash between jobs repeats the page."""
    parts = [changes[at : at + JOB_ROWS] for at in range(0, len(changes), JOB_ROWS)] or [()]
    for number, part in enumerate(parts):

        def work(
            connection: sa.Connection, part: Sequence[Change] = part, last: bool = number == len(parts) - 1
        ) -> None:
            mirror.apply_changes(connection, feed.event, part)
            if is_snapshot and over_filled:
                mirror.note_keys(connection, feed.event, feed.scope, part)
            if last:
                finish(connection)

        store.write(work, lane=Lane.SYNC).result()


def _restart(store: Store, feed: Feed, state: ScopeState) -> None:
    """Begin a snapshot anew, keeping what is there until the new rows have come."""
    fresh = replace(EMPTY, synced_ms=state.synced_ms, cursor=Cursor("", 0, ""))
    store.write(lambda c: mirror.save_scope(c, feed.event, feed.scope, fresh), lane=Lane.SYNC).result()
