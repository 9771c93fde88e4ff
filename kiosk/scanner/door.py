"""One presentation at the door: load → decide → record, in one transaction.

Called with every text that a camera, a scanner or a person gives. What it returns is durable: fact,
passage and log line are one commit. It never waits for the network and never raises for bad input: an
unreadable text is an answer, and so is a disk that cannot record. An Ask stays open until staff answer
it or the next presentation comes; unanswered it is recorded as denied.
"""

import hmac
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256

import sqlalchemy as sa

from kiosk.clock import Clock
from kiosk.core import facts as f
from kiosk.core.admission import Admit, Ask, Consent, Method, Presented, Refuse
from kiosk.core.catalog import CheckInList
from kiosk.core.clocks import Moment
from kiosk.core.errors import Rejected, StorageError
from kiosk.core.ids import format_ticket_number
from kiosk.core.reasons import TABLE, Override, Reason
from kiosk.core.tickets import Use
from kiosk.core.usage import day_of, moves_of, room_for
from kiosk.core.wire import PersonRecord
from kiosk.scanner.judging import Seen, Station, judge, present_text
from kiosk.scanner.undoing import annul, record_refused
from kiosk.store import admissions, log, orders, sales
from kiosk.store.admissions import ScanLine
from kiosk.store.catalogue import CatalogueCache
from kiosk.store.grace import check_grace
from kiosk.store.log import Author, Draft
from kiosk.store.worker import Store

TEXT_START_CHARS = 4
# Of a whole order these were not held up again: nobody is kept out.
_IN_BEFORE = frozenset({Reason.ALREADY_USED, Reason.ALREADY_TODAY, Reason.ENTRIES_USED_UP})
UNPROVEN = frozenset(
    {
        Reason.NOT_A_TICKET,
        Reason.FORGED,
        Reason.WRONG_EVENT,
        Reason.WRONG_MODE,
        Reason.KEY_UNKNOWN,
        Reason.NUMBER_UNKNOWN,
        Reason.LIST_STALE,
    }
)
"""Refusals that prove nothing about a ticket: the fact names no subject, only an HMAC of the text."""


@dataclass(frozen=True, slots=True)
class Authority:
    """Who overrides, with which version of their PIN, and why."""

    operator: str
    credential_version: int
    note: str
    is_supervisor: bool = False
    """Whether the PIN is a supervisor's: the table of reasons says who may override what."""


