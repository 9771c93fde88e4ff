"""Facts with a character that PostgreSQL cannot keep: aside with their bytes on both databases, and nobody waits."""

from typing import Any

import pytest

from kiosk.core.wire import Outcome
from tests.server.center import Device, Running


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"operator": "a\0b"}, "malformed"),
        ({"boot": "a\0b"}, "malformed"),
        ({"id": "a\0b"}, "malformed"),
        ({"reason": "a\0b"}, "bad_body"),
    ],
)
def test_a_fact_with_a_nul_is_kept_aside_and_the_next_one_enters(
    server: Running, gate: Device, changes: dict[str, Any], reason: str
) -> None:
    one, other = (ticket["subject"] for ticket in server.sell(2)["tickets"])
    odd, sound = gate.admit(one, **changes), gate.admit(other)
    first, second = gate.push(odd, sound)
    assert (first.id, first.outcome, first.reason) == (odd.id, Outcome.QUARANTINED, reason)
    assert second.outcome == Outcome.APPLIED
    assert server.count("quarantine") == 1
