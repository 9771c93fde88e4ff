"""When the faults stop: does everybody come together, and is it the truth that they share?

`come_together` clears every line and lets devices and server talk; `check_all` then compares the server's state with
the facts folded anew in another order, every mirror with the server, and both with what the oracle saw.
"""

import random
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import msgspec

from kiosk.core import facts as f
from kiosk.core.access import ChatPolicy, FullAccess, NoAccess, ProvisionalAccess, access
from kiosk.core.effective_time import ClockSample, effective_times, own_time, sample_of
from kiosk.core.ids import is_ticket_subject, lease_subject_of
from kiosk.core.incidents import Incident, IncidentKind, Timed, build_incident
from kiosk.core.leases import QuotaBooks
from kiosk.core.money_reducer import reduce_order
from kiosk.core.reducer import TicketState, in_order, reduce_ticket
from kiosk.running import SELLING
from server.catalog.store import load_history
from server.inventory.store import load_books
from server.ledger import store
from server.sales.rules import find_clashes
from tests.simulation import desk_actions, mirrors, office_actions, stock_checks
from tests.simulation.device import MAIN_LIST, SimDevice
from tests.simulation.invariants import Violated, check_places, check_remembers, let_go, people_of
from tests.simulation.transport import Weather
from tests.simulation.world import World

ROUNDS_MAX = 8
_OF_THE_CATALOGUE = (
    IncidentKind.PRICE_NEVER_VALID,
    IncidentKind.TYPE_DISABLED,
    IncidentKind.EVENT_CANCELLED,
    IncidentKind.OVERSOLD,
)
"""A sale against the catalogue, or for a place that is not there: the other side is no fact."""
ROUND_MS = 61_000
"""Long enough for a hello in each round, and for every session to be signed anew."""
PULL_MS = 1_000
"""Too short for a hello."""


def _let_stock_rest(world: World) -> None:
    """A copied device counts for two: with each hello a unit may go to and fro between it and its copy.

    Without a hello nobody is told to give anything back, and everybody reads what the last one has changed.
    """
    for _ in range(ROUNDS_MAX):
        before = world.center.rows("SELECT sum(seq) FROM feed_head")
        world.time.pass_ms(PULL_MS)
        for device in list(world.devices.values()):
            device.step_sync()
            let_go(world)
        if before == world.center.rows("SELECT sum(seq) FROM feed_head"):
            return


def come_together(world: World) -> None:
    """Stop the faults; every queue must be empty after a bounded number of rounds."""
    world.network.wandering.clear()
    for name in world.devices:
        office_actions.give_event(world, name, has_it=True)
    for device in world.devices.values():
        device.line.weather, device.terminal.is_reliable = Weather.CLEAR, True
        if device.door is not None:
            device.door.dismiss()
        if device.role in SELLING:
            desk_actions.settle(world, random.Random(0), device)
    quiet = 0
    for _ in range(ROUNDS_MAX):
        before = world.center.rows("SELECT sum(seq) FROM feed_head")
        world.time.pass_ms(ROUND_MS)
        for device in list(world.devices.values()):
            device.step_sync()
            let_go(world)
        is_quiet = not any(d.count_pending() or d.sync_state.trouble for d in world.devices.values())
        quiet = quiet + 1 if is_quiet and before == world.center.rows("SELECT sum(seq) FROM feed_head") else 0
        if quiet == 2:  # one round brought nothing up, and the next one nothing down
            break
    _let_stock_rest(world)
    waiting = {device.name: n for device in world.devices.values() if (n := device.count_pending())}
    if waiting:
        raise Violated("queues drain", f"still waiting after {ROUNDS_MAX} rounds: {waiting}")
    troubled = {
        device.name: device.sync_state.trouble for device in world.devices.values() if device.sync_state.trouble
    }
    if troubled:
        raise Violated("queues drain", f"no round succeeds any more: {troubled}")


