"""What the buyer was told is what is sold, however late the terminal says that the card was charged."""

import msgspec
import pytest

from kiosk.core import facts as f
from kiosk.core.pricing import Choice
from kiosk.sales.basket import Basket
from kiosk.sales.checkout import Checkout, Completed
from kiosk.sales.terminal import CardTerminal, Charge, ChargeState
from kiosk.store import schema, stock
from tests.kiosk.core import make
from tests.kiosk.device import Device, catalogue
from tests.kiosk.sales.test_checkout import lease

BASKET = Basket(make.EVENT, (Choice(1, 0, 2),))


class LateTerminal(CardTerminal):
    """Charges the card, but its answer is lost; asked again it says so."""

    def charge(self, key: str, amount_minor: int, currency: str) -> Charge:
        return Charge(ChargeState.UNKNOWN)

    def cancel(self, key: str) -> Charge:
        return Charge(ChargeState.APPROVED, "T-1")


@pytest.fixture
def desk(device: Device) -> Checkout:
    device.fill(*catalogue())
    device.store.write(lambda c: stock.save_lease(c, lease())).result()
    return Checkout(device.store, device.author, device.clock)


def sold(device: Device) -> f.Sold:
    body = f.decode_body(device.pending()[0])
    assert isinstance(body, f.Sold)
    return body


def test_a_price_that_changes_before_the_terminal_answers_changes_no_sale(device: Device, desk: Checkout) -> None:
    terminal = LateTerminal("127.0.0.1", 1)
    assert desk.pay_card(desk.begin(BASKET, "card"), terminal) == Charge(ChargeState.UNKNOWN)
    device.fill(("type", "1", make.ticket_type(price_minor=9_900)), ("event", "", make.event(catalogue_version=2)))
    (done,) = desk.settle_open(terminal)
    assert (done.sale.total_minor, done.sale.rounding_minor) == (4_800, 0)
    assert [line.gross_minor for line in sold(device).lines] == [2_400, 2_400]
    assert sold(device).catalogue_version == 1


def test_a_card_charged_for_an_event_that_has_left_the_device_is_a_sale(device: Device, desk: Checkout) -> None:
    terminal = LateTerminal("127.0.0.1", 1)
    desk.pay_card(desk.begin(BASKET, "card"), terminal)
    device.fill(("event", "", None))
    assert [type(one) for one in desk.settle_open(terminal)] == [Completed]
    assert sold(device).tenders[0].amount_minor == 4_800


def test_a_payment_that_an_older_release_began_is_priced_when_it_is_completed(device: Device, desk: Checkout) -> None:
    terminal = LateTerminal("127.0.0.1", 1)
    desk.pay_card(desk.begin(BASKET, "card"), terminal)
    plain = msgspec.json.encode(BASKET).decode()
    device.store.write(lambda c: c.execute(schema.intent.update().values(basket=plain))).result()
    (done,) = desk.settle_open(terminal)
    assert done.sale.total_minor == 4_800
