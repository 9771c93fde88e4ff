"""Pages that are not as they should be: taken whole, or refused with everything as it was."""

from collections.abc import Iterator
from typing import Any

import httpx
import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.core import wire
from kiosk.core.catalog import CheckInList
from kiosk.core.errors import FoyerError
from kiosk.core.permissions import Scope
from kiosk.core.tickets import PersonRow, RingKey, Stop, StopRange, StopReason
from kiosk.core.wire import Change, Cursor, PullPage
from kiosk.store import mirror, schema
from kiosk.store.mirror import ScopeState
from kiosk.sync.client import Client
from kiosk.sync.pull import Feed, pull_scope
from tests.kiosk.core import make
from tests.kiosk.device import Device, catalogue, open_device, ticket
from tests.spoiling import spoiled_bytes, spoiled_json

BEFORE, AFTER = Cursor("epoch-1", 7, "tag-7"), Cursor("epoch-1", 12, "tag-12")
MIRRORED = (schema.ticket, schema.stop, schema.stop_range, schema.person, schema.catalogue_row, schema.cursor)


def change(kind: str, key: str, value: Any) -> Change:
    return Change(kind, key, msgspec.Raw(msgspec.json.encode(value)))


PAGES = {
    Scope.DATA: (
        change("ticket", make.serial(1).subject, make.row(uses=(make.use(),))),
        change("ticket", make.serial(0).subject, None),
        change("person", "p1", PersonRow("Ada Quay", vip=True)),
        change("list", "1", CheckInList(1, "Main")),
        change("hologram", "1", {"bright": True}),
    ),
    Scope.SAFETY: (
        change("event", "", make.event(name="Later Lights")),
        change("key", "2", RingKey(2, make.PUBLIC)),
        change("stop", make.serial(0).subject, Stop(StopReason.BLOCKED)),
        change("range", f"{make.LEASE}/5", StopRange(make.LEASE, 5, 9, StopReason.RETURNED)),
    ),
}


class Answering(httpx.BaseTransport):
    """A network that answers everything with the same bytes."""

    def __init__(self) -> None:
        self.content = b""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=self.content, request=request)


@pytest.fixture(scope="module")
def device(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Device]:
    made = open_device(tmp_path_factory.mktemp("spoiled") / "device")
    yield made
    made.close()


def begin(device: Device, scope: Scope) -> None:
    """Put the mirror back to where it was."""

    def work(connection: sa.Connection) -> None:
        for table in MIRRORED:
            connection.execute(table.delete())
        connection.exec_driver_sql("DELETE FROM person_search")
        mirror.save_scope(connection, make.EVENT, scope, ScopeState(BEFORE, "", True, 1, 1, make.NOW))

    device.store.write(work).result()
    device.fill(*catalogue(), ticket(0))


def look(device: Device) -> list[Any]:
    with device.store.read() as connection:
        return [connection.execute(sa.select(table)).all() for table in MIRRORED]


def reached(device: Device, scope: Scope) -> Cursor:
    with device.store.read() as connection:
        return mirror.load_scope(connection, make.EVENT, scope).cursor


@pytest.mark.parametrize("scope", list(Scope))
def test_a_spoiled_page_is_taken_whole_or_changes_nothing(device: Device, scope: Scope) -> None:
    message = wire.encode(PullPage(AFTER, PAGES[scope]))
    line = Answering()
    client = Client("http://127.0.0.1:1", (), line)

    @settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
    @given(st.one_of(spoiled_json(message), spoiled_bytes(message)))
    def pull(spoiled: bytes) -> None:
        begin(device, scope)
        before, line.content = look(device), spoiled
        try:
            next(pull_scope(client, device.store, Feed(make.EVENT, scope), lambda: make.NOW))
        except FoyerError:
            assert look(device) == before
            return
        page = wire.decode(spoiled, PullPage)
        assert page.resync or reached(device, scope) == page.cursor

    pull()
    client.close()
