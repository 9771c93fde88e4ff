"""Whose drawer is it, and does the cash agree? Opening, moving cash, closing with a Z report.

What a drawer should hold follows from the facts of its shift alone, by the reducer that the server uses
too. Closing is final: what is settled later belongs to the next shift.
"""

import sqlalchemy as sa

from kiosk.clock import Clock
from kiosk.core import facts as f
from kiosk.core.effective_time import Effective
from kiosk.core.errors import InputError, Rejected
from kiosk.core.ids import shift_subject
from kiosk.core.incidents import Timed
from kiosk.core.money_reducer import ShiftState, reduce_shift
from kiosk.store import log, sales
from kiosk.store.log import Author, Draft
from kiosk.store.sales import Shift
from kiosk.store.worker import Store


def open_shift(store: Store, author: Author, clock: Clock, *, operator: str, currency: str, float_minor: int) -> str:
    """Take over the drawer; return the shift's id. Raises Rejected while another shift is open."""
    if float_minor < 0:
        raise InputError("a float cannot be negative")

    def work(connection: sa.Connection) -> str:
        moment = clock.moment()
        if sales.load_open_shift(connection) is not None:
            raise Rejected("close the open shift first", reason="shift_open")
        shift = Shift(clock.new_id(), operator, currency, moment.now_ms, 0, float_minor, 0)
        body = f.ShiftOpened(shift=shift.id, currency=currency, float_minor=float_minor)
        draft = Draft(clock.new_id(), "shift_opened", 0, (shift_subject(shift.id),), body, (), operator)
        log.record(connection, author, draft, moment)
        sales.save_shift(connection, shift)
        return shift.id

    return store.write(work).result()


def move_cash(store: Store, author: Author, clock: Clock, amount_minor: int, reason: str) -> None:
    """Put cash in (positive) or take it out (negative), with the reason. Raises Rejected without a shift."""
    if not reason.strip():
        raise InputError("say why cash was put in or taken out")

    def work(connection: sa.Connection) -> None:
        shift = _open(connection)
        body = f.CashMoved(shift=shift.id, amount_minor=amount_minor, reason=reason.strip())
        draft = Draft(clock.new_id(), "cash_moved", 0, (shift_subject(shift.id),), body, (), shift.operator)
        log.record(connection, author, draft, clock.moment())

    store.write(work).result()


def close_shift(store: Store, author: Author, clock: Clock, counted_minor: int) -> ShiftState:
    """Close the shift with the counted cash; return its Z report. Raises Rejected without a shift."""
    if counted_minor < 0:
        raise InputError("the counted cash cannot be negative")

    def work(connection: sa.Connection) -> ShiftState:
        moment = clock.moment()
        shift = _open(connection)
        expected = _state(connection, shift.id).expected_minor
        last = log.load_head(connection, log.load_incarnation(connection, author)).hash
        body = f.ShiftClosed(shift=shift.id, counted_minor=counted_minor, expected_minor=expected, last_hash=last)
        draft = Draft(clock.new_id(), "shift_closed", 0, (shift_subject(shift.id),), body, (), shift.operator)
        log.record(connection, author, draft, moment)
        sales.close_shift(connection, shift.id, closed_ms=moment.now_ms, counted_minor=counted_minor)
        return _state(connection, shift.id)

    return store.write(work).result()


def load_shift_state(store: Store) -> ShiftState | None:
    """Return what the open shift has taken so far, or None without one."""
    with store.read() as connection:
        shift = sales.load_open_shift(connection)
        return _state(connection, shift.id) if shift else None


def _open(connection: sa.Connection) -> Shift:
    shift = sales.load_open_shift(connection)
    if shift is None:
        raise Rejected("open a shift first", reason="no_shift")
    return shift


def _state(connection: sa.Connection, shift: str) -> ShiftState:
    """The log's own order is the order of a single device's shift."""
    made = log.list_about(connection, shift_subject(shift))
    return reduce_shift(shift, [Timed(fact, f.decode_body(fact), Effective(n, 0)) for n, fact in enumerate(made)])
