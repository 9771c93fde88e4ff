"""Take facts in: dedupe, store, fold, apply, publish; in one transaction, whoever wrote them.

`take` is for facts that a device pushed, `record` for the server's own; both end in `_apply`. A batch is
applied set-wise; only when that fails is it taken apart, one savepoint per fact, and the one that cannot
be applied goes to quarantine. Facts that moved in time are folded again, in chunks (`refold`).
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
import structlog

from kiosk.core import facts as f
from kiosk.core.errors import StorageError
from kiosk.core.ids import Serial, is_ticket_subject, lease_subject_of, parse_serial
from kiosk.core.incidents import Timed
from kiosk.core.money_reducer import reduce_order, reduce_shift
from kiosk.core.reducer import reduce_ticket
from kiosk.core.wire import FactAnswer, Outcome
from server.clock import Clock, Ids
from server.db.tables import insert_new
from server.ledger import schema, store, times
from server.ledger.feed import Changes, publish
from server.ledger.fold import Capability, DeviceNames, Fold, Found, Labels
from server.ledger.forks import find_forks
from server.ledger.incidents import list_clashing, publish_incidents, replace_incidents
from server.ledger.kept import find_quarantined, release_quarantined, save_quarantined
from server.ledger.own import Draft, ServerAuthor, seal_drafts
from server.ledger.rules import Author, Sound, Unsound

CHUNK = 200
BRANCHES_MAX = 16
"""How many facts may claim one place of a log: copies of a device, not an attack."""
NO_BRANCHES: Mapping[str, int] = {}
SUBJECTS_AT_ONCE = 1_000
_APPLIERS: Mapping[str, tuple[str, ...]] = {name: kind.appliers for name, kind in f.KINDS.items()}
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The log with everything plugged into it. Its functions run inside the caller's transaction."""

    author: ServerAuthor
    clock: Clock
    ids: Ids
    capabilities: tuple[Capability, ...]
    device_names: DeviceNames
    labels: Labels

    def of(self, author: ServerAuthor) -> "Ledger":
        """Return the same ledger under another author: the server after a restore."""
        return replace(self, author=author)

    def publish(self, connection: sa.Connection, changes: Changes) -> None:
        """Publish changes; the last thing that a transaction does."""
        publish(connection, changes, lambda: self.ids.random_bytes(6).hex(), self.clock.now_ms())


def take(
    connection: sa.Connection, ledger: Ledger, author: Author, judged: Sequence[Sound | Unsound], changes: Changes
) -> list[FactAnswer]:
    """Take a pushed batch in and return one answer per fact, in order. The caller publishes `changes` last."""
    now_ms = ledger.clock.now_ms()
    answers: dict[int, FactAnswer] = {}
    branches: dict[str, int] = {}
    fresh = _sort_out(connection, ledger, author, judged, answers, branches)
    mine = Changes()
    try:
        with connection.begin_nested():
            clashes = _apply(connection, ledger, [sound for _, sound in fresh], mine, now_ms, branches)
    except StorageError:
        raise
    except Exception:  # noqa: BLE001 (whatever one fact did to us, the others must not wait for it)
        _log.exception("a batch could not be applied as a whole; taking it fact by fact", device=author.device)
        mine = Changes()
        clashes = _apply_singly(connection, ledger, author, fresh, answers, mine, branches)
    changes.update(mine)
    for place, sound in fresh:
        found = tuple(clashes.get(sound.fact.id, ()))
        outcome = Outcome.CONFLICT if found else Outcome.APPLIED
        answers.setdefault(place, FactAnswer(sound.fact.id, outcome, "", found))
    released = release_quarantined(
        connection, [s.fact.id for p, s in fresh if answers[p].outcome != Outcome.QUARANTINED]
    )
    if released or any(answer.outcome is Outcome.QUARANTINED for answer in answers.values()):
        _tell_quarantined(connection, ledger, author, changes)
    return [answers[place] for place in range(len(judged))]


