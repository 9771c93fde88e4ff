"""Does a rule of a check-in list hold? One evaluator for rules that are data.

A rule is JSON: `{"all": [rule…]}`, `{"any": [rule…]}`, `{"not": rule}`, or a comparison
`{"<op>": [left, right]}` with op one of == != < <= > >= in. An operand is a literal or
`{"var": name}`. Called by `admission`, the same on device and server. An operator, a variable or a
shape that this release does not know is UNSUPPORTED, which the door turns into a question to a
person, never into an admission.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, cast

DEPTH_MAX = 20
"""A deeper rule is unsupported: it would be a mistake or an attack."""


class Outcome(StrEnum):
    """What a rule says."""

    HOLDS = "holds"
    FAILS = "fails"
    UNSUPPORTED = "unsupported"


class _UnsupportedRuleError(Exception):
    """The rule cannot be read by this release; never leaves this module."""


_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "in": lambda left, right: left in right,
}


def judge_rule(rule: Any, variables: Mapping[str, Any]) -> Outcome:
    """Return whether `rule` holds for the given variables; None as a rule always holds."""
    if rule is None:
        return Outcome.HOLDS
    try:
        return Outcome.HOLDS if _holds(rule, variables, DEPTH_MAX) else Outcome.FAILS
    except _UnsupportedRuleError:
        return Outcome.UNSUPPORTED


def _holds(rule: Any, variables: Mapping[str, Any], depth: int) -> bool:
    if depth == 0 or not isinstance(rule, dict) or len(cast("dict[Any, Any]", rule)) != 1:
        raise _UnsupportedRuleError
    ((operator, operands),) = cast("dict[Any, Any]", rule).items()
    if operator == "not":
        return not _holds(operands, variables, depth - 1)
    if not isinstance(operands, list):
        raise _UnsupportedRuleError
    parts = cast("list[Any]", operands)
    if operator in ("all", "any"):
        # Every part is read, so that an unknown one is found whatever the others say.
        held = [_holds(part, variables, depth - 1) for part in parts]
        return all(held) if operator == "all" else any(held)
    return _compare(operator, parts, variables)


def _compare(operator: Any, operands: list[Any], variables: Mapping[str, Any]) -> bool:
    compare = _COMPARE.get(operator) if isinstance(operator, str) else None
    if compare is None or len(operands) != 2:
        raise _UnsupportedRuleError
    left, right = (_value(operand, variables) for operand in operands)
    try:
        return bool(compare(left, right))
    except TypeError as error:
        raise _UnsupportedRuleError from error


def _value(operand: Any, variables: Mapping[str, Any]) -> Any:
    if not isinstance(operand, dict):
        return operand
    names = cast("dict[Any, Any]", operand)
    name = names.get("var")
    if len(names) != 1 or not isinstance(name, str) or name not in variables:
        raise _UnsupportedRuleError
    return variables[name]
