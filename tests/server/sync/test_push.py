"""Facts up: what enters the log, what is kept aside, and that order does not matter."""

import itertools
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.core import facts as f
from kiosk.core import wire
from kiosk.core.permissions import Role
from kiosk.core.release import RELEASE
from server.devices.store import load_device
from server.ledger.kept import save_quarantined
from server.ledger.rules import Unsound
from server.sync import returning
from tests.server.center import HOUR, Device, Running


def outcomes(answers: tuple[wire.FactAnswer, ...]) -> list[tuple[str, str]]:
    return [(answer.outcome, answer.reason) for answer in answers]


def sold_subject(server: Running) -> str:
    return server.sell()["tickets"][0]["subject"]


def test_a_fact_pushed_again_is_a_duplicate_with_the_original_result(server: Running, gate: Device) -> None:
    """E01"""
    fact = gate.admit(sold_subject(server))
    assert outcomes(gate.push(fact)) == [("applied", "")]
    assert outcomes(gate.push(fact)) == [("duplicate", "applied")]
    assert server.count("passage") == 1


def test_a_repeated_conflict_names_its_incidents_again(server: Running, gate: Device) -> None:
    """E01"""
    subject = sold_subject(server)
    gate.push(gate.admit(subject))
    second = gate.admit(subject)
    first_answer = gate.push(second)[0]
    assert first_answer.outcome == "conflict"
    again = gate.push(second)[0]
    assert (again.outcome, again.reason, again.incidents) == ("duplicate", "conflict", first_answer.incidents)


def test_one_malformed_fact_of_a_hundred_spoils_no_other(server: Running, gate: Device) -> None:
    """E04"""
    subjects = [ticket["subject"] for _ in range(10) for ticket in server.sell(10)["tickets"]]
    raws = [msgspec.Raw(wire.encode(gate.admit(subject))) for subject in subjects[:100]]
    raws[36] = msgspec.Raw(b'{"id": "' + gate.log[36].id.encode() + b'", "seq": "no number"}')
    answers = gate.push_raw(*raws)
    assert [place for place, one in enumerate(answers) if one.outcome != "applied"] == [36]
    assert outcomes((answers[36],)) == [("quarantined", "malformed")]
    assert answers[36].id == gate.log[36].id
    assert server.count("passage") == 99
    assert server.count("quarantine") == 1


def test_a_fact_that_cannot_be_applied_is_set_aside_and_the_rest_goes_on(
    server: Running, kiosk: Device, gate: Device, expect_log: Callable[[str], None]
) -> None:
    """E08: sound in every respect, but a number in it is larger than any database takes."""
    expect_log("could not be applied as a whole")
    expect_log("is quarantined")
    lease = kiosk.must_lease(3)
    good, poison, also_good = kiosk.sell(lease, 0), kiosk.sell(lease, 1, price_minor=2**63), kiosk.sell(lease, 2)
    answers = kiosk.push(good, poison, also_good)
    assert [one.outcome for one in answers] == ["applied", "quarantined", "applied"]
    assert answers[1].reason == "not_applicable"
    assert server.count("ticket") == 2
    assert gate.rows()  # the pull still runs
    assert outcomes(kiosk.push(also_good)) == [("duplicate", "applied")]


def test_two_threads_with_the_same_fact_make_one_row(server: Running, gate: Device) -> None:
    """E10"""
    fact = gate.admit(sold_subject(server))
    answers: list[wire.FactAnswer] = []
    start = threading.Barrier(2)

    def push() -> None:
        start.wait()
        answers.extend(gate.push(fact))

    threads = [threading.Thread(target=push) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.outcome for answer in answers) == ["applied", "duplicate"]
    assert server.count("passage") == 1


def test_a_newer_version_is_kept_but_not_quarantined(server: Running, gate: Device) -> None:
    """E18"""
    subject = sold_subject(server)
    newer = gate.admit(subject, version=9)
    unknown = gate.make("teleported", f.Unblocked(), subject)
    assert outcomes(gate.push(newer, unknown)) == [("unsupported_version", "unsupported_version")] * 2
    assert server.count("passage") == 0
    assert gate.hello().head.seq == gate.log[1].seq
    assert server.get(server.on("/incidents")) == []
    gate.push(gate.make("sold", f.Refunded(order="", tickets=(), tenders=()), subject))  # no gate sells
    incidents = server.get(server.on("/incidents"))
    assert [fact["note"] for one in incidents for fact in one["incident"]["facts"]] == ["role"]


