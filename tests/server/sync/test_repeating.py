"""Facts that come again: after a day and a half, several at once, by themselves or about one another."""

from typing import Any

from kiosk.core import facts as f
from tests.server.center import HOUR, Device, Running


def test_a_fact_replayed_after_forty_hours_is_a_duplicate(server: Running, gate: Device) -> None:
    """E03: what was taken is known for ever, not for a day; the session has long ended meanwhile."""
    fact = gate.admit(server.sell()["tickets"][0]["subject"])
    assert gate.push(fact)[0].outcome == "applied"
    server.time.pass_ms(40 * HOUR)
    gate.sign_in()
    again = gate.push(fact)[0]
    assert (again.outcome, again.reason) == ("duplicate", "applied")
    assert _ask(server, "SELECT fact, excess FROM passage") == [(fact.id, 0)]
    assert server.count("incident") == 0


def test_a_fact_made_forty_hours_ago_and_pushed_only_now_is_taken_at_its_own_time(
    server: Running, gate: Device
) -> None:
    """E03: the device was without network all the time."""
    subject = server.sell()["tickets"][0]["subject"]
    gate.hello()
    made_ms = server.time.now
    gate.admit(subject)
    server.time.pass_ms(40 * HOUR)
    gate.sign_in()
    assert [answer.outcome for answer in gate.push(*gate.log)] == ["applied", "applied"]
    (at_ms,) = {row[0] for row in _ask(server, "SELECT at_ms FROM passage")}
    assert abs(at_ms - made_ms) < 1_000


def test_failed_scans_that_are_sent_twice_are_one_row_each(server: Running, gate: Device) -> None:
    """D16"""
    subject = server.sell()["tickets"][0]["subject"]
    known = gate.make("denied", f.Denied(list=1, gate=1, reason="already_used", method="code"), subject)
    torn = gate.make(
        "denied",
        f.Denied(list=1, gate=1, reason="not_a_ticket", method="code", text_hmac="h", text_chars=9, text_start="http"),
    )
    gate.push(known, torn)
    assert {answer.outcome for answer in gate.push(known, torn)} == {"duplicate"}
    assert [answer.outcome for answer in gate.push(torn)] == ["duplicate"]
    rows = _ask(server, "SELECT fact, reason FROM denial")
    assert sorted(rows) == sorted([(known.id, "already_used"), (torn.id, "not_a_ticket")])
    assert server.get(server.on("/live"))["denied"] == {"already_used": 1, "not_a_ticket": 1}


def test_a_batch_that_names_one_fact_twice_counts_it_once(server: Running, gate: Device) -> None:
    """D16"""
    denied = gate.make("denied", f.Denied(list=1, gate=1, reason="not_a_ticket", method="code"))
    assert [answer.outcome for answer in gate.push(denied, denied)] == ["applied", "duplicate"]
    assert server.count("denial") == 1


def _ask(server: Running, query: str) -> list[tuple[Any, ...]]:
    with server.center.ground.db.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]