def check_all(world: World, dice: random.Random) -> None:
    """Everything that must hold in the end."""
    for device in world.devices.values():
        check_remembers(world, device)
    _check_delivered(world)
    _check_returned(world)
    check_places(world)
    states = _fold_anew(world, dice)
    _check_tickets(world, states)
    _check_chat(world, states)
    for device in world.devices.values():
        mirrors.check_mirror(world, device)
    _check_stock(world)
    stock_checks.check_seats(world)
    stock_checks.check_vouchers(world, states)
    _check_money(world)
    _check_excess(world)
    _check_stolen(world)


def _check_delivered(world: World) -> None:
    """Every durable fact of a device is in the server's log; and nothing genuine is in quarantine."""
    known = dict(world.center.rows("SELECT id, body FROM fact"))
    for device in world.devices.values():
        for id_, state, kind, answer in device.rows("SELECT id, state, kind, answer FROM fact"):
            if id_ in world.oracle.tampered:
                if known.get(id_) == world.oracle.tampered[id_]:
                    raise Violated("genuine only", f"{kind} {id_} was changed after it was signed, and was taken")
                continue
            if id_ not in known:
                raise Violated("delivered", f"{device.name}: the {state} {kind} {id_} is not on the server {answer}")
            if state != "acked":
                raise Violated("delivered", f"{device.name}: {kind} {id_} is {state}: {answer}")
    kept = world.center.rows("SELECT device, fact, reason FROM quarantine")
    kept = [row for row in kept if row[1] not in world.oracle.tampered and row[2] != "revoked"]
    if kept:
        raise Violated("delivered", f"in quarantine without a reason: {kept[:3]}")


def _check_returned(world: World) -> None:
    """A unit given back is dead at every door."""
    returned = {
        (event, lease, index)
        for device in world.devices.values()
        for event, lease, index in device.rows("SELECT event, lease, idx FROM unit WHERE state = 'returned'")
    }
    unsold = {
        (event, lease, index)
        for device in world.devices.values()
        for event, lease, index in device.rows("SELECT event, lease, idx FROM unit WHERE state IN ('free', 'reserved')")
    }
    for device in world.devices.values():
        if device.door is None:
            continue
        ranges = device.rows("SELECT event, lease, first, last FROM stop_range WHERE reason = 'returned'")
        dead = {(event, lease, i) for event, lease, first, last in ranges for i in range(first, last + 1)}
        if odd := sorted((returned - dead) | (dead & unsold))[:3]:
            raise Violated("returned is dead", f"{device.name}: returned units and stopped ranges differ: {odd}")


def _fold_anew(world: World, dice: random.Random) -> dict[str, TicketState]:
    """Fold all facts in another order, by the pure rules alone; compare times, and return the tickets' states."""
    with world.center.center.ground.db.read() as connection:
        ids = [row[0] for row in connection.exec_driver_sql("SELECT id FROM fact")]
        stored = store.load_timed(connection, ids)
    samples: dict[tuple[str, str], list[ClockSample]] = defaultdict(list)
    for timed in stored.values():
        if isinstance(timed.body, f.Clock):
            samples[timed.fact.device, timed.fact.boot].append(sample_of(timed.fact, timed.body))
    for mine in samples.values():
        mine.sort(key=lambda sample: sample.seq)
    own = {id_: own_time(timed.fact, samples[timed.fact.device, timed.fact.boot]) for id_, timed in stored.items()}
    times = effective_times([timed.fact for timed in stored.values()], own)
    wrong = [id_ for id_, timed in stored.items() if timed.time != times[id_]]
    if wrong:
        known = stored[wrong[0]]
        raise Violated(
            "order", f"{known.fact.kind} {wrong[0]} has the time {known.time} and should have {times[wrong[0]]}"
        )
    shuffled = [Timed(timed.fact, timed.body, times[id_]) for id_, timed in stored.items()]
    dice.shuffle(shuffled)
    about: dict[str, list[Timed]] = defaultdict(list)
    for timed in shuffled:
        for subject in timed.fact.subjects:
            about[subject].append(timed)
    clashes = _check_orders(world, about)
    tickets = {subject for subject in about if is_ticket_subject(subject)}
    states = {
        subject: reduce_ticket(subject, [*about[subject], *about.get(lease_subject_of(subject) or "", ())])
        for subject in tickets
    }
    forks = _find_forks(shuffled)
    _check_incidents(
        world,
        [
            *clashes,
            *stock_checks.find_oversold(world, states, about),
            *stock_checks.find_seats_sold_twice(world, states, about),
            *forks,
            *(incident for state in states.values() for incident in state.incidents),
        ],
    )
    return states