def test_what_an_older_server_kept_is_taken_in_when_it_is_sent_again(server: Running, gate: Device) -> None:
    """E18: kept by a release that could not read it, sent again to one that can."""
    fact = gate.admit(sold_subject(server))
    raw = wire.encode(fact)

    def keep(connection: sa.Connection) -> None:
        author = load_device(connection, gate.id).author
        kept = Unsound(raw, fact.id, wire.Outcome.UNSUPPORTED_VERSION, "unsupported_version", fact)
        save_quarantined(connection, author, [kept], server.time.now)

    server.center.ground.write(keep)
    assert outcomes(gate.push(fact)) == [("applied", "")]
    assert (server.count("quarantine"), server.count("passage")) == (0, 1)


def test_a_server_names_its_release(gate: Device) -> None:
    """E18: with another one a device sends again what the one before could not read."""
    assert gate.hello().release == RELEASE


def test_a_sale_beyond_the_lease_is_quarantined(server: Running, kiosk: Device) -> None:
    """G20"""
    lease = kiosk.must_lease(2)
    beyond = msgspec.structs.replace(
        lease, units=tuple(msgspec.structs.replace(unit, index=unit.index + 1_000) for unit in lease.units)
    )
    answers = kiosk.push(kiosk.sell(lease, 0), *(kiosk.sell(beyond, index) for index in (1_000, 1_001)))
    assert outcomes(answers) == [("applied", ""), ("quarantined", "beyond_lease"), ("quarantined", "beyond_lease")]
    assert server.count("ticket") == 1


def test_a_sale_from_another_devices_lease_is_quarantined(server: Running, kiosk: Device) -> None:
    """G20"""
    other = server.pair(Role.KIOSK, name="Kiosk 2")
    lease = kiosk.must_lease(2)
    assert outcomes(other.push(other.sell(lease, 0))) == [("quarantined", "beyond_lease")]


def test_the_same_id_with_another_body_is_quarantined(server: Running, gate: Device) -> None:
    subject = sold_subject(server)
    fact = gate.admit(subject)
    gate.push(fact)
    other = gate.admit(subject, id=fact.id)
    assert outcomes(gate.push(other)) == [("quarantined", "id_reuse")]


def test_two_facts_at_one_place_of_a_log_are_both_taken_and_show_a_copied_device(server: Running, gate: Device) -> None:
    """F10"""
    subjects = [sold_subject(server) for _ in range(2)]
    gate.push(gate.admit(subjects[0]))
    gate.seq, gate.prev = 0, f.GENESIS
    assert [one.outcome for one in gate.push(gate.admit(subjects[1]))] == ["conflict"]
    assert [one["incident"]["kind"] for one in server.get(server.on("/incidents"))] == ["device_fork"]
    assert server.count("passage") == 2


def test_no_place_of_a_log_is_taken_without_end(server: Running, gate: Device) -> None:
    """F10"""
    for _ in range(16):
        gate.seq, gate.prev = 0, f.GENESIS
        gate.push(gate.admit(sold_subject(server)))
    gate.seq, gate.prev = 0, f.GENESIS
    assert outcomes(gate.push(gate.admit(sold_subject(server)))) == [("quarantined", "seq_reuse")]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"event": 4711}, "foreign_event"),
        ({"event": 0}, "foreign_event"),
        ({"device": "01890000-0000-7000-8000-000000000000"}, "foreign_device"),
        ({"id": "not-an-id"}, "malformed"),
        ({"seq": 2**63}, "malformed"),
        ({"wall_ms": -1}, "malformed"),
        ({"subjects": ("0" * 20,)}, "bad_subjects"),
        ({"subjects": ("rubbish",)}, "bad_subjects"),
        ({"raw_body": b"\x00rubbish"}, "bad_body"),
    ],
)
def test_what_is_not_the_devices_to_say_is_quarantined(
    server: Running, gate: Device, changes: dict[str, Any], reason: str
) -> None:
    assert outcomes(gate.push(gate.admit(sold_subject(server), **changes))) == [("quarantined", reason)]


def test_a_gate_that_sells_is_quarantined(server: Running, gate: Device, kiosk: Device) -> None:
    lease = kiosk.must_lease(1)
    assert outcomes(gate.push(gate.sell(lease, 0))) == [("quarantined", "role")]


def test_a_foreign_signature_is_quarantined(server: Running, gate: Device) -> None:
    subject = sold_subject(server)
    real, gate.key = gate.key, Ed25519PrivateKey.generate()
    forged = gate.admit(subject)
    gate.key = real
    assert outcomes(gate.push(forged)) == [("quarantined", "bad_signature")]


