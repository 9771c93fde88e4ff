"""Opening a store: keys, locks, damage, newer files; nothing is lost and nothing is guessed."""

import threading
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher

from kiosk.core.errors import StorageError, StorageLocked, StorageTooNew
from kiosk.core.pricing import Choice
from kiosk.core.tickets import PersonRow
from kiosk.sales.basket import Basket
from kiosk.sales.checkout import Checkout
from kiosk.store import log, meta, opening, schema, stock
from kiosk.store.migrations import MIGRATIONS
from kiosk.store.opening import Folder, Salvage, open_store
from kiosk.store.sealed import Sealer
from kiosk.store.tail import PURPOSE, Tail, read_tail
from kiosk.store.worker import Lane
from tests.kiosk.core import make
from tests.kiosk.device import Device, FixedClock, catalogue, open_device, ticket
from tests.kiosk.sales.test_checkout import lease


def reopen(path: Path) -> Device:
    return open_device(path, clock=FixedClock(start=5_000))


def with_facts(path: Path, count: int = 3) -> Device:
    device = open_device(path)
    for _ in range(count):
        device.door(posts={make.EVENT: (1, 1)}).scan("no ticket")
    return device


def test_nothing_readable_lies_on_the_disk(tmp_path: Path) -> None:
    """H08: neither before the device is closed nor afterwards."""
    device = with_facts(tmp_path / "d")
    device.fill(*catalogue(), ("person", "p1", PersonRow("Zoë Okafor")), ticket(40, number="K7Q2MX9RPW", person="p1"))
    device.store.write(lambda c: stock.save_lease(c, lease(3, types=(1,)))).result()
    desk = Checkout(device.store, device.author, device.clock)
    sold = Basket(make.EVENT, (Choice(1, 0, 1),), buyer={"name": "Ada Quayside", "email": "ada@quay.example"})
    done, _ = desk.pay_cash(desk.begin(sold, "cash"), 10_000)
    told = ("Okafor", "Quayside", "ada@quay", "K7Q2MX9RPW", "NUMBER0002", "Harbour Lights", done.sale.tickets[0].code)
    check_unreadable(tmp_path / "d", told)
    device.close()
    check_unreadable(tmp_path / "d", told)


def check_unreadable(path: Path, told: tuple[str, ...]) -> None:
    for file in path.iterdir():
        raw = file.read_bytes()
        for word in ("SQLite format", "denied", "Gate A", *told):
            assert word.encode() not in raw, (file.name, word)
        assert file.stat().st_mode & 0o077 == 0 or file.name.startswith("store.db")


@pytest.mark.parametrize("loss", ["missing", "other", "short"])
def test_a_missing_or_wrong_key_moves_nothing_aside(tmp_path: Path, loss: str) -> None:
    path = tmp_path / "d"
    with_facts(path).close()
    before = (path / "store.db").read_bytes()
    key = (path / "store.key").read_bytes()
    match loss:
        case "missing":
            (path / "store.key").unlink()
        case "other":
            (path / "store.key").write_bytes(key[::-1])
        case _:
            (path / "store.key").write_bytes(key[:5])
    folder = Folder(path, FixedClock().random_bytes)
    with pytest.raises(StorageLocked):
        open_store(folder)
    folder.close()
    assert (path / "store.db").read_bytes() == before
    assert [f.name for f in path.glob("*corrupt*")] == []
    (path / "store.key").write_bytes(key)
    again = reopen(path)
    assert len(again.pending()) == 3
    again.close()


def test_a_corrupt_database_is_moved_aside_and_its_facts_are_salvaged(tmp_path: Path) -> None:
    """F05"""
    path = tmp_path / "d"
    device = with_facts(path)
    ids = [fact.id for fact in device.pending()]
    device.close()
    raw = bytearray((path / "store.db").read_bytes())
    raw[:4096] = bytes(4096)
    (path / "store.db").write_bytes(raw)
    folder = Folder(path, FixedClock(start=900).random_bytes)
    store, salvage = open_store(folder)
    assert salvage is not None
    assert (salvage.facts, salvage.unread_bytes) == (3, 0)
    assert salvage.moved_to.exists()
    with store.read() as connection:
        assert [fact.id for fact in log.list_pending(connection, 10)] == ids
        identity = meta.load_identity(connection)
    assert identity is not None
    assert identity.device == device.author.device
    assert identity.incarnation != 1
    store.close()
    folder.close()


@pytest.mark.parametrize("loss", ["deleted", "empty"])
def test_a_database_that_is_gone_is_salvaged_and_not_begun_anew(tmp_path: Path, loss: str) -> None:
    """The tail has every fact, and the device is still itself."""
    device = with_facts(tmp_path / "d")
    known = [fact.id for fact in device.pending()]
    device.close()
    file = tmp_path / "d" / "store.db"
    file.unlink() if loss == "deleted" else file.write_bytes(b"")
    folder = Folder(tmp_path / "d", FixedClock(start=5_000).random_bytes)
    store, salvage = open_store(folder)
    with store.read() as connection:
        assert [fact.id for fact in log.list_pending(connection, 10)] == known
        assert meta.load_identity(connection) is not None
    store.close()
    folder.close()
    assert salvage is not None
    assert (salvage.facts, salvage.moved_to.stat().st_size) == (3, 0)


def salvage_again(path: Path) -> tuple[int, bool, Salvage | None]:
    """Open what a death left; return how many facts wait, whether it knows who it is, and what was done."""
    folder = Folder(path, FixedClock(start=6_000).random_bytes)
    store, salvage = open_store(folder)
    with store.read() as connection:
        found = len(log.list_pending(connection, 10)), meta.load_identity(connection) is not None
    store.close()
    folder.close()
    return *found, salvage


