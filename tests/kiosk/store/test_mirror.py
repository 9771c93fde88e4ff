"""The mirror: pages applied, tombstones obeyed, unknown kinds kept, searches by people."""

import msgspec
import pytest
import sqlalchemy as sa

from kiosk.core.permissions import Scope
from kiosk.core.tickets import AttendanceRow, PersonRow, StopRange, StopReason
from kiosk.core.wire import Cursor
from kiosk.store import admissions, catalogue, log, mirror, schema
from kiosk.store.migrations import MIGRATIONS
from kiosk.store.mirror import ScopeState
from tests.kiosk.core import make
from tests.kiosk.device import Device, ticket
from tests.kiosk.device import catalogue as rows


def test_an_unknown_kind_is_kept_as_it_came(device: Device) -> None:
    """E17"""
    device.fill(("hologram", "7", {"bright": True}))
    with device.store.read() as connection:
        kept = connection.execute(
            sa.select(schema.catalogue_row).where(schema.catalogue_row.c.kind == "hologram")
        ).one()
    assert msgspec.json.decode(kept.value) == {"bright": True}


def test_the_catalogue_is_what_the_rows_say_and_forgets_what_is_gone(device: Device) -> None:
    cache = catalogue.CatalogueCache()
    with device.store.read() as connection:
        known = cache.load(connection, make.EVENT)
        assert known is not None
        assert (known.event.name, known.gates[2].name, sorted(known.types)) == ("Harbour Lights", "Gate B", [1])
        assert cache.load(connection, make.EVENT) is known
    device.fill(("type", "2", make.ticket_type(2)), ("gate", "2", None))
    with device.store.read() as connection:
        fresh = cache.load(connection, make.EVENT)
        assert fresh is not None
        assert (sorted(fresh.types), sorted(fresh.gates)) == ([1, 2], [1])
        assert cache.load(connection, 5) is None
        assert catalogue.list_events(connection) == [make.EVENT]


def test_ranges_stop_exactly_their_units(device: Device) -> None:
    device.fill(("range", f"{make.LEASE}/5", StopRange(make.LEASE, 5, 9, StopReason.RETURNED)))
    with device.store.read() as connection:
        stopped = [bool(admissions.load_ticket(connection, make.serial(n).subject).ranges) for n in (4, 5, 9, 10)]
    assert stopped == [False, True, True, False]
    device.fill(("range", f"{make.LEASE}/5", None))
    with device.store.read() as connection:
        assert admissions.load_ticket(connection, make.serial(5).subject).ranges == ()


@pytest.mark.parametrize(
    ("typed", "hits"),
    [
        ("okafor", 1),
        ("Zo", 1),
        ("zoe okaf", 1),
        ("lin", 1),
        ("H4K", 2),
        ("k7q2-m", 2),
        ("nobody", 0),
        ('"*', 0),
        ("", 0),
    ],
)
def test_people_find_tickets_by_parts_of_names_numbers_and_orders(device: Device, typed: str, hits: int) -> None:
    device.fill(
        ("person", "p1", PersonRow("Zoë Okafor")),
        ("person", "p2", PersonRow("林美玲 Lin")),
        ticket(0, person="p1"),
        ticket(1, person="p2"),
    )
    with device.store.read() as connection:
        assert len(admissions.search(connection, make.EVENT, typed)) == hits


def test_an_erased_person_is_found_no_more_and_the_ticket_stays(device: Device) -> None:
    device.fill(("person", "p1", PersonRow("Zoë Okafor")), ticket(person="p1"))
    device.fill(("person", "p1", None))
    with device.store.read() as connection:
        assert admissions.search(connection, make.EVENT, "okafor") == []
        assert admissions.load_name(connection, "p1") is None
        (hit,) = admissions.search(connection, make.EVENT, "H4K9Z")
    assert hit.name == ""


def test_a_person_who_is_called_otherwise_is_found_by_the_new_name_alone(device: Device) -> None:
    device.fill(("person", "p0", PersonRow("Ada Quay")), ("person", "p1", PersonRow("Zoë Okafor")), ticket(person="p1"))
    device.fill(("person", "p1", PersonRow("Zoë Lund")))
    device.fill(("person", "p0", None))
    with device.store.read() as connection:
        found = {name: len(admissions.search(connection, make.EVENT, name)) for name in ("okafor", "lund", "quay")}
        lines = connection.exec_driver_sql("SELECT name, id FROM person_search").all()
    assert found == {"okafor": 0, "lund": 1, "quay": 0}
    assert [tuple(line) for line in lines] == [("Zoë Lund", "p1")]


