"""The live picture: people in, tickets used, arrivals, money; as JSON and as a stream."""

import httpx
import msgspec

from kiosk.core import facts as f
from kiosk.core.permissions import Role
from kiosk.core.tickets import AttendanceRow
from server.checkin.live import Live
from server.checkin.rules import GATES_MAX, Counted, attendance_row, count_passages, difference, gate_minute
from tests.server.center import Device, Running


def live(server: Running) -> Live:
    return msgspec.convert(server.get(server.on("/live")), Live)


def test_the_evening_in_numbers(server: Running, gate: Device, gate_b: Device) -> None:
    subjects = [ticket["subject"] for ticket in server.sell(4)["tickets"]]
    server.sell(2, type_=2)
    for device in (gate, gate_b):
        device.hello()
    gate.admit(subjects[0])
    gate.admit(subjects[1])
    server.time.pass_ms(60_000)
    gate_b.admit(subjects[2], gate=2)
    gate.make("exited", f.Exited(list=1, gate=1, generation=1, method="code"), subjects[0])
    gate.make("denied", f.Denied(list=1, gate=1, reason="already_used", method="code"), subjects[0])
    gate.make("denied", f.Denied(list=1, gate=1, reason="not_a_ticket", method="code", text_chars=9))
    gate.push(*gate.log)
    gate_b.push(*gate_b.log)
    now = live(server)
    assert (now.expected, now.expected_tickets, now.admitted, now.exits, now.inside) == (6, 6, 3, 1, 2)
    assert (now.tickets_used, now.no_show_tickets) == (3, 3)
    assert now.by_gate == {"1": 2, "2": 1}
    assert [now.by_type[key].used for key in ("1", "2")] == [3, 0]
    assert sorted(now.per_minute.values()) == [1, 2]
    assert now.denied == {"already_used": 1, "not_a_ticket": 1}
    assert (now.orders, now.gross_minor, now.paid_minor) == (2, 12_000, 12_000)
    assert {news.gate: news.device for news in now.gates} == {1: "Gate A", 2: "Gate B"}


def test_overrides_are_reported_by_gate_and_reason_and_are_no_incident(
    server: Running, gate: Device, gate_b: Device
) -> None:
    """D14"""
    subjects = [ticket["subject"] for ticket in server.sell(4)["tickets"]]
    for subject in subjects[:2]:
        gate.admit(subject)
        server.time.pass_ms(1_000)
        gate.admit(subject, override="already_used", reason="override")
    gate.admit(subjects[2], override="lease_lost", reason="override")
    gate.push(*gate.log)
    gate_b.push(gate_b.admit(subjects[3], gate=2, override="too_early", reason="override"))
    now = live(server)
    assert now.overrides == {"1": {"already_used": 2, "lease_lost": 1}, "2": {"too_early": 1}}
    assert now.admitted == 6
    assert server.get(server.on("/incidents")) == []
    gate.push(gate.make("annulled", f.Annulled(passage=gate.log[-1].id), subjects[2]))
    assert live(server).overrides["1"] == {"already_used": 2}


def test_the_screens_row_of_a_list_is_published_with_the_batch(server: Running, gate: Device) -> None:
    watcher = server.pair(Role.LIVE)
    before = watcher.snapshot().cursor
    subject = server.sell()["tickets"][0]["subject"]
    gate.push(gate.admit(subject, people=3))
    rows = {c.kind: msgspec.json.decode(c.value) for c in watcher.pull(before).changes if c.kind == "attendance"}
    assert (rows["attendance"]["admitted"], rows["attendance"]["tickets_used"]) == (3, 1)


def test_a_watching_device_may_read_the_picture_and_a_gate_may_not(server: Running, gate: Device) -> None:
    watcher = server.pair(Role.LIVE)
    assert watcher.raw("GET", server.on("/live")).status_code == 200
    assert gate.raw("GET", server.on("/live")).status_code == 404


def test_the_stream_sends_the_picture_again_when_something_changed(server: Running, gate: Device) -> None:
    subject = server.sell()["tickets"][0]["subject"]
    headers = {"Authorization": f"Bearer {server.token}"}
    admitted: list[int] = []
    with httpx.stream("GET", f"{server.url}{server.on('/live/stream')}", headers=headers, timeout=20) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        for line in response.iter_lines():
            if not line.startswith("data: "):
                continue
            admitted.append(msgspec.json.decode(line.removeprefix("data: "), type=Live).admitted)
            if len(admitted) == 1:
                gate.push(gate.admit(subject))
            else:
                break
    assert admitted == [0, 1]


def one(at_minute: int, *, entry: bool = True, people: int = 1) -> Counted:
    return Counted(7, 1, 1, 1, entry, people, at_minute * 60_000)


def test_only_the_difference_is_added() -> None:
    moved = difference(count_passages([one(5), one(6)]), count_passages([one(5), one(7)]))
    assert moved == {
        (7, 1, "minute", 6): -1,
        (7, 1, "minute", 7): 1,
        (7, 1, "gate_minute", gate_minute(1, 6)): -1,
        (7, 1, "gate_minute", gate_minute(1, 7)): 1,
    }


def test_a_ticket_counts_once_as_used_however_often_it_enters() -> None:
    counted = count_passages([one(5), one(6, entry=False), one(7)])
    assert counted[7, 1, "used", 0] == 1
    assert (counted[7, 1, "admitted", 0], counted[7, 1, "left", 0]) == (2, 1)


def test_the_row_forgets_minutes_of_four_hours_ago() -> None:
    row = attendance_row({("minute", 10): 5, ("minute", 260): 7, ("gate", 1): 12, ("gate", 2): 0}, 261 * 60_000)
    assert row.per_minute == {"260": 7}
    assert row.by_gate == {"1": 12}


def test_the_row_tells_each_gates_last_minutes_and_no_older_ones() -> None:
    measures = {
        ("gate_minute", gate_minute(1, 100)): 4,
        ("gate_minute", gate_minute(1, 99)): 2,
        ("gate_minute", gate_minute(2, 95)): 7,
        ("gate_minute", gate_minute(GATES_MAX - 1, 87)): 9,
        ("gate_minute", gate_minute(2, 100)): 0,
    }
    assert attendance_row(measures, 100 * 60_000).recent_by_gate == {"1": {"99": 2, "100": 4}, "2": {"95": 7}}


def test_a_gate_that_cannot_be_is_counted_only_in_the_sums() -> None:
    strange = Counted(7, 1, -3, 1, True, 1, 5 * 60_000)
    counted = count_passages([strange])
    assert counted[7, 1, "admitted", 0] == 1
    assert not [key for key in counted if key[2] == "gate_minute"]


def test_a_watching_device_is_told_each_gates_last_minutes(server: Running, gate: Device, gate_b: Device) -> None:
    watcher = server.pair(Role.LIVE)
    subjects = [ticket["subject"] for ticket in server.sell(3)["tickets"]]
    for device in (gate, gate_b):
        device.hello()
    gate.push(gate.admit(subjects[0], people=2), gate.admit(subjects[1]))
    server.time.pass_ms(60_000)
    gate_b.push(gate_b.admit(subjects[2], gate=2))
    row = msgspec.convert(watcher.rows()["attendance", "1"], AttendanceRow)
    minute = server.time.now // 60_000
    assert {g: sum(m.values()) for g, m in row.recent_by_gate.items()} == {"1": 3, "2": 1}
    assert row.recent_by_gate["2"] == {str(minute): 1}
