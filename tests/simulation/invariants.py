"""What must hold after every step. `quiescence` has what must hold when everybody has come together.

Each check reads the real databases and compares them with what the oracle saw. A check names the invariant that it
stands for; nothing here calls the rule that it judges.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from kiosk.core.admission import Admit
from kiosk.core.permissions import Scope
from kiosk.core.reasons import Reason
from kiosk.scanner.judging import Seen, Station
from server.inventory.store import load_books, recount
from tests.simulation.device import LOUNGE_LIST, MAIN_LIST, SimDevice
from tests.simulation.oracle import Ticket
from tests.simulation.transport import Weather
from tests.simulation.world import World

PEOPLE = {1: 1, 2: 1, 3: 1, 4: 3}
"""How many people a ticket of a type lets pass."""


class Violated(AssertionError):
    """An invariant does not hold. `invariant` is its short name."""

    def __init__(self, invariant: str, what: str) -> None:
        super().__init__(f"[{invariant}] {what}")
        self.invariant = invariant


@dataclass(frozen=True, slots=True)
class Before:
    """What a device knew of a ticket before it was held up."""

    genuine: Ticket | None
    """The ticket whose code or number was held up; None for what is no ticket."""
    text: str
    stops: tuple[str, ...] = ()
    generation_min: int = 1
    passages: tuple[tuple[int, str, int, bool, int], ...] = ()
    """(when, fact, list, entry, people) of every passage that it knew, oldest first."""
    is_known: bool = False


def look_at(device: SimDevice, text: str, ticket: Ticket | None) -> Before:
    """Return what the device knows of a ticket now, read with plain SQL."""
    if ticket is None:
        return Before(None, text)
    return _look(device, ticket.subject, text, ticket)


def look_at_subject(device: SimDevice, subject: str | None) -> Before:
    """Return what the device knows of the ticket that staff have before them."""
    return _look(device, subject, "", None) if subject else Before(None, "")


def _look(device: SimDevice, subject: str, text: str, ticket: Ticket | None) -> Before:
    event, lease, index = int(subject[:8], 16), int(subject[8:16], 16), int(subject[16:], 16)
    told = device.rows("SELECT reason, generation_min FROM stop WHERE subject = ?", subject)
    own = device.rows("SELECT reason FROM local_stop WHERE subject = ?", subject)
    ranges = device.rows(
        "SELECT reason FROM stop_range WHERE event = ? AND lease = ? AND first <= ? AND last >= ? AND reason <> ?",
        event, lease, index, index, "lease_lost",
    )  # fmt: skip
    row = device.rows("SELECT uses FROM ticket WHERE subject = ?", subject)
    passages = {
        fact: (at, fact, checkin_list, bool(entry), people)
        for fact, at, checkin_list, entry, people, annulled in device.rows(
            "SELECT fact, at_ms, list, entry, people, annulled FROM local_use WHERE subject = ?", subject
        )
        if not annulled
    }
    gone = {fact for (fact,) in device.rows("SELECT fact FROM local_use WHERE annulled = 1")}
    for use in json.loads(row[0][0] or "[]") if row else []:
        if use[4] not in gone:
            passages[use[4]] = (use[1], use[4], use[0], bool(use[2]), use[5])  # the server's word on when it was
    reasons = (*(reason for reason, _ in told), *(r for (r,) in own), *(r for (r,) in ranges))
    return Before(
        ticket,
        text,
        tuple(reason for reason in reasons if reason),
        max([1, *(int(generation) for _, generation in told)]),
        tuple(sorted(passages.values())),
        bool(row),
    )


def check_verdict(world: World, device: SimDevice, before: Before, seen: Seen, station: Station) -> None:
    """Is green right, by what this device knew?"""
    if isinstance(seen.verdict, Admit):
        _check_genuine(world, device, before, seen.verdict)
        if station.entry:
            _check_allowed(world, device, before, seen.verdict, station.posts[seen.event][0])
    elif before.stops and seen.verdict.reason is Reason.ALREADY_USED and seen.verdict.subject:
        raise Violated("validity first", f"{seen.verdict.subject} is stopped, but is told that it was used")


def _check_genuine(world: World, device: SimDevice, before: Before, verdict: Admit) -> None:
    subject, here = verdict.subject, f"{verdict.subject} at {device.name}"
    if before.text and (before.genuine is None or before.genuine.subject != subject):
        raise Violated("genuine only", f"{before.text!r} is no ticket, but {here} was let in")
    if subject not in world.oracle.tickets:
        raise Violated("genuine only", f"nobody ever had {here}")
    people = people_of(world.oracle.tickets[subject])
    if not 1 <= verdict.people <= people:
        raise Violated("people", f"{here} lets {verdict.people} pass, it was sold for {people}")


def people_of(ticket: Ticket) -> int:
    """Return the most people that a ticket may let pass: a copy may have sold the unit as something else."""
    return max(PEOPLE.values()) if ticket.also_sold else PEOPLE[ticket.type]


def _check_allowed(world: World, device: SimDevice, before: Before, verdict: Admit, checkin_list: int) -> None:
    here = f"{verdict.subject} at {device.name}"
    if before.stops:
        raise Violated("no green after a stop", f"{here} is stopped there ({', '.join(before.stops)})")
    if verdict.generation < before.generation_min:
        raise Violated("no green after a stop", f"{here}: generation {verdict.generation} was superseded")
    mine = [passage for passage in before.passages if passage[2] == checkin_list]
    admits = people_of(world.oracle.tickets[verdict.subject])
    if checkin_list == MAIN_LIST and sum(one[4] for one in mine if one[3]) + verdict.people > admits:
        raise Violated("once per device", f"{here} was known as used and is let in again")
    inside = 0
    for _, _, _, entry, people in mine:
        inside = min(inside + people, admits) if entry else max(0, inside - people)
    if checkin_list == LOUNGE_LIST and inside + verdict.people > admits:
        raise Violated("once per device", f"{here} is inside already and is let in again")


def check_remembers(world: World, device: SimDevice) -> None:
    """What a device showed before it stopped, it knows after it started."""
    facts = {row[0] for row in device.rows("SELECT id FROM fact")}
    lost = [what for fact, what in world.oracle.shown.get(device.name, {}).items() if fact not in facts]
    if lost:
        raise Violated("shown is durable", f"{device.name} has forgotten {lost[:3]}")
    sales = {row[0] for row in device.rows("SELECT id FROM sale")}
    unsold = [order for order in world.oracle.sold.get(device.name, {}) if order not in sales]
    if unsold:
        raise Violated("shown is durable", f"{device.name} has forgotten that it sold {unsold[:3]}")
    for order in world.oracle.sold.get(device.name, {}):
        state = device.rows("SELECT state FROM sale WHERE id = ?", order)[0][0]
        if order in world.oracle.refunded_minor and state == "sold" and device.name == "till":
            raise Violated("shown is durable", f"{device.name} has forgotten that it refunded {order}")
    check_device(device)


def check_papers(device: SimDevice) -> None:
    """Nothing is printed twice by itself, and what is on paper is in the journal."""
    states = dict(device.rows("SELECT id, state FROM print_job"))
    jobs = [title.partition("-")[2] for title in device.printer.papers]
    for job in jobs:
        if jobs.count(job) > 1:
            raise Violated("printed once", f"{device.name}: job {job} is on paper {jobs.count(job)} times")
        if states.get(job, "queued") in ("queued", "failed"):
            raise Violated("shown is durable", f"{device.name}: {job} is on paper, the journal says {states.get(job)}")
    done = sum(state in ("sent", "confirmed") for state in states.values())
    printed = [msgspec.msgpack.decode(body) for (body,) in device.rows("SELECT body FROM fact WHERE kind = 'printed'")]
    told = sum(one["job"] in states for one in printed)  # the others came back: they were printed by another copy
    if done != told:
        raise Violated("verdict and fact are one", f"{device.name}: {done} papers are out, {told} facts say so")


def check_device(device: SimDevice) -> None:
    """Do the tables of one device agree with its log?"""
    check_papers(device)
    known = device.rows("SELECT value FROM meta WHERE name = 'incarnation'")
    present = int(known[0][0]) if known else 1  # of a log that another copy wrote on only what the server took is here
    count, last = device.rows("SELECT count(DISTINCT seq), max(seq) FROM fact WHERE incarnation = ?", present)[0]
    if count != (last or 0):
        raise Violated("nothing deleted", f"{device.name} has {count} facts of {last} in log {present}")
    alone = "SELECT fact FROM {} WHERE fact NOT IN (SELECT id FROM fact) LIMIT 3"
    for table in ("local_use", "scan_line", "sale"):
        if loose := device.rows(alone.format(table)):
            raise Violated("verdict and fact are one", f"{device.name}: {table} without facts: {loose}")
    spoken = "SELECT id FROM fact WHERE kind IN ({}) AND id NOT IN (SELECT fact FROM {}) LIMIT 3"
    for kinds, table in (("'admitted', 'exited'", "local_use"), ("'sold'", "sale")):
        if loose := device.rows(spoken.format(kinds, table)):
            raise Violated("verdict and fact are one", f"{device.name}: facts without {table}: {loose}")


def let_go(world: World) -> None:
    """Take devices that have wiped themselves out of the world: nothing is left on them, and all of it is here."""
    for name, device in list(world.devices.items()):
        if not device.is_wiped or device.image is not None:
            continue
        here = {row[0] for row in world.center.rows("SELECT id FROM fact UNION SELECT fact FROM quarantine")}
        if lost := [id_ for id_ in device.left if id_ not in here]:
            raise Violated("delivered", f"{name} has wiped itself with facts that the server does not have: {lost[:3]}")
        if files := [file.name for file in device.folder.iterdir() if file.name != "lock"]:
            raise Violated("stolen file", f"{name} has wiped itself and left {files}")
        del world.devices[name]
        world.gone.append(device)
        world.oracle.shown.pop(name, None)
        forget_untold(world)
        world.mark("wiped")


def forget_untold(world: World) -> None:
    """What a device did that is gone, and that did not enter the log, nobody can ask the log for."""
    gone = {device.name for device in world.gone}
    known = {row[0] for row in world.center.rows("SELECT id FROM fact")} if gone else set[str]()
    passages = world.oracle.passages
    passages[:] = [p for p in passages if p.device not in gone or p.fact in known]


def step_and_check_safety(world: World, device: SimDevice) -> None:
    """Take a round. Where only pushes fail, what the doors must refuse has arrived all the same."""
    query = "SELECT seq FROM feed_head WHERE event = ? AND scope = ?"
    head = world.center.rows(query, world.event, Scope.SAFETY.value)[0][0]
    device.line.failed.clear()
    device.step_sync()
    if device.is_wiped:
        return
    if device.line.weather is not Weather.NO_PUSH or set(device.line.failed) - {"/api/v1/sync/push"}:
        return
    known = device.load_identity()
    if known is None or not known.events:
        return
    reached = device.rows("SELECT seq FROM cursor WHERE event = ? AND scope = ?", world.event, Scope.SAFETY.value)
    if not reached or reached[0][0] < head:
        raise Violated("safety first", f"{device.name} cannot push, and its stops stand at {reached} of {head}")


def check_step(world: World, *, whole: bool) -> None:
    """What holds after every step; `whole`: also what costs a little more."""
    if world.oracle.double:
        raise Violated("applied once", world.oracle.double[0])
    _check_server(world, whole=whole)
    for device in world.devices.values():
        if whole or device.store.is_touched:
            device.store.is_touched = False
            check_device(device)
    if whole:
        check_units(world, list(world.devices.values()))


def _check_server(world: World, *, whole: bool) -> None:
    center = world.center
    count = center.rows("SELECT count(*) FROM fact")[0][0]
    if count < world.facts_seen:
        raise Violated("nothing deleted", f"the server had {world.facts_seen} facts and has {count}")
    world.facts_seen = count
    with center.center.ground.db.read() as connection:
        books = load_books(connection, world.event)
        for quota, one in books.items():
            if not one.balanced:
                raise Violated("books", f"quota {quota}: {one}")
        if whole and books != recount(connection, world.event):
            raise Violated("books", f"{books} are not what the units say: {recount(connection, world.event)}")


def check_places(world: World) -> None:
    """No place of any log is ever taken by two facts, whatever was restored in between; but for copied devices."""
    places = world.oracle.places
    copied = {device.author.device for device in world.devices.values() if device.name.endswith("-copy")}
    for device, incarnation, seq, id_ in world.center.rows("SELECT device, incarnation, seq, id FROM fact"):
        known = places.setdefault((device, incarnation, seq), id_)
        if known != id_ and device not in copied:
            raise Violated("applied once", f"place {seq} of log {incarnation} of {device} was {known} and is {id_}")


def check_units(world: World, devices: Sequence[SimDevice]) -> None:
    """No serial has two holders, and whoever holds one was lent it."""
    holders = {
        (event, lease): holder for event, lease, holder in world.center.rows("SELECT event, lease, holder FROM lease")
    }
    awaited = {id_ for (id_,) in world.center.rows("SELECT device FROM awaited_report")}
    found: dict[tuple[int, int, int], SimDevice] = {}
    for device in devices:
        for event, lease, index in device.rows("SELECT event, lease, idx FROM unit"):
            other = found.setdefault((event, lease, index), device)
            if other.author.device != device.author.device:  # copies of one device hold the same
                raise Violated("one holder", f"{other.name} and {device.name} hold {lease:08x}/{index}")
            is_out = device.author.device in awaited | world.given_up
            forgotten = (event, lease) not in holders and is_out
            if not forgotten and holders.get((event, lease)) != device.author.device:
                raise Violated("one holder", f"{device.name} holds {lease:08x}/{index}, which it was not lent")
