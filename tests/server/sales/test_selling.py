"""The server's own sales: facts like any other, priced by the shared rules, within the stock."""

from typing import Any

import pytest

from kiosk.core import facts as f
from kiosk.core.permissions import Role, Scope
from kiosk.core.reasons import Reason
from kiosk.core.ticket_code import parse
from kiosk.core.tickets import Terms
from tests.server.center import Device, Running
from tests.server.door import pull, show_code


def test_an_order_is_priced_and_paid(server: Running) -> None:
    order = server.post(
        server.on("/orders"),
        {"choices": [{"type": 1, "quantity": 2}, {"type": 2, "quantity": 1}], "buyer": {"name": "Ada King"}},
    )
    assert (order["gross_minor"], order["paid_minor"], order["terms"]) == (6_000, 6_000, "paid")
    assert sorted(ticket["gross_minor"] for ticket in order["tickets"]) == [1_200, 2_400, 2_400]
    kinds = [row[4] for row in server.read("fact", "seq")]
    assert kinds == ["clock", "leased", "leased", "sold"]


def test_codes_for_printing_are_those_of_the_tickets(server: Running) -> None:
    order = server.sell(2)
    shown = server.get(server.on(f"/orders/{order['order']}"))
    assert [parse(ticket["code"]).subject for ticket in shown["tickets"]] == [
        ticket["subject"] for ticket in shown["tickets"]
    ]
    assert shown["payments"] == [{"method": "invoice", "amount_minor": 4_800, "reference": ""}]


def test_no_code_is_shown_of_a_cancelled_or_blocked_ticket(server: Running) -> None:
    """H05"""
    order = server.sell(3)
    refunded, blocked, live = (ticket["subject"] for ticket in order["tickets"])
    server.post(server.on(f"/orders/{order['order']}/refund"), {"tickets": [refunded]})
    server.post(server.on(f"/tickets/{blocked}/block"), {"reason": "stolen"})
    shown = server.get(server.on(f"/orders/{order['order']}"))
    assert [ticket["subject"] for ticket in shown["tickets"] if ticket["code"]] == [live]


def test_a_refund_frees_the_place_and_reaches_gates_first(server: Running, gate: Device) -> None:
    order = server.sell(2)
    cursor = gate.snapshot(Scope.SAFETY).cursor
    assert server.post(server.on(f"/orders/{order['order']}/refund"), {"reason": "ill"}) == {"amount_minor": 4_800}
    stops = {change.key: bytes(change.value) for change in gate.pull(cursor, Scope.SAFETY).changes}
    assert set(stops) == {ticket["subject"] for ticket in order["tickets"]}
    assert all(value.startswith(b'["refunded"') for value in stops.values())
    assert server.get(server.on("/quotas"))[0]["quota"]["available"] == 100


def test_part_of_an_order_is_refunded_at_its_price(server: Running) -> None:
    order = server.sell(2)
    one, other = (ticket["subject"] for ticket in order["tickets"])
    path = server.on(f"/orders/{order['order']}/refund")
    assert server.post(path, {"tickets": [one]}) == {"amount_minor": 2_400}
    again = server.post(path, {"tickets": [one]}, ok=False)
    assert (again.status_code, again.json()["code"]) == (409, "not_refundable")
    assert server.post(path, {"tickets": [other]}) == {"amount_minor": 2_400}


def test_a_block_is_lifted_again(server: Running, gate: Device) -> None:
    subject = server.sell()["tickets"][0]["subject"]
    server.post(server.on(f"/tickets/{subject}/block"), {"reason": "stolen"})
    assert gate.rows(Scope.SAFETY)["stop", subject] == ["blocked", 1, "stolen"]
    cursor = gate.snapshot(Scope.SAFETY).cursor
    server.time.pass_ms(1)
    server.post(server.on(f"/tickets/{subject}/unblock"), {})
    assert [bytes(change.value) for change in gate.pull(cursor, Scope.SAFETY).changes] == [b"null"]
    assert server.post(server.on(f"/tickets/{subject}/unblock"), {}, ok=False).status_code == 409


def test_a_reissue_supersedes_the_code_before(server: Running, gate: Device) -> None:
    order = server.sell()
    subject = order["tickets"][0]["subject"]
    assert server.post(server.on(f"/tickets/{subject}/reissue"), {"reason": "lost"}) == {"generation": 2}
    assert gate.rows(Scope.SAFETY)["stop", subject] == ["", 2, ""]
    code = server.get(server.on(f"/orders/{order['order']}"))["tickets"][0]["code"]
    assert parse(code).generation == 2
    server.time.pass_ms(60_000)
    gate.push(gate.admit(subject, generation=1))
    assert [one["incident"]["kind"] for one in server.get(server.on("/incidents"))] == ["superseded_used"]


