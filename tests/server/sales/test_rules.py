"""What an order of the server's own may hold."""

import pytest

from kiosk.core.errors import InputError, Rejected
from kiosk.core.pricing import Choice
from kiosk.core.tickets import Terms
from server.sales.rules import Wish, price_wish, tenders_of
from tests.kiosk.core import make

TYPES = {1: make.ticket_type(1, order_max=2), 2: make.ticket_type(2, active=False)}


def wish(type_: int, quantity: int, terms: Terms = Terms.PAID) -> Wish:
    return Wish((Choice(type_, 0, quantity),), terms)


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [(wish(1, 3), "too_many_tickets"), (wish(2, 1), "type_disabled"), (wish(1, 11), "too_many_tickets")],
)
def test_limits_are_told_by_a_stable_word(wanted: Wish, reason: str) -> None:
    with pytest.raises(Rejected) as caught:
        price_wish(make.event(), TYPES, wanted)
    assert caught.value.reason == reason


def test_an_empty_order_is_none() -> None:
    with pytest.raises(InputError):
        price_wish(make.event(), TYPES, Wish(()))


def test_what_is_free_or_paid_later_has_no_tender() -> None:
    assert tenders_of(wish(1, 1), 0, "i") == ()
    assert tenders_of(wish(1, 1, Terms.PENDING), 2_400, "i") == ()
    assert [tender.amount_minor for tender in tenders_of(wish(1, 1), 2_400, "i")] == [2_400]
