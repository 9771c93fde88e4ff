"""State down: cursors, pages, tombstones, projections; snapshots that are resumed."""

from typing import Any

import msgspec
import pytest

from kiosk.core import wire
from kiosk.core.permissions import Role, Scope
from kiosk.core.wire import Cursor
from server.ledger.feed import TAG_KEPT_MS, forget_old_tags
from server.ledger.own import bump_epoch
from tests.server.center import Device, Running

SAFETY = Scope.SAFETY


def kinds(device: Device, scope: Scope = Scope.DATA) -> set[str]:
    return {kind for kind, _ in device.rows(scope)}


def test_a_device_reads_what_changed_since_its_cursor(server: Running, gate: Device) -> None:
    cursor = gate.snapshot().cursor
    subject = server.sell()["tickets"][0]["subject"]
    page = gate.pull(cursor)
    assert ("ticket", subject) in [(change.kind, change.key) for change in page.changes]
    assert gate.pull(page.cursor).changes == ()
    assert not gate.pull(page.cursor).more


@pytest.mark.parametrize(
    "unknown",
    [Cursor("", 0, ""), Cursor("another-life", 3, "x.y"), Cursor("", 999_999, "x.y")],
)
def test_an_unknown_cursor_is_told_to_take_a_snapshot(server: Running, gate: Device, unknown: Cursor) -> None:
    assert gate.pull(unknown).resync


def test_a_tag_of_another_history_is_unknown(gate: Device) -> None:
    """J01: the same epoch and number, but another transaction ended there."""
    cursor = gate.snapshot().cursor
    tag, _, word = cursor.tag.rpartition(".")
    assert gate.pull(msgspec.structs.replace(cursor, tag=f"{tag[::-1]}.{word}")).resync
    assert not gate.pull(cursor).resync


def test_after_a_restore_every_cursor_is_unknown(server: Running, gate: Device) -> None:
    """J01"""
    cursor = gate.snapshot().cursor
    ground = server.center.ground
    ground.write(lambda c: bump_epoch(c, ground.ids))
    assert gate.pull(cursor).resync
    assert gate.hello().epoch != cursor.epoch


def test_a_cursor_older_than_the_tags_that_are_kept_takes_a_snapshot(server: Running, gate: Device) -> None:
    old = gate.snapshot().cursor
    server.sell()
    newest = gate.snapshot().cursor
    server.center.ground.write(lambda c: forget_old_tags(c, server.time.now + TAG_KEPT_MS + 1))
    assert gate.pull(old).resync
    assert not gate.pull(newest).resync


def test_what_is_gone_leaves_a_tombstone(server: Running, gate: Device) -> None:
    cursor = gate.snapshot().cursor
    server.call("DELETE", server.on("/gates/2"))
    gone = [change for change in gate.pull(cursor).changes if change.kind == "gate"]
    assert [(change.key, bytes(change.value)) for change in gone] == [("2", b"null")]
    assert ("gate", "2") not in gate.rows()


def test_pages_end_where_a_transaction_ended(server: Running, gate: Device) -> None:
    start = gate.snapshot().cursor
    for _ in range(8):
        server.sell(5)
    seen: dict[tuple[str, str], Any] = {}
    cursor, pages, more = start, 0, True
    while more:
        page = gate.pull(cursor, limit=7)
        assert not page.resync
        seen |= {(change.kind, change.key): msgspec.json.decode(change.value) for change in page.changes}
        cursor, more, pages = page.cursor, page.more, pages + 1
    assert pages >= 4
    assert {key: value for key, value in seen.items() if key[0] == "ticket"} == {
        key: value for key, value in gate.rows().items() if key[0] == "ticket"
    }


def test_a_page_smaller_than_a_transaction_goes_on_to_its_end(server: Running, gate: Device) -> None:
    cursor = gate.snapshot().cursor
    server.sell(10)
    page = gate.pull(cursor, limit=2)
    assert not gate.pull(page.cursor).resync
    assert len([change for change in page.changes if change.kind == "ticket"]) == 10


def test_each_role_sees_what_it_needs(server: Running, gate: Device, kiosk: Device) -> None:
    server.sell(buyer={"name": "Grace Hopper", "email": "grace@example.invalid"})
    live = server.pair(Role.LIVE)
    till = server.pair(Role.TILL)
    assert "ticket" not in kinds(kiosk)
    assert {"type", "session", "quota"} & kinds(kiosk) == {"type", "quota"}
    assert {"ticket", "person"} <= kinds(gate)
    assert "person" not in kinds(live)
    assert {"ticket", "person"} <= kinds(till)
    for device in (gate, till):
        assert "example.invalid" not in repr(device.rows())
        assert "2400" not in repr([v for (kind, _), v in device.rows().items() if kind == "ticket"])
    assert kinds(gate, SAFETY) == {"event", "key"}


