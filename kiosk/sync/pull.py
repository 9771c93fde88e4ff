"""State down: changes since the cursor, or a snapshot that can be resumed where it broke off.

A step of the synchroniser. Pages are applied in small jobs so that a person never waits long for the
store; the cursor moves only with the last job of a page. A snapshot over a filled mirror replaces rows
one by one and deletes what it did not bring at its end, so that the door is never without its stops. The
next page of a snapshot is fetched while the one before is being stored.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial

import sqlalchemy as sa

from kiosk.core import wire
from kiosk.core.permissions import Scope
from kiosk.core.wire import Change
from kiosk.store import mirror
from kiosk.store.mirror import EMPTY, ScopeState
from kiosk.store.worker import Lane, Store
from kiosk.sync.client import Client

JOB_ROWS = 50
"""Of a pull: rows anywhere in the file, each on a page of its own. A scan waits for one such job at most."""
SNAPSHOT_JOB_ROWS = 1_000
"""Of a snapshot: neighbours, in the order of the table."""
SNAPSHOT_ROWS = 5_000
Job = Callable[[sa.Connection], None]


@dataclass(frozen=True, slots=True)
class Feed:
    """One scope of one event."""

    event: int
    scope: Scope


def pull_scope(client: Client, store: Store, feed: Feed, now_ms: Callable[[], int]) -> Iterator[bool]:
    """Bring one scope up to date, page by page; yield after each commit whether there is more.

    Whoever stops asking keeps what was yielded. Raises Offline or Rejected.
    """
    more = True
    while more:
        with store.read() as connection:
            state = mirror.load_scope(connection, feed.event, feed.scope)
        if state.is_complete:
            more = _pull_page(client, store, feed, state, now_ms)
            yield more
        else:
            yield from _pull_snapshot(client, store, feed, state, now_ms)


def _pull_page(client: Client, store: Store, feed: Feed, state: ScopeState, now_ms: Callable[[], int]) -> bool:
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
    _wait(_apply(store, feed, page.changes, lambda c: mirror.save_scope(c, feed.event, feed.scope, after)))
    return page.more


def _pull_snapshot(
    client: Client, store: Store, feed: Feed, state: ScopeState, now_ms: Callable[[], int]
) -> Iterator[bool]:
    over_filled = state.synced_ms > 0
    if feed.scope is Scope.DATA and not over_filled:
        store.write(mirror.begin_first_load, lane=Lane.SYNC).result()
    storing: list[Future[None]] = []
    while not state.is_complete:
        try:
            page = _fetch_page(client, feed, state)
        finally:
            _wait(storing)
        if storing:
            yield True
        if state.cursor.epoch and page.cursor != state.cursor:
            _restart(store, feed, state)  # the server was restored meanwhile
            yield True
            return
        state = _state_after(page, state, now_ms)
        storing = _store_page(store, feed, page.changes, state, over_filled=over_filled)
    _wait(storing)
    yield True


def _fetch_page(client: Client, feed: Feed, state: ScopeState) -> wire.SnapshotPage:
    query: dict[str, str | int] = {"event": feed.event, "after": state.after, "limit": SNAPSHOT_ROWS}
    if state.cursor.epoch:
        query |= {"epoch": state.cursor.epoch, "seq": state.cursor.seq, "tag": state.cursor.tag}
    return client.get(f"/api/v1/sync/snapshot/{feed.scope.value}", query, wire.SnapshotPage)


def _state_after(page: wire.SnapshotPage, state: ScopeState, now_ms: Callable[[], int]) -> ScopeState:
    done = not page.after
    return ScopeState(
        page.cursor, page.after, done, state.rows_done + len(page.changes), page.rows_total or state.rows_total,
        now_ms() if done else state.synced_ms,
    )  # fmt: skip


def _store_page(
    store: Store, feed: Feed, changes: Sequence[Change], after: ScopeState, *, over_filled: bool
) -> list[Future[None]]:
    def note_keys(connection: sa.Connection, part: Sequence[Change]) -> None:
        if over_filled:
            mirror.note_keys(connection, feed.event, feed.scope, part)

    def finish(connection: sa.Connection) -> None:
        if after.is_complete and over_filled:
            mirror.drop_unseen(connection, feed.event, feed.scope)
        mirror.save_scope(connection, feed.event, feed.scope, after)

    before_end: Sequence[Job] = mirror.END_FIRST_LOAD if after.is_complete and feed.scope is Scope.DATA else ()
    return _apply(store, feed, changes, finish, job_rows=SNAPSHOT_JOB_ROWS, note=note_keys, before_end=before_end)


def _apply(
    store: Store,
    feed: Feed,
    changes: Sequence[Change],
    finish: Job,
    *,
    job_rows: int = JOB_ROWS,
    note: Callable[[sa.Connection, Sequence[Change]], None] = lambda _, __: None,
    before_end: Sequence[Job] = (),
) -> list[Future[None]]:
    """Queue jobs of `job_rows`; `before_end` stand before the last one, which also runs `finish`.

    A crash between jobs repeats the page.
    """
    parts = [changes[at : at + job_rows] for at in range(0, len(changes), job_rows)] or [()]

    def put(connection: sa.Connection, part: Sequence[Change]) -> None:
        mirror.apply_changes(connection, feed.event, part)
        note(connection, part)

    def put_last(connection: sa.Connection) -> None:
        put(connection, parts[-1])
        finish(connection)

    queued: list[Future[None]] = []
    for job in (*(partial(put, part=part) for part in parts[:-1]), *before_end, put_last):
        work = _only_after(queued[-1], job) if queued else job
        queued.append(store.write(work, lane=Lane.SYNC))
    return queued


def _only_after(before: Future[None], job: Job) -> Job:
    """A job whose predecessor was not committed fails with it, so that no cursor passes rows that are missing."""

    def work(connection: sa.Connection) -> None:
        before.result()
        job(connection)

    return work


def _wait(queued: Sequence[Future[None]]) -> None:
    for job in queued:
        job.result()


def _restart(store: Store, feed: Feed, state: ScopeState) -> None:
    """Begin a snapshot anew. A whole mirror stays until the new rows have come, a part of one does not."""
    fresh = replace(EMPTY, synced_ms=state.synced_ms)

    def work(connection: sa.Connection) -> None:
        if not state.synced_ms:
            mirror.clear_scope(connection, feed.event, feed.scope)
        mirror.save_scope(connection, feed.event, feed.scope, fresh)

    store.write(work, lane=Lane.SYNC).result()
