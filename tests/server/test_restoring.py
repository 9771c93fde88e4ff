"""`foyer-server restore`: a server comes back older than its devices, and nothing is sold twice or lost."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from demo.fakes.provider import FakeProvider
from kiosk.core import facts as f
from kiosk.core import wire
from kiosk.core.leases import Lease
from kiosk.core.permissions import Role
from server import restoring
from server.__main__ import main
from server.accounts.erasures import Erasure, note_erasure
from server.app import build_center
from server.db.keys import load_or_make_key
from server.ledger.store import load_whole
from server.payments.provider import ListedPayment, describe, read
from server.settings import Settings
from tests.server.center import Device, Running, Time


def back_up(server: Running, tmp_path: Path, name: str = "backup") -> Path:
    target = tmp_path / name
    server.center.ground.db.back_up(target)
    server.time.pass_ms(60_000)
    return target


def restore(server: Running, backup: Path, payments: Sequence[ListedPayment] = ()) -> restoring.NewLife:
    """Do what the command does, with the clock and ids of the test, and open the server anew."""
    server.close()
    settings = Settings(data_dir=str(server.folder), **server.settings)
    restoring.put_back(
        settings, load_or_make_key(server.folder, settings.master_file, server.time.ids.random_bytes), backup
    )
    center = build_center(settings, server.time.clock, server.time.ids)
    life = restoring.begin_new_life(center, lambda since_ms: tuple(p for p in payments if p.made_ms >= since_ms))
    center.close()
    server.__post_init__()
    return life


def come_back(device: Device, *leases: Lease) -> None:
    """Do what a device does at a server of another life: show its leases, push its facts, say so."""
    device.sign_in()
    epoch = device.hello(appends_clock=False).epoch
    for lease in leases:
        device.send("/api/v1/leases/report", wire.LeaseReport(epoch, lease), wire.LeaseReportAnswer)
    device.push(*device.log)
    head = wire.FactHead(device.incarnation, device.seq, device.prev)
    device.send("/api/v1/sync/reported", wire.Reported(epoch, head), wire.Reported)


def sell_on_the_web(server: Running, provider: FakeProvider, quantity: int) -> dict[str, str]:
    """Sell as the web does, and pay at the provider; return the codes by subject."""
    made = server.sell(quantity, method="card")
    order = server.get(server.on(f"/orders/{made['order']}"))
    with server.center.ground.db.read() as connection:
        author = server.center.ledger.author
        facts = load_whole(connection, author.device, author.incarnation, 1, 10_000)
    body = next(
        body for fact in facts if isinstance(body := f.decode_body(fact), f.Sold) and body.order == made["order"]
    )
    (tender,) = body.tenders
    provider.capture(
        tender.intent, event=server.event, amount_minor=tender.amount_minor, currency="EUR", made_ms=server.time.now,
        metadata=describe("sold", body),
    )  # fmt: skip
    return {ticket["subject"]: ticket["code"] for ticket in order["tickets"]}


def test_what_was_lent_after_the_backup_is_not_lent_again(server: Running, kiosk: Device, tmp_path: Path) -> None:
    """J03"""
    backup = back_up(server, tmp_path)
    lease = kiosk.must_lease(30)
    life = restore(server, backup)
    assert [one.device.name for one in life.awaited] == ["Kiosk 1"]
    assert (
        server.post(server.on("/orders"), {"choices": [{"type": 1, "quantity": 1}]}, ok=False).json()["code"]
        == "frozen"
    )
    other = server.pair(Role.KIOSK, name="Kiosk 2")
    assert other.lease(5).reason == "frozen"
    come_back(kiosk, lease)
    assert server.get(f"/api/v1/organizers/{server.organizer}/awaited") == []
    assert server.get(server.on("/quotas"))[0]["leased"] == 30
    assert other.lease(5).lease is not None
    assert kiosk.push(kiosk.sell(lease, 0, 1))[0].outcome == "applied"


def test_sales_from_a_forgotten_lease_come_back_with_their_device(
    server: Running, kiosk: Device, tmp_path: Path
) -> None:
    """J01, J03"""
    backup = back_up(server, tmp_path)
    lease = kiosk.must_lease(10)
    kiosk.push(kiosk.sell(lease, 0, 1), kiosk.give_back(lease, 9, 9))
    restore(server, backup)
    come_back(kiosk, lease)
    quota = server.get(server.on("/quotas"))[0]
    assert (quota["sold"], quota["leased"], quota["oversold"]) == (2, 7, 0)
    assert server.count("quarantine") == 0


def test_a_lease_is_taken_back_once(server: Running, kiosk: Device, tmp_path: Path) -> None:
    """J03"""
    backup = back_up(server, tmp_path)
    lease = kiosk.must_lease(10)
    restore(server, backup)
    come_back(kiosk, lease)
    come_back(kiosk, lease)
    assert server.get(server.on("/quotas"))[0]["leased"] == 10


@pytest.mark.parametrize(
    ("forge", "reason"),
    [
        (lambda lease: msgspec.structs.replace(lease, lease=lease.lease ^ 1), "bad_lease"),
        (lambda lease: msgspec.structs.replace(lease, units=()), "bad_lease"),
        (lambda lease: msgspec.structs.replace(lease, units=(*lease.units, lease.units[0])), "bad_lease"),
        (
            lambda lease: with_code(lease, lambda code: code[:-2] + ("AA" if code[-2:] != "AA" else "BA")),
            "bad_signature",
        ),
        (lambda lease: with_code(lease, lambda _: "nonsense"), "bad_signature"),
    ],
)
def test_only_what_this_server_signed_is_its_own(
    server: Running, kiosk: Device, tmp_path: Path, forge: Callable[[Lease], Lease], reason: str
) -> None:
    """J03"""
    backup = back_up(server, tmp_path)
    lease = kiosk.must_lease(3)
    restore(server, backup)
    kiosk.sign_in()
    report = wire.LeaseReport(kiosk.hello().epoch, forge(lease))
    answer = kiosk.raw("POST", "/api/v1/leases/report", report)
    assert (answer.status_code, answer.json()["code"]) == (409, reason)
    assert server.get(server.on("/quotas"))[0]["leased"] == 0


def with_code(lease: Lease, change: Callable[[str], str]) -> Lease:
    first, *rest = lease.units
    variant, *others = first.variants
    forged = msgspec.structs.replace(variant, code=change(variant.code))
    return msgspec.structs.replace(lease, units=(msgspec.structs.replace(first, variants=(forged, *others)), *rest))


def test_nobody_shows_the_lease_of_another(server: Running, kiosk: Device, tmp_path: Path) -> None:
    """J03"""
    lease = kiosk.must_lease(3)
    other = server.pair(Role.KIOSK, name="Kiosk 2")
    report = wire.LeaseReport(other.hello().epoch, lease)
    assert other.raw("POST", "/api/v1/leases/report", report).json()["code"] == "held_by_other"


def test_a_device_that_still_owes_facts_has_not_reported(server: Running, kiosk: Device, tmp_path: Path) -> None:
    """J03"""
    backup = back_up(server, tmp_path)
    kiosk.hello()
    kiosk.push(*kiosk.log)
    restore(server, backup)
    kiosk.sign_in()
    epoch = kiosk.hello(appends_clock=False).epoch
    head = wire.FactHead(1, kiosk.seq, kiosk.prev)
    assert kiosk.raw("POST", "/api/v1/sync/reported", wire.Reported(epoch, head)).json()["code"] == "not_yet"


def test_facts_meant_for_the_former_life_are_not_taken(server: Running, kiosk: Device, tmp_path: Path) -> None:
    """J01: its leases must be known before its sales are judged."""
    backup = back_up(server, tmp_path)
    epoch = kiosk.hello().epoch
    restore(server, backup)
    raws = tuple(msgspec.Raw(wire.encode(fact)) for fact in kiosk.log)
    answer = kiosk.raw("POST", "/api/v1/sync/push", wire.PushRequest(raws, epoch=epoch))
    assert (answer.status_code, answer.json()["code"]) == (409, "epoch_changed")


def test_a_person_may_vouch_for_a_device_and_is_told_the_risk(server: Running, kiosk: Device, tmp_path: Path) -> None:
    """J03, G07"""
    backup = back_up(server, tmp_path)
    lease = kiosk.must_lease(30)
    restore(server, backup)
    (line,) = server.get(f"/api/v1/organizers/{server.organizer}/awaited")
    assert (line["name"], line["at_stake"]) == ("Kiosk 1", 100)
    assert "100 tickets" in server.post(f"/api/v1/devices/{kiosk.id}/vouch")["risk"]
    server.pair(Role.KIOSK, name="Kiosk 2").must_lease(90)
    come_back(kiosk, lease)
    assert server.get(server.on("/quotas"))[0]["oversold"] == 20
    assert server.post(f"/api/v1/devices/{kiosk.id}/vouch", ok=False).status_code == 409


def test_web_sales_are_found_again_at_the_payment_provider(server: Running, gate: Device, tmp_path: Path) -> None:
    """J04"""
    provider = FakeProvider()
    known = sell_on_the_web(server, provider, 1)
    backup = back_up(server, tmp_path)
    codes = sell_on_the_web(server, provider, 2)
    life = restore(server, backup, provider.list_payments_since(0))
    assert (life.found.sales, life.found.known, life.found.orphans) == (1, 1, ())
    assert server.get(server.on("/quotas"))[0]["sold"] == len(known) + len(codes)
    gate.sign_in()
    assert [gate.push(gate.admit(subject))[0].outcome for subject in codes] == ["applied"] * 2
    assert {subject for kind, subject in gate.rows() if kind == "ticket"} == {*known, *codes}
    again = restore(server, back_up(server, tmp_path, "later"), provider.list_payments_since(0))
    assert (again.found.sales, again.found.known) == (0, 2)


def test_a_refund_is_found_again(server: Running, tmp_path: Path) -> None:
    """J04"""
    provider = FakeProvider()
    backup = back_up(server, tmp_path)
    codes = sell_on_the_web(server, provider, 2)
    (sold,) = provider.list_payments_since(0)
    body = read(sold.metadata)
    assert isinstance(body, f.Sold)
    back = f.Refunded(order=body.order, tickets=tuple(codes), tenders=(f.Tender("card", 4_800, "refund-1"),))
    provider.refund(
        "refund-1", of=[sold.key], amount_minor=4_800, made_ms=sold.made_ms + 1, metadata=describe("refunded", back)
    )
    life = restore(server, backup, provider.list_payments_since(0))
    assert (life.found.sales, life.found.refunds) == (1, 1)
    assert server.get(server.on(f"/orders/{body.order}"))["refunded_minor"] == 4_800


def test_a_payment_that_makes_no_sense_is_left_to_a_person(server: Running, tmp_path: Path) -> None:
    """J04"""
    backup = back_up(server, tmp_path)
    stranger = ListedPayment("p1", server.event, 100, "EUR", server.time.now, {"foyer": "sold", "foyer_0": "????"})
    other = ListedPayment("p2", server.event, 100, "EUR", server.time.now, {"shop": "bar"})
    life = restore(server, backup, [stranger, other])
    assert [payment.key for payment, _ in life.found.orphans] == ["p1", "p2"]
    assert any("p1" in line for line in restoring.tell(life))


def test_an_admission_of_a_sale_that_nobody_finds_is_an_incident(server: Running, gate: Device, tmp_path: Path) -> None:
    """J04"""
    backup = back_up(server, tmp_path)
    subject = server.sell()["tickets"][0]["subject"]
    restore(server, backup)
    gate.sign_in()
    assert gate.push(gate.admit(subject))[0].outcome == "conflict"
    assert [one["incident"]["kind"] for one in server.get(server.on("/incidents"))] == ["unsold_serial"]


def test_whoever_was_erased_stays_erased(server: Running, kiosk: Device, tmp_path: Path) -> None:
    person = wire.PersonRecord(kiosk.new_id(), server.event, {"name": "Zoë Quay"})
    kiosk.push(kiosk.make("denied", f.Denied(list=1, gate=1, reason="x", method="code")), persons=(person,))
    backup = back_up(server, tmp_path)
    note_erasure(server.folder, Erasure(person.id, server.event, server.time.now))
    assert restore(server, backup).erased == 1
    kiosk.sign_in()
    kiosk.push(persons=(person,))
    assert [row[-1] > 0 for row in server.read("person")] == [True]
    assert server.count("person_token") == 0


def test_the_command_puts_a_backup_back(
    server: Running, kiosk: Device, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """J03"""
    backup = back_up(server, tmp_path)
    count = server.count("fact")
    server.sell()
    server.close()
    monkeypatch.setenv("FOYER_SERVER_DATA_DIR", str(server.folder))
    if url := server.settings.get("database_url"):
        monkeypatch.setenv("FOYER_SERVER_DATABASE_URL", url)
    assert main(["restore", str(backup)]) == 0
    assert "Kiosk 1" in capsys.readouterr().out
    assert main(["awaited"]) == 0
    assert kiosk.id in capsys.readouterr().out
    assert main(["awaited", "--vouch", kiosk.id]) == 0
    assert "0 devices" in capsys.readouterr().out
    server.__post_init__()
    assert server.count("fact") == count


def test_a_broken_off_restore_is_not_served(
    server: Running, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (server.folder / restoring.MARKER).touch()
    monkeypatch.setenv("FOYER_SERVER_DATA_DIR", str(server.folder))
    assert main(["serve"]) == 1
    assert "run it again" in capsys.readouterr().err


@pytest.fixture
def founded_copy(founded: Running, tmp_path: Path) -> Iterator[Running]:
    """A running server on its own file."""
    shutil.copytree(founded.folder, tmp_path / "server")
    running = Running(tmp_path / "server", Time(founded.time.count), organizer=founded.organizer, event=founded.event)
    yield running
    running.close()


@pytest.mark.parametrize(
    ("what", "code"), [("nothing", 2), ("a live file", 2), ("a damaged file", 1), ("another's file", 1)]
)
def test_what_is_no_whole_backup_changes_nothing(
    founded_copy: Running,
    tmp_path: Path,
    what: str,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """J08"""
    server = founded_copy
    file = tmp_path / "given"
    if what == "a live file":
        file.write_bytes((server.folder / "server.db").read_bytes())
    elif what != "nothing":
        server.center.ground.db.back_up(file)
        raw = bytearray(file.read_bytes())
        raw[len(raw) // 2] ^= 1 if what == "a damaged file" else 0
        file.write_bytes(bytes(raw) if what == "a damaged file" else bytes(len(raw)))
    server.close()
    before = (server.folder / "server.db").read_bytes()
    monkeypatch.setenv("FOYER_SERVER_DATA_DIR", str(server.folder))
    assert main(["restore", str(file)]) == code
    assert capsys.readouterr().err.startswith("foyer-server: ")
    assert (server.folder / "server.db").read_bytes() == before
    assert not list(server.folder.glob("*restoring*"))
    server.__post_init__()
