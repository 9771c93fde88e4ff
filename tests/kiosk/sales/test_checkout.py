"""Selling on leased stock: nothing oversold, nothing charged twice, nothing lost between two commits."""

import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from demo.fakes.terminal import Ledger, Terminal
from kiosk.core import facts as f
from kiosk.core.catalog import EventStatus
from kiosk.core.errors import FoyerError, InputError, Rejected, StorageFull
from kiosk.core.leases import Lease, Unit, Variant
from kiosk.core.permissions import Role
from kiosk.core.pricing import Choice, Discount
from kiosk.core.ticket_code import TicketCode, is_signed_by, parse, sign
from kiosk.sales import checkout as checkout_module
from kiosk.sales.basket import Basket, list_offers
from kiosk.sales.checkout import Checkout, Completed
from kiosk.sales.refund import refund_sale
from kiosk.sales.shift import close_shift, load_shift_state, move_cash, open_shift
from kiosk.sales.terminal import CardTerminal, Charge, ChargeState
from kiosk.store import sales, schema, stock
from kiosk.store.catalogue import load_catalogue
from kiosk.store.sales import JobState
from tests.kiosk.core import make
from tests.kiosk.device import Device, catalogue, open_device


def lease(units: int = 10, *, number: int = make.LEASE, types: tuple[int, ...] = (1, 2), admits: int = 1) -> Lease:
    def variant(index: int, type_: int) -> Variant:
        code = TicketCode(key_id=1, event=make.EVENT, lease=number, index=index, type=type_, session=0, admits=admits)
        return Variant(type_, 0, sign(code, make.KEY))

    made = [Unit(n, f"NUMBER{n:04d}", tuple(variant(n, t) for t in types)) for n in range(units)]
    return Lease(make.EVENT, number, make.NOW + make.HOUR, tuple(made))


def stocked(device: Device, units: int = 10) -> Device:
    device.fill(*catalogue(), ("type", "2", make.ticket_type(2, name="Child", price_minor=1_200)))
    device.store.write(lambda c: stock.save_lease(c, lease(units))).result()
    return device


@pytest.fixture
def kiosk(device: Device) -> Device:
    return stocked(device)


@pytest.fixture
def desk(kiosk: Device) -> Checkout:
    return Checkout(kiosk.store, kiosk.author, kiosk.clock)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    service = Terminal(Ledger(tmp_path / "ledger.jsonl"))
    thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield service
    service.stop()
    thread.join()


def card(terminal: Terminal) -> CardTerminal:
    return CardTerminal("127.0.0.1", terminal.port)


def basket(*quantities: int, **changes: object) -> Basket:
    choices = tuple(Choice(n, 0, q) for n, q in enumerate(quantities, start=1) if q)
    return msgspec.structs.replace(Basket(make.EVENT, choices), **changes)


def sell(desk: Checkout, *quantities: int, **changes: object) -> Completed:
    started = desk.begin(basket(*quantities, **changes), "cash")
    return desk.pay_cash(started, 100_000)[0]


def free_units(device: Device) -> int:
    with device.store.read() as connection:
        return len(stock.list_free(connection, make.EVENT, now_ms=device.clock.now))


def jobs(device: Device) -> list[tuple[str, JobState]]:
    with device.store.read() as connection:
        return [(job.document, job.state) for job in sales.list_jobs(connection, *JobState)]


def test_a_cash_sale_is_one_fact_with_genuine_codes_and_its_prints(kiosk: Device, desk: Checkout) -> None:
    started = desk.begin(basket(2, 1, buyer={"name": "Ada", "email": "ada@example.org"}), "cash")
    done, change = desk.pay_cash(started, 7_000)
    assert (done.sale.total_minor, change) == (6_000, 1_000)
    assert [t.type for t in done.sale.tickets] == [1, 1, 2]
    assert all(is_signed_by(parse(t.code), make.PUBLIC) for t in done.sale.tickets)
    assert [parse(t.code).index for t in done.sale.tickets] == [0, 1, 2]
    (fact,) = kiosk.pending()
    body = f.decode_body(fact)
    assert isinstance(body, f.Sold)
    assert fact.subjects == (*(t.subject for t in done.sale.tickets), f"o:{done.sale.order}")
    assert [line.gross_minor for line in body.lines] == [2_400, 2_400, 1_200]
    assert body.tenders == (f.Tender("cash", 6_000, started.intent),)
    assert b"Ada" not in fact.body
    assert jobs(kiosk) == [("tickets", JobState.QUEUED), ("receipt", JobState.QUEUED)]