def test_a_clock_that_the_server_did_not_sign_is_quarantined(gate: Device) -> None:
    body = f.Clock(server_ms=1, rtt_ms=0, mono_ms=1, boot=gate.boot, server_signature=bytes(64))
    assert outcomes(gate.push(gate.make("clock", body, event=0))) == [("quarantined", "bad_clock")]


def test_a_sale_must_name_its_tickets_as_subjects(server: Running, kiosk: Device) -> None:
    lease = kiosk.must_lease(2)
    sold = kiosk.sell(lease, 0)
    body = f.decode_body(sold)
    hidden = kiosk.make("sold", body, *sold.subjects[1:])
    assert outcomes(kiosk.push(hidden)) == [("quarantined", "bad_subjects")]


def test_a_broken_link_is_accepted_and_reported(server: Running, gate: Device) -> None:
    """F10"""
    subject = sold_subject(server)
    first = gate.admit(subject)
    gate.prev = bytes(32)
    second = gate.admit(sold_subject(server))
    answers = gate.push(first, second)
    assert [one.outcome for one in answers] == ["conflict", "conflict"]
    assert [one["incident"]["kind"] for one in server.get(server.on("/incidents"))] == ["device_fork"]


def test_the_head_counts_what_is_quarantined_and_names_holes(server: Running, gate: Device) -> None:
    subject = sold_subject(server)
    facts = [gate.admit(subject) for _ in range(2)]
    gate.push(facts[0], gate.admit(subject, event=4711))
    missing, last = gate.admit(subject), gate.admit(subject)
    gate.push(facts[1], last)
    head = gate.hello(appends_clock=False).head
    assert (head.seq, head.holes) == (3, ((4, 4),))
    gate.push(missing)
    head = gate.hello(appends_clock=False).head
    assert (head.seq, head.hash, head.holes) == (5, last.hash, ())


def test_an_older_image_of_a_device_begins_a_new_log_and_gets_its_facts_back(server: Running, gate: Device) -> None:
    """F10"""
    subject = sold_subject(server)
    gate.push(gate.admit(subject), gate.admit(subject))
    gate.seq, gate.prev = 1, gate.log[0].hash
    welcome = gate.hello(appends_clock=False)
    assert ([order.directive for order in welcome.orders], welcome.facts_known) == (["new_log"], 2)
    page = wire.decode(gate.raw("GET", "/api/v1/sync/own").content, wire.OwnPage)
    assert (set(page.facts), page.after) == (set(gate.log), "")
    gate.incarnation, gate.seq, gate.prev = 7, 0, f.GENESIS
    assert gate.hello(appends_clock=False).orders == ()


def test_both_copies_of_a_forked_log_begin_new_ones(server: Running, gate: Device) -> None:
    """F10"""
    gate.push(gate.admit(sold_subject(server)))
    gate.seq, gate.prev = 0, f.GENESIS
    gate.push(gate.admit(sold_subject(server)))
    assert [order.directive for order in gate.hello(appends_clock=False).orders] == ["new_log"]
    gate.seq, gate.prev = 1, gate.log[0].hash
    assert [order.directive for order in gate.hello(appends_clock=False).orders] == ["new_log"]


