"""Devices and server of a whole evening: what is decided apart comes together without loss."""

import pytest

from demo.fakes.relay import Mode, Relay
from kiosk.core.errors import InputError, Rejected
from kiosk.core.permissions import Role
from kiosk.core.reasons import Reason
from kiosk.running import Listeners, Running
from kiosk.sales import shift
from kiosk.sales.checkout import SoldTickets
from kiosk.sales.refund import refund_sale
from tests.e2e.venue import ADULT, CHILD, COMPANION, PIN, SUPPORTER, Unit, Venue


def test_a_new_device_knows_catalogue_staff_and_tickets_after_its_first_round(venue: Venue) -> None:
    venue.sell_online(3)
    gate = venue.gate(1)
    catalogue = gate.running.catalogue(gate.event)
    assert catalogue is not None
    assert sorted(catalogue.types) == [ADULT, CHILD, SUPPORTER, COMPANION]
    assert gate.tickets() == 3
    operator = gate.running.find_operator(PIN)
    assert operator is not None
    assert operator.name == "Meret Aalto"


def test_what_changes_later_reaches_a_device_as_a_change_and_not_as_a_new_load(venue: Venue) -> None:
    gate = venue.gate(1)
    order = venue.sell_online(2)
    gate.sync()
    assert gate.tickets() == 2
    venue.refund(order["order"])
    gate.sync()
    assert gate.stop_of(order["tickets"][0]["subject"]) == "refunded"


def test_a_ticket_sold_by_an_offline_kiosk_passes_a_gate_that_never_heard_of_it(venue: Venue) -> None:
    """C01 and the sale of G01's lease: the code proves itself; both facts meet at the server."""
    kiosk, gate = venue.device(Role.KIOSK, name="Kiosk"), venue.gate(1)
    for unit in (kiosk, gate):
        unit.cut()
    sold = kiosk.sell((ADULT, 2), (CHILD, 2), (SUPPORTER, 1))
    reasons = [gate.reason(ticket.code) for ticket in sold.tickets]
    assert reasons == [Reason.OK_UNSYNCED] * 5
    assert gate.reason(sold.tickets[0].code) is Reason.ALREADY_USED
    gate.connect()  # the admissions arrive before anybody has told of the sale
    kiosk.connect()
    gate.sync()
    live = venue.server.get(venue.server.on("/live"))
    assert (live["admitted"], live["tickets_used"], live["expected_tickets"]) == (5, 5, 5)
    assert venue.incidents() == []
    venue.agree()


def test_an_admission_that_arrives_before_its_sale_joins_it_without_an_incident(venue: Venue) -> None:
    """C01: either order of arrival."""
    kiosk, gate = venue.device(Role.KIOSK, name="Kiosk"), venue.gate(1)
    kiosk.cut()
    gate.scan(kiosk.sell((ADULT, 1)).tickets[0].code)
    gate.sync()
    before = venue.server.get(venue.server.on("/live"))
    assert (before["admitted"], before["expected_tickets"]) == (1, 0)
    kiosk.connect()
    gate.sync()
    after = venue.server.get(venue.server.on("/live"))
    assert (after["admitted"], after["expected_tickets"]) == (1, 1)
    assert venue.incidents() == []
    venue.agree()


def test_an_empty_lease_sells_nothing_more(venue: Venue) -> None:
    """G01"""
    kiosk = venue.device(Role.KIOSK, name="Kiosk")
    kiosk.cut()
    for _ in range(kiosk.free()):
        kiosk.sell((ADULT, 1))
    with pytest.raises(Rejected) as refused:
        kiosk.sell((ADULT, 1))
    assert refused.value.reason == "sold_out_offline"


def test_two_offline_gates_that_admit_one_ticket_make_one_incident_with_both_facts(venue: Venue) -> None:
    """D01"""
    ticket = venue.sell_online()["tickets"][0]
    gates = [venue.gate(1), venue.gate(2)]
    for gate in gates:
        gate.cut()
        assert gate.reason(ticket["code"]) is Reason.OK
        venue.server.time.pass_ms(5_000)
    for gate in gates:
        gate.connect()
    gates[0].sync()
    (incident,) = venue.incidents()
    assert incident["incident"]["kind"] == "duplicate_admission"
    assert {fact["device"] for fact in incident["incident"]["facts"]} == {"Gate 1", "Gate 2"}
    assert incident["incident"]["excess"] == 1
    live = venue.server.get(venue.server.on("/live"))
    assert (live["admitted"], live["tickets_used"]) == (2, 1)
    assert [gate.incidents() for gate in gates] == [["duplicate_admission"]] * 2
    venue.agree()


def test_a_refund_that_a_gate_knows_of_keeps_the_holder_out(venue: Venue) -> None:
    """D07"""
    order, gate = venue.sell_online(), venue.gate(1)
    venue.refund(order["order"])
    gate.sync()
    gate.cut()
    assert gate.reason(order["tickets"][0]["code"]) is Reason.REFUNDED


@pytest.mark.parametrize(
    ("first", "kind"), [("refund", "admitted_after_refund"), ("admission", "refunded_after_admit")]
)
def test_a_refund_that_a_gate_cannot_know_of_becomes_an_incident(venue: Venue, first: str, kind: str) -> None:
    """D06"""
    order, gate = venue.sell_online(), venue.gate(1)
    gate.cut()
    steps = [lambda: venue.refund(order["order"]), lambda: gate.scan(order["tickets"][0]["code"])]
    for step in steps if first == "refund" else reversed(steps):
        step()
        venue.server.time.pass_ms(60_000)
    gate.connect()
    (incident,) = venue.incidents()
    assert incident["incident"]["kind"] == kind
    gate.sync()
    venue.agree()


