"""Does a rule of a check-in list hold, and if not, what of it failed? One evaluator for rules that are data.

A rule is JSON: `{"all": [rule…]}`, `{"any": [rule…]}`, `{"not": rule}`, or a comparison
`{"<op>": [left, right]}` with an operator of OPERATORS. An operand is a literal (number, text, list of
either), `{"var": name}` with a name of VARIABLES or `answer.<question>`, or `{"time": "HH:MM"}` (today) or
`{"time": "YYYY-MM-DDTHH:MM"}`: a moment at the venue, compared with `now_ms` and other moments. Called by
`admission`, the same on device and server, and by the server's catalogue to refuse what no gate can read.

An operator, a variable or a shape that this release does not know is UNSUPPORTED, which the door turns
into a question to a person, never into an admission; every part is read, so that an unknown one is found
whatever the others say. An answer that nobody gave yet is OPEN: the questions come first.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, cast
from zoneinfo import ZoneInfo

DEPTH_MAX = 20
"""A deeper rule is unsupported: it would be a mistake or an attack."""
PARTS_MAX = 1_000
"""As many comparisons a rule may have."""
ANSWER = "answer."


class Outcome(StrEnum):
    """What a rule says."""

    HOLDS = "holds"
    FAILS = "fails"
    OPEN = "open"
    """It depends on an answer that was not given yet."""
    UNSUPPORTED = "unsupported"


class Kind(StrEnum):
    """What can be compared with what."""

    NUMBER = "number"
    TEXT = "text"
    LIST = "list"


VARIABLES: Mapping[str, Kind] = {
    "now_ms": Kind.NUMBER,
    "type": Kind.NUMBER,
    "session": Kind.NUMBER,
    "gate": Kind.NUMBER,
    "list": Kind.NUMBER,
    "terms": Kind.TEXT,
    "method": Kind.TEXT,
    "time_of_day": Kind.NUMBER,
    "weekday": Kind.NUMBER,
    "minutes_since_start": Kind.NUMBER,
    "minutes_since_session_start": Kind.NUMBER,
    "entries_number": Kind.NUMBER,
    "entries_today": Kind.NUMBER,
    "entry_days": Kind.NUMBER,
    "people_inside": Kind.NUMBER,
    "minutes_since_first_entry": Kind.NUMBER,
    "minutes_since_last_entry": Kind.NUMBER,
    "minutes_since_last_exit": Kind.NUMBER,
    "order_types": Kind.LIST,
}
"""What is known at a scan. Times of day are minutes since midnight at the venue, Monday is weekday 1, and minutes
since what never happened are -1. `order_types` are the ticket types of the order that are valid."""
TIMED = frozenset(name for name in VARIABLES if name.startswith(("now", "time", "weekday", "minutes"))) | {
    "entries_today"
}
"""The variables that a wrong clock makes wrong."""

Value = float | str | tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Unmet:
    """One comparison that did not come out as the rule wants it: `left operator right` is `not wanted`.

    `variable` is the variable of the left side, or of the right one where the left has none (`is_turned`), else empty.
    """

    variable: str
    operator: str
    left: Value
    right: Value
    wanted: bool = True
    is_turned: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a rule says of one scan. `unmet` explains FAILS; `why` says where UNSUPPORTED was met."""

    outcome: Outcome
    unmet: tuple[Unmet, ...] = ()
    why: str = ""


@dataclass(slots=True)
class _Reading:
    """One walk through a rule, bounded."""

    values: Mapping[str, Any]
    timezone: str
    now_ms: int
    parts: int = 0
    is_open: bool = field(default=False)


class _UnsupportedRuleError(Exception):
    """The rule cannot be read by this release; never leaves this module."""


_ORDERED = frozenset({Kind.NUMBER, Kind.TEXT})
OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "in": lambda left, right: left in right,
    "contains": lambda left, right: right in left,
}


def judge_rule(rule: Any, values: Mapping[str, Any], *, timezone: str = "UTC", now_ms: int = 0) -> Judgement:
    """Return whether `rule` holds; None as a rule always holds.

    `values` gives the variables and the answers by `answer.<number>`, None for one that was not given yet.
    """
    if rule is None:
        return Judgement(Outcome.HOLDS)
    reading = _Reading(values, timezone, now_ms)
    try:
        holds, unmet = _read(rule, reading, DEPTH_MAX, "rule", wanted=True)
    except _UnsupportedRuleError as error:
        return Judgement(Outcome.UNSUPPORTED, why=str(error))
    if reading.is_open:
        return Judgement(Outcome.OPEN)
    return Judgement(Outcome.HOLDS) if holds else Judgement(Outcome.FAILS, unmet)