class Door:
    """The door of one station. Safe to call from every thread; presentations are answered one by one."""

    def __init__(self, store: Store, author: Author, clock: Clock, station: Station) -> None:
        """Stand at a station; `configure` moves to another."""
        self._store = store
        self._author = author
        self._clock = clock
        self._station = station
        self._write_cache = CatalogueCache()
        self._read_cache = CatalogueCache()
        self._open: Seen | None = None
        self._lock = threading.Lock()
        self._text_key = hmac.digest(author.private_key.private_bytes_raw(), b"foyer-denied-1", sha256)

    @property
    def station(self) -> Station:
        """Where this door stands now."""
        return self._station

    def configure(self, station: Station) -> None:
        """Move to another station; an open Ask is recorded as denied first."""
        self.dismiss()
        with self._lock:
            self._station = station

    def scan(self, text: str, *, typed: bool = False) -> Seen:
        """Judge and record one text. `typed` by a person: a ticket number is looked up too."""
        text = _as_text(text)
        return self._answer(lambda connection: present_text(connection, self._station, text, typed=typed), text)

    def admit_found(self, subject: str, method: Method = Method.SEARCH) -> Seen:
        """Judge and record a ticket that staff found."""
        return self._answer(lambda _: Presented(method, subject), "")

    def look_up(self, text: str) -> Seen:
        """Judge a text without recording anything or redeeming the ticket."""
        text = _as_text(text)
        with self._lock, self._store.read() as connection:
            presented = present_text(connection, self._station, text, typed=True)
            return judge(connection, self._read_cache, self._station, presented, self._clock.moment(), text=text)

    def look_up_found(self, subject: str) -> Seen:
        """Judge a ticket that staff found, without recording anything."""
        with self._lock, self._store.read() as connection:
            found = Presented(Method.SEARCH, subject)
            return judge(connection, self._read_cache, self._station, found, self._clock.moment())

    def consent(self, asked: Seen, consent: Consent) -> Seen:
        """Judge an Ask again with what staff or holder said, now and before."""
        return self._answer(lambda _: asked.presented, asked.text, consent=asked.consent.then(consent))

    def list_companions(self, seen: Seen) -> tuple[str, ...]:
        """Return the other tickets of the order that could come in now as well. Records nothing."""
        if seen.ticket is None or not self._station.entry:
            return ()
        with self._lock, self._store.read() as connection:
            moment = self._clock.moment()
            subjects = orders.list_subjects(connection, seen.event, seen.ticket.order)
            others = [subject for subject in subjects if subject != seen.verdict.subject]
            judged = [(s, self._judge_of_order(connection, self._read_cache, s, moment)) for s in others]
        return tuple(subject for subject, one in judged if isinstance(one.verdict, Admit))

    def admit_order(self, event: int, order: str) -> tuple[Seen, ...]:
        """Judge and record every ticket of an order in one transaction: one fact for each.

        A ticket that came in before is left alone; one that may not come in is denied. Groups come in whole.
        Raises StorageError, then nothing was recorded.
        """

        def work(connection: sa.Connection) -> tuple[Seen, ...]:
            moment = self._clock.moment()
            check_grace(connection, moment.now_ms)
            if pending is not None:
                self._record_denied(connection, moment, pending)
            subjects = orders.list_subjects(connection, event, order)
            judged = [self._judge_of_order(connection, self._write_cache, s, moment) for s in subjects]
            return tuple(self._record_of_order(connection, moment, seen) for seen in judged)

        with self._lock:
            pending = self._open
            seen = self._store.write(work).result()
            self._open = None
        return seen

    def _judge_of_order(self, connection: sa.Connection, cache: CatalogueCache, subject: str, moment: Moment) -> Seen:
        presented = Presented(Method.ORDER, subject)
        seen = judge(connection, cache, self._station, presented, moment)
        if isinstance(seen.verdict, Ask) and seen.verdict.reason is Reason.HOW_MANY:
            all_of_them = Consent(people=seen.verdict.people_max)
            seen = judge(connection, cache, self._station, presented, moment, consent=all_of_them)
        return seen

    def _record_of_order(self, connection: sa.Connection, moment: Moment, seen: Seen) -> Seen:
        if isinstance(seen.verdict, Admit):
            return self._record_passage(connection, moment, seen)
        return seen if seen.verdict.reason in _IN_BEFORE else self._record_denied(connection, moment, seen)

    def override(self, seen: Seen, authority: Authority) -> Seen:
        """Admit in spite of a refusal or Ask. Raises Rejected where its reason allows it to nobody, or not to this one.

        Of a group as many come in as are not in yet; where all are, one.
        """
        subject, who = seen.verdict.subject, TABLE[seen.verdict.reason].override
        if isinstance(seen.verdict, Admit) or who is Override.NOBODY or subject is None:
            raise Rejected("nobody may override this", reason="override_not_allowed")
        if who is Override.SUPERVISOR and not authority.is_supervisor:
            raise Rejected("only a supervisor may override this", reason="not_allowed")
        people = self._people_left(seen)
        admit = Admit(Reason.OVERRIDE, subject, seen.verdict.generation, people)

        def work(connection: sa.Connection) -> Seen:
            moment = self._clock.moment()
            check_grace(connection, moment.now_ms)
            let_in = replace(seen, verdict=admit, at_ms=moment.now_ms)
            return self._record_passage(connection, moment, let_in, overridden=seen, authority=authority)

        with self._lock:
            let_in = self._store.write(work).result()
            self._open = None
        return let_in

    def dismiss(self) -> None:
        """Record an open Ask as denied: nobody answered it, or staff said no."""
        with self._lock:
            pending, self._open = self._open, None
            if pending is not None:
                self._store.write(lambda c: self._record_denied(c, self._clock.moment(), pending)).result()

    def _people_left(self, seen: Seen) -> int:
        """Return how many people an override lets in."""
        if seen.ticket is None or seen.catalogue is None or not self._station.entry:
            return 1
        list_number, zone = self._station.posts[seen.event][0], seen.catalogue.event.timezone
        listed = seen.catalogue.lists.get(list_number, CheckInList(list_number, ""))
        room = room_for(
            moves_of(seen.uses, list_number, zone),
            admits=seen.ticket.admits,
            reentry=listed.reentry,
            entries_max=listed.entries_max,
            day=day_of(seen.at_ms, zone).isoformat(),
        )
        return max(1, room.people)

    def clear_rehearsal(self) -> int:
        """Forget the passages of rehearsals here, so that the same test tickets can be tried again."""
        return self._store.write(lambda c: admissions.clear_rehearsal(c, self._station.event)).result()

    def undo(self, *facts: str, is_supervisor: bool = False, operator: str = "") -> None:
        """Annul own passages, all or none. Raises Rejected when one is not this device's or older than 15 minutes.

        That it was tried is recorded then. `operator`: who does it, where not whoever stands here.
        """

        def annul_all(connection: sa.Connection) -> None:
            moment = self._clock.moment()
            for fact in facts:
                annul(
                    connection,
                    self._author,
                    fact,
                    self._clock.new_id(),
                    moment,
                    is_supervisor=is_supervisor,
                    operator=operator or self._station.operator,
                )

        try:
            self._store.write(annul_all).result()
        except Rejected:
            id_, moment = self._clock.new_id(), self._clock.moment()
            self._store.write(lambda c: record_refused(c, self._author, self._station, facts, id_, moment)).result()
            raise

    def _answer(
        self, present: Callable[[sa.Connection], Presented], text: str, *, consent: Consent | None = None
    ) -> Seen:
        """Judge and record in one transaction. An open Ask that this does not answer is recorded as denied."""

        def work(connection: sa.Connection) -> Seen:
            moment = self._clock.moment()
            check_grace(connection, moment.now_ms)
            if pending is not None and consent is None:
                self._record_denied(connection, moment, pending)
            presented = present(connection)
            seen = judge(connection, self._write_cache, self._station, presented, moment, text=text, consent=consent)
            return self._record(connection, moment, seen)

        with self._lock:
            pending = self._open
            try:
                seen = self._store.write(work).result()
            except StorageError:
                nothing = Presented(Method.CODE, None)
                return Seen(Ask(Reason.CANNOT_RECORD), nothing, text, self._station.event, self._clock.moment().now_ms)
            self._open = seen if isinstance(seen.verdict, Ask) else None
        return seen

    def _record(self, connection: sa.Connection, moment: Moment, seen: Seen) -> Seen:
        match seen.verdict:
            case Admit():
                return self._record_passage(connection, moment, seen)
            case Refuse():
                return self._record_denied(connection, moment, seen)
            case Ask():
                return seen

    def _record_passage(
        self,
        connection: sa.Connection,
        moment: Moment,
        seen: Seen,
        *,
        overridden: Seen | None = None,
        authority: Authority | None = None,
    ) -> Seen:
        verdict = seen.verdict
        assert isinstance(verdict, Admit)
        list_number, gate = self._station.posts[seen.event]
        based_on = [use.fact for use in seen.uses]
        if overridden is not None and overridden.fact:
            based_on.append(overridden.fact)
        draft = Draft(
            self._clock.new_id(),
            "admitted" if self._station.entry else "exited",
            seen.event,
            (verdict.subject,),
            self._passage_body(seen, overridden, authority, self._save_answers(connection, seen)),
            tuple(based_on),
            authority.operator if authority else self._station.operator,
        )
        log.record(connection, self._author, draft, moment)
        use = Use(list_number, moment.now_ms, self._station.entry, gate, draft.id, verdict.people)
        unsynced = verdict.reason is Reason.OK_UNSYNCED
        admissions.record_use(
            connection, verdict.subject, seen.event, use, unsynced=unsynced, rehearsal=seen.is_rehearsal
        )
        return self._record_line(connection, replace(seen, fact=draft.id))

    def _save_answers(self, connection: sa.Connection, seen: Seen) -> str:
        """Keep the answers as a person record, whose id the fact will hold; empty where nothing was said."""
        said = {f"answer.{number}": text for number, text in sorted(seen.consent.answers.items()) if text}
        if not said or not self._station.entry:
            return ""
        record = PersonRecord(self._clock.new_id(), seen.event, said)
        sales.save_person(connection, record)
        return record.id

    def _passage_body(self, seen: Seen, overridden: Seen | None, authority: Authority | None, answers: str) -> f.Body:
        assert isinstance(seen.verdict, Admit)
        assert seen.catalogue is not None
        list_number, gate = self._station.posts[seen.event]
        people, generation, method = seen.verdict.people, seen.verdict.generation, seen.presented.method.value
        if not self._station.entry:
            return f.Exited(
                list=list_number,
                gate=gate,
                generation=generation,
                method=method,
                people=people,
                rehearsal=seen.is_rehearsal,
            )
        checkin_list = seen.catalogue.lists.get(list_number, CheckInList(list_number, ""))
        return f.Admitted(
            list=list_number,
            gate=gate,
            generation=generation,
            method=method,
            people=people,
            reason=seen.verdict.reason.value,
            reentry=checkin_list.reentry,
            entries_max=checkin_list.entries_max,
            override=overridden.verdict.reason.value if overridden else "",
            override_note=authority.note if authority else "",
            credential_version=authority.credential_version if authority else 0,
            ignore_unpaid=seen.consent.ignore_unpaid,
            day=day_of(seen.at_ms, seen.catalogue.event.timezone).isoformat(),
            answers=answers,
            admits=seen.ticket.admits if seen.ticket else people,
            rehearsal=seen.is_rehearsal,
        )

    def _record_denied(self, connection: sa.Connection, moment: Moment, seen: Seen) -> Seen:
        verdict = seen.verdict
        assert not isinstance(verdict, Admit)
        list_number, gate = self._station.posts[seen.event]
        proven = verdict.subject is not None and verdict.reason not in UNPROVEN
        body = f.Denied(
            list=list_number,
            gate=gate,
            reason=verdict.reason.value,
            method=seen.presented.method.value,
            generation=verdict.generation,
            text_hmac="" if proven else hmac.digest(self._text_key, seen.text.encode(), sha256).hex(),
            text_chars=len(seen.text),
            text_start="" if proven else seen.text[:TEXT_START_CHARS],
            rehearsal=seen.is_rehearsal,
        )
        subjects = (verdict.subject,) if proven and verdict.subject else ()
        draft = Draft(self._clock.new_id(), "denied", seen.event, subjects, body, (), self._station.operator)
        log.record(connection, self._author, draft, moment)
        return self._record_line(connection, replace(seen, fact=draft.id))

    def _record_line(self, connection: sa.Connection, seen: Seen) -> Seen:
        number = format_ticket_number(seen.ticket.number) if seen.ticket and seen.ticket.number else ""
        words = seen.name or number or seen.text[:TEXT_START_CHARS]
        line = ScanLine(seen.fact, seen.at_ms, seen.verdict.reason.value, seen.verdict.subject or "", words)
        admissions.record_line(connection, seen.event, self._station.posts[seen.event][0], line)
        return seen


def _as_text(scanned: str) -> str:
    """Half a character (a lone surrogate), as a broken keyboard may send it, is no text and stands as "?"."""
    return scanned.encode(errors="replace").decode()
