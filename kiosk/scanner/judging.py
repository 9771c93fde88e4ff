"""What does this device say to a text, before anything is recorded?

Loads what the store knows of the ticket, calls the one verdict of the core and adds the names that
staff read. Called by `door` inside the transaction that records the answer, and for a look-up outside
any. Writes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from kiosk.core.addons import Addon
from kiosk.core.admission import Admit, Ask, Consent, Known, Method, Post, Presented, Verdict, decide
from kiosk.core.catalog import CheckInList
from kiosk.core.clocks import Moment
from kiosk.core.errors import BadTicketCode, InputError
from kiosk.core.ids import foreign_subject, normalise_ticket_number
from kiosk.core.permissions import Scope
from kiosk.core.reasons import Reason
from kiosk.core.ticket_code import TicketCode, parse
from kiosk.core.tickets import TicketRow, Use
from kiosk.store import admissions, mirror, orders
from kiosk.store.admissions import TicketKnowledge
from kiosk.store.catalogue import Catalogue, CatalogueCache
from kiosk.store.orders import OrderTicket

_NOTHING = TicketKnowledge(None, None, (), ())
_NOWHERE = Post(CheckInList(0, ""), 0)


@dataclass(frozen=True, slots=True)
class Station:
    """Where this door stands. `posts` gives list and gate per event; the first event is the one on show."""

    posts: Mapping[int, tuple[int, int]]
    entry: bool = True
    asks_questions: bool = True
    operator: str = ""

    @property
    def event(self) -> int:
        """The event on show."""
        return next(iter(self.posts))


@dataclass(frozen=True, slots=True)
class Seen:
    """One answered presentation. `fact` is empty while an Ask is open or nothing could be recorded."""

    verdict: Verdict
    presented: Presented
    text: str
    event: int
    at_ms: int
    fact: str = ""
    consent: Consent = field(default_factory=Consent)
    catalogue: Catalogue | None = None
    """None where the event is not on this device."""
    ticket: TicketRow | None = None
    """What is known of the ticket, or what its signed code says; None for what is no ticket."""
    name: str = ""
    """The holder's name, else initials, else empty."""
    uses: tuple[Use, ...] = ()
    """Every passage that this device knows of, oldest first; those of an extra are its own."""
    is_rehearsal: bool = False
    """In an event that is a rehearsal: recorded as one, never counted."""


def present_text(connection: sa.Connection, station: Station, text: str, *, typed: bool) -> Presented:
    """Return what a text is: a code of another system, a code of ours, a typed number, or nothing known."""
    foreign = foreign_subject(text.strip("\r\n"))
    if admissions.is_known(connection, foreign):
        return Presented(Method.FOREIGN, foreign)
    try:
        code = parse(text)
    except BadTicketCode:
        return _by_number(connection, station, text) if typed else Presented(Method.CODE, None)
    return Presented(Method.CODE, code.subject, code)


def judge(
    connection: sa.Connection,
    cache: CatalogueCache,
    station: Station,
    presented: Presented,
    moment: Moment,
    *,
    text: str = "",
    consent: Consent | None = None,
) -> Seen:
    """Return the verdict on one presentation with everything that staff should read beside it."""
    event = _event_of(presented, station)
    catalogue = cache.load(connection, event) if event in station.posts else None
    said = consent or Consent()
    if catalogue is None:
        verdict = decide(presented, Known(event=None), _NOWHERE, now_ms=moment.now_ms)
        return Seen(verdict, presented, text, station.event, moment.now_ms)
    rehearsal = catalogue.event.test
    subject = presented.subject
    knowledge = admissions.load_ticket(connection, subject, rehearsal=rehearsal) if subject else _NOTHING
    post = _post(station, catalogue, moment)
    known = _known(connection, moment, presented, catalogue, knowledge, post)
    verdict = decide(presented, known, post, now_ms=moment.now_ms, consent=said)
    if isinstance(verdict, Admit) and station.entry and post.checkin_list.number not in catalogue.lists:
        # The list has not arrived yet, or was taken away: what it asks for is unknown, so a person decides.
        verdict = Ask(Reason.LIST_STALE, verdict.subject, verdict.generation)
    seen = Seen(
        verdict, presented, text, event, moment.now_ms, consent=said, catalogue=catalogue, uses=knowledge.uses,
        is_rehearsal=rehearsal,
    )  # fmt: skip
    addon = next((one for one in known.addons if one.subject == verdict.subject), None)
    if addon is not None:
        return _named(connection, replace(seen, uses=addon.uses), addon.ticket)
    return _named(connection, seen, knowledge.row or (_signed(presented.code) if presented.code else None))


