"""The synchroniser against a network and servers that misbehave: nothing is lost, nothing is blocked."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from kiosk.core import wire
from kiosk.core.errors import InputError, Offline, Rejected
from kiosk.core.facts import ClockState
from kiosk.core.permissions import Role, Scope
from kiosk.core.ticket_code import TicketCode, sign
from kiosk.core.tickets import Stop, StopReason
from kiosk.core.wire import Change, Cursor, Outcome
from kiosk.store import catalogue, log, mirror, schema
from kiosk.sync.client import Client, TooLarge
from kiosk.sync.hello import say_hello
from kiosk.sync.pinning import check_url
from kiosk.sync.pull import Feed, pull_scope
from kiosk.sync.push import push_pending
from tests.kiosk.core import make
from tests.kiosk.device import Device, identity
from tests.kiosk.sync.scripted import HEAD, Script, ScriptedServer, Watched

SAFETY = Feed(make.EVENT, Scope.SAFETY)
DATA = Feed(make.EVENT, Scope.DATA)


@pytest.fixture
def client(server: ScriptedServer) -> Iterator[Client]:
    made = Client(server.url, ())
    yield made
    made.close()


def scan(device: Device, count: int = 1) -> list[str]:
    door = device.door()
    return [door.scan("no ticket").fact for _ in range(count)]


def ticket_change(index: int, **changes: Any) -> Change:
    return Change("ticket", make.serial(index).subject, msgspec.Raw(msgspec.json.encode(make.row(**changes))))


def ids(device: Device) -> list[str]:
    return [fact.id for fact in device.pending()]


def problem(code: str) -> wire.Problem:
    return wire.Problem(code, "no")


def test_facts_are_delivered_in_order_and_answered(device: Device, client: Client, script: Script) -> None:
    made = scan(device, 3)
    assert push_pending(client, device.store) == 3
    assert script.pushed == made
    assert ids(device) == []
    assert push_pending(client, device.store) == 0


def test_a_lost_answer_is_asked_again_with_the_same_facts(device: Device, client: Client, script: Script) -> None:
    """E01"""
    made = scan(device)
    script.answers["/api/v1/sync/push"] = lambda _: (502, b"<html>bad gateway</html>")
    with pytest.raises(Offline):
        push_pending(client, device.store)
    assert ids(device) == made
    script.answers["/api/v1/sync/push"] = lambda body: (
        200,
        wire.PushAnswer(tuple(wire.FactAnswer(fact["id"], Outcome.DUPLICATE) for fact in body["facts"])),
    )
    push_pending(client, device.store)
    assert ids(device) == []


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b"{}"),
        (502, b"<html>bad gateway</html>"),
        (200, b"<html>Welcome to the hotel</html>"),
        (302, b""),
        (404, b"<html>nothing here</html>"),
        (200, b'{"answers": 7}'),
        (429, b"{}"),
    ],
)
def test_what_is_not_the_servers_word_keeps_everything(
    device: Device, client: Client, script: Script, status: int, body: bytes
) -> None:
    """E07"""
    made = scan(device, 2)
    script.answers["/api/v1/sync/push"] = lambda _: (status, body)
    with pytest.raises(Offline):
        push_pending(client, device.store)
    assert ids(device) == made


def test_one_malformed_fact_is_quarantined_and_shown_and_the_rest_is_taken(
    device: Device, client: Client, script: Script
) -> None:
    """E04"""
    made = scan(device, 5)

    def take(body: Any) -> tuple[int, Any]:
        answers = [
            wire.FactAnswer(fact["id"], Outcome.QUARANTINED, "malformed")
            if fact["id"] == made[2]
            else wire.FactAnswer(fact["id"], Outcome.APPLIED)
            for fact in body["facts"]
        ]
        return 200, wire.PushAnswer(tuple(answers))

    script.answers["/api/v1/sync/push"] = take
    push_pending(client, device.store)
    with device.store.read() as connection:
        assert log.load_queue_state(connection) == log.QueueState(0, 0, 1, 0)
        ((fact, answer),) = log.list_refused(connection)
    assert (fact.id, answer.reason) == (made[2], "malformed")
    assert device.count(schema.fact) == 5


def test_a_batch_refused_as_a_whole_is_halved_until_one_fact_stands_alone(
    device: Device, client: Client, script: Script
) -> None:
    """E08, F14: it is shown as refused, and as a fact that only this device has."""
    made = scan(device, 7)

    def take(body: Any) -> tuple[int, Any]:
        if any(fact["id"] == made[4] for fact in body["facts"]):
            return 400, problem("poison")
        return 200, script.take(body)

    script.answers["/api/v1/sync/push"] = take
    push_pending(client, device.store)
    assert script.pushed == made[:4] + made[5:]
    with device.store.read() as connection:
        ((fact, answer),) = log.list_refused(connection)
        assert log.load_queue_state(connection) == log.QueueState(0, 0, 1, 0)
        assert [one.id for one in log.list_undelivered(connection, 10)] == [made[4]]
    assert (fact.id, answer.reason) == (made[4], "poison")


def test_a_batch_that_is_too_large_is_sent_in_parts(device: Device, client: Client, script: Script) -> None:
    """E09"""
    made = scan(device, 8)
    script.answers["/api/v1/sync/push"] = lambda body: (
        (413, problem("too_large")) if len(body["facts"]) > 3 else (200, script.take(body))
    )
    push_pending(client, device.store)
    assert script.pushed == made
    assert ids(device) == []
    with pytest.raises(TooLarge):
        client.post("/api/v1/sync/push", {"facts": [{"id": "x"}] * 4}, wire.PushAnswer)


def test_an_outcome_of_a_newer_server_keeps_the_fact(device: Device, client: Client, script: Script) -> None:
    """E17, E18"""
    made = scan(device, 2)
    script.answers["/api/v1/sync/push"] = lambda body: (
        200,
        wire.PushAnswer(
            (wire.FactAnswer(made[0], "transmogrified"), wire.FactAnswer(made[1], Outcome.UNSUPPORTED_VERSION))
        ),
    )
    push_pending(client, device.store)
    assert ids(device) == [made[0]]
    with device.store.read() as connection:
        assert log.load_queue_state(connection).unsupported == 1


def test_a_first_load_that_breaks_off_twice_goes_on_where_it_was(
    device: Device, client: Client, script: Script
) -> None:
    """E13"""
    asked: list[str] = []
    broken = iter([False, True, False, True, False, False])

    def page(query: dict[str, str]) -> tuple[int, Any]:
        after = query["after"]
        asked.append(after)
        if next(broken):
            return 500, b""
        start = int(after or 0)
        rows = tuple(ticket_change(n) for n in range(start, start + 2))
        return 200, wire.SnapshotPage(HEAD, rows, str(start + 2) if start < 6 else "", 8)

    script.answers["/api/v1/sync/snapshot/data"] = page
    for _ in range(2):
        with pytest.raises(Offline):
            list(pull_scope(client, device.store, DATA, lambda: make.NOW))
    assert list(pull_scope(client, device.store, DATA, lambda: make.NOW))[-1] is False
    assert asked == ["", "2", "2", "4", "4", "6"]
    assert device.count(schema.ticket) == 8
    with device.store.read() as connection:
        state = mirror.load_scope(connection, make.EVENT, Scope.DATA)
    assert (state.is_complete, state.cursor, state.rows_done, state.synced_ms) == (True, HEAD, 8, make.NOW)


def test_a_door_may_scan_while_the_first_load_is_under_way(device: Device, client: Client, script: Script) -> None:
    """E20: what has come is known, and of what has not the signature is enough."""
    script.answers["/api/v1/sync/snapshot/data"] = lambda _: (200, wire.SnapshotPage(HEAD, (ticket_change(5),), "5", 9))
    next(pull_scope(client, device.store, DATA, lambda: make.NOW))
    assert device.door().admit_found(make.serial(5).subject).verdict.reason == "ok"
    code = TicketCode(1, make.EVENT, make.LEASE, 6, 1, 0)
    assert device.door().scan(sign(code, make.KEY)).verdict.reason == "ok_unsynced"


def test_a_restored_server_replaces_the_mirror_and_never_leaves_the_door_without_stops(
    device: Device, client: Client, script: Script
) -> None:
    """J01"""
    kept = Change("stop", make.serial(1).subject, msgspec.Raw(msgspec.json.encode(Stop(StopReason.BLOCKED))))
    gone = Change("stop", make.serial(2).subject, kept.value)
    script.answers["/api/v1/sync/snapshot/safety"] = lambda _: (200, wire.SnapshotPage(HEAD, (kept, gone), "", 2))
    next(pull_scope(client, device.store, SAFETY, lambda: make.NOW))
    newer = Cursor("epoch-2", 1, "t")
    script.answers["/api/v1/sync/pull"] = lambda _: (200, wire.PullPage(newer, resync=True))
    assert next(pull_scope(client, device.store, SAFETY, lambda: make.NOW))
    assert device.count(schema.stop) == 2
    script.answers["/api/v1/sync/snapshot/safety"] = lambda _: (200, wire.SnapshotPage(newer, (kept,), "", 1))
    next(pull_scope(client, device.store, SAFETY, lambda: make.NOW))
    with device.store.read() as connection:
        assert mirror.load_scope(connection, make.EVENT, Scope.SAFETY).cursor == newer
    assert device.count(schema.stop) == 1
    assert device.count(schema.snapshot_key) == 0
    assert device.count(schema.ticket) == 1  # the other scope was not touched


def test_hello_corrects_the_clock_and_leaves_a_signed_fact(device: Device, client: Client, script: Script) -> None:
    device.clock.now += 3 * make.HOUR
    say_hello(client, device.store, device.clock, identity(), wire.Health)
    moment = device.clock.moment()
    assert (moment.now_ms, moment.state) == (make.NOW, ClockState.TRUSTED)
    assert device.kinds() == ["clock"]


def test_a_time_that_the_server_did_not_sign_is_refused(device: Device, client: Client, script: Script) -> None:
    script.answers["/api/v1/sync/hello"] = lambda body: (200, script.welcome(body, server_ms=make.NOW + 1))
    with pytest.raises(Rejected, match="not signed"):
        say_hello(client, device.store, device.clock, identity(), wire.Health)
    assert device.kinds() == []


def test_what_a_restored_server_lost_is_delivered_again(device: Device, client: Client, script: Script) -> None:
    """J01"""
    made = scan(device, 3)
    push_pending(client, device.store)
    with device.store.read() as connection:
        head = log.load_head(connection, 1)
    lost = msgspec.structs.replace(head, seq=1, hash=b"")
    script.answers["/api/v1/sync/hello"] = lambda body: (200, script.welcome(body, head=lost))
    say_hello(client, device.store, device.clock, identity(), wire.Health)
    assert ids(device)[:2] == made[1:]


@pytest.mark.parametrize(
    ("url", "pinned", "named"),
    [
        ("http://box-office.example", False, "https"),
        ("ftp://127.0.0.1", False, "address"),
        ("box-office", False, "address"),
        ("https://box-office..example:8420", True, "must look like"),
        ("https://.:1", True, "must look like"),
        (f"https://{'a' * 64}.example", True, "must look like"),
        ("http://127.0.0.1:8420/foo", False, "must look like"),
        ("http://127.0.0.1:8420?x=1", False, "must look like"),
        ("https://box-office.example", False, "pairing"),
    ],
)
def test_addresses_that_a_device_must_not_speak_to(url: str, pinned: bool, named: str) -> None:
    with pytest.raises(InputError, match=named):
        check_url(url, is_pinned=pinned)
    assert check_url(" http://127.0.0.1:8420/ ", is_pinned=False) == "http://127.0.0.1:8420"


def test_a_round_brings_safety_before_facts_and_data_last(
    device: Device, server: ScriptedServer, script: Script
) -> None:
    scan(device)
    with Watched(device, server.url) as watched:
        assert watched.sync.wait_for_round(10)
    first = script.paths()[:6]
    assert first == ["nonce", "session", "hello", "safety", "pull", "push"]
    assert watched.sync.state.is_online
    assert ids(device) == []


def test_a_push_that_fails_holds_up_no_pull(device: Device, server: ScriptedServer, script: Script) -> None:
    """E07, E08"""
    made = scan(device)
    script.answers["/api/v1/sync/push"] = lambda _: (403, problem("forbidden"))
    script.answers["/api/v1/sync/snapshot/data"] = lambda _: (200, wire.SnapshotPage(HEAD, (ticket_change(6),), "", 1))
    with Watched(device, server.url) as watched:
        assert watched.sync.wait_for_round(10)
    assert device.count(schema.ticket) == 2
    assert made[0] in ids(device)
    assert watched.sync.state.trouble == "forbidden"


def test_an_ended_session_is_opened_again_and_the_same_facts_are_sent(
    device: Device, server: ScriptedServer, script: Script
) -> None:
    """H12"""
    made = scan(device)
    refusals = iter([True])

    def take(body: Any) -> tuple[int, Any]:
        if next(refusals, False):
            return 401, problem("session_ended")
        return 200, script.take(body)

    script.answers["/api/v1/sync/push"] = take
    with Watched(device, server.url) as watched:
        assert watched.sync.wait_for_round(10)
        assert watched.sync.wait_for_round(10)
    assert made[0] in script.pushed
    assert script.paths().count("session") == 2


def test_nobody_there_is_a_state_and_not_an_error(device: Device) -> None:
    made = scan(device)
    with Watched(device, "http://127.0.0.1:1") as watched:
        assert watched.sync.wait_for_round(10)
    assert (watched.sync.state.is_online, watched.sync.state.trouble) == (False, "offline")
    assert ids(device) == made


def test_a_device_that_sells_asks_for_units_once_however_often_the_line_breaks(
    device: Device, server: ScriptedServer, script: Script
) -> None:
    from tests.kiosk.sales.test_checkout import lease

    asked: list[str] = []

    def lend(body: Any) -> tuple[int, Any]:
        asked.append(body["request"])
        return (500, b"") if len(asked) == 1 else (200, wire.LeaseAnswer(lease(6)))

    script.answers["/api/v1/leases/request"] = lend
    script.answers["/api/v1/sync/hello"] = lambda body: (
        200,
        script.welcome(body, lease_targets={str(make.EVENT): 6}),
    )
    with Watched(device, server.url, Role.KIOSK) as watched:
        for _ in range(4):
            assert watched.sync.wait_for_round(10)
    assert len(asked) == 2
    assert asked[0] == asked[1]
    assert device.count(schema.unit) == 6


def test_an_event_that_is_taken_away_leaves_the_device_but_its_log_stays(
    device: Device, server: ScriptedServer, script: Script
) -> None:
    scan(device)
    script.answers["/api/v1/sync/hello"] = lambda body: (200, script.welcome(body, events=()))
    with Watched(device, server.url) as watched:
        assert watched.sync.wait_for_round(10)
    assert device.count(schema.ticket) == 0
    assert device.count(schema.catalogue_row) == 0
    assert device.count(schema.fact) >= 1


def test_a_row_that_this_release_cannot_read_holds_up_no_fact(
    device: Device, server: ScriptedServer, script: Script
) -> None:
    """E17: the mirror stays as it was, the device says why, and everything else goes on."""
    made = scan(device)
    odd = Change("type", "1", msgspec.Raw(b'{"number":"one"}'))
    script.answers["/api/v1/sync/snapshot/safety"] = lambda _: (200, wire.SnapshotPage(HEAD, (odd,), "", 1))
    with Watched(device, server.url) as watched:
        assert watched.sync.wait_for_round(10)
    assert made[0] in script.pushed
    assert watched.sync.state.trouble == "unreadable_row"
    with device.store.read() as connection:
        assert not mirror.load_scope(connection, make.EVENT, Scope.SAFETY).is_complete
        assert catalogue.load_catalogue(connection, make.EVENT) is not None
