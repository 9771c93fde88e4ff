"""State from facts: any order and any repetition of the same facts gives the same state."""

import itertools

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core import facts as f
from kiosk.core.catalog import ReEntry
from kiosk.core.ids import lease_subject
from kiosk.core.incidents import IncidentKind, IncidentStatus, Timed, reduce_handling
from kiosk.core.money_reducer import reduce_order, reduce_shift
from kiosk.core.reducer import (
    TicketState,
    TicketStatus,
    reduce_ticket,
)
from kiosk.core.tickets import Stop, StopReason, Terms
from tests.kiosk.core import make

SUBJECT = make.serial().subject
LEASE_SUBJECT = (lease_subject(make.EVENT, make.LEASE),)


def reduced(*facts: Timed) -> TicketState:
    return reduce_ticket(SUBJECT, facts)


def kinds(state: TicketState) -> list[IncidentKind]:
    return sorted(incident.kind for incident in state.incidents)


def other_gate(number: int, **changes: object) -> Timed:
    return make.admitted(number, gate=2, **changes)  # type: ignore[arg-type]


ZOO = [
    make.leased(1),
    make.sold(2),
    make.sold(3, order=501),
    make.admitted(4),
    other_gate(5),
    make.refunded(6),
    make.refunded(7),
    make.timed(8, "reissued", f.Reissued(generation=2)),
    make.timed(9, "transferred", f.Transferred(generation=3, person="p")),
    make.timed(10, "blocked", f.Blocked(reason="lost")),
    make.timed(11, "unblocked", f.Unblocked()),
    make.timed(12, "annulled", f.Annulled(passage=make.number_id(5))),
    make.timed(13, "exited", f.Exited(list=1, gate=1, generation=1, method="code")),
    make.admitted(14, reentry=ReEntry.AFTER_EXIT),
    make.timed(
        15,
        "returned",
        f.Returned(lease=make.LEASE, ranges=((0, 3),)),
        subjects=LEASE_SUBJECT,
    ),
    make.timed(
        16,
        "written_off",
        f.WrittenOff(lease=make.LEASE, ranges=((0, 9),), revoke=True),
        subjects=LEASE_SUBJECT,
    ),
    make.timed(17, "claimed", f.Claimed(account="a", generation=3)),
    make.timed(18, "claimed", f.Claimed(account="b", generation=3)),
    make.timed(
        19,
        "settled",
        f.Settled(
            order=make.number_id(500),
            tenders=(f.Tender("card", 2_400, make.number_id(800)),),
        ),
    ),
    make.timed(20, "lapsed", f.Lapsed(order=make.number_id(500))),
    make.timed(21, "denied", f.Denied(list=1, gate=1, reason="already_used", method="code")),
    make.timed(22, "printed", f.Printed(document="ticket", job="j")),
]


@given(
    st.lists(st.sampled_from(ZOO), min_size=1, max_size=30),
    st.randoms(use_true_random=False),
)
def test_any_order_and_any_repetition_gives_the_same_ticket_order_and_shift(facts: list[Timed], random: object) -> None:
    shuffled = facts * 2
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert reduce_ticket(SUBJECT, shuffled) == reduce_ticket(SUBJECT, facts)
    assert reduce_order(make.number_id(500), shuffled) == reduce_order(make.number_id(500), facts)
    assert reduce_shift("s", shuffled) == reduce_shift("s", facts)


@given(st.lists(st.sampled_from(ZOO), max_size=30))
def test_no_incident_stands_on_fewer_facts_than_it_names_and_ids_are_stable(
    facts: list[Timed],
) -> None:
    state = reduce_ticket(SUBJECT, facts)
    held = {timed.fact.id for timed in facts}
    assert all(set(incident.facts) <= held and incident.facts for incident in state.incidents)
    assert len({incident.id for incident in state.incidents}) == len(state.incidents)


