"""Groups, add-ons and re-entry: how many people of which ticket may pass."""

from typing import Any

import pytest

from kiosk.core.addons import Addon, attach_addons
from kiosk.core.admission import Admit, Ask, Consent, Known, Refuse, Verdict, decide
from kiosk.core.bodies import SoldLine
from kiosk.core.catalog import ReEntry
from kiosk.core.reasons import Reason
from kiosk.core.reducer import reduce_ticket
from kiosk.core.tickets import Terms
from kiosk.core.usage import Limit, Move, Room, count_inside, room_for
from tests.kiosk.core import make

FAMILY = make.row(admits=4)
ADDON = make.serial(5).subject
OTHER = make.serial(6).subject
PARKING = {"types": (9,), "addon_matching": True}


def judge(known: Known, *, people: int = 0, listed: dict[str, Any] | None = None, **post: Any) -> Verdict:
    return decide(
        make.presented(), known, make.post(listed, **post), now_ms=make.NOW, consent=Consent(people=people)
    )  # fmt: skip


def parking(subject: str = ADDON, **changes: Any) -> Addon:
    uses = changes.pop("uses", ())
    return Addon(subject, make.row(type=9, addon_to=make.serial().subject, **changes), uses)


def with_addons(*addons: Addon, **changes: Any) -> Known:
    types = {1: make.ticket_type(), 9: make.ticket_type(9)}
    return make.known(**{"types": types, "addons": addons} | changes)


def test_staff_say_how_many_of_a_group_come_in_now() -> None:
    known = make.known(ticket=FAMILY)
    assert judge(known) == Ask(Reason.HOW_MANY, make.serial().subject, 1, people_max=4)
    assert judge(known, people=3) == Admit(Reason.OK, make.serial().subject, 1, 3)
    assert judge(known, people=5).reason is Reason.HOW_MANY


def test_the_rest_of_a_group_comes_in_later_and_nobody_beyond_it() -> None:
    three = make.known(ticket=FAMILY, uses=(make.use(people=3),))
    assert judge(three) == Admit(Reason.OK, make.serial().subject, 1, 1)
    all_in = make.known(ticket=FAMILY, uses=(make.use(people=3), make.use(make.NOW - 5, people=1)))
    assert judge(all_in).reason is Reason.ALREADY_USED


def test_of_a_group_as_many_may_return_as_have_left() -> None:
    uses = (make.use(people=4), make.use(make.NOW - 9, people=2, entry=False))
    answer = judge(make.known(ticket=FAMILY, uses=uses), listed={"reentry": ReEntry.AFTER_EXIT})
    assert answer == Ask(Reason.HOW_MANY, make.serial().subject, 1, people_max=2)


def test_staff_say_how_many_of_a_group_leave() -> None:
    known = make.known(ticket=FAMILY, uses=(make.use(people=3),))
    assert judge(known, entry=False) == Ask(Reason.HOW_MANY, make.serial().subject, 1, people_max=3)
    assert judge(known, people=2, entry=False) == Admit(Reason.EXIT, make.serial().subject, 1, 2)


@pytest.mark.parametrize(
    ("reentry", "entries_max", "moves", "room"),
    [
        (ReEntry.NEVER, 0, [], Room(2, Limit.USED)),
        (ReEntry.NEVER, 0, [Move(True, 2, "a"), Move(False, 2)], Room(0, Limit.USED)),
        (ReEntry.ALWAYS, 0, [Move(True, 2, "a")] * 3, Room(2, Limit.USED)),
        (ReEntry.ALWAYS, 2, [Move(True, 2, "a"), Move(True, 1, "a")], Room(1, Limit.ENTRIES)),
        (ReEntry.ALWAYS, 1, [Move(True, 2, "a")], Room(0, Limit.ENTRIES)),
        (ReEntry.AFTER_EXIT, 0, [Move(False, 1), Move(True, 2, "a")], Room(0, Limit.USED)),
        (ReEntry.ONCE_PER_DAY, 0, [Move(True, 2, "a"), Move(True, 1, "b")], Room(1, Limit.TODAY)),
    ],
)
def test_every_policy_counts_people(reentry: ReEntry, entries_max: int, moves: list[Move], room: Room) -> None:
    """A20, A23, A38"""
    assert room_for(moves, admits=2, reentry=reentry, entries_max=entries_max, day="b") == room