def test_a_ticket_for_a_group_is_sold_for_as_many_people_as_its_code_says(device: Device) -> None:
    device.fill(*catalogue())
    device.store.write(lambda c: stock.save_lease(c, lease(1, types=(1,), admits=4))).result()
    sell(Checkout(device.store, device.author, device.clock), 1)
    body = f.decode_body(device.pending()[0])
    assert isinstance(body, f.Sold)
    assert [line.admits for line in body.lines] == [4]


def test_a_lease_of_ten_sells_ten_and_not_an_eleventh(kiosk: Device, desk: Checkout) -> None:
    """G01"""
    for _ in range(10):
        sell(desk, 1)
    with pytest.raises(Rejected) as refusal:
        desk.begin(basket(1), "cash")
    assert (refusal.value.reason, refusal.value.details["left"]) == ("sold_out_offline", 0)
    assert free_units(kiosk) == 0
    assert kiosk.kinds() == ["sold"] * 10


def test_no_unit_is_sold_twice_by_many_tills_at_once(kiosk: Device, desk: Checkout) -> None:
    sold: list[str] = []
    refused: list[FoyerError] = []

    def work() -> None:
        for _ in range(4):
            try:
                sold.extend(t.subject for t in sell(desk, 1).sale.tickets)
            except Rejected as error:
                refused.append(error)

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(sold) == len(set(sold)) == 10
    assert len(refused) == 10


def test_an_expired_lease_sells_nothing_and_a_suspect_clock_says_so(kiosk: Device, desk: Checkout) -> None:
    """G05"""
    kiosk.clock.pass_ms(make.HOUR)
    with pytest.raises(Rejected) as refusal:
        desk.begin(basket(1), "cash")
    assert refusal.value.reason == "lease_expired"
    kiosk.clock.remember(kiosk.clock.now + 2 * make.HOUR)
    with pytest.raises(Rejected) as refusal:
        desk.begin(basket(1), "cash")
    assert refusal.value.reason == "clock_untrusted"
    assert desk.begin(basket(1), "cash", ignores_expiry=True).amount_minor == 2_400


@pytest.mark.parametrize(
    ("wanted", "event", "reason"),
    [
        (basket(), {}, "basket_empty"),
        (basket(11), {}, "limit"),
        (basket(1), {"status": EventStatus.CANCELLED}, "event_cancelled"),
        (basket(1), {"ends_ms": make.NOW}, "event_over"),
        (basket(1), {"sales_from_ms": make.NOW + 1}, "not_on_sale"),
        (basket(1), {"sales_until_ms": make.NOW}, "not_on_sale"),
        (basket(0, 0, 1), {}, "not_on_sale"),
        (basket(1, channel=Role.TILL, shift="s"), {}, "no_shift"),
    ],
)
def test_what_the_rules_forbid_is_refused_and_keeps_no_unit(
    kiosk: Device, desk: Checkout, wanted: Basket, event: dict[str, object], reason: str
) -> None:
    kiosk.fill(("event", "", make.event(**event)))
    with pytest.raises(Rejected) as refusal:
        desk.begin(wanted, "cash")
    assert refusal.value.reason == reason
    assert free_units(kiosk) == 10


def test_a_declined_card_charges_nothing_and_gives_the_units_back(
    kiosk: Device, desk: Checkout, terminal: Terminal
) -> None:
    terminal.plan.append("decline")
    answer = desk.pay_card(desk.begin(basket(2), "card"), card(terminal))
    assert isinstance(answer, Charge)
    assert answer.state is ChargeState.DECLINED
    assert free_units(kiosk) == 10
    assert kiosk.kinds() == []


def test_an_approved_card_is_a_sale_with_the_terminals_reference(
    kiosk: Device, desk: Checkout, terminal: Terminal
) -> None:
    done = desk.pay_card(desk.begin(basket(1), "card"), card(terminal))
    assert isinstance(done, Completed)
    assert done.sale.tenders[0].reference == "T000001"
    assert free_units(kiosk) == 9


@pytest.mark.parametrize(("behaviour", "sold"), [("drop", 1), ("hang", 0)])
def test_a_silent_terminal_leaves_the_payment_unknown_until_asked(
    kiosk: Device, desk: Checkout, terminal: Terminal, monkeypatch: pytest.MonkeyPatch, behaviour: str, sold: int
) -> None:
    """F06"""
    monkeypatch.setattr("kiosk.sales.terminal.CHARGE_S", 0.2)
    terminal.plan.append(behaviour)
    answer = desk.pay_card(desk.begin(basket(1), "card"), card(terminal))
    assert answer == Charge(ChargeState.UNKNOWN)
    assert (free_units(kiosk), len(desk.list_unknown())) == (9, 1)
    sell(desk, 1)  # an unknown payment blocks no other sale
    assert len(desk.settle_open(card(terminal))) == sold
    assert desk.list_unknown() == []
    assert free_units(kiosk) == 9 - sold
    assert desk.settle_open(card(terminal)) == []
    assert len([e for e in terminal.ledger.entries.values() if e["state"] == "approved"]) == sold