@pytest.mark.parametrize("moment", ["before the new database", "before its first transaction"])
def test_a_device_that_dies_while_it_is_salvaged_is_salvaged_by_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    with_facts(tmp_path / "d").close()
    (tmp_path / "d" / "store.db").write_bytes(b"x" * 5_000)
    died = KeyboardInterrupt("the power went")

    def die(*_: object) -> None:
        raise died

    folder = Folder(tmp_path / "d", FixedClock(start=5_000).random_bytes)
    with monkeypatch.context() as death:
        known, times = opening._open, iter([True, False])

        def dies_the_second_time(*of: Any) -> Any:
            return known(*of) if next(times) else die()

        if moment == "before the new database":
            death.setattr(opening, "_open", dies_the_second_time)
        else:
            death.setattr(opening, "_salvage", die)
        with pytest.raises(KeyboardInterrupt):
            open_store(folder)
    folder.close()
    waiting, is_paired, salvage = salvage_again(tmp_path / "d")
    assert (waiting, is_paired) == (3, True)
    assert salvage is not None
    assert salvage.moved_to.exists()
    assert salvage_again(tmp_path / "d")[2] is None


def test_facts_come_back_also_where_nobody_can_tell_who_the_device_was(tmp_path: Path) -> None:
    with_facts(tmp_path / "d").close()
    (tmp_path / "d" / "store.db").write_bytes(b"x" * 5_000)
    (tmp_path / "d" / "identity.bin").write_bytes(b"zz")
    waiting, is_paired, salvage = salvage_again(tmp_path / "d")
    assert (waiting, is_paired) == (3, False)
    assert salvage is not None
    assert salvage_again(tmp_path / "d") == (3, False, None)


def test_damage_in_the_middle_of_the_file_is_found_at_start(tmp_path: Path) -> None:
    """F05, J08"""
    path = tmp_path / "d"
    device = with_facts(path, 200)
    device.close()
    raw = bytearray((path / "store.db").read_bytes())
    for page in range(3, len(raw) // 4096):
        raw[page * 4096 + 100 : page * 4096 + 200] = bytes(100)
    (path / "store.db").write_bytes(raw)
    folder = Folder(path, FixedClock(start=900).random_bytes)
    store, salvage = open_store(folder)
    assert salvage is not None
    assert salvage.facts == 200
    store.close()
    folder.close()


def test_a_newer_file_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "d"
    device = with_facts(path)
    device.store.write(lambda c: c.exec_driver_sql("PRAGMA user_version = 99") and None).result()
    device.close()
    folder = Folder(path, FixedClock().random_bytes)
    with pytest.raises(StorageTooNew, match="newer release"):
        open_store(folder)
    folder.close()
    assert [f.name for f in path.glob("*corrupt*")] == []


def test_two_processes_cannot_use_one_data_directory(tmp_path: Path) -> None:
    """E10"""
    device = open_device(tmp_path / "d")
    with pytest.raises(StorageError, match="already running"):
        Folder(tmp_path / "d", device.clock.random_bytes)
    device.close()
    reopen(tmp_path / "d").close()


def test_a_reopened_store_is_of_the_version_of_this_release(tmp_path: Path) -> None:
    """F12"""
    with_facts(tmp_path / "d").close()
    again = reopen(tmp_path / "d")
    assert again.store.version == len(MIGRATIONS)
    assert len(again.pending()) == 3
    with again.store.read() as connection:
        names = set(connection.scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'table'")))
    assert {table.name for table in schema.metadata.sorted_tables} <= names
    again.close()


def test_the_store_bundles_a_safe_sqlite() -> None:
    """CPython's own has the WAL-reset corruption bug, fixed in 3.51.3."""
    assert tuple(map(int, sqlcipher.sqlite_version.split("."))) >= (3, 51, 3)


def test_a_person_waiting_passes_the_synchroniser(tmp_path: Path) -> None:
    device = open_device(tmp_path / "d")
    gate, order = threading.Event(), list[str]()
    first = device.store.write(lambda _: gate.wait(10))
    jobs = [device.store.write(lambda _: order.append("sync"), lane=Lane.SYNC) for _ in range(3)]
    jobs.append(device.store.write(lambda _: order.append("person")))
    gate.set()
    assert first.result(10)
    for job in jobs:
        job.result(10)
    assert order == ["person", "sync", "sync", "sync"]
    device.close()


def test_a_job_that_fails_is_rolled_back_and_the_next_one_runs(tmp_path: Path) -> None:
    device = open_device(tmp_path / "d")

    def fail(connection: sa.Connection) -> None:
        meta.save_value(connection, "x", "1")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        device.store.write(fail).result(10)
    with device.store.read() as connection:
        assert meta.load_value(connection, "x") == ""
    device.store.write(lambda c: meta.save_value(c, "x", "2")).result(10)
    device.close()
    with pytest.raises(StorageError, match="closed"):
        device.store.write(lambda _: None)


def test_a_torn_end_of_the_tail_costs_only_the_torn_record(tmp_path: Path) -> None:
    sealer = Sealer(bytes(32), PURPOSE, FixedClock().random_bytes)
    file = tmp_path / "tail.bin"
    tail = Tail(file, sealer)
    facts = [make.admitted(n).fact for n in range(1, 4)]
    tail.append(facts)
    tail.sync()
    tail.close()
    whole = file.read_bytes()
    file.write_bytes(whole[:-10])
    found, unread = read_tail(file, sealer)
    assert found == facts[:2]
    assert unread > 0
    file.write_bytes(whole[:50] + b"\xff" + whole[51:])
    assert read_tail(file, sealer)[0] == []
    other = Sealer(b"\x01" * 32, PURPOSE, FixedClock().random_bytes)
    file.write_bytes(whole)
    assert read_tail(file, other)[0] == []
