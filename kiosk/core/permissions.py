"""Who may do what? Roles of devices and staff.

`facts.KINDS` says which role may author which fact; this module says which feed rows a role may see
and what staff may do at a device. The server enforces both; screens only hide what would be refused.
"""

from enum import StrEnum


class Role(StrEnum):
    """What a device is for. SERVER is the centre itself, a device like the others in the log."""

    KIOSK = "kiosk"
    TILL = "till"
    GATE = "gate"
    LIVE = "live"
    SUPERVISOR = "supervisor"
    SERVER = "server"


class Scope(StrEnum):
    """The two feeds of an event."""

    SAFETY = "safety"
    DATA = "data"


class Action(StrEnum):
    """What a member of staff may do at a device."""

    ADMIT = "admit"
    OVERRIDE = "override"
    UNDO = "undo"
    SELL = "sell"
    REFUND = "refund"
    CLOSE_SHIFT = "close_shift"
    SETTINGS = "settings"
    CLOSE_INCIDENT = "close_incident"


_ACTIONS: dict[str, frozenset[Action]] = {
    "steward": frozenset({Action.ADMIT, Action.UNDO}),
    "cashier": frozenset({Action.SELL, Action.REFUND, Action.CLOSE_SHIFT, Action.ADMIT, Action.UNDO}),
    "supervisor": frozenset(Action),
}
STAFF_ROLES = tuple(_ACTIONS)

_SAFETY_KINDS = frozenset({"event", "key", "stop", "range", "staff"})
_COMMON_KINDS = frozenset({"session", "type", "quota", "list", "gate", "question", "ticket"})
_DATA_KINDS: dict[Role, frozenset[str]] = {
    Role.KIOSK: _COMMON_KINDS - {"ticket"} | {"voucher"},
    Role.TILL: _COMMON_KINDS | {"person", "incident", "voucher"},
    Role.GATE: _COMMON_KINDS | {"person", "incident", "attendance"},
    Role.LIVE: _COMMON_KINDS | {"attendance"},
    Role.SUPERVISOR: _COMMON_KINDS | {"person", "incident", "attendance", "voucher"},
    Role.SERVER: frozenset(),
}


def may(staff_role: str, action: Action) -> bool:
    """Say whether a member of staff may do this. An unknown role may do nothing."""
    return action in _ACTIONS.get(staff_role, frozenset())


def sees(role: Role, scope: Scope, kind: str) -> bool:
    """Say whether the feed of `scope` carries rows of `kind` for a device of this role.

    A gate is sent persons only where one of its lists shows names; that narrowing is the server's.
    """
    return kind in (_SAFETY_KINDS if scope is Scope.SAFETY else _DATA_KINDS[role])