def test_own_facts_come_back_page_by_page(server: Running, gate: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    """F10: in the order of the log, also where a clock that lost its battery gave the later ones the smaller ids."""
    monkeypatch.setattr(returning, "OWN_FACTS_MAX", 2)
    ids = [f"0000000{9 - number}-0000-7000-8000-000000000001" for number in range(5)]
    made = [gate.admit(sold_subject(server), id=id_) for id_ in ids]
    gate.push(*made)
    found: list[f.Fact] = []
    after = ""
    for _ in range(3):
        page = wire.decode(gate.raw("GET", "/api/v1/sync/own", query={"after": after}).content, wire.OwnPage)
        found += page.facts
        after = page.after
    assert (found, after) == (made, "")
    assert gate.raw("GET", "/api/v1/sync/own", query={"after": "x.y"}).status_code == 400


def test_two_hundred_facts_are_the_most_at_once(server: Running, gate: Device) -> None:
    raws = tuple(msgspec.Raw(b"{}") for _ in range(201))
    assert gate.raw("POST", "/api/v1/sync/push", wire.PushRequest(raws)).status_code == 400


def test_a_damaged_or_endless_body_is_a_clear_error(server: Running, gate: Device) -> None:
    headers = {"Authorization": f"Bearer {gate.token}", "Content-Encoding": "gzip"}
    response = server.http.post("/api/v1/sync/push", content=b"\x1f\x8bnonsense", headers=headers)
    assert (response.status_code, response.json()["code"]) == (400, "invalid_input")
    response = gate.raw("POST", "/api/v1/sync/push", {"facts": ["x" * (17 * 1024 * 1024)]})
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


def test_persons_travel_beside_the_facts_and_are_found(server: Running, kiosk: Device) -> None:
    lease = kiosk.must_lease(1)
    person = wire.PersonRecord(kiosk.new_id(), server.event, {"name": "Zoë Ångström", "email": "z@example.invalid"})
    kiosk.push(kiosk.sell(lease, 0, buyer=person.id), persons=(person,))
    assert [one["buyer"] for one in server.get(server.on("/orders?search=angs"))] == ["Zoë Ångström"]
    assert server.get(server.on("/orders?search=nobody")) == []


DERIVED = (
    "fact_subject", "fact_basis", "ticket", "passage", "tally", "ticket_order", "payment", "unit", "quota_books",
    "incident", "denial",
)  # fmt: skip


def run_in_order(folder: Path, order: tuple[int, ...]) -> dict[str, Any]:
    """Push five batches of three devices in the given order and return everything that is derived."""
    server = Running(folder)
    try:
        server.sign_in()
        server.found()
        order_sold = server.sell(2)
        subjects = [ticket["subject"] for ticket in order_sold["tickets"]]
        a, b = server.pair(Role.GATE, name="A"), server.pair(Role.GATE, name="B")
        kiosk = server.pair(Role.KIOSK, name="K")
        lease = kiosk.must_lease(4)
        a.boot, b.boot, kiosk.boot = (gate.new_id() for gate in (a, b, kiosk))
        sold = kiosk.sell(lease, 0, 1)
        server.time.pass_ms(60_000)
        first = a.admit(sold.subjects[0])
        second = a.admit(subjects[0])
        server.time.pass_ms(1_000)
        doubled = b.admit(subjects[0], wall_ms=server.time.now + HOUR)
        exit_ = a.make("exited", f.Exited(list=1, gate=1, generation=1, method="code"), subjects[0])
        annulled = b.make("annulled", f.Annulled(passage=doubled.id), subjects[0], based_on=(doubled.id,))
        other = b.admit(subjects[1], based_on=(second.id,))
        refund = kiosk.refund(sold)
        b.hello()  # the clock fact comes after what it corrects
        late = b.admit(sold.subjects[1])
        batches = [(kiosk, [sold]), (a, [first, second, exit_]), (b, [doubled, other]), (kiosk, [refund]),
                   (b, [annulled, *b.log[-2:-1], late])]  # fmt: skip
        for place in order:
            device, facts = batches[place]
            device.push(*facts)
        server.check_books()
        server.time.pass_ms(HOUR)
        derived = {table: server.read(table, "1, 2") for table in DERIVED}
        derived["times"] = [(row[0], row[19], row[20]) for row in server.read("fact", "id")]
        return derived
    finally:
        server.close()


@pytest.mark.parametrize("order", [o for n, o in enumerate(itertools.permutations(range(5))) if n % 12 == 7])
def test_any_order_of_arrival_gives_the_same_tables(tmp_path: Path, order: tuple[int, ...]) -> None:
    straight = run_in_order(tmp_path / "straight", (0, 1, 2, 3, 4))
    mixed = run_in_order(tmp_path / "mixed", order)
    for table, rows in straight.items():
        assert mixed[table] == rows, table


def test_a_late_clock_moves_hundreds_of_facts_in_chunks(server: Running, gate: Device) -> None:
    """The whole evening was blind; the first word of the server corrects all of it."""
    server.put(server.on("/quotas/1"), {"version": 1, "values": {"size": 1_000}})
    subjects = [ticket["subject"] for _ in range(25) for ticket in server.sell(10)["tickets"]]
    wrong_by = 3 * HOUR
    facts = [gate.admit(subject, wall_ms=server.time.now + wrong_by) for subject in subjects]
    gate.push(*facts[:200])
    gate.push(*facts[200:])
    assert {row[8] // 60_000 for row in server.read("passage")} == {(server.time.now + wrong_by) // 60_000}
    gate.hello()
    gate.push(gate.log[-1])
    assert {abs(row[8] - server.time.now) <= 1_000 for row in server.read("passage")} == {True}
    assert server.count("refold_due") == 0
    minutes = [row for row in server.read("tally") if row[2] == "minute" and row[4]]
    assert [row[4] for row in minutes] == [250]
