"""What clashed, and what is to be done about it? Incidents worded for the inbox of the venue program.

Pure: rows in, views out, in the language that is set. Called by the inbox's flow and by the window's alarm.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from kiosk.core.ids import format_ticket_number
from kiosk.core.incidents import ADVICE, Advice, IncidentKind
from kiosk.core.tickets import HandlingStep, IncidentFact, IncidentRow
from kiosk.documents.papers import money_text
from kiosk.store.catalogue import Catalogue
from kiosk.ui.text.clock import moment_text
from kiosk.ui.text.doubt import DoubtWords
from kiosk.ui.text.refused import RefusedWords
from kiosk.ui.views.live import IncidentSide, IncidentsView, IncidentView, NoteView

SIDES_MAX = 4
_RANKS = {"open": 0, "acknowledged": 1, "closed": 2}


@dataclass(frozen=True, slots=True)
class InboxWords:
    """What is needed beside the rows: names, the place's time, and who is reading."""

    catalogue: Catalogue
    now_ms: int
    language: str
    can_close: bool


class IncidentWords(QObject):
    """Builds these views."""

    def __init__(self, parent: QObject) -> None:
        """Share the words about doubt and refusals."""
        super().__init__(parent)
        self._doubt = DoubtWords(self)
        self._refused = RefusedWords(self)

    def inbox(self, rows: Mapping[str, IncidentRow], words: InboxWords) -> IncidentsView:
        """Return all incidents: those nobody looks after first, then by what they are."""
        views = [self._incident(id_, row, words) for id_, row in rows.items()]
        views.sort(key=lambda view: (_RANKS.get(view.status, 0), view.title, view.subject, view.id))
        return IncidentsView(tuple(views), words.can_close)

    def title(self, kind: str) -> str:
        """Return what a kind of incident is called."""
        return self._explained(kind)[0]

    def _incident(self, id_: str, row: IncidentRow, words: InboxWords) -> IncidentView:
        title, sentence = self._explained(row.kind)
        if row.kind == IncidentKind.QUARANTINED:
            sentence = self._refused.reason(row.scope.partition(":")[2])
        sides = tuple(self._side(fact, words) for fact in self._first_and_last(row.facts))
        hidden = max(len(row.facts), row.facts_total) - len(sides)
        number = format_ticket_number(row.number) if row.number else ""
        subject = " · ".join(part for part in (number, row.label) if part)
        return IncidentView(
            id=id_,
            title=title,
            subject=subject or next((fact.device for fact in row.facts), ""),
            sentence=sentence,
            state=self._state(row),
            status=row.status,
            sides=sides,
            notes=self._notes(row, words),
            uncertain=self.tr("The order of the two is not certain.") if row.order_uncertain else "",
            advice=self._advice(row.kind),
            more=self.tr("%n more of the same", "", hidden) if hidden else "",
            kind=row.kind,
        )

    @staticmethod
    def _first_and_last(facts: Sequence[IncidentFact]) -> Sequence[IncidentFact]:
        """Of very many the first ones and the newest stand for all."""
        return facts if len(facts) <= SIDES_MAX else (*facts[: SIDES_MAX - 1], facts[-1])

    def _side(self, fact: IncidentFact, words: InboxWords) -> IncidentSide:
        zone = words.catalogue.event.timezone
        at = f"{moment_text(fact.at_ms, words.now_ms, zone, seconds=True)} {self._doubt.doubt(fact.doubt_ms)}".strip()
        money = money_text(fact.amount_minor, fact.currency, words.language) if fact.currency else ""
        receipt = self.tr("Receipt {order}").format(order=fact.order) if fact.order else ""
        is_refusal = fact.note and len(fact.id) == 64  # a digest: kept out of the log, its note is the reason
        lines = (
            at,
            words.catalogue.gates[fact.gate].name if fact.gate in words.catalogue.gates else "",
            fact.device,
            self._name(fact.operator, words),
            " · ".join(part for part in (receipt, money) if part),
            self._refused.reason(fact.note) if is_refusal else fact.note,
        )
        return IncidentSide(self.done(fact.kind), tuple(line for line in lines if line))

    def _notes(self, row: IncidentRow, words: InboxWords) -> tuple[NoteView, ...]:
        if not row.history:
            return tuple(NoteView("", note) for note in row.notes)
        return tuple(self._note(step, words) for step in row.history)

    def _note(self, step: HandlingStep, words: InboxWords) -> NoteView:
        at = moment_text(step.at_ms, words.now_ms, words.catalogue.event.timezone)
        who = self._name(step.operator, words) or step.device
        place = step.device if step.device != who else ""
        done = {
            "acknowledged": self.tr("looks after it"),
            "closed": self.tr("closed it"),
            "reopened": self.tr("opened it again"),
        }.get(step.action, step.action)
        return NoteView(" · ".join(part for part in (at, f"{who} {done}", place) if part), step.note)

    @staticmethod
    def _name(operator: str, words: InboxWords) -> str:
        """Staff are known by name here; an account of the office is known to the office alone."""
        staff = words.catalogue.staff.get(operator)
        return staff.name if staff else ""

    def done(self, kind: str) -> str:
        """Return what a fact of this kind did, in a word or two."""
        words = {
            "admitted": self.tr("Admitted"),
            "exited": self.tr("Let out"),
            "denied": self.tr("Refused at the door"),
            "annulled": self.tr("Admission undone"),
            "sold": self.tr("Sold"),
            "settled": self.tr("Paid"),
            "refunded": self.tr("Refunded"),
            "voided": self.tr("Cancelled"),
            "exchanged": self.tr("Exchanged"),
            "reissued": self.tr("New code issued"),
            "transferred": self.tr("Transferred"),
            "leased": self.tr("Lent to a device"),
            "returned": self.tr("Given back unsold"),
            "written_off": self.tr("Written off"),
            "printed": self.tr("Printed"),
            "clock": self.tr("Time compared"),
            "shift_opened": self.tr("Shift opened"),
            "cash_moved": self.tr("Cash moved"),
            "shift_closed": self.tr("Shift closed"),
            "incident_acknowledged": self.tr("Incident looked after"),
            "incident_closed": self.tr("Incident closed"),
            "incident_reopened": self.tr("Incident opened again"),
            "": self.tr("Unreadable"),
        }
        return words.get(kind, kind)

    def _state(self, row: IncidentRow) -> str:
        if row.status == "open" and any(step.action == "closed" for step in row.history):
            return self.tr("Open again")
        words = {
            "open": self.tr("Open"),
            "acknowledged": self.tr("Somebody is looking"),
            "closed": self.tr("Closed"),
        }
        return words.get(row.status, row.status)

    def _explained(self, kind: str) -> tuple[str, str]:
        table = {**self._door_incidents(), **self._sale_incidents(), **self._device_incidents()}
        unknown = (kind, self.tr("This program is older than the server and cannot explain it."))
        return table.get(kind, unknown)

    def _door_incidents(self) -> dict[str, tuple[str, str]]:
        return {
            IncidentKind.DUPLICATE_ADMISSION: (
                self.tr("Admitted twice"),
                self.tr("One ticket let people in at two doors that could not see each other."),
            ),
            IncidentKind.ADMITTED_AFTER_REFUND: (
                self.tr("Admitted after a refund"),
                self.tr("The door did not know of the refund yet."),
            ),
            IncidentKind.REFUNDED_AFTER_ADMIT: (
                self.tr("Refunded after entry"),
                self.tr("Money was given back for a ticket that had been used."),
            ),
            IncidentKind.SUPERSEDED_USED: (
                self.tr("Old code used"),
                self.tr("A code was used after a new one had been issued."),
            ),
            IncidentKind.UNSOLD_SERIAL: (
                self.tr("Admitted, never sold"),
                self.tr("A genuine code was used whose sale nobody reported."),
            ),
        }

    def _sale_incidents(self) -> dict[str, tuple[str, str]]:
        return {
            IncidentKind.DUPLICATE_SERIAL: (
                self.tr("Sold twice"),
                self.tr("Two sales used the same unit: a device was copied."),
            ),
            IncidentKind.SOLD_AFTER_RETURN: (
                self.tr("Sold after it was given back"),
                self.tr("The ticket is valid, and one place more than planned is taken."),
            ),
            IncidentKind.SOLD_AFTER_WRITE_OFF: (
                self.tr("Sold after a write-off"),
                self.tr("The lost device has sold after all. One place more than planned may be taken."),
            ),
            IncidentKind.PRICE_NEVER_VALID: (
                self.tr("Price was never valid"),
                self.tr("The catalogue never had this price. The paid amount stands."),
            ),
            IncidentKind.EVENT_CANCELLED: (
                self.tr("Sold for a cancelled event"),
                self.tr("The device had not heard that the event is cancelled."),
            ),
            IncidentKind.TYPE_DISABLED: (
                self.tr("Sold a type that is off sale"),
                self.tr("The device had not heard of it. The ticket is valid until you decide."),
            ),
            IncidentKind.OVERSOLD: (
                self.tr("More tickets than places"),
                self.tr("More people hold tickets than there are places."),
            ),
            IncidentKind.SEAT_SOLD_TWICE: (
                self.tr("Seat sold twice"),
                self.tr("Two tickets have the same seat. Both are valid."),
            ),
            IncidentKind.PAID_TWICE: (self.tr("Paid twice"), self.tr("More was paid for an order than it costs.")),
            IncidentKind.REFUNDED_TWICE: (
                self.tr("Refunded twice"),
                self.tr("More was given back than the tickets had cost."),
            ),
            IncidentKind.PAID_NOT_SOLD: (self.tr("Paid, no ticket"), self.tr("Money was taken without a sale.")),
        }

    def _device_incidents(self) -> dict[str, tuple[str, str]]:
        return {
            IncidentKind.DEVICE_FORK: (
                self.tr("A device runs twice"),
                self.tr("Two machines have written as the same device: its data were copied."),
            ),
            IncidentKind.QUARANTINED: (self.tr("Refused by the server"), ""),
        }

    def _advice(self, kind: str) -> str:
        known = {one.value: word for one, word in ADVICE.items()}
        return self._advices()[known[kind]] if kind in known else ""

    def _advices(self) -> dict[Advice, str]:
        return {
            Advice.COMPARE_TIMES: self.tr("Compare gates and times, look for a copied ticket, or undo a mistake."),
            Advice.CLAIM_PRICE: self.tr("Decide whether the guest owes the price."),
            Advice.CHECK_REFUND: self.tr("Check who asked for the refund, and who gave it."),
            Advice.FIND_HOLDER: self.tr("Look after the holder of the new code: they may be outside."),
            Advice.CHECK_DEVICE: self.tr("Check the device. What it sent is kept at the server."),
            Advice.REFUND_BUYER: self.tr("Refund the buyer."),
            Advice.DECIDE_TICKET: self.tr("Let the ticket stand, or refund it."),
            Advice.FIND_PLACE: self.tr("Find a place, or offer a refund."),
            Advice.REPLACE_TICKET: self.tr("Give one of the two buyers another ticket; the first one in keeps this."),
            Advice.FIND_SALE: self.tr("Find the device that lent the code, and let it synchronise."),
            Advice.GIVE_BACK_PAYMENT: self.tr("Give the second payment back."),
            Advice.CLAIM_REFUND: self.tr("Ask for the second refund back."),
            Advice.SETTLE_PAYMENT: self.tr("Give the money back, or issue the ticket."),
            Advice.FIND_COPY: self.tr("Find the other machine and switch it off, then pair it anew."),
        }