def test_nobody_is_inside_less_than_not_at_all() -> None:
    """A21"""
    assert count_inside([Move(False, 3), Move(True, 9), Move(False, 1)], admits=2) == 1


def test_history_is_replayed_by_the_same_rule() -> None:
    """Two parts of a group are no clash; one person too many is."""
    parts = [make.leased(), make.sold(), make.admitted(3, people=3, admits=4), make.admitted(4, people=1, admits=4)]
    assert not reduce_ticket(make.serial().subject, parts).incidents
    state = reduce_ticket(make.serial().subject, [*parts, make.admitted(5, people=1, admits=4)])
    assert [passage.excess for passage in state.passages] == [False, False, True]


def test_what_was_a_rehearsal_never_happened() -> None:
    facts = [make.leased(), make.sold(), make.admitted(3, rehearsal=True), make.admitted(4)]
    state = reduce_ticket(make.serial().subject, facts)
    assert [passage.use.fact for passage in state.passages] == [make.number_id(4)]
    assert not state.incidents


def test_without_add_on_matching_a_ticket_with_the_right_extra_does_not_pass() -> None:
    """A26"""
    assert judge(with_addons(parking()), listed={"types": (9,)}).reason is Reason.WRONG_TYPE


def test_a_ticket_passes_by_its_one_add_on_which_is_used_up() -> None:
    """A27"""
    assert judge(with_addons(parking()), listed=PARKING) == Admit(Reason.OK, ADDON, 1, 1)
    used = with_addons(parking(uses=(make.use(),)))
    assert judge(used, listed=PARKING) == Refuse(Reason.ALREADY_USED, ADDON, 1, use=make.use())
    assert judge(with_addons(parking(uses=(make.use(),)), parking(OTHER)), listed=PARKING).subject == OTHER


def test_two_add_ons_that_would_pass_now_are_ambiguous() -> None:
    """A28"""
    two = with_addons(parking(), parking(OTHER))
    assert judge(two, listed=PARKING) == Refuse(Reason.ADDON_AMBIGUOUS, make.serial().subject, 1)
    later = parking(OTHER, valid_from_min=make.NOW // 60_000 + 60)
    assert judge(with_addons(parking(), later), listed=PARKING).subject == ADDON


def test_an_add_on_that_does_not_fit_says_why() -> None:
    assert judge(with_addons(), listed=PARKING).reason is Reason.WRONG_TYPE
    assert judge(with_addons(parking(terms=Terms.EXPIRED)), listed=PARKING).reason is Reason.CANCELLED
    late = parking(valid_until_min=1)
    assert judge(with_addons(late), listed=PARKING).reason is Reason.TOO_LATE


def test_what_a_device_does_not_know_of_extras_is_asked() -> None:
    assert judge(with_addons(ticket=None), listed=PARKING).reason is Reason.ADDONS_UNKNOWN


def test_the_add_on_that_is_inside_is_the_one_that_leaves() -> None:
    addons = (parking(), parking(OTHER, uses=(make.use(),)))
    assert judge(with_addons(*addons), listed=PARKING, entry=False).subject == OTHER


def test_extras_are_tied_to_the_tickets_of_their_order_by_turns() -> None:
    def line(index: int, type_: int) -> SoldLine:
        return SoldLine(make.serial(index).subject, type_, 0, "", 0, 0, 0, 0)

    types = {1: make.ticket_type(), 9: make.ticket_type(9, addon_of=(1,))}
    lines = [line(0, 1), line(1, 9), line(2, 1), line(3, 9), line(4, 9)]
    tied = [one.addon_to for one in attach_addons(lines, types)]
    first, second = make.serial(0).subject, make.serial(2).subject
    assert tied == ["", first, "", second, first]
    assert attach_addons(lines[1:2], types)[0].addon_to == ""
