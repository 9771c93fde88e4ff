"""Orders and shifts from facts: the same money counts once, and what clashes is shown."""

from kiosk.core import facts as f
from kiosk.core.ids import shift_subject
from kiosk.core.incidents import IncidentKind
from kiosk.core.money_reducer import reduce_order, reduce_shift
from tests.kiosk.core import make


def test_an_order_counts_the_same_money_once() -> None:
    first = make.sold(2)
    again = make.timed(3, "settled", f.Settled(order=make.number_id(500), tenders=first.body.tenders))  # type: ignore[attr-defined]
    order = reduce_order(make.number_id(500), [first, again])
    assert (order.gross_minor, order.paid_minor, order.incidents) == (2_400, 2_400, ())


def test_paid_twice_refunded_twice_and_paid_without_a_sale_stay_and_are_shown() -> None:
    """F06"""
    order = make.number_id(500)
    extra = make.timed(
        3,
        "settled",
        f.Settled(order=order, tenders=(f.Tender("card", 2_400, make.number_id(801)),)),
    )
    paid = reduce_order(order, [make.sold(2), extra])
    assert [i.kind for i in paid.incidents] == [IncidentKind.PAID_TWICE]
    back = reduce_order(order, [make.sold(2), make.refunded(4), make.refunded(5)])
    assert [i.kind for i in back.incidents] == [IncidentKind.REFUNDED_TWICE]
    assert back.refunded_minor == 4_800
    assert [i.kind for i in reduce_order(order, [extra]).incidents] == [IncidentKind.PAID_NOT_SOLD]


def test_a_shift_expects_float_moves_and_cash_takings() -> None:
    """G19"""
    subject = (shift_subject("s1"),)
    facts = [
        make.timed(
            1,
            "shift_opened",
            f.ShiftOpened(shift="s1", currency="EUR", float_minor=10_000),
            subjects=subject,
        ),
        make.sold(2),
        make.sold(3, order=501, tenders=(f.Tender("card", 2_400, make.number_id(900)),)),
        make.refunded(4),
        make.timed(
            5,
            "cash_moved",
            f.CashMoved(shift="s1", amount_minor=-3_000, reason="bank"),
            subjects=subject,
        ),
    ]
    shift = reduce_shift("s1", facts)
    assert shift.by_method == {"cash": 0, "card": 2_400}
    assert (shift.expected_minor, shift.is_open) == (7_000, True)
    closing = f.ShiftClosed(shift="s1", counted_minor=7_000, expected_minor=7_000, last_hash=b"")
    closed = make.timed(6, "shift_closed", closing, subjects=subject)
    late = make.sold(7, order=502)
    shift = reduce_shift("s1", [*facts, closed, late])
    assert (shift.counted_minor, shift.is_open, shift.late) == (
        7_000,
        False,
        (late.fact.id,),
    )
