"""The verdict on reissued tickets and on units of leases that were given up."""

from typing import Any

import pytest

from kiosk.core.admission import Presented, Verdict, decide
from kiosk.core.reasons import Reason
from kiosk.core.tickets import KeyStatus, RingKey, Stop, StopRange, StopReason
from tests.kiosk.core import make


def verdict(presented: Presented | None = None, *, known: Any) -> Verdict:
    return decide(presented or make.presented(), known, make.post(), now_ms=make.NOW)


@pytest.mark.parametrize(
    ("generation", "known", "seen"),
    [
        (1, make.known(ticket=make.row(generation=2)), Reason.SUPERSEDED),
        (2, make.known(ticket=make.row(generation=2)), Reason.OK),
        (3, make.known(ticket=make.row(generation=2)), Reason.OK),
        (1, make.known(ticket=None, stop=Stop(StopReason.NONE, 2)), Reason.SUPERSEDED),
        (2, make.known(ticket=None, stop=Stop(StopReason.NONE, 2)), Reason.OK_UNSYNCED),
    ],
)
def test_only_the_latest_generation_is_valid(generation: int, known: object, seen: Reason) -> None:
    """C10"""
    assert verdict(make.presented(generation=generation), known=known).reason is seen


def test_usage_is_per_ticket_not_per_code() -> None:
    """C10, C11"""
    answer = verdict(make.presented(generation=2), known=make.known(uses=(make.use(),)))
    assert answer.reason is Reason.ALREADY_USED


@pytest.mark.parametrize(
    ("reason", "row", "seen"),
    [
        (StopReason.RETURNED, None, Reason.RETURNED),
        (StopReason.RETURNED, make.row(), Reason.RETURNED),
        (StopReason.REVOKED, None, Reason.REVOKED),
        (StopReason.LEASE_LOST, None, Reason.LEASE_LOST),
        (StopReason.LEASE_LOST, make.row(), Reason.OK),
    ],
)
def test_a_range_of_a_lease_stops_its_units(reason: StopReason, row: object, seen: Reason) -> None:
    """C13, H09"""
    known = make.known(ticket=row, ranges=(StopRange(make.LEASE, 0, 9, reason),))
    assert verdict(known=known).reason is seen


@pytest.mark.parametrize(
    ("row", "signed", "seen"),
    [
        (None, {}, Reason.KEY_REVOKED),
        (make.row(), {}, Reason.OK),
        (make.row(), {"generation": 2}, Reason.KEY_REVOKED),
        (make.row(), {"generation": 2, "type": 2}, Reason.KEY_REVOKED),
        (make.row(generation=2), {"generation": 2}, Reason.OK),
        (make.row(generation=2), {"generation": 1}, Reason.SUPERSEDED),
    ],
)
def test_a_revoked_key_vouches_only_for_generations_known_as_sold(
    row: object, signed: dict[str, Any], seen: Reason
) -> None:
    """C09: whoever has the stolen key could sign a later generation of a ticket that is known, of any type."""
    keys = {1: RingKey(1, make.PUBLIC, KeyStatus.REVOKED)}
    known = make.known(ticket=row, keys=keys, types={n: make.ticket_type(n) for n in (1, 2)})
    assert verdict(make.presented(**signed), known=known).reason is seen