def test_two_thousand_tickets_are_sold_at_once_or_not_at_all(server: Running) -> None:
    server.put(server.on("/quotas/1"), {"version": 1, "values": {"size": 2_000}})
    orders = [{"choices": [{"type": 1 + n % 2, "quantity": 10}], "mail": False} for n in range(200)]
    sold = server.post(server.on("/orders/bulk"), {"orders": orders})
    assert sum(len(order["tickets"]) for order in sold) == 2_000
    assert len({ticket["number"] for order in sold for ticket in order["tickets"]}) == 2_000
    assert server.get(server.on("/quotas"))[0]["quota"]["available"] == 0
    more = server.post(server.on("/orders/bulk"), {"orders": orders[:2]}, ok=False)
    assert more.json()["code"] == "sold_out"
    assert server.count("ticket_order") == 200


@pytest.mark.parametrize(
    ("choices", "status"),
    [
        ([{"type": 1, "quantity": 11}], 409),
        ([{"type": 9, "quantity": 1}], 400),
        ([{"type": 1, "quantity": 0}], 400),
        ([], 400),
        ([{"type": 1, "quantity": -1}], 400),
    ],
)
def test_what_cannot_be_sold_changes_nothing(server: Running, choices: list[Any], status: int) -> None:
    assert server.post(server.on("/orders"), {"choices": choices}, ok=False).status_code == status
    assert server.count("fact") == 0
    assert server.get(server.on("/quotas"))[0]["quota"]["available"] == 100


def test_no_order_is_sold_that_has_expired(server: Running) -> None:
    """A07"""
    wanted = {"choices": [{"type": 1, "quantity": 1}], "terms": "expired"}
    for path, body in (("/orders", wanted), ("/orders/bulk", {"orders": [wanted]})):
        assert server.post(server.on(path), body, ok=False).status_code == 400
    assert server.count("fact") == 0


@pytest.mark.parametrize(
    ("terms", "seen"),
    [
        (Terms.PAID, Reason.OK),
        (Terms.PENDING, Reason.UNPAID),
        (Terms.PENDING_VALID, Reason.OK),
        (Terms.APPROVAL, Reason.UNAPPROVED),
    ],
)
def test_the_terms_of_an_order_decide_at_the_gate(server: Running, gate: Device, terms: Terms, seen: Reason) -> None:
    """A08, A11"""
    code = show_code(server, server.sell(terms=terms))
    assert pull(gate).judge(code, now_ms=server.time.now).reason is seen


def test_orders_are_found_by_code_number_and_name(server: Running) -> None:
    order = server.sell(buyer={"name": "Jürgen Müller-Lüdenscheidt"})
    number = order["tickets"][0]["number"]
    for typed in (order["code"].lower(), f"{number[:5]}-{number[5:]}", "jurgen", "lüdens", "MULLER"):
        found = server.get(server.on(f"/orders?search={typed}"))
        assert [one["order"] for one in found] == [order["order"]], typed
    assert server.get(server.on("/orders?search=zzzz")) == []


def test_names_are_sealed_in_the_tables(server: Running) -> None:
    server.sell(buyer={"name": "Grace Hopper", "email": "grace@example.invalid"})
    tables = ("person", "person_token", "fact", "ticket", "ticket_order", "delivery", "audit")
    assert all(b"Hopper" not in repr(server.read(table)).encode() for table in tables)


def test_a_price_that_never_was_is_reported(server: Running, kiosk: Device) -> None:
    """G11: a price that was once valid is no incident; what was paid stands, whatever it was."""
    lease = kiosk.must_lease(3)
    server.put(server.on("/types/1"), {"version": 1, "values": {"price_minor": 2_600}})
    old, new = kiosk.sell(lease, 0, price_minor=2_400), kiosk.sell(lease, 1, price_minor=2_600)
    assert [one.outcome for one in kiosk.push(old, new)] == ["applied", "applied"]
    assert kiosk.push(kiosk.sell(lease, 2, price_minor=1))[0].outcome == "conflict"
    assert [one["incident"]["kind"] for one in server.get(server.on("/incidents"))] == ["price_never_valid"]
    assert server.get(server.on("/live"))["paid_minor"] == 2_400 + 2_600 + 1
    orders = server.get(server.on("/orders"))
    assert sorted((one["gross_minor"], one["paid_minor"]) for one in orders) == [(1, 1), (2_400, 2_400), (2_600, 2_600)]


