"""Which part of a rule did a ticket fail, in words that staff can pass on?

One sentence per comparison that did not come out as wanted: what it is about, what was found, what is
needed. Called by the words of verdicts.
"""

from collections.abc import Mapping

from PySide6.QtCore import QObject

from kiosk.core.catalog import Question
from kiosk.core.rules import ANSWER, Unmet, Value
from kiosk.scanner.judging import Seen
from kiosk.ui.text.clock import clock_text

SHOWN_MAX = 2
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


class RuleWords(QObject):
    """Words what of a rule failed, in the language that is set."""

    def explain(self, seen: Seen, unmet: tuple[Unmet, ...]) -> tuple[str, ...]:
        """Return up to SHOWN_MAX sentences; none where the rule compares nothing that has a name."""
        named = [one for one in unmet if one.variable]
        return tuple(dict.fromkeys(self._sentence(seen, one) for one in named))[:SHOWN_MAX]

    def _sentence(self, seen: Seen, unmet: Unmet) -> str:
        found, wanted, operator = _turned(unmet)
        subject = self._subject(seen, unmet.variable)
        needed = self._needed(operator, self._value(seen, unmet.variable, wanted))
        if isinstance(found, tuple):
            return self.tr("{subject}: needed {needed}").format(subject=subject, needed=needed)
        has = self._value(seen, unmet.variable, found)
        return self.tr("{subject}: {found}, needed {needed}").format(subject=subject, found=has, needed=needed)

    def _needed(self, operator: str, wanted: str) -> str:
        words = {
            "==": self.tr("{wanted}"),
            "!=": self.tr("other than {wanted}"),
            "<": self.tr("less than {wanted}"),
            "<=": self.tr("at most {wanted}"),
            ">": self.tr("more than {wanted}"),
            ">=": self.tr("at least {wanted}"),
            "in": self.tr("one of {wanted}"),
            "not in": self.tr("none of {wanted}"),
        }
        return words[operator].format(wanted=wanted)

    def _subject(self, seen: Seen, variable: str) -> str:
        if variable.startswith(ANSWER):
            questions: Mapping[int, Question] = seen.catalogue.questions if seen.catalogue else {}
            known = questions.get(int(variable.removeprefix(ANSWER)))
            return known.text if known else self.tr("Answer")
        return self._subjects().get(variable, variable)

    def _subjects(self) -> Mapping[str, str]:
        return {
            "now_ms": self.tr("Time"),
            "time_of_day": self.tr("Time"),
            "type": self.tr("Kind of ticket"),
            "session": self.tr("Date"),
            "gate": self.tr("Gate"),
            "list": self.tr("Check-in list"),
            "terms": self.tr("Payment"),
            "method": self.tr("Presented by"),
            "weekday": self.tr("Day of the week"),
            "minutes_since_start": self.tr("Minutes since the start"),
            "minutes_since_session_start": self.tr("Minutes since the start"),
            "entries_number": self.tr("Entries so far"),
            "entries_today": self.tr("Entries today"),
            "entry_days": self.tr("Days with an entry"),
            "people_inside": self.tr("People inside"),
            "minutes_since_first_entry": self.tr("Minutes since the first entry"),
            "minutes_since_last_entry": self.tr("Minutes since the last entry"),
            "minutes_since_last_exit": self.tr("Minutes since the last exit"),
            "order_types": self.tr("Tickets of the order"),
        }

    def _value(self, seen: Seen, variable: str, value: Value) -> str:
        if isinstance(value, tuple):
            return " / ".join(self._value(seen, variable, one) for one in value)
        if isinstance(value, str):
            return value or "–"
        number = int(value)
        zone = seen.catalogue.event.timezone if seen.catalogue else "UTC"
        match variable:
            case "now_ms":
                return clock_text(number, zone)
            case "time_of_day":
                return f"{number // 60:02}:{number % 60:02}"
            case "weekday" if 1 <= number <= 7:
                return self._weekdays()[number - 1]
            case "type" | "order_types" | "session" | "gate" | "list":
                return _named(seen, variable, number)
            case _:
                return f"{value:g}"

    def _weekdays(self) -> tuple[str, ...]:
        return (
            self.tr("Monday"), self.tr("Tuesday"), self.tr("Wednesday"), self.tr("Thursday"), self.tr("Friday"),
            self.tr("Saturday"), self.tr("Sunday"),
        )  # fmt: skip


def _turned(unmet: Unmet) -> tuple[Value, Value, str]:
    """Return what was found, what is needed, and how the two must compare."""
    operator, found, wanted = unmet.operator, unmet.left, unmet.right
    if operator in ("in", "contains"):
        return found, wanted, "in" if unmet.wanted else "not in"
    if unmet.is_turned:
        found, wanted, operator = wanted, found, _MIRRORED.get(operator, operator)
    return found, wanted, operator if unmet.wanted else _OPPOSITE[operator]


def _named(seen: Seen, variable: str, number: int) -> str:
    if seen.catalogue is None:
        return str(number)
    known = {
        "type": seen.catalogue.types,
        "order_types": seen.catalogue.types,
        "session": seen.catalogue.sessions,
        "gate": seen.catalogue.gates,
        "list": seen.catalogue.lists,
    }[variable].get(number)
    return known.name if known else str(number)