def test_a_terminal_that_is_gone_settles_nothing(kiosk: Device, desk: Checkout) -> None:
    nowhere = CardTerminal("127.0.0.1", 1)
    desk.pay_card(desk.begin(basket(1), "card"), nowhere)
    assert desk.settle_open(nowhere) == []
    assert len(desk.list_unknown()) == 1
    assert free_units(kiosk) == 9


def test_a_power_cut_after_the_approval_ends_in_one_sale_and_one_charge(tmp_path: Path, terminal: Terminal) -> None:
    """F06"""
    first = stocked(open_device(tmp_path / "d"))
    desk = Checkout(first.store, first.author, first.clock)
    started = desk.begin(basket(2), "card")
    first.store.write(lambda c: sales.set_intent(c, started.intent, sales.IntentState.SENT)).result()
    card(terminal).charge(started.intent, started.amount_minor, started.currency)  # and the power goes
    first.close()
    second = open_device(tmp_path / "d", clock=first.clock)
    again = Checkout(second.store, second.author, second.clock)
    (done,) = again.settle_open(card(terminal))
    assert (len(done.sale.tickets), done.sale.tenders[0].intent) == (2, started.intent)
    assert again.settle_open(card(terminal)) == []
    assert second.kinds() == ["sold"]
    assert len(terminal.ledger.entries) == 1
    second.close()


def test_a_power_cut_before_any_money_moved_gives_the_units_back(tmp_path: Path, terminal: Terminal) -> None:
    first = stocked(open_device(tmp_path / "d"))
    desk = Checkout(first.store, first.author, first.clock)
    desk.begin(basket(2), "cash")
    desk.begin(basket(1), "card")
    first.close()
    second = open_device(tmp_path / "d", clock=first.clock)
    assert Checkout(second.store, second.author, second.clock).settle_open(card(terminal)) == []
    assert free_units(second) == 10
    second.close()