def test_a_ticket_sold_and_refunded_by_an_offline_till_is_admitted_and_becomes_an_incident(venue: Venue) -> None:
    """D08"""
    till, gate = venue.device(Role.TILL, name="Till"), venue.gate(1)
    till.stand(2)
    for unit in (till, gate):
        unit.cut()
    sold = _sell_in_a_shift(till)
    venue.server.time.pass_ms(60_000)
    identity = till.running.identity
    assert identity is not None
    refund_sale(till.running.store, identity.author, till.running.clock, sold.order, reason="changed their mind")
    venue.server.time.pass_ms(60_000)
    assert gate.reason(sold.tickets[0].code) is Reason.OK_UNSYNCED
    assert till.reason(sold.tickets[0].code) is Reason.REFUNDED
    till.connect()
    gate.connect()
    assert [row["incident"]["kind"] for row in venue.incidents()] == ["admitted_after_refund"]
    till.sync()
    venue.agree()


def _sell_in_a_shift(till: Unit) -> SoldTickets:
    identity = till.running.identity
    assert identity is not None
    opened = shift.open_shift(
        till.running.store, identity.author, till.running.clock, operator="cashier", currency="EUR", float_minor=10_000
    )
    return till.sell((ADULT, 1), shift=opened)


def test_what_a_kiosk_holds_is_gone_for_everybody_else(venue: Venue) -> None:
    """G02"""
    kiosk = venue.device(Role.KIOSK, name="Kiosk")
    kiosk.cut()
    held = kiosk.free()
    assert held > 0
    left = 100 - held
    while left:
        venue.sell_online(min(10, left))
        left -= min(10, left)
    refused = venue.server.post(venue.server.on("/orders"), {"choices": [{"type": CHILD, "quantity": 1}]}, ok=False)
    assert (refused.status_code, refused.json()["code"]) == (409, "sold_out")
    kiosk.sell((ADULT, 1), (COMPANION, 1))
    kiosk.connect()
    (quota,) = venue.server.get(venue.server.on("/quotas"))
    # The hall is nearly empty now: a part of what the kiosk held was called back for everybody.
    assert (quota["quota"]["available"] + quota["leased"], quota["sold"]) == (held - 2, 100 - held + 2)
    assert 0 < quota["leased"] < held - 2
    venue.server.check_books()


def test_facts_pushed_again_are_answered_as_duplicates_and_count_once(venue: Venue) -> None:
    """E01: the server has taken the facts, its answer never came."""
    ticket, gate = venue.sell_online()["tickets"][0], venue.gate(1)
    gate.scan(ticket["code"])
    gate.sync()
    gate.forget_answers()
    assert gate.pending() > 0
    gate.sync()
    assert set(gate.answers()) == {"duplicate"}
    assert venue.server.get(venue.server.on("/live"))["admitted"] == 1
    venue.agree()


@pytest.mark.parametrize("mode", list(Mode)[1:])
def test_a_gate_admits_whatever_the_network_does(venue: Venue, mode: Mode) -> None:
    ticket, gate = venue.sell_online()["tickets"][0], venue.gate(1)
    gate.cut(mode)
    assert gate.reason(ticket["code"]) is Reason.OK
    gate.connect()
    assert venue.server.get(venue.server.on("/live"))["admitted"] == 1


def test_a_device_is_sent_what_the_role_it_works_in_sees(venue: Venue) -> None:
    venue.sell_online(2)
    device = venue.device(Role.KIOSK, Role.GATE, name="Window")
    assert device.tickets() == 0  # a kiosk in a public place holds nobody's ticket
    device.running.stop()
    device.running.start(Role.GATE)
    device.sync()
    assert device.tickets() == 2


def test_a_device_that_lost_its_role_is_told_so(venue: Venue) -> None:
    device = venue.device(Role.KIOSK, Role.GATE, name="Window")
    (known,) = venue.server.get(f"/api/v1/organizers/{venue.server.organizer}/devices")
    change = {"name": "Window", "roles": ["gate"], "events": known["events"], "version": known["version"]}
    venue.server.put(f"/api/v1/devices/{known['id']}", change)
    assert device.running.sync.wait_for_round(20)
    assert device.running.sync.wait_for_round(20)
    state = device.running.sync.state
    assert (state.is_online, state.trouble) == (False, "role_not_allowed")


def test_a_device_that_is_told_another_address_of_its_server_finds_it_again(venue: Venue) -> None:
    gate = venue.gate(1)
    gate.running.stop()
    gate.relay.stop()
    gate.relay = Relay(int(venue.server.url.rpartition(":")[2]))
    address = f"http://127.0.0.1:{gate.relay.port}"
    gate.running.readdress(address)
    gate.running.close()
    reopened = Running(gate.running.settings, gate.running.clock)
    assert reopened.identity is not None
    assert reopened.identity.url == address
    gate.running = reopened
    reopened.start(Role.GATE, Listeners())
    gate.sync()
    reopened.stop()
    with pytest.raises(InputError, match="https"):
        reopened.readdress("http://box-office.example")