def _tell_quarantined(connection: sa.Connection, ledger: Ledger, author: Author, changes: Changes) -> None:
    """Bring the incidents of what is kept of a device up to date."""
    found = find_quarantined(connection, author.device)
    changed, gone = replace_incidents(connection, found)
    publish_incidents(connection, changed, changes, ledger.device_names, ledger.labels)
    for one in gone:
        _put_gone(changes, found, one)


def _apply_singly(
    connection: sa.Connection,
    ledger: Ledger,
    author: Author,
    fresh: Sequence[tuple[int, Sound]],
    answers: dict[int, FactAnswer],
    changes: Changes,
    branches: Mapping[str, int],
) -> dict[str, list[str]]:
    """Apply fact by fact; what fails alone is quarantined."""
    now_ms = ledger.clock.now_ms()
    clashes: dict[str, list[str]] = {}
    for place, sound in fresh:
        mine = Changes()
        try:
            with connection.begin_nested():
                clashes |= _apply(connection, ledger, [sound], mine, now_ms, branches)
        except StorageError:
            raise
        except Exception:  # noqa: BLE001 (its bytes are kept, and the log says why)
            _log.exception("a fact could not be applied and is quarantined", fact=sound.fact.id)
            refused = Unsound(sound.raw, sound.fact.id, Outcome.QUARANTINED, "not_applicable", sound.fact)
            save_quarantined(connection, author, [refused], now_ms)
            answers[place] = FactAnswer(sound.fact.id, Outcome.QUARANTINED, "not_applicable")
            continue
        changes.update(mine)
    return clashes


def _sort_out(
    connection: sa.Connection,
    ledger: Ledger,
    author: Author,
    judged: Sequence[Sound | Unsound],
    answers: dict[int, FactAnswer],
    branches: dict[str, int],
) -> list[tuple[int, Sound]]:
    """Answer what is known, refused or unreadable; return the new facts with their places.

    `branches` gets those whose place in the log another fact has already: of a copied device both are genuine.
    """
    sound = [one for one in judged if isinstance(one, Sound)]
    known, taken = store.find_known(connection, [one.fact for one in sound])
    reasons = _judge_further(connection, ledger, author, [one for one in sound if one.fact.id not in known])
    fresh: dict[str, tuple[int, Sound]] = {}
    refused: list[Unsound] = []
    for place, one in enumerate(judged):
        if isinstance(one, Unsound):
            refused.append(one)
            answers[place] = FactAnswer(one.id, one.outcome, one.reason)
            continue
        reason = _clash_with_known(one.fact, known, taken, fresh) or reasons.get(one.fact.id, "")
        if reason == "duplicate":
            answers[place] = _repeated(one.fact, known)
        elif reason:
            refused.append(Unsound(one.raw, one.fact.id, Outcome.QUARANTINED, reason, one.fact))
            answers[place] = FactAnswer(one.fact.id, Outcome.QUARANTINED, reason)
        else:
            fresh[one.fact.id] = (place, one)
            where = (one.fact.incarnation, one.fact.seq)
            if taken.get(where):
                branches[one.fact.id] = taken[where]
            taken[where] = taken.get(where, 0) + 1
    if refused:
        save_quarantined(connection, author, refused, ledger.clock.now_ms())
        for one in refused:
            if one.outcome is Outcome.QUARANTINED:
                _log.info("a fact was quarantined", fact=one.id, reason=one.reason, device=author.device)
    return list(fresh.values())


def _judge_further(connection: sa.Connection, ledger: Ledger, author: Author, sound: Sequence[Sound]) -> dict[str, str]:
    reasons: dict[str, str] = {}
    for capability in ledger.capabilities:
        if capability.judge is not None and sound:
            reasons |= capability.judge(connection, author, sound)
    return reasons


