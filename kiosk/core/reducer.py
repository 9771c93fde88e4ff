"""What is true, given these facts? The state of a ticket, an order and a shift.

Pure and order-independent: any order and any repetition of the same facts gives the same state. The
server's packages save what this returns; nothing else writes derived state. Facts of one ticket are
those whose subjects hold the ticket or its lease. Conflicts never remove anything: both facts stay,
and the clash becomes an incident (DESIGN 8).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from kiosk.core import facts as f
from kiosk.core.holders import reduce_holder
from kiosk.core.ids import parse_serial
from kiosk.core.incidents import Incident, IncidentKind, Timed, build_incident
from kiosk.core.tickets import Stop, StopReason, Terms, Use
from kiosk.core.usage import Move, room_for


class TicketStatus(StrEnum):
    """What became of a ticket or unit."""

    UNKNOWN = "unknown"
    """Neither leased nor sold, as far as these facts tell."""
    LEASED = "leased"
    LIVE = "live"
    REFUNDED = "refunded"
    VOIDED = "voided"
    EXCHANGED = "exchanged"
    RETURNED = "returned"
    WRITTEN_OFF = "written_off"


@dataclass(frozen=True, slots=True)
class Sale:
    """The sale that counts: the first by effective time."""

    fact: str
    at_ms: int
    device: str
    order: str
    code: str
    currency: str
    channel: str
    catalogue_version: int
    line: f.SoldLine


@dataclass(frozen=True, slots=True)
class Passage:
    """One entry or exit that was not annulled. `excess`: the history before it did not allow it."""

    use: Use
    device: str
    doubt_ms: int
    generation: int
    override: str
    excess: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """The account that holds the ticket's place in the chat room."""

    account: str
    generation: int


@dataclass(frozen=True, slots=True)
class TicketState:
    """Everything that the facts say about one ticket."""

    subject: str
    status: TicketStatus
    sale: Sale | None
    sales: int
    """How many sales claim the unit; more than 1 is a clone. A use of a voucher has sales, but no `sale`."""
    terms: Terms
    generation: int
    person: str
    badge: str
    """The person record whose name the badge shows; empty = that of `person`."""
    stop: Stop | None
    passages: tuple[Passage, ...]
    denials: int
    prints: int
    claim: Claim | None
    incidents: tuple[Incident, ...]

    def entries(self, checkin_list: int) -> int:
        """Return how often the ticket entered on a list, excess included."""
        return sum(p.use.entry for p in self.passages if p.use.list == checkin_list)


def in_order(facts: Iterable[Timed]) -> list[Timed]:
    """Return each fact once, in effective order."""
    return sorted(
        {timed.fact.id: timed for timed in facts}.values(),
        key=lambda timed: timed.order,
    )


def reduce_ticket(subject: str, facts: Iterable[Timed]) -> TicketState:
    """Return the state of one ticket or unit."""
    ordered = in_order(facts)
    sales = [(t, t.body) for t in ordered if isinstance(t.body, f.Sold) and subject in t.fact.subjects]
    lines = [(t, body) for t, body in sales if subject not in body.vouchers]
    ends = [t for t in ordered if _ends(t, subject)]
    unit = _unit_status(subject, ordered)
    passages = tuple(_replay(_passages(ordered)))
    sale = _sale(subject, *lines[0]) if lines else None
    holder = reduce_holder(ordered, sale.line.person if sale else "")
    state = TicketState(
        subject=subject,
        status=TicketStatus.LIVE if sales and not lines else _status(unit, sale, ends),
        sale=sale,
        sales=len({body.order for _, body in sales}),
        terms=terms_of(ordered),
        generation=holder.generation,
        person=holder.person,
        badge=holder.badge,
        stop=_stop(ordered, ends, holder.generation),
        passages=passages,
        denials=sum(isinstance(t.body, f.Denied) and not t.body.rehearsal for t in ordered),
        prints=sum(isinstance(t.body, f.Printed) for t in ordered),
        claim=_claim(ordered, holder.generation),
        incidents=(),
    )
    incidents = tuple(_ticket_incidents(state, ordered, [t for t, _ in sales], ends, unit))
    return replace(state, incidents=incidents)


def _sale(subject: str, timed: Timed, body: f.Sold) -> Sale:
    line = next(line for line in body.lines if line.subject == subject)
    return Sale(
        timed.fact.id, timed.time.at_ms, timed.fact.device, body.order, body.code, body.currency, body.channel,
        body.catalogue_version, line,
    )  # fmt: skip