def test_a_gate_without_names_gets_initials_only(server: Running, gate: Device) -> None:
    order = server.sell(buyer={"name": "Grace Brewster Hopper"})
    with_names = gate.snapshot().cursor
    server.put(server.on("/lists/1"), {"version": 1, "values": {"shows_names": False}})
    assert gate.pull(with_names).resync, "rows that left the projection must not stay on the device"
    rows = gate.rows()
    ticket = rows["ticket", order["tickets"][0]["subject"]]
    assert ticket[4] == "GBH"
    assert len(ticket) == 5, "nothing says that there is a person"
    assert not [key for key in rows if key[0] == "person"]
    assert "Grace" not in repr(rows)


def test_a_device_reads_only_the_events_that_it_serves(server: Running, gate: Device) -> None:
    server.found(name="Second night")
    query = {"event": server.event, "scope": "data", "epoch": "", "seq": 0, "tag": ""}
    assert gate.raw("GET", "/api/v1/sync/pull", query=query).status_code == 404


def test_private_keys_are_in_no_feed(server: Running, gate: Device) -> None:
    sealed = [row[3] for row in server.read("ring_key")]
    key = gate.rows(SAFETY)["key", "1"]
    assert set(key) == {"key_id", "public", "status"}
    assert all(len(one) == 12 + 32 + 16 for one in sealed), "sealed, not plain"


def test_a_snapshot_broken_off_twice_is_complete_in_the_end(server: Running, gate: Device) -> None:
    """E13"""
    for _ in range(4):
        server.sell(10)
    first = gate.snapshot(limit=7)
    assert first.rows_total == len(gate.rows())
    rows = {(change.kind, change.key): bytes(change.value) for change in first.changes}
    lost = gate.snapshot(after=first.after, cursor=first.cursor, limit=7)  # never arrived
    changed = first.changes[-1].key
    server.sell(3)
    server.put(server.on("/types/1"), {"version": 1, "values": {"name": "Grown-up"}})
    again = gate.snapshot(after=first.after, cursor=first.cursor, limit=7)
    assert again.cursor == first.cursor
    assert [c.key for c in again.changes][: len(lost.changes)] == [c.key for c in lost.changes]
    page = again
    while True:
        rows |= {(change.kind, change.key): bytes(change.value) for change in page.changes}
        if not page.after:
            break
        page = gate.snapshot(after=page.after, cursor=first.cursor, limit=7)
    pulled = gate.pull(first.cursor)
    rows |= {(change.kind, change.key): bytes(change.value) for change in pulled.changes}
    assert changed
    assert {key: msgspec.json.decode(value) for key, value in rows.items()} == gate.rows()


def test_a_snapshot_of_an_empty_scope_can_be_followed(server: Running) -> None:
    server.event = 0
    server.found(name="Empty")
    device = server.pair(Role.GATE)
    page = device.snapshot(SAFETY)
    assert not page.after
    assert not device.pull(page.cursor, SAFETY).resync


def test_what_a_verdict_needs_comes_before_tickets(server: Running, gate: Device) -> None:
    server.sell(2)
    order = [change.kind for change in gate.snapshot().changes]
    assert order.index("type") < order.index("ticket")
    assert order.index("list") < order.index("ticket")


def test_answers_are_compressed(server: Running, gate: Device) -> None:
    server.sell(10)
    for _ in range(3):
        server.sell(10)
    response = gate.raw("GET", "/api/v1/sync/snapshot/data", query={"event": server.event})
    assert response.headers["content-encoding"] == "gzip"
    assert response.headers["x-content-type-options"] == "nosniff"


def test_hello_says_how_far_the_feeds_are(server: Running, gate: Device) -> None:
    before = gate.hello().heads
    server.sell()
    after = gate.hello().heads
    key = wire.scope_key(server.event, Scope.DATA)
    assert after[key] > before[key]
    assert after[key] == gate.snapshot().cursor.seq


def test_a_server_row_without_a_ticket_is_never_published(server: Running, gate: Device, kiosk: Device) -> None:
    kiosk.must_lease(5)
    assert "ticket" not in kinds(gate)
