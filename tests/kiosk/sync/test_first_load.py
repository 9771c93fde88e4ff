"""The first load of an event's tickets: fast, but whole or not at all, wherever it is interrupted."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from kiosk.core import wire
from kiosk.core.errors import StorageFull
from kiosk.core.permissions import Scope
from kiosk.core.wire import Change, Cursor
from kiosk.store import mirror, schema
from kiosk.store.mirror import ScopeState
from kiosk.store.opening import open_store
from kiosk.sync.client import Client
from kiosk.sync.pull import Feed, pull_scope
from tests.kiosk.core import make
from tests.kiosk.device import Device, ticket
from tests.kiosk.sync.scripted import HEAD, Script, ScriptedServer

DATA = Feed(make.EVENT, Scope.DATA)
OTHER = Feed(make.EVENT + 1, Scope.DATA)
INDEXES = sorted(str(index.name) for index in schema.ticket.indexes)
PAGES = "/api/v1/sync/snapshot/data"


@pytest.fixture
def device(device: Device) -> Device:
    """A device that has the event, and no ticket yet."""
    device.fill(("ticket", ticket()[1], None))
    return device


@pytest.fixture
def client(server: ScriptedServer) -> Iterator[Client]:
    made = Client(server.url, ())
    yield made
    made.close()


def rows(*indexes: int) -> tuple[Change, ...]:
    return tuple(
        Change("ticket", make.serial(n).subject, msgspec.Raw(msgspec.json.encode(make.row()))) for n in indexes
    )


def three_pages(query: dict[str, str]) -> tuple[int, Any]:
    start = int(query["after"] or 0)
    return 200, wire.SnapshotPage(HEAD, rows(start, start + 1), str(start + 2) if start < 4 else "", 6)


def indexes(device: Device) -> list[str]:
    with device.store.read() as connection:
        found = connection.execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"))
        return sorted(name for (name,) in found if name in INDEXES)


def state(device: Device) -> ScopeState:
    with device.store.read() as connection:
        return mirror.load_scope(connection, make.EVENT, Scope.DATA)


def pages(device: Device, client: Client, feed: Feed = DATA) -> Iterator[bool]:
    return pull_scope(client, device.store, feed, lambda: make.NOW)


def test_the_indexes_are_built_when_the_rows_are_there(device: Device, client: Client, script: Script) -> None:
    script.answers[PAGES] = three_pages
    coming = pages(device, client)
    next(coming)
    assert indexes(device) == []
    assert list(coming)[-1] is False
    assert indexes(device) == INDEXES
    assert device.count(schema.ticket) == 6


def test_the_next_page_is_asked_for_before_the_one_before_is_told(
    device: Device, client: Client, script: Script
) -> None:
    script.answers[PAGES] = three_pages
    next(pages(device, client))
    assert [query["after"] for path, query in script.requests if path == PAGES] == ["", "2"]
    assert (state(device).after, device.count(schema.ticket)) == ("2", 2)


def test_a_device_that_stops_in_its_first_load_goes_on_and_has_its_indexes_in_the_end(
    device: Device, client: Client, script: Script
) -> None:
    """E13"""
    script.answers[PAGES] = three_pages
    next(pages(device, client))
    device.store.close()
    device.store, _ = open_store(device.folder)
    assert indexes(device) == []
    list(pages(device, client))
    assert (indexes(device), device.count(schema.ticket)) == (INDEXES, 6)


def test_tickets_that_are_there_keep_their_indexes_while_another_event_comes(
    device: Device, client: Client, script: Script
) -> None:
    device.fill(ticket(9))
    script.answers[PAGES] = three_pages
    next(pages(device, client, OTHER))
    assert indexes(device) == INDEXES


def test_no_cursor_passes_rows_that_could_not_be_written(
    device: Device, client: Client, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of three jobs of a page the second fails: the third, with the cursor, fails too."""
    monkeypatch.setattr("kiosk.sync.pull.SNAPSHOT_JOB_ROWS", 2)
    script.answers[PAGES] = lambda _: (200, wire.SnapshotPage(HEAD, rows(*range(6)), "", 6))
    known, full = mirror.apply_changes, make.serial(2).subject

    def apply(connection: sa.Connection, event: int, changes: Any) -> None:
        if changes[0].key == full:
            raise StorageFull("the disk of this device is full; nothing was written")
        known(connection, event, changes)

    with monkeypatch.context() as disk:
        disk.setattr(mirror, "apply_changes", apply)
        with pytest.raises(StorageFull):
            list(pages(device, client))
    assert not state(device).is_complete
    assert device.count(schema.ticket) == 2
    list(pages(device, client))
    assert (state(device).is_complete, device.count(schema.ticket)) == (True, 6)


def test_what_a_server_forgot_in_the_middle_of_a_first_load_does_not_stay(
    device: Device, client: Client, script: Script
) -> None:
    """J01"""
    script.answers[PAGES] = three_pages
    next(pages(device, client))
    newer = Cursor("epoch-2", 1, "t")
    script.answers[PAGES] = lambda _: (200, wire.SnapshotPage(newer, rows(7), "", 1))
    script.answers["/api/v1/sync/pull"] = lambda _: (200, wire.PullPage(newer))
    list(pages(device, client))
    with device.store.read() as connection:
        assert list(connection.scalars(sa.select(schema.ticket.c.subject))) == [make.serial(7).subject]
    assert state(device).cursor == newer