def _ends(timed: Timed, subject: str) -> bool:
    match timed.body:
        case f.Refunded(tickets=tickets) | f.Voided(tickets=tickets):
            return subject in tickets
        case f.Exchanged(old=old):
            return subject in old
        case _:
            return False


def _unit_status(subject: str, ordered: Sequence[Timed]) -> TicketStatus:
    """Return what became of the unit apart from sales. Returned beats written off: it is certain."""
    if subject.startswith("x:"):
        return TicketStatus.LEASED
    index = parse_serial(subject).index
    status = TicketStatus.UNKNOWN
    for timed in ordered:
        match timed.body:
            case f.Leased(first=first, count=count) if first <= index < first + count:
                status = TicketStatus.LEASED if status is TicketStatus.UNKNOWN else status
            case f.Returned(ranges=ranges) if _within(index, ranges):
                status = TicketStatus.RETURNED
            case f.WrittenOff(ranges=ranges) if _within(index, ranges) and status is not TicketStatus.RETURNED:
                status = TicketStatus.WRITTEN_OFF
            case _:
                pass
    return status


def _gives_up(timed: Timed, subject: str) -> bool:
    """Say whether a fact about the unit's lease returns or writes off this very unit."""
    match timed.body:
        case f.Returned(ranges=ranges) | f.WrittenOff(ranges=ranges):
            return not subject.startswith("x:") and _within(parse_serial(subject).index, ranges)
        case _:
            return False