@pytest.mark.parametrize("failing", ["save_job", "save_sale", "set_intent"])
def test_a_sale_is_whole_or_not_at_all(
    kiosk: Device, desk: Checkout, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    """F07: every write of the sale's transaction fails in turn."""
    started = desk.begin(basket(1), "cash")

    def fail(*_: object, **__: object) -> None:
        raise StorageFull("the disk of this device is full; nothing was written")

    with monkeypatch.context() as patched:
        patched.setattr(checkout_module.sales, failing, fail)
        with pytest.raises(StorageFull):
            desk.pay_cash(started, 2_400)
    assert kiosk.kinds() == []
    assert [kiosk.count(table) for table in (schema.sale, schema.print_job)] == [0, 0]
    desk.pay_cash(started, 2_400)
    assert kiosk.kinds() == ["sold"]


def test_too_little_cash_is_refused_and_an_abandoned_basket_frees_its_units(kiosk: Device, desk: Checkout) -> None:
    started = desk.begin(basket(1), "cash")
    with pytest.raises(Rejected, match="less than the price"):
        desk.pay_cash(started, 2_399)
    with pytest.raises(InputError):
        desk.pay_nothing(started)
    desk.abandon(started)
    assert free_units(kiosk) == 10


def test_a_free_basket_needs_no_money_and_no_receipt(kiosk: Device, desk: Checkout) -> None:
    free = basket(1, discount=Discount(percent=10_000))
    done = desk.pay_nothing(desk.begin(free, "free"))
    assert done.sale.tenders == ()
    assert jobs(kiosk) == [("tickets", JobState.QUEUED)]


def test_offers_count_what_this_device_could_still_sell(kiosk: Device, desk: Checkout) -> None:
    sell(desk, 3)
    with kiosk.store.read() as connection:
        known = load_catalogue(connection, make.EVENT)
        assert known is not None
        free = stock.count_free_by_variant(connection, make.EVENT, now_ms=make.NOW)
        offers = list_offers(known, free, Role.KIOSK, now_ms=make.NOW)
    assert [(o.type.name, o.left) for o in offers] == [("Adult", 7), ("Child", 7)]


def test_a_basket_keeps_its_order_when_a_quantity_changes() -> None:
    changed = basket(1, 2).with_quantity(1, 0, 3)
    assert changed.choices == (Choice(1, 0, 3), Choice(2, 0, 2))
    assert changed.with_quantity(1, 0, 0).choices == (Choice(2, 0, 2),)
    assert changed.wanted == ((1, 0),) * 3 + ((2, 0),) * 2


def test_an_own_cash_sale_of_this_shift_is_refunded_once_and_its_tickets_stop(kiosk: Device, desk: Checkout) -> None:
    """G16"""
    shift = open_shift(kiosk.store, kiosk.author, kiosk.clock, operator="", currency="EUR", float_minor=5_000)
    done = sell(desk, 1, channel=Role.TILL, shift=shift)
    assert refund_sale(kiosk.store, kiosk.author, kiosk.clock, done.sale.order, reason="ill") == 2_400
    with pytest.raises(Rejected) as again:
        refund_sale(kiosk.store, kiosk.author, kiosk.clock, done.sale.order, reason="ill")
    assert again.value.reason == "already_refunded"
    assert kiosk.door().scan(done.sale.tickets[0].code).verdict.reason == "refunded"
    with pytest.raises(Rejected) as elsewhere:
        refund_sale(kiosk.store, kiosk.author, kiosk.clock, make.number_id(1), reason="ill")
    assert elsewhere.value.reason == "needs_online"


def test_tickets_are_printed_before_their_receipt(kiosk: Device, desk: Checkout) -> None:
    """Ids of one millisecond are in no order; here they run backwards."""
    ids = iter([f"{n:08d}-0000-7000-8000-000000000000" for n in range(99, 0, -1)])
    kiosk.clock.new_id = lambda: next(ids)  # type: ignore[method-assign] (ids of this test)
    sell(desk, 1)
    assert [document for document, _ in jobs(kiosk)] == ["tickets", "receipt"]


def test_a_till_sells_only_into_the_shift_that_is_open(kiosk: Device, desk: Checkout) -> None:
    """G19: money of no shift would be nobody's."""
    for shift in ("", "another"):
        with pytest.raises(Rejected, match="open a shift"):
            desk.begin(basket(1, channel=Role.TILL, shift=shift), "cash")
    opened = open_shift(kiosk.store, kiosk.author, kiosk.clock, operator="", currency="EUR", float_minor=0)
    with pytest.raises(Rejected, match="open a shift"):
        desk.begin(basket(1, channel=Role.TILL, shift="another"), "cash")
    assert desk.begin(basket(1, channel=Role.TILL, shift=opened), "cash").amount_minor == 2_400


def test_a_used_ticket_or_a_card_sale_is_refunded_online_only(
    kiosk: Device, desk: Checkout, terminal: Terminal
) -> None:
    used = sell(desk, 1)
    kiosk.door().scan(used.sale.tickets[0].code)
    paid = desk.pay_card(desk.begin(basket(1), "card"), card(terminal))
    assert isinstance(paid, Completed)
    for order in (used.sale.order, paid.sale.order):
        with pytest.raises(Rejected) as refusal:
            refund_sale(kiosk.store, kiosk.author, kiosk.clock, order, reason="ill")
        assert refusal.value.reason == "needs_online"


def test_a_shift_ends_with_what_was_counted_against_what_should_be_there(kiosk: Device, desk: Checkout) -> None:
    """G19"""
    device = (kiosk.store, kiosk.author, kiosk.clock)
    shift = open_shift(*device, operator=make.number_id(5), currency="EUR", float_minor=10_000)
    with pytest.raises(Rejected, match="close the open shift"):
        open_shift(*device, operator="", currency="EUR", float_minor=0)
    sell(desk, 2, channel=Role.TILL, shift=shift)
    move_cash(*device, -1_000, "bank")
    with pytest.raises(InputError):
        move_cash(*device, 1_000, " ")
    state = load_shift_state(kiosk.store)
    assert state is not None
    assert (state.expected_minor, state.is_open) == (13_800, True)
    report = close_shift(*device, 13_700)
    assert (report.expected_minor, report.counted_minor, report.is_open) == (13_800, 13_700, False)
    assert load_shift_state(kiosk.store) is None
    with pytest.raises(Rejected, match="open a shift"):
        close_shift(*device, 0)
    assert kiosk.kinds() == ["shift_opened", "sold", "cash_moved", "shift_closed"]


def test_units_given_back_are_dead_at_once(kiosk: Device, desk: Checkout) -> None:
    from kiosk.sync.leases import give_back

    sell(desk, 2)
    assert give_back(kiosk.store, kiosk.author, kiosk.clock, make.EVENT, make.LEASE) == 8
    assert free_units(kiosk) == 0
    body = f.decode_body(kiosk.pending()[-1])
    assert isinstance(body, f.Returned)
    assert body.ranges == ((2, 9),)
    assert give_back(kiosk.store, kiosk.author, kiosk.clock, make.EVENT, make.LEASE) == 0
    with kiosk.store.read() as connection:
        assert stock.list_holdings(connection) == []


def test_the_same_lease_a_second_time_changes_nothing(kiosk: Device, desk: Checkout) -> None:
    sell(desk, 1)
    kiosk.store.write(lambda c: stock.save_lease(c, lease())).result()
    assert free_units(kiosk) == 9