def test_a_sale_after_the_cancellation_is_reported_and_one_before_is_not(server: Running, kiosk: Device) -> None:
    """H02"""
    lease = kiosk.must_lease(2)
    kiosk.hello()
    before = kiosk.sell(lease, 0)
    server.time.pass_ms(60_000)
    server.put(server.on(""), {"version": 1, "values": {"status": "cancelled"}})
    server.time.pass_ms(60_000)
    after = kiosk.sell(lease, 1)
    assert [one.outcome for one in kiosk.push(*kiosk.log)] == ["applied", "applied", "conflict"]
    incidents = server.get(server.on("/incidents"))
    assert [one["incident"]["kind"] for one in incidents] == ["event_cancelled"]
    assert [fact["id"] for fact in incidents[0]["incident"]["facts"]] == [after.id]
    assert before.id


def test_a_sale_of_a_type_taken_off_sale_is_reported(server: Running, kiosk: Device, gate: Device) -> None:
    """G12: the ticket is valid until a person decides."""
    lease = kiosk.must_lease(1)
    kiosk.hello()
    server.put(server.on("/types/1"), {"version": 1, "values": {"active": False}})
    server.time.pass_ms(60_000)
    sold = kiosk.sell(lease, 0)
    assert kiosk.push(*kiosk.log)[-1].outcome == "conflict"
    assert [one["incident"]["kind"] for one in server.get(server.on("/incidents"))] == ["type_disabled"]
    mirror = pull(gate)
    assert ("ticket", sold.subjects[0]) in mirror.data
    assert ("stop", sold.subjects[0]) not in mirror.safety
    assert mirror.judge(lease.units[0].variants[0].code, now_ms=server.time.now).reason is Reason.OK


def test_a_price_that_becomes_valid_later_is_no_incident_any_more(server: Running, kiosk: Device) -> None:
    """G11"""
    lease = kiosk.must_lease(1)
    assert kiosk.push(kiosk.sell(lease, 0, price_minor=2_600))[0].outcome == "conflict"
    server.put(server.on("/types/1"), {"version": 1, "values": {"price_minor": 2_600}})
    assert server.get(server.on("/incidents")) == []


def test_a_sale_by_a_clock_that_is_ahead_is_reported_when_its_type_is_taken_off_before(
    server: Running, kiosk: Device
) -> None:
    """G12"""
    lease = kiosk.must_lease(1)
    server.time.now += 3_600_000
    ahead = kiosk.sell(lease, 0)
    server.time.now -= 3_600_000
    assert kiosk.push(ahead)[0].outcome == "applied"
    server.put(server.on("/types/1"), {"version": 1, "values": {"active": False}})
    assert [one["incident"]["kind"] for one in server.get(server.on("/incidents"))] == ["type_disabled"]


def test_a_shift_is_reported_with_its_difference(server: Running) -> None:
    """G19"""
    till = server.pair(Role.TILL)
    shift = till.new_id()
    lease = till.must_lease(2)
    opened = f.ShiftOpened(shift=shift, currency="EUR", float_minor=10_000)
    till.make("shift_opened", opened, f"s:{shift}", event=0)
    till.sell(lease, 0, shift=shift)
    closed = f.ShiftClosed(shift=shift, counted_minor=12_300, expected_minor=12_400, last_hash=till.prev)
    till.make("shift_closed", closed, f"s:{shift}", event=0)
    till.push(*till.log)
    (report,) = server.get(f"/api/v1/organizers/{server.organizer}/shifts")
    assert (report["expected_minor"], report["counted_minor"], report["is_open"]) == (12_400, 12_300, False)
    assert report["by_method"] == {"cash": 2_400}


@pytest.mark.parametrize("session", [-1, 12_345, 2**63 - 1])
def test_no_ticket_is_sold_for_a_session_that_does_not_exist(server: Running, session: int) -> None:
    choices = [{"type": 1, "quantity": 1, "session": session}]
    refused = server.post(server.on("/orders"), {"choices": choices}, ok=False)
    assert 400 <= refused.status_code < 500
    assert server.count("payment") == 0