def test_a_leased_unit_becomes_a_live_ticket_when_sold() -> None:
    assert reduced(make.leased()).status is TicketStatus.LEASED
    state = reduced(make.leased(), make.sold())
    assert (state.status, state.stop, state.incidents) == (TicketStatus.LIVE, None, ())
    assert state.sale is not None
    assert state.sale.line.gross_minor == 2_400


def test_two_gates_that_could_not_see_each_other_make_one_incident() -> None:
    """D01"""
    state = reduced(make.leased(), make.sold(), make.admitted(3), other_gate(4))
    (incident,) = state.incidents
    assert incident.kind is IncidentKind.DUPLICATE_ADMISSION
    assert incident.facts == (make.number_id(3), make.number_id(4))
    assert (incident.excess, incident.order_uncertain) == (1, False)
    assert state.entries(1) == 2
    assert [passage.excess for passage in state.passages] == [False, True]


def test_overlapping_intervals_only_add_that_the_order_is_uncertain() -> None:
    """D03"""
    first = make.admitted(3, at_ms=make.NOW, doubt_ms=5_000)
    second = other_gate(4, at_ms=make.NOW + 1_000, doubt_ms=5_000)
    (incident,) = reduced(make.leased(), make.sold(), first, second).incidents
    assert incident.order_uncertain
    assert incident.facts[0] == first.fact.id


def test_an_override_is_not_an_excess() -> None:
    """D14"""
    state = reduced(
        make.leased(),
        make.sold(),
        make.admitted(3),
        make.admitted(4, override="already_used"),
    )
    assert state.incidents == ()


def test_an_exit_between_two_entries_is_no_clash_where_reentry_is_allowed() -> None:
    left = make.timed(4, "exited", f.Exited(list=1, gate=1, generation=1, method="code"))
    again = make.admitted(5, reentry=ReEntry.AFTER_EXIT)
    assert reduced(make.leased(), make.sold(), make.admitted(3), left, again).incidents == ()


def test_annulling_one_of_two_admissions_takes_the_clash_away() -> None:
    """A35"""
    undone = make.timed(5, "annulled", f.Annulled(passage=make.number_id(4)))
    state = reduced(make.leased(), make.sold(), make.admitted(3), other_gate(4), undone)
    assert state.incidents == ()
    assert state.entries(1) == 1


@pytest.mark.parametrize(
    ("entry", "back", "kind"),
    [
        (5, 4, IncidentKind.ADMITTED_AFTER_REFUND),
        (3, 4, IncidentKind.REFUNDED_AFTER_ADMIT),
    ],
)
def test_an_admission_and_a_refund_both_stay(entry: int, back: int, kind: IncidentKind) -> None:
    """D06, D08"""
    state = reduced(make.leased(), make.sold(), make.admitted(entry), make.refunded(back))
    assert kinds(state) == [kind]
    assert state.status is TicketStatus.REFUNDED
    assert state.stop == Stop(StopReason.REFUNDED, 1)
    assert state.entries(1) == 1


def test_an_old_code_used_after_the_reissue_is_an_incident_and_before_it_ordinary() -> None:
    """C11"""
    newer = make.timed(3, "reissued", f.Reissued(generation=2))
    assert kinds(reduced(make.leased(), make.sold(), newer, make.admitted(4))) == [IncidentKind.SUPERSEDED_USED]
    later = make.timed(5, "reissued", f.Reissued(generation=2))
    assert kinds(reduced(make.leased(), make.sold(), later, make.admitted(4))) == []


def test_a_reissue_stops_older_generations() -> None:
    newer = make.timed(3, "reissued", f.Reissued(generation=2))
    assert reduced(make.leased(), make.sold(), newer).stop == Stop(StopReason.NONE, 2)


