"""A name on a badge is put right at the door; a pull does not take it back."""

import pytest

from kiosk.core import facts as f
from kiosk.core.errors import InputError
from kiosk.core.tickets import PersonRow
from kiosk.scanner.badges import correct_badge
from kiosk.store import badges, log, sales
from tests.kiosk.core import make
from tests.kiosk.device import Device, catalogue, ticket

SUBJECT = make.serial(40).subject


@pytest.fixture
def door(device: Device) -> Device:
    """A device that knows one ticket, and whose badge shows a name of its own."""
    people = (("person", "p1", PersonRow("Ada King")), ("person", "b1", PersonRow("Ms King")))
    device.fill(*catalogue(), *people, ticket(40, person="p1", badge="b1"))
    return device


def shown(device: Device) -> str:
    with device.store.read() as connection:
        return badges.load_badge_names(connection, [SUBJECT]).get(SUBJECT, "")


def rename(device: Device, name: str) -> str:
    return correct_badge(device.store, device.author, device.clock, make.EVENT, SUBJECT, name, operator="op")


def test_a_name_is_recorded_with_its_fact_and_never_in_it(door: Device) -> None:
    """D15"""
    rename(door, "  Ada   L. ")
    (fact,) = door.pending()
    body = f.decode_body(fact)
    assert isinstance(body, f.Corrected)
    with door.store.read() as connection:
        (record,) = sales.list_unsent_persons(connection, 10)
    assert (record.id, record.fields) == (body.badge, {"badge_name": "Ada L."})
    assert (fact.kind, fact.subjects, fact.operator, body.at_door) == ("corrected", (SUBJECT,), "op", True)
    assert b"Ada" not in fact.body


def test_what_was_said_here_shows_until_the_server_has_it(door: Device) -> None:
    """D15"""
    assert shown(door) == "Ms King"
    fact = rename(door, "Ada L.")
    door.fill(ticket(40, person="p1", badge="b1"))  # pulled meanwhile
    assert shown(door) == "Ada L."
    door.store.write(lambda c: log.save_answers(c, [log.FactAnswer(fact, "applied")])).result()
    assert shown(door) == "Ms King"


def test_a_second_correction_is_based_on_the_first(door: Device) -> None:
    first = rename(door, "Ada L.")
    rename(door, "Countess")
    assert door.pending()[-1].based_on == (first,)
    assert shown(door) == "Countess"


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_name_that_fits_no_badge_is_refused_and_nothing_is_recorded(door: Device, name: str) -> None:
    with pytest.raises(InputError, match="between 1 and 60"):
        rename(door, name)
    assert not door.pending()
