"""What people do about incidents, and which facts an incident stands on."""

from typing import Any

import pytest

from kiosk.core import facts as f
from kiosk.core.ids import lease_subject
from kiosk.core.incidents import (
    ADVICE,
    Incident,
    IncidentKind,
    IncidentStatus,
    Timed,
    add_own_steps,
    build_incident,
    reduce_handling,
)
from kiosk.core.money_reducer import reduce_order
from kiosk.core.reducer import reduce_ticket
from kiosk.core.tickets import IncidentFact, IncidentRow
from tests.kiosk.core import make

SUBJECT = make.serial().subject


def clash(*more: Timed) -> Incident:
    facts = [make.leased(), make.sold(), make.admitted(3), make.admitted(4, gate=2), *more]
    return next(one for one in reduce_ticket(SUBJECT, facts).incidents if one.kind is IncidentKind.DUPLICATE_ADMISSION)


def step(number: int, kind: str, body: f.Body, **changes: Any) -> Timed:
    return make.timed(number, kind, body, subjects=(), **changes)


def acknowledged(number: int, note: str = "") -> Timed:
    return step(number, "incident_acknowledged", f.IncidentAcknowledged(incident="i", note=note))


def closed(number: int, *seen: str, note: str = "") -> Timed:
    return step(number, "incident_closed", f.IncidentClosed(incident="i", note=note, seen=seen))


def reopened(number: int, note: str = "") -> Timed:
    return step(number, "incident_reopened", f.IncidentReopened(incident="i", note=note))


def row(incident: Incident, **changes: Any) -> IncidentRow:
    sides = tuple(IncidentFact(id_, "admitted", make.NOW, 0, "Gate") for id_ in incident.facts)
    return IncidentRow(incident.kind, incident.scope, SUBJECT, "open", 1, False, sides, **changes)


def test_there_is_an_advice_for_every_kind_of_incident() -> None:
    assert set(ADVICE) == set(IncidentKind)


def test_whoever_takes_it_up_again_opens_what_was_closed() -> None:
    incident = clash()
    handling = reduce_handling(incident, [closed(8, *incident.facts, note="family"), reopened(9, "no family")])
    assert (handling.status, handling.notes) == (IncidentStatus.OPEN, ("family", "no family"))
    again = reduce_handling(incident, [closed(8, *incident.facts), reopened(9), closed(10, *incident.facts)])
    assert again.status is IncidentStatus.CLOSED


def test_looking_at_a_closed_incident_leaves_it_closed() -> None:
    incident = clash()
    assert reduce_handling(incident, [closed(8, *incident.facts), acknowledged(9)]).status is IncidentStatus.CLOSED


def test_the_history_names_author_device_and_time() -> None:
    said = step(9, "incident_acknowledged", f.IncidentAcknowledged(incident="i", note="looking"), operator="ana")
    (one,) = reduce_handling(clash(), [said]).history
    assert (one.action, one.note, one.operator, one.at_ms) == ("acknowledged", "looking", "ana", said.time.at_ms)
    assert one.device == said.fact.device


def test_a_device_shows_at_once_what_was_said_on_it_and_says_it_once() -> None:
    incident = clash()
    mine = [acknowledged(8, "looking"), closed(9, *incident.facts, note="family")]
    shown = add_own_steps(row(incident), mine, "Supervisor 1")
    assert (shown.status, shown.notes) == ("closed", ("looking", "family"))
    assert {one.device for one in shown.history} == {"Supervisor 1"}
    assert add_own_steps(shown, mine, "Supervisor 1") == shown


def test_a_fact_that_was_not_on_the_screen_keeps_it_open_on_the_device_too() -> None:
    incident, grown = clash(), clash(make.admitted(5, gate=3))
    assert add_own_steps(row(grown), [closed(9, *incident.facts)], "S").status == "open"


def test_words_of_an_older_server_stay_where_it_tells_no_history() -> None:
    old = row(clash(), notes=("from before",))
    assert add_own_steps(old, [], "S") == old


def test_a_refund_before_its_sale_arrives_keeps_its_incident_when_the_sale_does() -> None:
    """D08: the id does not depend on what has arrived."""
    facts = [make.leased(), make.admitted(3), make.refunded(4)]
    before = [one.id for one in reduce_ticket(SUBJECT, facts).incidents]
    after = [one.id for one in reduce_ticket(SUBJECT, [*facts, make.sold()]).incidents]
    assert before == after != []