def _within(index: int, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(first <= index <= last for first, last in ranges)


def _status(unit: TicketStatus, sale: Sale | None, ends: Sequence[Timed]) -> TicketStatus:
    if sale is None:
        return unit
    if not ends:
        return TicketStatus.LIVE
    match ends[0].body:
        case f.Refunded():
            return TicketStatus.REFUNDED
        case f.Exchanged():
            return TicketStatus.EXCHANGED
        case _:
            return TicketStatus.VOIDED


def terms_of(ordered: Sequence[Timed]) -> Terms:
    """Return on what terms an order stands: the last word counts, and what lapsed is expired."""
    terms = Terms.PAID
    for timed in ordered:
        match timed.body:
            case f.Sold(terms=said) | f.Settled(terms=said):
                terms = said
            case f.Lapsed():
                terms = Terms.EXPIRED
            case _:
                pass
    return terms


def _stop(ordered: Sequence[Timed], ends: Sequence[Timed], generation: int) -> Stop | None:
    if ends:
        match ends[0].body:
            case f.Refunded():
                return Stop(StopReason.REFUNDED, generation)
            case f.Exchanged():
                return Stop(StopReason.EXCHANGED, generation)
            case _:
                return Stop(StopReason.VOIDED, generation)
    stop = Stop(StopReason.NONE, generation) if generation > 1 else None
    for timed in ordered:
        match timed.body:
            case f.Blocked(reason=note, stop=reason):
                stop = Stop(reason, generation, note)
            case f.Unblocked():
                stop = Stop(StopReason.NONE, generation) if generation > 1 else None
            case _:
                pass
    return stop


def _claim(ordered: Sequence[Timed], generation: int) -> Claim | None:
    """The first claim of the latest generation is the canonical one."""
    for timed in ordered:
        if isinstance(timed.body, f.Claimed) and timed.body.generation == generation:
            return Claim(timed.body.account, generation)
    return None


def _passages(ordered: Sequence[Timed]) -> list[Timed]:
    """Return who came and went. What was only a rehearsal did not happen."""
    annulled = {timed.body.passage for timed in ordered if isinstance(timed.body, f.Annulled)}
    return [
        timed
        for timed in ordered
        if isinstance(timed.body, f.Admitted | f.Exited) and not timed.body.rehearsal and timed.fact.id not in annulled
    ]


def _replay(moves: Sequence[Timed]) -> Iterator[Passage]:
    """Walk through history list by list, judging each entry by the policy that it was admitted under."""
    past: dict[int, list[Timed]] = {}
    for timed in moves:
        body = timed.body
        assert isinstance(body, f.Admitted | f.Exited)
        before = past.setdefault(body.list, [])
        entry = isinstance(body, f.Admitted)
        use = Use(body.list, timed.time.at_ms, entry, body.gate, timed.fact.id, body.people)
        excess = isinstance(body, f.Admitted) and not body.override and not _allowed(body, before)
        override = body.override if isinstance(body, f.Admitted) else ""
        yield Passage(
            use,
            timed.fact.device,
            timed.time.doubt_ms,
            body.generation,
            override,
            excess,
        )
        before.append(timed)


def _allowed(body: f.Admitted, before: Sequence[Timed]) -> bool:
    """Ask the rule of re-entry again, with everything that is known now of what came before."""
    admits = body.admits or max(body.people, 1)
    room = room_for(
        [_move(timed.body) for timed in before if isinstance(timed.body, f.Admitted | f.Exited)],
        admits=admits,
        reentry=body.reentry,
        entries_max=body.entries_max,
        day=body.day,
    )
    return body.people <= room.people


def _move(body: f.Admitted | f.Exited) -> Move:
    return Move(True, body.people, body.day) if isinstance(body, f.Admitted) else Move(False, body.people)


def _ticket_incidents(
    state: TicketState,
    ordered: Sequence[Timed],
    sales: Sequence[Timed],
    ends: Sequence[Timed],
    unit: TicketStatus,
) -> Iterator[Incident]:
    yield from _duplicate_admissions(state, ordered)
    yield from _refund_clashes(state, ordered, ends)
    entries = _entries(ordered)
    superseded = [t for t in entries if _was_superseded(t, ordered)]
    if superseded:
        newer = {t.fact.id: t for entry in superseded for t in _newer_than(entry, ordered)}
        yield build_incident(
            IncidentKind.SUPERSEDED_USED, "", state.subject, [*superseded, *newer.values()], excess=len(superseded)
        )
    if state.sales > 1:
        yield build_incident(
            IncidentKind.DUPLICATE_SERIAL,
            "",
            state.subject,
            sales,
            excess=state.sales - 1,
        )
    unit_facts = [t for t in ordered if _gives_up(t, state.subject)]
    if sales and unit is TicketStatus.RETURNED:
        yield build_incident(IncidentKind.SOLD_AFTER_RETURN, "", state.subject, [*sales, *unit_facts])
    if sales and unit is TicketStatus.WRITTEN_OFF:
        yield build_incident(IncidentKind.SOLD_AFTER_WRITE_OFF, "", state.subject, [*sales, *unit_facts])
    if entries and not sales and unit is not TicketStatus.LEASED:
        yield build_incident(IncidentKind.UNSOLD_SERIAL, "", state.subject, [*entries, *unit_facts])


def _entries(ordered: Sequence[Timed]) -> list[Timed]:
    return [t for t in _passages(ordered) if isinstance(t.body, f.Admitted)]


def _duplicate_admissions(state: TicketState, ordered: Sequence[Timed]) -> Iterator[Incident]:
    excess: dict[int, int] = {}
    for passage in state.passages:
        if passage.excess:
            excess[passage.use.list] = excess.get(passage.use.list, 0) + 1
    for checkin_list, count in sorted(excess.items()):
        clash = [t for t in _entries(ordered) if isinstance(t.body, f.Admitted) and t.body.list == checkin_list]
        yield build_incident(
            IncidentKind.DUPLICATE_ADMISSION,
            str(checkin_list),
            state.subject,
            clash,
            excess=count,
        )


def _refund_clashes(state: TicketState, ordered: Sequence[Timed], ends: Sequence[Timed]) -> Iterator[Incident]:
    if not ends:
        return
    body = ends[0].body
    assert isinstance(body, f.Refunded | f.Voided | f.Exchanged)
    scope = body.order  # not the sale's: that may come later, and the incident's id must not change with it
    entries = [t for t in _entries(ordered) if isinstance(t.body, f.Admitted) and not t.body.override]
    after = [t for t in entries if t.order > ends[0].order]
    before = [t for t in entries if t.order < ends[0].order]
    if after:
        yield build_incident(IncidentKind.ADMITTED_AFTER_REFUND, scope, state.subject, [*ends, *after])
    if before:
        yield build_incident(IncidentKind.REFUNDED_AFTER_ADMIT, scope, state.subject, [*ends, *before])


def _was_superseded(entry: Timed, ordered: Sequence[Timed]) -> bool:
    """An entry with an old code after the new one was issued; one before it is ordinary use."""
    assert isinstance(entry.body, f.Admitted)
    return not entry.body.override and bool(_newer_than(entry, ordered))


def _newer_than(entry: Timed, ordered: Sequence[Timed]) -> list[Timed]:
    """Return the facts that had made the code of an entry an old one."""
    assert isinstance(entry.body, f.Admitted)
    generation = entry.body.generation
    return [
        t for t in ordered
        if isinstance(t.body, f.Reissued | f.Transferred) and t.body.generation > generation and t.order < entry.order
    ]  # fmt: skip