def _clash_with_known(
    fact: f.Fact,
    known: Mapping[str, Any],
    taken: Mapping[tuple[int, int], int],
    fresh: Mapping[str, tuple[int, Sound]],
) -> str:
    row = known.get(fact.id)
    if row is not None:
        return "duplicate" if bytes(row.hash) == fact.hash else "id_reuse"
    if fact.id in fresh:
        return "duplicate" if fresh[fact.id][1].fact.hash == fact.hash else "id_reuse"
    return "seq_reuse" if taken.get((fact.incarnation, fact.seq), 0) >= BRANCHES_MAX else ""


def _repeated(fact: f.Fact, known: Mapping[str, Any]) -> FactAnswer:
    """Answer a repetition with the result of the first time."""
    row = known.get(fact.id)
    clashes = tuple(row.clashes.split()) if row is not None else ()
    return FactAnswer(fact.id, Outcome.DUPLICATE, Outcome.CONFLICT if clashes else Outcome.APPLIED, clashes)


def record(connection: sa.Connection, ledger: Ledger, drafts: Sequence[Draft], changes: Changes) -> list[f.Fact]:
    """Append facts of the server itself and apply them like anybody's. The caller publishes `changes` last."""
    sealed = seal_drafts(connection, ledger.author, ledger.clock, ledger.ids, drafts)
    _apply(connection, ledger, sealed, changes, ledger.clock.now_ms())
    return [sound.fact for sound in sealed]


def _apply(
    connection: sa.Connection,
    ledger: Ledger,
    taken: Sequence[Sound],
    changes: Changes,
    now_ms: int,
    branches: Mapping[str, int] = NO_BRANCHES,
) -> dict[str, list[str]]:
    """Store facts and fold what they touch; return, by fact, the incidents that it takes part in."""
    if not taken:
        return {}
    new, moved = times.settle_times(connection, taken)
    store.save_facts(connection, taken, new, now_ms, branches)
    times.save_times(connection, moved)
    changed: dict[str, set[str]] = defaultdict(set)
    for sound in taken:
        for subject in (*store.indexed_subjects(sound), *_units_touched(sound.fact, sound.body)):
            changed[subject].add(sound.fact.kind)
    loose = [Timed(s.fact, s.body, new[s.fact.id]) for s in taken if not s.fact.subjects and s.fact.kind != "clock"]
    later = _moved_subjects(connection, moved, loose)
    if len(later) <= CHUNK:
        for subject, kinds in later.items():
            changed[subject] |= kinds
    else:
        insert_new(connection, schema.refold_due, [{"subject": subject} for subject in sorted(later)], ("subject",))
    touched = _fold(connection, ledger, changed, changes, now_ms, loose)
    forks = find_forks(connection, [sound.fact for sound in taken], branches)
    forked, _ = replace_incidents(connection, forks)
    publish_incidents(connection, forked, changes, ledger.device_names, ledger.labels)
    touched |= forked
    clashes = list_clashing(connection, touched)
    mine = {sound.fact.id: clashes[sound.fact.id] for sound in taken if sound.fact.id in clashes}
    store.save_clashes(connection, mine)
    return mine


def _units_touched(fact: f.Fact, body: f.Body) -> list[str]:
    """Return the units whose fate a fact about a lease decides."""
    match body:
        case f.Returned(lease=lease, ranges=ranges) | f.WrittenOff(lease=lease, ranges=ranges):
            indexes = [index for first, last in ranges for index in range(first, min(last, 65_534) + 1)]
            return [Serial(fact.event, lease, index).subject for index in indexes]
        case _:
            return []


def _moved_subjects(connection: sa.Connection, moved: Collection[str], loose: list[Timed]) -> dict[str, set[str]]:
    """Return what moved facts are about; those about nothing are added to `loose`."""
    found: dict[str, set[str]] = defaultdict(set)
    for timed in store.load_timed(connection, moved).values():
        if not timed.fact.subjects and timed.fact.kind != "clock":
            loose.append(timed)
        for subject in (*timed.fact.subjects, *_units_touched(timed.fact, timed.body)):
            found[subject].add(timed.fact.kind)
    return found