def test_a_name_leaves_the_search_index_without_reading_all_of_it(device: Device) -> None:
    """By id, loading 40,000 names took 80 seconds."""
    with device.store.read() as connection:
        plan = connection.exec_driver_sql("EXPLAIN QUERY PLAN " + mirror._FORGET_NAME, ("p1",)).all()
    assert "VIRTUAL TABLE INDEX 0:=" in plan[0].detail


def test_the_names_of_an_older_file_are_joined_to_their_persons(device: Device) -> None:
    device.fill(("person", "p1", PersonRow("Zoë Okafor")), ("person", "p2", PersonRow("Ada Quay")))

    def join(connection: sa.Connection) -> list[tuple[int, int]]:
        connection.exec_driver_sql("UPDATE person_search SET rowid = rowid + 10")
        MIGRATIONS[1](connection)
        query = "SELECT p.rowid, s.rowid FROM person p JOIN person_search s ON s.id = p.id ORDER BY 1"
        return [(person, line) for person, line in connection.exec_driver_sql(query)]

    assert device.store.write(join).result() == [(1, 1), (2, 2)]


def test_clearing_a_scope_leaves_the_other_one_and_what_the_device_did(device: Device) -> None:
    device.door().scan("no ticket")
    device.store.write(lambda c: mirror.clear_scope(c, make.EVENT, Scope.DATA)).result()
    assert (device.count(schema.ticket), device.count(schema.fact)) == (0, 1)
    with device.store.read() as connection:
        left = set(connection.scalars(sa.select(schema.catalogue_row.c.kind)))
    assert left == {"event", "key"}
    device.store.write(lambda c: mirror.clear_scope(c, make.EVENT, Scope.SAFETY)).result()
    assert device.count(schema.catalogue_row) == 0


def test_a_cursor_is_saved_with_its_progress(device: Device) -> None:
    state = ScopeState(Cursor("epoch", 7, "tag"), "after", False, 10, 20, 0)
    device.store.write(lambda c: mirror.save_scope(c, make.EVENT, Scope.DATA, state)).result()
    device.store.write(lambda c: mirror.touch_scope(c, make.EVENT, Scope.DATA, 99)).result()
    with device.store.read() as connection:
        saved = mirror.load_scope(connection, make.EVENT, Scope.DATA)
        assert saved == ScopeState(Cursor("epoch", 7, "tag"), "after", False, 10, 20, 99)
        assert mirror.load_scope(connection, make.EVENT, Scope.SAFETY) == mirror.EMPTY


def test_the_count_at_the_door_adds_what_the_server_has_not_been_told(device: Device) -> None:
    device.fill(("attendance", "1", AttendanceRow(admitted=40, left=2, tickets_used=38)), *rows())
    device.door().admit_found(make.serial().subject)
    with device.store.read() as connection:
        assert admissions.count_admitted(connection, make.EVENT, 1) == 41
        assert admissions.count_tickets(connection, make.EVENT) == 1
        assert log.load_queue_state(connection) == log.QueueState(1, make.NOW, 0, 0)


def test_a_ticket_that_changes_is_found_by_what_it_is_now(device: Device) -> None:
    """Number, order and holder may change with a reissue or a transfer; the searches follow."""
    (_, subject, _), sold = ticket(5), make.row(number="K7Q2MX9RPW", order="AAAAA", person="p1")
    device.fill(("person", "p1", PersonRow("Ada Quay")), ("person", "p2", PersonRow("Zoë Okafor")))
    device.fill(("ticket", subject, sold))
    moved = msgspec.structs.replace(sold, number="K7Q2MX9RPX", order="BBBBB", person="p2", generation=2)
    device.fill(("ticket", subject, moved))
    with device.store.read() as connection:
        found = {
            typed: [hit.subject for hit in admissions.search(connection, make.EVENT, typed)]
            for typed in ("K7Q2MX9RPW", "K7Q2MX9RPX", "BBBBB", "AAAAA", "zoe", "ada")
        }
        assert admissions.load_ticket(connection, subject).row == moved
    assert found["K7Q2MX9RPX"] == found["BBBBB"] == found["zoe"] == [subject]
    assert subject not in found["K7Q2MX9RPW"] + found["AAAAA"] + found["ada"]