def test_the_same_unit_sold_twice_keeps_both_sales() -> None:
    """F11"""
    state = reduced(make.leased(), make.sold(2), make.sold(3, order=501))
    assert kinds(state) == [IncidentKind.DUPLICATE_SERIAL]
    assert state.sales == 2
    assert state.sale is not None
    assert state.sale.order == make.number_id(500)


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        (
            f.Returned(lease=make.LEASE, ranges=((0, 0),)),
            IncidentKind.SOLD_AFTER_RETURN,
        ),
        (
            f.WrittenOff(lease=make.LEASE, ranges=((0, 0),), revoke=True),
            IncidentKind.SOLD_AFTER_WRITE_OFF,
        ),
    ],
)
def test_a_sale_of_a_unit_that_was_given_up_is_accepted_with_an_incident(unit: f.Body, kind: IncidentKind) -> None:
    name = "returned" if isinstance(unit, f.Returned) else "written_off"
    gone = make.timed(3, name, unit, subjects=LEASE_SUBJECT)
    state = reduced(make.leased(), make.sold(), gone)
    assert kinds(state) == [kind]
    assert state.status is TicketStatus.LIVE


def test_an_admission_of_a_unit_on_loan_waits_for_its_sale() -> None:
    """C01"""
    assert reduced(make.leased(), make.admitted()).incidents == ()
    back = make.timed(
        5,
        "returned",
        f.Returned(lease=make.LEASE, ranges=((0, 9),)),
        subjects=LEASE_SUBJECT,
    )
    assert kinds(reduced(make.leased(), make.admitted(), back)) == [IncidentKind.UNSOLD_SERIAL]
    assert kinds(reduced(make.admitted())) == [IncidentKind.UNSOLD_SERIAL]


def test_the_last_word_on_an_orders_terms_counts() -> None:
    pending = make.sold(terms=Terms.PENDING, tenders=())
    settled = make.timed(5, "settled", f.Settled(order=make.number_id(500)))
    lapsed = make.timed(6, "lapsed", f.Lapsed(order=make.number_id(500)))
    assert reduced(pending).terms is Terms.PENDING
    assert reduced(pending, settled).terms is Terms.PAID
    assert reduced(pending, lapsed).terms is Terms.EXPIRED


def test_an_incident_closed_by_a_person_reopens_with_its_notes_when_a_fact_joins() -> None:
    clash = [make.leased(), make.sold(), make.admitted(3), other_gate(4)]
    (incident,) = reduced(*clash).incidents
    seen = make.timed(
        9,
        "incident_closed",
        f.IncidentClosed(incident=incident.id, note="Family", seen=incident.facts),
    )
    looking = make.timed(
        8,
        "incident_acknowledged",
        f.IncidentAcknowledged(incident=incident.id, note="Looking"),
    )
    assert reduce_handling(incident, []).status is IncidentStatus.OPEN
    assert reduce_handling(incident, [looking]).status is IncidentStatus.ACKNOWLEDGED
    closed = reduce_handling(incident, [seen, looking])
    assert (closed.status, closed.notes) == (
        IncidentStatus.CLOSED,
        ("Looking", "Family"),
    )
    (grown,) = reduced(*clash, other_gate(5)).incidents
    assert grown.id == incident.id
    assert reduce_handling(grown, [looking, seen]).status is IncidentStatus.OPEN


def test_every_permutation_of_a_clash_names_the_same_canonical_admission() -> None:
    """D01"""
    clash = [make.leased(), make.sold(), make.admitted(3), other_gate(4)]
    states = {msgspec.json.encode(reduced(*p).incidents) for p in itertools.permutations(clash)}
    assert len(states) == 1


def test_a_blocked_ticket_is_stopped_until_unblocked() -> None:
    """A12"""
    blocked = make.timed(5, "blocked", f.Blocked(reason="lost"))
    free = make.timed(6, "unblocked", f.Unblocked())
    assert reduced(make.leased(), make.sold(), blocked).stop == Stop(StopReason.BLOCKED, 1, "lost")
    assert reduced(make.leased(), make.sold(), blocked, free).stop is None


@pytest.mark.parametrize(
    ("name", "body", "status", "stop"),
    [
        (
            "voided",
            f.Voided(order="o", tickets=(SUBJECT,)),
            TicketStatus.VOIDED,
            StopReason.VOIDED,
        ),
        (
            "exchanged",
            f.Exchanged(order="o", old=(SUBJECT,), new=()),
            TicketStatus.EXCHANGED,
            StopReason.EXCHANGED,
        ),
    ],
)
def test_a_voided_or_exchanged_ticket_is_stopped(
    name: str, body: f.Body, status: TicketStatus, stop: StopReason
) -> None:
    state = reduced(make.leased(), make.sold(), make.timed(5, name, body))
    assert (state.status, state.stop) == (status, Stop(stop, 1))


