"""Who holds a ticket and whose name its badge shows: the office and the door may both put it right, unseen."""

import itertools

import pytest

from kiosk.core import facts as f
from kiosk.core.incidents import Timed
from kiosk.core.reducer import reduce_ticket
from tests.kiosk.core import make

SUBJECT = make.serial().subject


def corrected(number: int, *seen: int, **body: object) -> Timed:
    """A correction whose author had seen others."""
    based_on = tuple(make.number_id(one) for one in seen)
    return make.timed(number, "corrected", f.Corrected(**body), based_on=based_on)  # type: ignore[arg-type] (fields of two types)


def holder(*facts: Timed) -> tuple[str, str]:
    """Return person and badge, which are the same in whatever order the facts arrive."""
    ways = {
        (state.person, state.badge)
        for order in itertools.permutations(facts)
        for state in [reduce_ticket(SUBJECT, (make.leased(), make.sold(), *order))]
    }
    assert len(ways) == 1
    return ways.pop()


DOOR = corrected(5, badge="door", at_door=True)
OFFICE = corrected(6, person="office", badge="typed")


def test_the_doors_name_stands_on_the_badge_and_the_offices_record_for_the_rest() -> None:
    """D15"""
    assert holder(DOOR, OFFICE) == ("office", "door")


def test_the_office_renames_a_badge_that_the_door_named_where_it_had_seen_that() -> None:
    """D15"""
    assert holder(DOOR, corrected(7, 5, badge="typed")) == ("", "typed")


def test_of_one_side_the_last_word_counts() -> None:
    """D15"""
    assert holder(DOOR, corrected(8, badge="again", at_door=True)) == ("", "again")
    assert holder(OFFICE, corrected(9, person="later")) == ("later", "typed")


def test_the_doors_record_of_the_person_counts_until_the_office_writes_one() -> None:
    """D15"""
    said = corrected(5, person="door", at_door=True)
    assert holder(said) == ("door", "")
    assert holder(said, OFFICE) == ("office", "typed")


def test_a_new_holder_takes_over_neither_name_nor_badge() -> None:
    moved = make.timed(7, "transferred", f.Transferred(generation=2, person="grace"))
    assert holder(DOOR, OFFICE, moved) == ("grace", "")


@pytest.mark.parametrize("badge", ["", "b"])
def test_two_corrections_that_claim_to_have_seen_each_other_change_nothing(badge: str) -> None:
    one, other = corrected(5, 6, person="x", badge=badge), corrected(6, 5, person="y", badge=badge)
    assert reduce_ticket(SUBJECT, (make.leased(), make.sold(), one, other)).badge == ""
