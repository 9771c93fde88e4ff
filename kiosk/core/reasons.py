"""Why was the holder admitted, refused or asked about? The one table of reasons.

For each reason: its class (what is recorded), its look and sound, how long it stays on screen, who may
override it, and the key of its sentence. `admission` chooses reasons; screens, documents and the
server read this table. Sentences and translations stand in the translation files under `key`.
"""

from enum import StrEnum
from typing import NamedTuple


class Reason(StrEnum):
    """Stable words: recorded in facts and sent on the wire."""

    OK = "ok"
    OK_UNSYNCED = "ok_unsynced"
    EXIT = "exit"
    OVERRIDE = "override"
    NOT_A_TICKET = "not_a_ticket"
    NUMBER_UNKNOWN = "number_unknown"
    FORGED = "forged"
    WRONG_EVENT = "wrong_event"
    WRONG_MODE = "wrong_mode"
    KEY_UNKNOWN = "key_unknown"
    KEY_REVOKED = "key_revoked"
    REVOKED = "revoked"
    RETURNED = "returned"
    BLOCKED = "blocked"
    SUPERSEDED = "superseded"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"
    SOLD_TWICE = "sold_twice"
    LEASE_LOST = "lease_lost"
    LEASE_LIMIT = "lease_limit"
    EVENT_CANCELLED = "event_cancelled"
    EVENT_CHANGED = "event_changed"
    UNPAID = "unpaid"
    UNPAID_ASK = "unpaid_ask"
    UNAPPROVED = "unapproved"
    UNKNOWN_TYPE = "unknown_type"
    WRONG_TYPE = "wrong_type"
    ADDON_AMBIGUOUS = "addon_ambiguous"
    ADDONS_UNKNOWN = "addons_unknown"
    WRONG_DATE = "wrong_date"
    WRONG_GATE = "wrong_gate"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    CLOCK_UNTRUSTED = "clock_untrusted"
    RULE_FAILED = "rule_failed"
    RULES_UNSUPPORTED = "rules_unsupported"
    ALREADY_USED = "already_used"
    ALREADY_TODAY = "already_today"
    ENTRIES_USED_UP = "entries_used_up"
    HOW_MANY = "how_many"
    QUESTIONS = "questions"
    LIST_STALE = "list_stale"
    CANNOT_RECORD = "cannot_record"


class Class(StrEnum):
    """What a reason means for the holder."""

    ADMIT = "admit"
    ASK = "ask"
    REFUSE = "refuse"


class Look(StrEnum):
    """Colour and shape of the verdict screen."""

    ADMIT = "admit"
    CHECK = "check"
    DENY = "deny"
    INFO = "info"
    """Looked up only: nothing was decided and nothing recorded."""


class Sound(StrEnum):
    """What is heard."""

    RISING = "rising"
    ATTENTION = "attention"
    BUZZ = "buzz"


class Override(StrEnum):
    """Who may let the holder in all the same."""

    NOBODY = "nobody"
    STAFF = "staff"
    SUPERVISOR = "supervisor"


class Row(NamedTuple):
    """One line of the table. `seconds` = 0: stays until a tap or the next code."""

    cls: Class
    look: Look
    sound: Sound
    seconds: float
    override: Override
    key: str


def _admit(key: str) -> Row:
    return Row(Class.ADMIT, Look.ADMIT, Sound.RISING, 1.5, Override.NOBODY, key)


def _ask(key: str, override: Override = Override.SUPERVISOR) -> Row:
    return Row(Class.ASK, Look.CHECK, Sound.ATTENTION, 0, override, key)


def _refuse(key: str, override: Override = Override.SUPERVISOR) -> Row:
    return Row(Class.REFUSE, Look.DENY, Sound.BUZZ, 0, override, key)


def _hold_back(key: str, override: Override = Override.SUPERVISOR) -> Row:
    """A refusal that is nobody's fault: amber, gone after four seconds."""
    return Row(Class.REFUSE, Look.CHECK, Sound.ATTENTION, 4, override, key)


TABLE: dict[Reason, Row] = {
    Reason.OK: _admit("admit"),
    Reason.OK_UNSYNCED: _admit("admit_unsynced"),
    Reason.EXIT: _admit("exit"),
    Reason.OVERRIDE: _admit("override"),
    Reason.NOT_A_TICKET: _refuse("not_a_ticket", Override.NOBODY),
    Reason.NUMBER_UNKNOWN: _refuse("number_unknown", Override.NOBODY),
    Reason.FORGED: _refuse("forged", Override.NOBODY),
    Reason.WRONG_EVENT: _refuse("wrong_event", Override.NOBODY),
    Reason.WRONG_MODE: _refuse("wrong_mode", Override.NOBODY),
    Reason.KEY_UNKNOWN: _ask("key_unknown"),
    Reason.KEY_REVOKED: _refuse("key_revoked"),
    Reason.REVOKED: _refuse("revoked"),
    Reason.RETURNED: _refuse("returned"),
    Reason.BLOCKED: _refuse("blocked"),
    Reason.SUPERSEDED: _refuse("superseded"),
    Reason.REFUNDED: _refuse("refunded"),
    Reason.CANCELLED: _refuse("cancelled"),
    Reason.SOLD_TWICE: _refuse("sold_twice"),
    Reason.LEASE_LOST: _ask("lease_lost"),
    Reason.LEASE_LIMIT: _ask("lease_limit"),
    Reason.EVENT_CANCELLED: _refuse("event_cancelled"),
    Reason.EVENT_CHANGED: _ask("event_changed"),
    Reason.UNPAID: _refuse("unpaid"),
    Reason.UNPAID_ASK: _ask("unpaid_ask", Override.STAFF),
    Reason.UNAPPROVED: _refuse("unapproved"),
    Reason.UNKNOWN_TYPE: _ask("unknown_type"),
    Reason.WRONG_TYPE: _refuse("wrong_type"),
    Reason.ADDON_AMBIGUOUS: _refuse("addon_ambiguous"),
    Reason.ADDONS_UNKNOWN: _ask("addons_unknown"),
    Reason.WRONG_DATE: _refuse("wrong_date"),
    Reason.WRONG_GATE: _hold_back("wrong_gate"),
    Reason.TOO_EARLY: _hold_back("too_early"),
    Reason.TOO_LATE: _hold_back("too_late"),
    Reason.CLOCK_UNTRUSTED: _ask("clock_untrusted", Override.STAFF),
    Reason.RULE_FAILED: _refuse("rule_failed"),
    Reason.RULES_UNSUPPORTED: _ask("rules_unsupported"),
    Reason.ALREADY_USED: _hold_back("already_used"),
    Reason.ALREADY_TODAY: _ask("already_today", Override.STAFF),
    Reason.ENTRIES_USED_UP: _refuse("entries_used_up"),
    Reason.HOW_MANY: _ask("how_many", Override.NOBODY),
    Reason.QUESTIONS: _ask("questions", Override.STAFF),
    Reason.LIST_STALE: _ask("list_stale"),
    Reason.CANNOT_RECORD: _ask("cannot_record", Override.NOBODY),
}