def _find_forks(facts: list[Timed]) -> list[Incident]:
    """Two facts at one place of a log: a device that runs twice, once for each log."""
    places: dict[tuple[str, int, int], list[Timed]] = defaultdict(list)
    for timed in facts:
        places[timed.fact.device, timed.fact.incarnation, timed.fact.seq].append(timed)
    found: dict[tuple[str, int], list[Timed]] = {}
    for (device, incarnation, _), mine in sorted(places.items(), key=lambda item: item[0]):
        if len(mine) > 1:
            found.setdefault((device, incarnation), mine)
    return [
        build_incident(IncidentKind.DEVICE_FORK, str(incarnation), f"d:{device}", mine, excess=len(mine) - 1)
        for (device, incarnation), mine in found.items()
    ]


def _check_orders(world: World, about: dict[str, list[Timed]]) -> list[Incident]:
    """Orders are what their facts say; return their incidents, those that the catalogue's history shows included."""
    query = "SELECT id, gross_minor, paid_minor, refunded_minor, terms FROM ticket_order"
    rows = {id_: tuple(values) for id_, *values in world.center.rows(query)}
    with world.center.center.ground.db.read() as connection:
        history = load_history(connection, world.event)
    clashes: list[Incident] = []
    for subject, facts in about.items():
        if subject.startswith("o:") and any(isinstance(t.body, f.Sold) for t in facts):
            state = reduce_order(subject[2:], facts)
            expected = (state.gross_minor, state.paid_minor, state.refunded_minor, state.terms.value)
            if rows.get(subject[2:]) != expected:
                raise Violated("order", f"order {subject}: {rows.get(subject[2:])}, but its facts say {expected}")
            sales = [timed for timed in in_order(facts) if isinstance(timed.body, f.Sold)]
            clashes += [*state.incidents, *find_clashes(subject[2:], sales, history)]
    return clashes


def _check_tickets(world: World, states: dict[str, TicketState]) -> None:
    """The server's tables are what the facts say."""
    query = "SELECT subject, status, generation, stop, is_used, prints FROM ticket"
    rows = {subject: tuple(values) for subject, *values in world.center.rows(query)}
    passages: dict[str, set[tuple[Any, ...]]] = defaultdict(set)
    for subject, *values in world.center.rows("SELECT subject, fact, list, entry, at_ms, excess FROM passage"):
        passages[subject].add(tuple(values))
    for subject, state in states.items():
        stop = state.stop.reason.value if state.stop else ""
        is_used = any(passage.use.entry for passage in state.passages)
        expected = (state.status.value, state.generation, stop, is_used, state.prints)
        if state.sale is not None and rows.get(subject) != expected:
            raise Violated("order", f"ticket {subject} is {rows.get(subject)}, but its facts say {expected}")
        walked = {(p.use.fact, p.use.list, p.use.entry, p.use.at_ms, p.excess) for p in state.passages}
        if passages.get(subject, set()) != walked:
            raise Violated("order", f"passages of {subject}: {passages.get(subject)}, but its facts say {walked}")


