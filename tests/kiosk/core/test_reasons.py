"""The one table of reasons, line by line: what is recorded, which colour is seen, who may let somebody in all the same.

Written out a second time on purpose. Whoever changes the table changes who gets past a door.
"""

import pytest

from kiosk.core.reasons import TABLE, Class, Look, Override, Reason

ADMIT = (Class.ADMIT, Look.ADMIT)
ASK = (Class.ASK, Look.CHECK)
REFUSE = (Class.REFUSE, Look.DENY)
HOLD_BACK = (Class.REFUSE, Look.CHECK)
NOBODY, STAFF, SUPERVISOR = Override.NOBODY, Override.STAFF, Override.SUPERVISOR
LINES: dict[str, tuple[Class, Look, Override]] = {
    "ok": (*ADMIT, NOBODY),
    "ok_unsynced": (*ADMIT, NOBODY),
    "exit": (*ADMIT, NOBODY),
    "override": (*ADMIT, NOBODY),
    # What proves nothing about a ticket of this event: there is nobody to let in.
    "not_a_ticket": (*REFUSE, NOBODY),
    "number_unknown": (*REFUSE, NOBODY),
    "forged": (*REFUSE, NOBODY),
    "wrong_event": (*REFUSE, NOBODY),
    "wrong_mode": (*REFUSE, NOBODY),
    # Genuine, and refused all the same.
    "key_revoked": (*REFUSE, SUPERVISOR),
    "revoked": (*REFUSE, SUPERVISOR),
    "returned": (*REFUSE, SUPERVISOR),
    "blocked": (*REFUSE, SUPERVISOR),
    "superseded": (*REFUSE, SUPERVISOR),
    "refunded": (*REFUSE, SUPERVISOR),
    "cancelled": (*REFUSE, SUPERVISOR),
    "sold_twice": (*REFUSE, SUPERVISOR),
    "event_cancelled": (*REFUSE, SUPERVISOR),
    "unpaid": (*REFUSE, SUPERVISOR),
    "unapproved": (*REFUSE, SUPERVISOR),
    "wrong_type": (*REFUSE, SUPERVISOR),
    "addon_ambiguous": (*REFUSE, SUPERVISOR),
    "wrong_date": (*REFUSE, SUPERVISOR),
    "rule_failed": (*REFUSE, SUPERVISOR),
    "entries_used_up": (*REFUSE, SUPERVISOR),
    # The four refusals that are nobody's fault: amber.
    "already_used": (*HOLD_BACK, SUPERVISOR),
    "too_early": (*HOLD_BACK, SUPERVISOR),
    "too_late": (*HOLD_BACK, SUPERVISOR),
    "wrong_gate": (*HOLD_BACK, SUPERVISOR),
    # Questions that a supervisor answers.
    "key_unknown": (*ASK, SUPERVISOR),
    "lease_lost": (*ASK, SUPERVISOR),
    "lease_limit": (*ASK, SUPERVISOR),
    "event_changed": (*ASK, SUPERVISOR),
    "unknown_type": (*ASK, SUPERVISOR),
    "addons_unknown": (*ASK, SUPERVISOR),
    "rules_unsupported": (*ASK, SUPERVISOR),
    "list_stale": (*ASK, SUPERVISOR),
    # Questions that whoever stands at the door answers.
    "unpaid_ask": (*ASK, STAFF),
    "clock_untrusted": (*ASK, STAFF),
    "already_today": (*ASK, STAFF),
    "questions": (*ASK, STAFF),
    # Answered by saying how many, and not at all.
    "how_many": (*ASK, NOBODY),
    "cannot_record": (*ASK, NOBODY),
}


@pytest.mark.parametrize("reason", list(Reason))
def test_a_reason_has_its_class_its_look_and_who_may_override_it(reason: Reason) -> None:
    """A16, C02, C15"""
    row = TABLE[reason]
    assert (row.cls, row.look, row.override) == LINES[reason]


def test_every_line_is_a_reason() -> None:
    assert set(LINES) == {reason.value for reason in Reason}