def _read(rule: Any, reading: _Reading, depth: int, path: str, *, wanted: bool) -> tuple[bool, tuple[Unmet, ...]]:
    """Say whether a rule comes out as wanted, and if not, because of which comparisons."""
    if depth == 0:
        raise _UnsupportedRuleError(f"{path}: rules are nested at most {DEPTH_MAX} deep")
    if not isinstance(rule, dict) or len(cast("dict[Any, Any]", rule)) != 1:
        raise _UnsupportedRuleError(f"{path}: a rule is an object with exactly one operator")
    ((operator, operands),) = cast("dict[Any, Any]", rule).items()
    if operator == "not":
        return _read(operands, reading, depth - 1, f"{path}.not", wanted=not wanted)
    if not isinstance(operands, list):
        raise _UnsupportedRuleError(f"{path}: what stands at {operator!r} must be a list")
    parts = cast("list[Any]", operands)
    if operator not in ("all", "any"):
        return _compare(operator, parts, reading, path, wanted=wanted)
    read = [_read(part, reading, depth - 1, f"{path}.{operator}[{at}]", wanted=wanted) for at, part in enumerate(parts)]
    # "Not any of them" is "all of them not": what is wanted decides with the operator.
    held = [part_holds for part_holds, _ in read]
    holds = all(held) if (operator == "all") == wanted else any(held)
    return holds, () if holds else tuple(unmet for _, unmets in read for unmet in unmets)


def _compare(
    operator: Any, operands: list[Any], reading: _Reading, path: str, *, wanted: bool
) -> tuple[bool, tuple[Unmet, ...]]:
    reading.parts += 1
    if reading.parts > PARTS_MAX:
        raise _UnsupportedRuleError(f"{path}: a rule has at most {PARTS_MAX} comparisons")
    compare = OPERATORS.get(operator) if isinstance(operator, str) else None
    if compare is None:
        raise _UnsupportedRuleError(f"{path}: there is no operator {operator!r}")
    if len(operands) != 2:
        raise _UnsupportedRuleError(f"{path}: {operator!r} compares two values")
    left, right = (_value(operand, reading, path) for operand in operands)
    if left is None or right is None:
        reading.is_open = True
        return wanted, ()
    _check_kinds(operator, left, right, path)
    holds = compare(left, right) == wanted
    ours, theirs = _name(operands[0]), _name(operands[1])
    unmet = Unmet(ours or theirs, operator, left, right, wanted, is_turned=bool(theirs and not ours))
    return holds, () if holds else (unmet,)


def _check_kinds(operator: str, left: Value, right: Value, path: str) -> None:
    kinds = (_kind(left), _kind(right))
    match operator:
        case "in":
            fits = kinds[0] in _ORDERED and kinds[1] is Kind.LIST
        case "contains":
            fits = kinds[0] is Kind.LIST and kinds[1] in _ORDERED
        case _:
            fits = kinds[0] is kinds[1] and kinds[0] in _ORDERED
    if not fits:
        raise _UnsupportedRuleError(f"{path}: {operator!r} cannot compare {kinds[0].value} with {kinds[1].value}")


def _kind(value: Value) -> Kind:
    if isinstance(value, tuple):
        return Kind.LIST
    return Kind.TEXT if isinstance(value, str) else Kind.NUMBER


def _value(operand: Any, reading: _Reading, path: str) -> Value | None:
    """Return what an operand stands for; None for an answer that was not given yet."""
    if isinstance(operand, dict):
        return _looked_up(cast("dict[Any, Any]", operand), reading, path)
    if isinstance(operand, list):
        return tuple(_literal(one, path) for one in cast("list[Any]", operand))
    return _literal(operand, path)


def _literal(operand: Any, path: str) -> float | str:
    if isinstance(operand, bool) or not isinstance(operand, int | float | str):
        raise _UnsupportedRuleError(f"{path}: {operand!r} is no number, text or list of these")
    return operand


def _looked_up(operand: dict[Any, Any], reading: _Reading, path: str) -> Value | None:
    if len(operand) == 1 and isinstance(operand.get("time"), str):
        return _moment_ms(operand["time"], reading, path)
    name = _name(operand)
    if len(operand) != 1 or not name or name not in reading.values:
        raise _UnsupportedRuleError(f"{path}: there is no variable {operand.get('var')!r}")
    value = reading.values[name]
    return tuple(cast("list[Any]", value)) if isinstance(value, list) else value


def _name(operand: Any) -> str:
    name = cast("dict[Any, Any]", operand).get("var") if isinstance(operand, dict) else ""
    return name if isinstance(name, str) else ""


def _moment_ms(text: str, reading: _Reading, path: str) -> int:
    """Return the moment of a local time.

    A time that summer time skips is read with the offset before the gap, so that 02:30 becomes 03:30; one that
    comes twice is the first of the two.
    """
    zone = ZoneInfo(reading.timezone)
    try:
        if len(text) == len("HH:MM"):
            today = datetime.fromtimestamp(reading.now_ms / 1000, zone).date()
            local = datetime.combine(today, time.fromisoformat(text))
        else:
            local = datetime.combine(date.fromisoformat(text[:10]), time.fromisoformat(text[11:]))
        return round(local.replace(tzinfo=zone, fold=0).timestamp() * 1000)
    except (ValueError, OverflowError) as error:
        raise _UnsupportedRuleError(f"{path}: {text!r} is no time such as 19:30 or 2026-11-28T19:30") from error