def refold(connection: sa.Connection, ledger: Ledger) -> bool:
    """Fold the next chunk of subjects whose facts moved in time; return whether more are waiting."""
    due = list(connection.scalars(sa.select(schema.refold_due.c.subject).limit(CHUNK + 1)))
    if not due:
        return False
    chunk = due[:CHUNK]
    changes = Changes()
    about = store.load_about(connection, chunk)
    changed = {subject: {timed.fact.kind for timed in about.get(subject, ())} for subject in chunk}
    _fold(connection, ledger, changed, changes, ledger.clock.now_ms())
    connection.execute(schema.refold_due.delete().where(schema.refold_due.c.subject.in_(chunk)))
    ledger.publish(connection, changes)
    return len(due) > CHUNK


def is_refold_due(connection: sa.Connection) -> bool:
    """Say whether subjects wait to be folded again."""
    return connection.scalar(sa.select(sa.exists().select_from(schema.refold_due))) or False


def _fold(
    connection: sa.Connection,
    ledger: Ledger,
    changed: Mapping[str, set[str]],
    changes: Changes,
    now_ms: int,
    loose: Sequence[Timed] = (),
) -> set[str]:
    """Fold subjects in chunks and apply the states; return the incidents that were found or changed."""
    touched: set[str] = set()
    subjects = list(changed)
    for at in range(0, max(1, len(subjects)), SUBJECTS_AT_ONCE):
        part = {subject: frozenset(changed[subject]) for subject in subjects[at : at + SUBJECTS_AT_ONCE]}
        fold = _reduce(connection, part, changes, now_ms, loose if at == 0 else ())
        found = _found_in(fold)
        for capability in ledger.capabilities:
            if fold.concerns(capability, _APPLIERS):
                found += capability.apply(connection, fold)
        now_changed, gone = replace_incidents(connection, found)
        handled = {subject[2:] for subject in part if subject.startswith("i:")}
        publish_incidents(connection, now_changed | handled, changes, ledger.device_names, ledger.labels)
        for one in gone:
            _put_gone(changes, found, one)
        touched |= now_changed
    return touched


def _put_gone(changes: Changes, found: Sequence[Found], incident: str) -> None:
    """An incident that the facts no longer show leaves the feeds of the events that were folded."""
    for event in {one.event for one in found}:
        changes.put(event, "incident", incident, None)


def _reduce(
    connection: sa.Connection,
    changed: Mapping[str, frozenset[str]],
    changes: Changes,
    now_ms: int,
    loose: Sequence[Timed],
) -> Fold:
    tickets = [subject for subject in changed if is_ticket_subject(subject)]
    leases = {lease for subject in tickets if (lease := lease_subject_of(subject))}
    leases |= {subject for subject in changed if subject.startswith("l:")}
    about = store.load_about(connection, {*changed, *leases})
    facts: dict[str, Sequence[Timed]] = {}
    for subject in changed:
        lease = lease_subject_of(subject)
        own = about.get(subject, [])
        facts[subject] = [*own, *about.get(lease, ())] if lease else own
    return Fold(
        now_ms=now_ms,
        tickets={subject: reduce_ticket(subject, facts[subject]) for subject in tickets},
        orders={s[2:]: reduce_order(s[2:], facts[s]) for s in changed if s.startswith("o:")},
        shifts={s[2:]: reduce_shift(s[2:], facts[s]) for s in changed if s.startswith("s:")},
        facts=facts,
        leases={subject: facts[subject] for subject in changed if subject.startswith("l:")},
        changed=changed,
        changes=changes,
        loose=loose,
    )


def _found_in(fold: Fold) -> list[Found]:
    found = [Found(s, _event_of(s, fold.facts[s]), state.incidents) for s, state in fold.tickets.items()]
    for order, state in fold.orders.items():
        subject = f"o:{order}"
        found.append(Found(subject, _event_of(subject, fold.facts[subject]), state.incidents))
    return found


def _event_of(subject: str, facts: Sequence[Timed]) -> int:
    if ":" not in subject:
        return parse_serial(subject).event
    return facts[0].fact.event if facts else 0