def _by_number(connection: sa.Connection, station: Station, text: str) -> Presented:
    try:
        number = normalise_ticket_number(text)
    except InputError:
        return Presented(Method.CODE, None)
    found = (admissions.find_by_number(connection, event, number) for event in station.posts)
    return Presented(Method.NUMBER, next((subject for subject in found if subject), None))


def _event_of(presented: Presented, station: Station) -> int:
    if presented.code is not None:
        return presented.code.event
    if presented.subject is not None and not presented.subject.startswith("x:"):
        return int(presented.subject[:8], 16)
    return station.event


def _post(station: Station, catalogue: Catalogue, moment: Moment) -> Post:
    list_number, gate = station.posts[catalogue.event.number]
    checkin_list = catalogue.lists.get(list_number, CheckInList(list_number, ""))
    return Post(
        checkin_list,
        gate,
        entry=station.entry,
        test=catalogue.event.test,
        clock_trusted=moment.is_trusted,
        asks_questions=station.asks_questions,
        questions=tuple(catalogue.questions[n] for n in checkin_list.questions if n in catalogue.questions),
    )


def _known(
    connection: sa.Connection,
    moment: Moment,
    presented: Presented,
    catalogue: Catalogue,
    knowledge: TicketKnowledge,
    post: Post,
) -> Known:
    unsynced, age_ms = 0, None
    if knowledge.row is None and post.checkin_list.unsynced_max and presented.subject:
        unsynced = admissions.count_unsynced(connection, presented.subject, post.checkin_list.number)
    if presented.method is not Method.CODE:
        synced_ms = mirror.load_scope(connection, catalogue.event.number, Scope.DATA).synced_ms
        age_ms = moment.now_ms - synced_ms if synced_ms else None
    order = _load_order(connection, presented, catalogue, knowledge, post)
    return Known(
        event=catalogue.event,
        keys=catalogue.keys,
        types=catalogue.types,
        ticket=knowledge.row,
        stop=knowledge.stop,
        ranges=knowledge.ranges,
        uses=knowledge.uses,
        unsynced_of_lease=unsynced,
        list_age_ms=age_ms,
        addons=tuple(
            Addon(one.subject, one.knowledge.row, one.knowledge.uses)
            for one in order
            if one.is_unstopped and one.knowledge.row is not None and one.knowledge.row.addon_to == presented.subject
        ),
        order_types=tuple(one.knowledge.row.type for one in order if one.is_valid and one.knowledge.row is not None),
        sessions=catalogue.sessions,
    )


def _load_order(
    connection: sa.Connection, presented: Presented, catalogue: Catalogue, knowledge: TicketKnowledge, post: Post
) -> list[OrderTicket]:
    """Return the tickets of the order where the list cares for them: most lists do not, and the door pays for each."""
    listed, row = post.checkin_list, knowledge.row
    if row is None or presented.subject is None or not (listed.addon_matching or listed.rules is not None):
        return []
    return orders.load_order(connection, catalogue.event.number, row.order, rehearsal=catalogue.event.test)


def _signed(code: TicketCode) -> TicketRow:
    return TicketRow("", code.type, code.session, "", generation=code.generation, admits=code.admits)


def _named(connection: sa.Connection, seen: Seen, ticket: TicketRow | None) -> Seen:
    if ticket is None:
        return seen
    name = admissions.load_name(connection, ticket.person) if ticket.person else None
    return replace(seen, ticket=ticket, name=name or ticket.label)
