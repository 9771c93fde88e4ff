"""Which questions of a check-in list are still open? Kinds of answers and what fits them.

Called by `admission`; the answers themselves travel as a person record beside the admission fact.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from kiosk.core.catalog import Question


def missing_questions(questions: Sequence[Question], answers: Mapping[int, str]) -> tuple[Question, ...]:
    """Return the questions whose answer is missing or of the wrong kind. Optional ones may be left empty."""
    return tuple(q for q in questions if not _is_answered(q, answers.get(q.number)))


def _is_answered(question: Question, answer: str | None) -> bool:
    if not answer:
        return not question.required
    match question.kind:
        case "yes_no":
            return answer in ("yes", "no")
        case "number":
            return answer.removeprefix("-").replace(".", "", 1).isdecimal()
        case "date":
            return _is_date(answer)
        case "choice":
            return answer in question.choices
        case _:
            return True


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