def _check_chat(world: World, states: dict[str, TicketState]) -> None:
    """Who may enter the chat room is what the predicate says of the ticket."""
    banned = {account for (account,) in world.center.rows("SELECT account FROM chat_ban")}
    rows = world.center.rows("SELECT subject, account, level FROM chat_grant")
    grants = {subject: (account, level) for subject, account, level in rows}
    for subject, state in states.items():
        match access(state, ChatPolicy.HOLDERS, banned, claimed_ms=world.time.now_ms, now_ms=world.time.now_ms):
            case FullAccess(account=account):
                expected = (account, "full")
            case ProvisionalAccess(account=account):
                expected = (account, "provisional")
            case NoAccess():
                expected = None
        if grants.get(subject) != expected:
            raise Violated("chat", f"{subject}: {grants.get(subject)} is granted, {expected} should be")


def _check_incidents(world: World, incidents: list[Incident]) -> None:
    """The inbox is what the facts say, and no incident stands on fewer than two facts."""
    expected = {incident.id: (incident.kind.value, incident.excess, incident.facts) for incident in incidents}
    rows = {
        id_: (kind, excess, tuple(msgspec.json.decode(facts)))
        for id_, kind, excess, facts in world.center.rows("SELECT id, kind, excess, facts FROM incident")
        if kind != IncidentKind.QUARANTINED
    }
    _check_quarantine_told(world)
    if rows != expected:
        odd = sorted(set(rows.items()) ^ set(expected.items()))[:2]
        raise Violated("incidents", f"the inbox differs from the facts: {odd}")
    alone = [row for row in rows.values() if len(set(row[2])) < 2 and row[0] not in _OF_THE_CATALOGUE]
    if alone:
        raise Violated("incidents", f"an incident with fewer than two facts: {alone[0]}")


def _check_quarantine_told(world: World) -> None:
    """What was kept out of the log is told of, all of it, by device and reason; what was not, is not."""
    kept = world.center.rows("SELECT device, event, reason, count(*) FROM quarantine GROUP BY device, event, reason")
    query = "SELECT subject, scope, excess FROM incident WHERE kind = 'quarantined'"
    expected = sorted((f"d:{device}", f"{event:08x}:{reason}", count) for device, event, reason, count in kept)
    if sorted(world.center.rows(query)) != expected:
        raise Violated("incidents", f"quarantine has {expected}, told is {world.center.rows(query)}")


def _check_stock(world: World) -> None:
    """What is out in the world fits into the house, or an incident says by how much it does not."""
    live: dict[int, int] = defaultdict(int)
    sold_as = dict(world.center.rows("SELECT subject, sold_as FROM unit"))
    for ticket in world.oracle.live():
        # Of a unit that two copies of a device sold, the server says which sale counts.
        for quota in stock_checks.QUOTAS[sold_as[ticket.subject] if ticket.also_sold else ticket.type]:
            live[quota] += 1
    with world.center.center.ground.db.read() as connection:
        books = load_books(connection, world.event)
    _check_oversold(world, books)
    for quota, count in live.items():
        if count > books[quota].size + books[quota].oversold:
            raise Violated("books", f"quota {quota}: {count} people hold tickets, {books[quota]}")
        if count != books[quota].sold:
            raise Violated("books", f"quota {quota}: {count} people hold tickets, sold are {books[quota].sold}")
    status = dict(world.center.rows("SELECT subject, status FROM unit"))
    meant = {"free": ("leased", "written_off", "revoked"), "sold": ("live", "refunded"), "returned": ("returned",)}
    for device in world.devices.values():
        for event, lease, index, state in device.rows("SELECT event, lease, idx, state FROM unit"):
            here = status.get(f"{event:08x}{lease:08x}{index:04x}")
            sold_by_copy = state == "returned" and here in meant["sold"] and is_copied(world, device)
            if here not in meant.get(state, (here,)) and not sold_by_copy:
                raise Violated("one holder", f"{device.name}: unit {lease:08x}/{index} is {state}, the server: {here}")


def is_copied(world: World, device: SimDevice) -> bool:
    """Say whether a device runs twice."""
    return sum(other.author.device == device.author.device for other in world.devices.values()) > 1