def test_a_write_off_of_other_units_has_no_part_in_the_incident_of_this_one() -> None:
    mine, others = (
        make.timed(
            number,
            "written_off",
            f.WrittenOff(lease=make.LEASE, ranges=ranges, revoke=True),
            subjects=LEASE_SUBJECT,
        )
        for number, ranges in ((3, ((0, 4),)), (5, ((5, 9),)))
    )
    (incident,) = reduced(make.leased(), mine, make.sold(4), others).incidents
    assert incident.kind is IncidentKind.SOLD_AFTER_WRITE_OFF
    assert incident.facts == (mine.fact.id, make.number_id(4))


def test_units_outside_the_range_of_a_return_or_write_off_stay_on_loan() -> None:
    """G07"""
    back = make.timed(
        3,
        "returned",
        f.Returned(lease=make.LEASE, ranges=((5, 9),)),
        subjects=LEASE_SUBJECT,
    )
    gone = make.timed(
        4,
        "written_off",
        f.WrittenOff(lease=make.LEASE, ranges=((1, 1),), revoke=False),
        subjects=LEASE_SUBJECT,
    )
    assert reduced(make.leased(), back, gone).status is TicketStatus.LEASED
    assert reduce_ticket(make.serial(9).subject, [make.leased(), back, gone]).status is TicketStatus.RETURNED
    assert reduce_ticket(make.serial(1).subject, [make.leased(), back, gone]).status is TicketStatus.WRITTEN_OFF


def test_a_ticket_sold_elsewhere_needs_no_lease() -> None:
    foreign = "x:" + "0" * 64
    entry = make.timed(
        3,
        "admitted",
        f.Admitted(list=1, gate=1, generation=1, method="foreign", reason="ok"),
        subjects=(foreign,),
    )
    assert reduce_ticket(foreign, [entry]).incidents == ()


@pytest.mark.parametrize(
    ("policy", "changes", "clashes"),
    [
        (ReEntry.ALWAYS, {}, 0),
        (ReEntry.ALWAYS, {"entries_max": 1}, 1),
        (ReEntry.ONCE_PER_DAY, {"day": "2026-09-22"}, 0),
        (ReEntry.ONCE_PER_DAY, {"day": "2026-09-21"}, 1),
        (ReEntry.AFTER_EXIT, {}, 1),
    ],
)
def test_history_is_replayed_under_the_policy_of_each_admission(
    policy: ReEntry, changes: dict[str, object], clashes: int
) -> None:
    first = make.admitted(3, reentry=policy, day="2026-09-21")
    second = make.admitted(4, reentry=policy, **changes)  # type: ignore[arg-type]
    assert len(reduced(make.leased(), make.sold(), first, second).incidents) == clashes


def test_a_new_holder_comes_with_a_new_generation() -> None:
    moved = make.timed(5, "transferred", f.Transferred(generation=2, person="grace"))
    stale = make.timed(6, "transferred", f.Transferred(generation=1, person="nobody"))
    state = reduced(make.leased(), make.sold(), moved, stale)
    assert (state.generation, state.person) == (2, "grace")


def test_what_says_nothing_about_an_incident_changes_nothing() -> None:
    (incident,) = reduced(make.leased(), make.sold(), make.admitted(3), other_gate(4)).incidents
    partial = make.timed(9, "incident_closed", f.IncidentClosed(incident=incident.id, note="", seen=()))
    quiet = make.timed(10, "incident_acknowledged", f.IncidentAcknowledged(incident=incident.id))
    handling = reduce_handling(incident, [quiet, partial, make.sold()])
    assert (handling.status, handling.notes) == (IncidentStatus.ACKNOWLEDGED, ())