def test_only_the_reissues_that_made_the_code_old_take_part() -> None:
    """C11"""
    first, later = (make.timed(n, "reissued", f.Reissued(generation=g)) for n, g in ((3, 2), (6, 3)))
    used = make.admitted(4)
    (incident,) = reduce_ticket(SUBJECT, [make.leased(), make.sold(), first, used, later]).incidents
    assert (incident.kind, incident.facts) == (IncidentKind.SUPERSEDED_USED, (first.fact.id, used.fact.id))


def test_an_admission_of_a_unit_given_back_unsold_stands_beside_what_gave_it_back() -> None:
    back = make.timed(
        3, "returned", f.Returned(lease=make.LEASE, ranges=((0, 5),)), subjects=(lease_subject(make.EVENT, make.LEASE),)
    )
    (incident,) = reduce_ticket(SUBJECT, [make.leased(), back, make.admitted(4)]).incidents
    assert (incident.kind, len(incident.facts)) == (IncidentKind.UNSOLD_SERIAL, 2)


def two_tickets() -> Timed:
    lines = tuple(
        f.SoldLine(make.serial(index).subject, 1, 0, f"K7Q2MX9RP{index}", 2_243, 157, 2_400, 700) for index in (0, 1)
    )
    return make.sold(2, lines=lines, tenders=(f.Tender("cash", 4_800, make.number_id(501)),))


def back(number: int, amount_minor: int, *indexes: int, intent: int = 0) -> Timed:
    order = make.number_id(500)
    tickets = tuple(make.serial(index).subject for index in indexes)
    tender = f.Tender("cash", amount_minor, make.number_id(700 + (intent or number)))
    body = f.Refunded(order=order, tickets=tickets, tenders=(tender,))
    return make.timed(number, "refunded", body, subjects=(*tickets, f"o:{order}"))


@pytest.mark.parametrize(
    ("refunds", "excess", "facts"),
    [
        ([back(4, 2_400, 0)], 0, []),
        ([back(4, 2_400, 0), back(5, 2_400, 1)], 0, []),
        ([back(4, 1_200, 0), back(5, 1_200, 0)], 0, []),
        ([back(4, 2_400, 0), back(5, 2_400, 0)], 2_400, [4, 5]),
        ([back(4, 2_400, 0), back(5, 2_400, 0, intent=4)], 0, []),
        ([back(4, 2_400, 0), back(5, 4_800, 0, 1)], 2_400, [4, 5]),
        ([back(4, 2_400, 0), back(5, 2_400, 1), back(6, 2_400, 1)], 2_400, [4, 5, 6]),
    ],
)
def test_one_ticket_refunded_twice_is_seen_though_the_order_has_more_tickets(
    refunds: list[Timed], excess: int, facts: list[int]
) -> None:
    state = reduce_order(make.number_id(500), [two_tickets(), *refunds])
    assert [(one.kind, one.excess, one.facts) for one in state.incidents] == (
        [(IncidentKind.REFUNDED_TWICE, excess, tuple(make.number_id(n) for n in facts))] if excess else []
    )


def test_a_payment_before_its_sale_arrives_is_an_incident_until_it_does() -> None:
    order = make.number_id(500)
    paid = make.timed(3, "settled", f.Settled(order=order, tenders=(f.Tender("card", 2_400, make.number_id(9)),)))
    (alone,) = reduce_order(order, [paid]).incidents
    assert (alone.kind, alone.subject) == (IncidentKind.PAID_NOT_SOLD, f"o:{order}")
    assert reduce_order(order, [paid, make.sold(tenders=())]).incidents == ()


def test_the_order_of_two_is_only_uncertain_where_their_intervals_meet() -> None:
    near, far = make.admitted(3, at_ms=make.NOW, doubt_ms=10), make.admitted(4, at_ms=make.NOW + 100, doubt_ms=10)
    wide = make.admitted(5, at_ms=make.NOW + 100, doubt_ms=100)
    assert not build_incident(IncidentKind.DUPLICATE_ADMISSION, "1", SUBJECT, [near, far]).order_uncertain
    assert build_incident(IncidentKind.DUPLICATE_ADMISSION, "1", SUBJECT, [near, wide]).order_uncertain