def _check_oversold(world: World, books: Mapping[int, QuotaBooks]) -> None:
    """More is out than there is only where a person took that risk."""
    for quota, one in books.items():
        if one.oversold and not world.may_oversell:
            raise Violated("books", f"quota {quota} is oversold, and nobody took that risk: {one}")


def _check_money(world: World) -> None:
    """Payments less refunds are what was charged, taken and handed back."""
    oracle = world.oracle
    _check_cards(world)
    expected: dict[str, int] = dict(oracle.web_paid_minor)
    for sales in oracle.sold.values():
        expected |= {order: sold.total_minor for order, sold in sales.items()}
    for order, back in oracle.refunded_minor.items():
        expected[order] -= back
    found: dict[str, int] = defaultdict(int)
    for order, amount in world.center.rows("SELECT order_id, amount_minor FROM payment"):
        found[order] += amount
    for order, amount in expected.items():
        if found.get(order, 0) != amount:
            raise Violated("money", f"order {order}: {amount} changed hands, the payments say {found.get(order, 0)}")


def _check_cards(world: World) -> None:
    """Each charge of a card is one sale, and each sale by card one charge."""
    charged: dict[str, int] = {}
    for device in world.devices.values():
        charged |= device.terminal.approved()
    for sales in world.oracle.sold.values():
        for order, sold in sales.items():
            for tender in sold.tenders:
                if tender.method == "card" and charged.pop(tender.intent, None) != tender.amount_minor:
                    raise Violated("money", f"order {order} was paid by card, but the terminal did not charge that")
    if charged:
        raise Violated("money", f"charged, but nothing was sold: {charged}")


def _count_excess(people: list[int], admits: int) -> int:
    """Return how many of a ticket's entries, in order, were more than it had room for."""
    sums = [sum(people[: at + 1]) for at in range(len(people))]
    return sum(entered > admits for entered in sums)


def _check_excess(world: World) -> None:
    """Every time that somebody came in on a used ticket is an incident, and nothing else is."""
    query = "SELECT subject, excess FROM incident WHERE kind = 'duplicate_admission' AND scope = ?"
    told = dict(world.center.rows(query, str(MAIN_LIST)))
    facts: dict[str, list[int]] = defaultdict(list)
    query = "SELECT subject, override, people FROM passage WHERE list = ? AND entry ORDER BY at_ms, fact"
    overridden = {s for s, override, _ in world.center.rows(query, MAIN_LIST) if override}
    for subject, _, people in world.center.rows(query, MAIN_LIST):
        facts[subject].append(people)
    unseen = 0
    for subject in {*told, *facts, *(p.subject for p in world.oracle.passages)} - overridden:
        came_in = len(world.oracle.entries(subject, MAIN_LIST))
        if came_in > len(facts[subject]):
            raise Violated("incidents", f"{subject}: {came_in} came in, the server knows of {facts[subject]}")
        unseen += len(facts[subject]) - came_in
        ticket = world.oracle.tickets[subject]
        if not ticket.also_sold and told.get(subject, 0) != _count_excess(facts[subject], people_of(ticket)):
            raise Violated("incidents", f"{subject}: {facts[subject]} came in, told excess {told.get(subject, 0)}")
    if unseen > world.oracle.deaths:
        raise Violated("incidents", f"{unseen} admissions that no screen showed, after {world.oracle.deaths} deaths")


def _check_stolen(world: World) -> None:
    """Whoever takes a device away finds no name in its files."""
    names = [name.encode() for name in world.oracle.names]
    for folder in (*(device.folder for device in world.devices.values()), world.center.folder):
        for file in folder.iterdir():
            raw = file.read_bytes() if file.is_file() else b""
            if b"Zarathustra" in raw or any(name in raw for name in names):
                raise Violated("stolen file", f"{file.parent.name}/{file.name} shows a name in clear")
