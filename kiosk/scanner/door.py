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
from kiosk.core.reasons import TABLE, Override, Reason
from kiosk.core.tickets import Use
from kiosk.core.usage import day_of
from kiosk.scanner.judging import Seen, Station, judge, present_text
from kiosk.store import admissions, log
from kiosk.store.admissions import ScanLine
from kiosk.store.catalogue import CatalogueCache
from kiosk.store.grace import check_grace
from kiosk.store.log import Author, Draft
from kiosk.store.worker import Store

UNDO_MS = 15 * 60_000
TEXT_START_CHARS = 4
# Refusals that prove nothing about a ticket: the fact names no subject, only an HMAC of the text.
_UNPROVEN = frozenset(
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


@dataclass(frozen=True, slots=True)
class Authority:
    """Who overrides, with which version of their PIN, and why."""

    operator: str
    credential_version: int
    note: str


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
        return self._answer(lambda connection: present_text(connection, self._station, text, typed=typed), text)

    def admit_found(self, subject: str, method: Method = Method.SEARCH) -> Seen:
        """Judge and record a ticket that staff found."""
        return self._answer(lambda _: Presented(method, subject), "")

    def look_up(self, text: str) -> Seen:
        """Judge a text without recording anything or redeeming the ticket."""
        with self._lock, self._store.read() as connection:
            presented = present_text(connection, self._station, text, typed=True)
            return judge(connection, self._read_cache, self._station, presented, self._clock.moment(), text=text)

    def consent(self, asked: Seen, consent: Consent) -> Seen:
        """Judge an Ask again with what staff or holder said."""
        return self._answer(lambda _: asked.presented, asked.text, consent=consent)

    def override(self, seen: Seen, authority: Authority) -> Seen:
        """Admit in spite of a refusal or Ask. Raises Rejected where its reason allows no override."""
        subject = seen.verdict.subject
        if isinstance(seen.verdict, Admit) or TABLE[seen.verdict.reason].override is Override.NOBODY or subject is None:
            raise Rejected("nobody may override this", reason="override_not_allowed")
        people = seen.ticket.admits if seen.ticket else 1
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

    def undo(self, fact: str, *, is_supervisor: bool = False) -> None:
        """Annul an own passage. Raises Rejected when it is not this device's or older than 15 minutes."""
        self._store.write(lambda c: self._annul(c, fact, is_supervisor=is_supervisor)).result()

    def _annul(self, connection: sa.Connection, fact: str, *, is_supervisor: bool) -> None:
        moment = self._clock.moment()
        found = admissions.load_own_use(connection, fact)
        if found is None:
            raise Rejected("this device has no such admission to undo", reason="annul_not_allowed")
        subject, event, use = found
        if moment.now_ms - use.at_ms > UNDO_MS and not is_supervisor:
            raise Rejected("only a supervisor may undo after 15 minutes", reason="annul_not_allowed")
        body = f.Annulled(passage=fact)
        draft = Draft(self._clock.new_id(), "annulled", event, (subject,), body, (fact,), self._station.operator)
        log.record(connection, self._author, draft, moment)
        admissions.record_annulment(connection, fact)

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
            self._passage_body(seen, overridden, authority),
            tuple(based_on),
            authority.operator if authority else self._station.operator,
        )
        log.record(connection, self._author, draft, moment)
        use = Use(list_number, moment.now_ms, self._station.entry, gate, draft.id, verdict.people)
        unsynced = verdict.reason is Reason.OK_UNSYNCED
        admissions.record_use(connection, verdict.subject, seen.event, use, unsynced=unsynced)
        return self._record_line(connection, replace(seen, fact=draft.id))

    def _passage_body(self, seen: Seen, overridden: Seen | None, authority: Authority | None) -> f.Body:
        assert isinstance(seen.verdict, Admit)
        assert seen.catalogue is not None
        list_number, gate = self._station.posts[seen.event]
        people, generation, method = seen.verdict.people, seen.verdict.generation, seen.presented.method.value
        if not self._station.entry:
            return f.Exited(list=list_number, gate=gate, generation=generation, method=method, people=people)
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
        )

    def _record_denied(self, connection: sa.Connection, moment: Moment, seen: Seen) -> Seen:
        verdict = seen.verdict
        assert not isinstance(verdict, Admit)
        list_number, gate = self._station.posts[seen.event]
        proven = verdict.subject is not None and verdict.reason not in _UNPROVEN
        body = f.Denied(
            list=list_number,
            gate=gate,
            reason=verdict.reason.value,
            method=seen.presented.method.value,
            generation=verdict.generation,
            text_hmac="" if proven else hmac.digest(self._text_key, seen.text.encode(), sha256).hex(),
            text_chars=len(seen.text),
            text_start="" if proven else seen.text[:TEXT_START_CHARS],
        )
        subjects = (verdict.subject,) if proven and verdict.subject else ()
        draft = Draft(self._clock.new_id(), "denied", seen.event, subjects, body, (), self._station.operator)
        log.record(connection, self._author, draft, moment)
        return self._record_line(connection, replace(seen, fact=draft.id))

    def _record_line(self, connection: sa.Connection, seen: Seen) -> Seen:
        words = seen.name or (seen.ticket.number if seen.ticket else "") or seen.text[:TEXT_START_CHARS]
        line = ScanLine(seen.fact, seen.at_ms, seen.verdict.reason.value, seen.verdict.subject or "", words)
        admissions.record_line(connection, seen.event, self._station.posts[seen.event][0], line)
        return seen
