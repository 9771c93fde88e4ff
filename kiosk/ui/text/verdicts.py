"""What does staff read and hear for each verdict? Every reason has its own plain sentence.

It says which rule failed and what staff may do. Looks, sounds and seconds come from the one table of
reasons; names come from what the door saw. Called by the door's flow.
"""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject

from kiosk.core.admission import Admit, Ask, Refuse
from kiosk.core.catalog import Gate, Question
from kiosk.core.ids import format_ticket_number
from kiosk.core.reasons import TABLE, Class, Look, Override, Reason, Sound
from kiosk.core.tickets import Use
from kiosk.scanner.judging import Seen
from kiosk.ui.text.clock import clock_text, moment_text
from kiosk.ui.text.rules import RuleWords
from kiosk.ui.views.door import LastScanView, QuestionView, VerdictView

MINUTE_MS = 60_000
OFFER_S = 4
"""How long an admission stays on show while the rest of its order may be let in with it."""
HISTORY_ROWS = 3
_CHECK_SOUND = Sound.ATTENTION


class VerdictWords(QObject):
    """Builds verdict views in the language that is set."""

    def build(self, seen: Seen, *, now_ms: int) -> VerdictView:
        """Return what the screen shows for one answered presentation."""
        verdict = seen.verdict
        table = TABLE[verdict.reason]
        attention = verdict.attention if isinstance(verdict, Admit) else ()
        word = self.word(seen)
        lines = (self.sentence(seen, now_ms=now_ms), *self._rule_lines(seen), self._ticket_line(seen))
        lines = tuple(line for line in lines if line)
        return VerdictView(
            look=table.look,
            word=word,
            holder=seen.name,
            lines=lines,
            sound=_CHECK_SOUND if attention else table.sound,
            seconds=0 if attention else table.seconds,
            attention=attention,
            reason=verdict.reason,
            override=table.override,
            override_label=self._override_label(table.override),
            consent_label=self.tr("Let in unpaid") if verdict.reason is Reason.UNPAID_ASK else "",
            questions=_questions(verdict.questions) if isinstance(verdict, Ask) else (),
            people_max=verdict.people_max if isinstance(verdict, Ask) else 0,
            spoken=". ".join((word, seen.name, *attention, *lines)),
        )

    def build_last(self, seen: Seen) -> LastScanView:
        """Return the strip for the last scan; an admission of this device may be undone."""
        undo = seen.fact if isinstance(seen.verdict, Admit) else ""
        name = seen.name or self._number(seen)
        words = f"{self.word(seen)}  {name}  {clock_text(seen.at_ms, _zone(seen), seconds=True)}"
        return LastScanView(TABLE[seen.verdict.reason].look, words.replace("    ", "  "), undo)

    def build_order(self, answers: tuple[Seen, ...], view: VerdictView) -> tuple[VerdictView, LastScanView]:
        """Return what the screen shows of a whole order that came in; `view` is that of one of its tickets."""
        came = [seen for seen in answers if seen.fact and isinstance(seen.verdict, Admit)]
        kept = sum(bool(seen.fact) and not isinstance(seen.verdict, Admit) for seen in answers)
        people = sum(seen.verdict.people for seen in came if isinstance(seen.verdict, Admit))
        word = self.tr("ADMIT {people}").format(people=people)
        names = ", ".join(dict.fromkeys(seen.name or self._number(seen) for seen in came))
        lines = [names] if names else []
        if kept:
            lines.append(self.tr("Not admitted of this order: {count} · scan each of them").format(count=kept))
        look = Look.CHECK if kept else Look.ADMIT
        shown = replace(
            view, look=look, word=word, holder="", lines=tuple(lines), reason=Reason.OK, seconds=0 if kept else 4,
            override=Override.NOBODY, override_label="", consent_label="", questions=(), people_max=0, order_label="",
            sound=_CHECK_SOUND if kept else Sound.RISING,
            attention=tuple(dict.fromkeys(text for seen in came for text in _attention(seen))),
            spoken=". ".join((word, *lines)),
        )  # fmt: skip
        at = clock_text(came[-1].at_ms, _zone(came[-1]), seconds=True) if came else ""
        return shown, LastScanView(look, f"{word}  {at}", ",".join(seen.fact for seen in came))

    def offer_order(self, view: VerdictView, others: int) -> VerdictView:
        """Return the view of an admission with the button that lets the others of the order in as well."""
        label = self.tr("All {count} of this order").format(count=others + 1)
        return replace(view, order_label=label, seconds=OFFER_S if view.seconds else 0)

    def build_look_up(self, seen: Seen, *, now_ms: int) -> VerdictView:
        """Return what is known of a ticket that was only looked up: clearly no admission, whatever it says."""
        view = self.build(seen, now_ms=now_ms)
        word = self.tr("CHECKED: VALID") if isinstance(seen.verdict, Admit) else view.word
        lines = (self.tr("Nothing was recorded"), *view.lines, *self._history(seen, now_ms))
        return replace(
            view, look=Look.INFO, word=word, lines=tuple(dict.fromkeys(lines)), seconds=0, sound=_CHECK_SOUND,
            override=Override.NOBODY, override_label="", consent_label="", questions=(), people_max=0,
            spoken=". ".join((self.tr("CHECK ONLY"), word, seen.name, *lines)),
        )  # fmt: skip

    def offer_badge(self, view: VerdictView, badge: str) -> VerdictView:
        """Return the view of a look-up with the name that its badge has of its own, and the button to correct it."""
        lines = (view.lines[0], self.tr("Badge: {name}").format(name=badge), *view.lines[1:]) if badge else view.lines
        return replace(view, lines=lines, badge_label=self.tr("Name on the badge…"))

    def _history(self, seen: Seen, now_ms: int) -> list[str]:
        lines: list[str] = []
        for use in seen.uses[-HISTORY_ROWS:]:
            text = self.tr("In {when} · {gate}") if use.entry else self.tr("Out {when} · {gate}")
            when = moment_text(use.at_ms, now_ms, _zone(seen))
            lines.append(text.format(when=when, gate=_gate_names(seen, (use.gate,))))
        return lines

    def word(self, seen: Seen) -> str:
        """Return the one large word."""
        verdict = seen.verdict
        match verdict:
            case Admit(reason=Reason.EXIT):
                return self.tr("LET OUT")
            case Admit(attention=attention) if attention:
                return self.tr("ADMIT – CHECK")
            case Admit():
                return self.tr("ADMIT")
            case Ask():
                return self.tr("CANNOT CHECK") if verdict.reason in _CANNOT_CHECK else self.tr("ASK FIRST")
            case Refuse(reason=Reason.WRONG_GATE, gates=gates):
                return self.tr("GO TO {gate}").format(gate=_gate_names(seen, gates).upper())
            case Refuse():
                return self._refusal_word(verdict.reason)

    def reason_word(self, reason: Reason) -> str:
        """Return the word for a line of the log, where only the reason is known."""
        if TABLE[reason].cls is Class.ADMIT:
            return self.tr("LET OUT") if reason is Reason.EXIT else self.tr("ADMIT")
        return self._refusal_word(reason)

    def sentence(self, seen: Seen, *, now_ms: int) -> str:
        """Return which rule failed and what to do; for an admission only what is worth knowing."""
        verdict = seen.verdict
        match verdict:
            case Refuse(use=Use() as use) if verdict.reason is not Reason.SOLD_TWICE:
                return self._used(seen, use, now_ms)
            case Refuse(reason=Reason.TOO_EARLY, at_ms=at_ms):
                return self.tr("Entry begins {when}").format(when=moment_text(at_ms, now_ms, _zone(seen)))
            case Refuse(reason=Reason.TOO_LATE, at_ms=at_ms):
                return self.tr("Entry ended {when}").format(when=moment_text(at_ms, now_ms, _zone(seen)))
            case Ask(reason=Reason.EVENT_CHANGED, note=note) if note:
                return note
            case _:
                return self._sentences()[verdict.reason]

    def _rule_lines(self, seen: Seen) -> tuple[str, ...]:
        unmet = seen.verdict.unmet if isinstance(seen.verdict, Refuse) else ()
        return RuleWords(self).explain(seen, unmet) if unmet else ()

    def _used(self, seen: Seen, use: Use, now_ms: int) -> str:
        minutes = max(0, now_ms - use.at_ms) // MINUTE_MS
        at, gate = clock_text(use.at_ms, _zone(seen)), _gate_names(seen, (use.gate,))
        if minutes >= 24 * 60:
            return self.tr("Scanned {when} at {gate}").format(
                when=moment_text(use.at_ms, now_ms, _zone(seen)), gate=gate
            )
        if minutes >= 60:
            return self.tr("Scanned {at} at {gate} · {hours} h ago").format(at=at, gate=gate, hours=minutes // 60)
        if minutes == 0:
            return self.tr("Scanned {at} at {gate} · just now").format(at=at, gate=gate)
        return self.tr("Scanned {at} at {gate} · {minutes} min ago").format(at=at, gate=gate, minutes=minutes)

    def _ticket_line(self, seen: Seen) -> str:
        unproven = seen.verdict.reason in (Reason.FORGED, Reason.WRONG_MODE)
        if seen.ticket is None or seen.catalogue is None or isinstance(seen.verdict, Ask) or unproven:
            return ""  # what a code that proves nothing says of itself is not worth reading
        type_ = seen.catalogue.types.get(seen.ticket.type)
        session = seen.catalogue.sessions.get(seen.ticket.session)
        people = self._people(seen)
        parts = (type_.name if type_ else "", session.name if session else "", seen.ticket.seat, people)
        return " · ".join(part for part in parts if part)

    def _people(self, seen: Seen) -> str:
        """How many people it is about: those who pass now, where staff counted them."""
        assert seen.ticket is not None
        if seen.ticket.admits <= 1:
            return ""
        if not isinstance(seen.verdict, Admit):
            return self.tr("{count} people").format(count=seen.ticket.admits)
        return self.tr("{now} of {count} people").format(now=seen.verdict.people, count=seen.ticket.admits)

    def _number(self, seen: Seen) -> str:
        return format_ticket_number(seen.ticket.number) if seen.ticket and seen.ticket.number else ""

    def _override_label(self, override: Override) -> str:
        match override:
            case Override.NOBODY:
                return ""
            case Override.STAFF:
                return self.tr("Let in (staff PIN)")
            case Override.SUPERVISOR:
                return self.tr("Let in (supervisor PIN)")

    def _refusal_word(self, reason: Reason) -> str:
        words = {
            Reason.ALREADY_USED: self.tr("ALREADY IN"),
            Reason.ALREADY_TODAY: self.tr("ALREADY IN TODAY"),
            Reason.ENTRIES_USED_UP: self.tr("USED UP"),
            Reason.TOO_EARLY: self.tr("TOO EARLY"),
            Reason.TOO_LATE: self.tr("TOO LATE"),
            Reason.WRONG_GATE: self.tr("OTHER GATE"),
        }
        return words.get(reason, self.tr("DO NOT ADMIT"))

    def _sentences(self) -> dict[Reason, str]:
        return self._admit_sentences() | self._code_sentences() | self._ticket_sentences() | self._ask_sentences()

    def _admit_sentences(self) -> dict[Reason, str]:
        return {
            Reason.OK: "",
            Reason.OK_UNSYNCED: self.tr("Genuine ticket, sold a moment ago"),
            Reason.EXIT: "",
            Reason.OVERRIDE: self.tr("Let in by staff"),
        }

    def _code_sentences(self) -> dict[Reason, str]:
        return {
            Reason.NOT_A_TICKET: self.tr("This is not a ticket · ask for the ticket"),
            Reason.NUMBER_UNKNOWN: self.tr("No ticket has this number · send to the box office"),
            Reason.FORGED: self.tr("The code is not genuine · send to the box office"),
            Reason.WRONG_EVENT: self.tr("Ticket for another event · send to the box office"),
            Reason.WRONG_MODE: self.tr("Test ticket and real entry never mix · send to the box office"),
            Reason.KEY_REVOKED: self.tr("The code was withdrawn · send to the box office for a new one"),
            Reason.REVOKED: self.tr("The ticket was revoked · send to the box office"),
            Reason.RETURNED: self.tr("This ticket was never sold · send to the box office"),
            Reason.SUPERSEDED: self.tr("A newer copy of this ticket exists · ask for that one"),
            Reason.SOLD_TWICE: self.tr("Sold twice by mistake · the box office will help"),
        }

    def _ticket_sentences(self) -> dict[Reason, str]:
        return {
            Reason.BLOCKED: self.tr("The ticket is blocked · send to the box office"),
            Reason.REFUNDED: self.tr("Refunded ticket · send to the box office"),
            Reason.CANCELLED: self.tr("Cancelled ticket · send to the box office"),
            Reason.EVENT_CANCELLED: self.tr("The event is cancelled · nobody is admitted"),
            Reason.UNPAID: self.tr("Not paid yet · send to the box office to pay"),
            Reason.UNAPPROVED: self.tr("Not approved yet · send to the box office"),
            Reason.WRONG_TYPE: self.tr("This kind of ticket does not pass here · see the plan of entrances"),
            Reason.ADDON_AMBIGUOUS: self.tr("Two extras of this ticket fit · scan the code of the extra itself"),
            Reason.WRONG_DATE: self.tr("Ticket for another date · send to the box office"),
            Reason.WRONG_GATE: self.tr("The ticket is good, at another gate"),
            Reason.RULE_FAILED: self.tr("A rule of this entrance does not allow it · ask a supervisor"),
            Reason.ALREADY_USED: self.tr("The ticket was used already"),
            Reason.ENTRIES_USED_UP: self.tr("All entries of this ticket are used up"),
            Reason.TOO_EARLY: self.tr("Entry has not begun"),
            Reason.TOO_LATE: self.tr("Entry is over"),
        }

    def _ask_sentences(self) -> dict[Reason, str]:
        return {
            Reason.KEY_UNKNOWN: self.tr("This device lacks the key of this ticket · connect it, or call a supervisor"),
            Reason.LEASE_LOST: self.tr("Sold by a device that was given up · a supervisor decides"),
            Reason.LEASE_LIMIT: self.tr("Very many unknown tickets from one device · a supervisor decides"),
            Reason.EVENT_CHANGED: self.tr("The event was moved · check the date with the guest"),
            Reason.UNPAID_ASK: self.tr("Not paid yet · may be let in if the organizer agreed"),
            Reason.UNKNOWN_TYPE: self.tr("Unknown kind of ticket · connect this device, or call a supervisor"),
            Reason.CLOCK_UNTRUSTED: self.tr("This device does not know the time · check the date on the ticket"),
            Reason.RULES_UNSUPPORTED: self.tr("A rule is newer than this program · call a supervisor, then update it"),
            Reason.ALREADY_TODAY: self.tr("This ticket was in today already · check that it is the same person"),
            Reason.ADDONS_UNKNOWN: self.tr(
                "This device does not know the extras of this ticket · scan the extra's own code"
            ),
            Reason.HOW_MANY: self.tr("A ticket for several people · count those who are here"),
            Reason.QUESTIONS: self.tr("Please ask the guest"),
            Reason.LIST_STALE: self.tr("The ticket list is old · connect this device, or call a supervisor"),
            Reason.CANNOT_RECORD: self.tr("This device cannot record anything · use another one and call support"),
        }


_CANNOT_CHECK = frozenset(
    {Reason.KEY_UNKNOWN, Reason.UNKNOWN_TYPE, Reason.RULES_UNSUPPORTED, Reason.LIST_STALE, Reason.CANNOT_RECORD}
)


def _zone(seen: Seen) -> str:
    return seen.catalogue.event.timezone if seen.catalogue else "UTC"


def _gate_names(seen: Seen, gates: tuple[int, ...]) -> str:
    known: Mapping[int, Gate] = seen.catalogue.gates if seen.catalogue else {}
    return " / ".join(known[number].name if number in known else str(number) for number in gates)


def _questions(questions: tuple[Question, ...]) -> tuple[QuestionView, ...]:
    return tuple(QuestionView(q.number, q.text, q.kind, q.required, q.choices) for q in questions)


def _attention(seen: Seen) -> tuple[str, ...]:
    return seen.verdict.attention if isinstance(seen.verdict, Admit) else ()
