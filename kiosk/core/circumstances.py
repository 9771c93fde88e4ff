"""What does a rule of a check-in list see of a scan? The values of `rules.VARIABLES` and the answers.

Called by `admission`; the server's catalogue uses `sample_of` to try a new rule. Pure.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.core.catalog import Event, Question, Session
from kiosk.core.questions import missing_questions
from kiosk.core.rules import ANSWER, VARIABLES, Kind
from kiosk.core.tickets import TicketRow, Use
from kiosk.core.usage import Tally

MINUTE_MS = 60_000
NEVER = -1


def circumstances_of(
    event: Event,
    ticket: TicketRow,
    count: Tally,
    *,
    now_ms: int,
    session: Session | None,
    gate: int,
    checkin_list: int,
    method: str,
    inside: int,
    order_types: Sequence[int],
    answers: Mapping[int, str],
    questions: Sequence[Question],
    asks: bool,
) -> dict[str, Any]:
    """Return every variable of a scan. Answers of numbers are numbers; None = not given yet, and it will be asked."""
    local = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(ZoneInfo(event.timezone))
    values: dict[str, Any] = {
        "now_ms": now_ms,
        "type": ticket.type,
        "session": ticket.session,
        "gate": gate,
        "list": checkin_list,
        "terms": ticket.terms.value,
        "method": method,
        "time_of_day": local.hour * 60 + local.minute,
        "weekday": local.isoweekday(),
        "minutes_since_start": (now_ms - event.starts_ms) // MINUTE_MS,
        "minutes_since_session_start": (now_ms - (session or event).starts_ms) // MINUTE_MS,
        "entries_number": count.entries,
        "entries_today": count.entries_today,
        "entry_days": count.entry_days,
        "people_inside": inside,
        "minutes_since_first_entry": _minutes_since(count.first, now_ms),
        "minutes_since_last_entry": _minutes_since(count.last_entry, now_ms),
        "minutes_since_last_exit": _minutes_since(count.last_exit, now_ms),
        "order_types": list(order_types),
    }
    assert values.keys() == VARIABLES.keys()
    for question in questions:
        values[f"{ANSWER}{question.number}"] = _answer(question, answers.get(question.number), asks=asks)
    return values


def _minutes_since(use: Use | None, now_ms: int) -> int:
    return NEVER if use is None else (now_ms - use.at_ms) // MINUTE_MS


def _answer(question: Question, answer: str | None, *, asks: bool) -> float | str | None:
    """Return an answer as rules compare it; of a device that asks nothing, the empty one."""
    given = answer or ("" if answer is not None or not asks else None)
    if question.kind != "number":
        return given
    if not given:
        return None if given is None else 0.0
    return None if missing_questions((question,), {question.number: given}) else float(given)


def sample_of(questions: Mapping[int, str]) -> dict[str, Any]:
    """Return a value of the right kind for everything that a rule may name; `questions`: their kinds by number."""
    samples: dict[Kind, Any] = {Kind.NUMBER: 0, Kind.TEXT: "", Kind.LIST: []}
    values = {name: samples[kind] for name, kind in VARIABLES.items()}
    return values | {f"{ANSWER}{number}": 0.0 if kind == "number" else "" for number, kind in questions.items()}
