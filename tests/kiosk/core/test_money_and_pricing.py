"""Money and prices: nothing is lost to rounding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.errors import BadMoney, InputError
from kiosk.core.money import (
    minor_digits,
    parse_minor,
    round_cash,
    round_half_up,
    share_evenly,
    split_tax,
)
from kiosk.core.pricing import Choice, Discount, price_basket
from tests.kiosk.core import make

AMOUNTS = st.integers(-(10**12), 10**12)


@given(AMOUNTS, st.integers(0, 10_000))
def test_net_and_tax_add_up_to_gross(gross: int, rate: int) -> None:
    split = split_tax(gross, rate)
    assert split.net_minor + split.tax_minor == gross
    assert abs(split.tax_minor) <= abs(gross)


def test_tax_is_taken_out_of_the_gross_price() -> None:
    assert split_tax(11_900, 1_900) == (10_000, 1_900, 11_900)
    assert split_tax(-11_900, 1_900) == (-10_000, -1_900, -11_900)
    with pytest.raises(BadMoney):
        split_tax(1, 10_001)


@given(AMOUNTS, st.lists(st.integers(0, 1_000), max_size=12))
def test_shares_add_up_exactly(total: int, weights: list[int]) -> None:
    if not weights:
        total = 0
    assert sum(share_evenly(total, weights)) == total


def test_halves_round_away_from_zero() -> None:
    assert [round_half_up(n, 2) for n in (1, -1, 3, 2)] == [1, -1, 2, 1]
    assert [round_cash(n, 5) for n in (12, 13, 1_000, 1)] == [10, 15, 1_000, 0]
    assert share_evenly(10, [0, 0]) == (10, 0)
    assert share_evenly(-10, [1, 1, 1]) == (-4, -3, -3)


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [
        ("12", "EUR", 1_200),
        ("12.5", "EUR", 1_250),
        (" 12,05 ", "EUR", 1_205),
        ("500", "JPY", 500),
        ("1.234", "KWD", 1_234),
    ],
)
def test_typed_amounts_are_read(typed: str, currency: str, minor: int) -> None:
    assert parse_minor(typed, currency) == minor


@pytest.mark.parametrize(
    ("typed", "currency"),
    [
        ("", "EUR"),
        ("-1", "EUR"),
        ("1.234", "EUR"),
        ("1.2.3", "EUR"),
        ("1.5", "JPY"),
        ("9" * 20, "EUR"),
        ("1", "eur"),
    ],
)
def test_what_is_no_amount_is_refused(typed: str, currency: str) -> None:
    with pytest.raises(BadMoney):
        parse_minor(typed, currency)


def test_currencies_know_their_decimals() -> None:
    assert [minor_digits(c) for c in ("EUR", "JPY", "BHD", "CLF")] == [2, 0, 3, 4]


def test_a_basket_has_one_priced_line_per_ticket() -> None:
    types = {1: make.ticket_type(1), 2: make.ticket_type(2, price_minor=0)}
    priced = price_basket(make.event(), types, [Choice(1, 0, 2), Choice(2, 0, 1)])
    assert [line.gross_minor for line in priced.lines] == [2_400, 2_400, 0]
    assert (priced.total_minor, priced.currency, priced.catalogue_version) == (
        4_800,
        "EUR",
        1,
    )
    assert all(line.net_minor + line.tax_minor == line.gross_minor for line in priced.lines)


def test_a_discount_comes_off_in_proportion_and_never_below_zero() -> None:
    types = {1: make.ticket_type(1), 2: make.ticket_type(2, price_minor=1_200)}
    chosen = [Choice(1, 0, 1), Choice(2, 0, 1)]
    assert [
        line.discount_minor for line in price_basket(make.event(), types, chosen, Discount(percent=1_000)).lines
    ] == [240, 120]
    assert price_basket(make.event(), types, chosen, Discount(amount_minor=9_999)).total_minor == 0
    assert price_basket(make.event(), types, [], Discount(percent=1_000)).lines == ()


def test_paying_in_cash_rounds_to_the_smallest_coin() -> None:
    priced = price_basket(make.event(), {1: make.ticket_type(1, price_minor=1_233)}, [Choice(1, 0, 1)])
    assert priced.rounding_minor(5) == 2


@pytest.mark.parametrize("choice", [Choice(9, 0, 1), Choice(1, 0, -1), Choice(1, 3, 1)])
def test_what_is_not_on_offer_cannot_be_priced(choice: Choice) -> None:
    with pytest.raises(InputError):
        price_basket(make.event(), {1: make.ticket_type(1, sessions=(1, 2))}, [choice])
