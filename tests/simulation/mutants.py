"""What if the product were wrong? Fifteen faults, each one switch here and none in the product.

A mutation replaces a function of the product for as long as it is on. The simulation must notice each of them: a
check that finds no fault proves nothing. `MUTATIONS` names them; `__main__` runs each until it is found.
"""

import json
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from kiosk.core import admission
from kiosk.core import facts as f
from kiosk.core.permissions import Scope
from kiosk.core.wire import Change, FactAnswer, Outcome
from kiosk.scanner import door
from kiosk.store import engine, log, mirror
from kiosk.store.schema import fact as fact_table
from kiosk.store.schema import local_use
from kiosk.sync import push
from kiosk.sync.worker import Synchroniser
from server.devices import returning
from server.inventory import store as inventory
from server.inventory.rules import settle
from server.inventory.schema import lease as lease_table
from server.inventory.schema import unit as unit_table
from server.ledger import own, rules, store
from server.ledger.feed import Changes
from server.ledger.rules import Sound
from server.sync import api as sync_api

Mutation = Callable[[], Any]


@contextmanager
def replaced(owner: Any, name: str, new: Any) -> Generator[None]:
    """Put something else in the place of an attribute, for a while."""
    known = getattr(owner, name)
    setattr(owner, name, new)
    try:
        yield
    finally:
        setattr(owner, name, known)


@contextmanager
def dedupe_off() -> Generator[None]:
    """The server does not look whether it has a fact already."""

    def find_nothing(*_: Any) -> tuple[dict[str, Any], dict[tuple[int, int], str]]:
        return {}, {}

    with replaced(store, "find_known", find_nothing):
        yield


@contextmanager
def synchronous_normal() -> Generator[None]:
    """A device's commits return before they are on the disk."""
    known = engine.sqlcipher.connect

    def connect(*arguments: Any, **options: Any) -> Any:
        class Hasty(engine.sqlcipher.Connection):
            def execute(self, statement: str, *values: Any) -> Any:
                return super().execute(statement.replace("synchronous = FULL", "synchronous = NORMAL"), *values)

        options["factory"] = Hasty
        return known(*arguments, **options)

    class Driver:
        """The driver's module as the engine sees it, with a hasty connect."""

        def __getattr__(self, name: str) -> Any:
            return connect if name == "connect" else getattr(sqlcipher, name)

    sqlcipher = engine.sqlcipher
    with replaced(engine, "sqlcipher", Driver()):
        yield


@contextmanager
def verdict_and_fact_apart() -> Generator[None]:
    """The door commits what it decided, and then the fact of it."""
    answer = door.Door._answer

    def in_two(self: door.Door, present: Any, text: str, *, consent: Any = None) -> Any:
        late: list[tuple[Any, ...]] = []

        class Log:
            """Keeps facts for a second transaction."""

            def record(self, _: sa.Connection, *values: Any) -> None:
                late.append(values)

        with replaced(door, "log", Log()):
            seen = answer(self, present, text, consent=consent)
        for values in late:
            self._store.write(lambda c, values=values: log.record(c, *values)).result()
        return seen

    with replaced(door.Door, "_answer", in_two):
        yield


@contextmanager
def acked_facts_deleted() -> Generator[None]:
    """A device throws away what the server has taken."""
    known = log.save_answers

    def save_and_delete(connection: sa.Connection, answers: Sequence[FactAnswer]) -> None:
        known(connection, answers)
        connection.execute(fact_table.delete().where(fact_table.c.state == "acked"))

    with replaced(log, "save_answers", save_and_delete):
        yield


@contextmanager
def restore_without_epoch() -> Generator[None]:
    """A restored server goes on as if nothing had happened."""
    with replaced(own, "bump_epoch", lambda *_: None):
        yield


@contextmanager
def lease_reclaimed_by_time_out() -> Generator[None]:
    """The server sells again what a device that was not heard of may still sell."""
    known = sync_api.answer_request

    def reclaim(connection: sa.Connection, ground: Any, ledger: Any, author: Any, request: Any, changes: Any) -> Any:
        over = sa.select(lease_table.c.lease).where(lease_table.c.expires_ms <= ground.clock.now_ms())
        where = sa.and_(unit_table.c.lease.in_(over), unit_table.c.status == "leased")
        for row in list(connection.execute(sa.select(unit_table.c.subject).where(where))):
            _forget_unit(connection, request.event, row.subject)
        return known(connection, ground, ledger, author, request, changes)

    with replaced(sync_api, "answer_request", reclaim):
        yield


def _forget_unit(connection: sa.Connection, event: int, subject: str) -> None:
    """Credit the pools with a unit on loan, as if nobody had it."""
    (row,) = inventory._load_units(connection, [subject])
    quotas = {quota for of_type in json.loads(row.quotas).values() for quota in of_type}
    books = {quota: settle(one, {"leased": -1}) for quota, one in inventory.load_books(connection, event).items()}
    inventory.save_books(connection, event, {quota: books[quota] for quota in quotas}, Changes())
    connection.execute(unit_table.update().where(unit_table.c.subject == subject).values(status="returned"))


@contextmanager
def leases_forgotten_on_restore() -> Generator[None]:
    """A restored server does not wait for anybody: what it lent and forgot it lends again."""
    with replaced(returning, "insert_new", lambda *_: None):
        yield


@contextmanager
def returned_units_not_revoked() -> Generator[None]:
    """The doors are not told which units were given back."""
    with replaced(inventory, "_publish_ranges", lambda _: None):
        yield


@contextmanager
def pull_overwrites_the_overlay() -> Generator[None]:
    """A row that the server sends replaces what the device itself did to the ticket."""
    known = mirror.apply_changes

    def apply_over(connection: sa.Connection, event: int, changes: Sequence[Change], *, fresh: bool = False) -> None:
        known(connection, event, changes, fresh=fresh)
        subjects = [change.key for change in changes if change.kind == "ticket"]
        connection.execute(local_use.delete().where(local_use.c.subject.in_(subjects)))

    with replaced(mirror, "apply_changes", apply_over):
        yield


@contextmanager
def refusal_deletes_the_fact() -> Generator[None]:
    """What the server refuses with a 4xx is not worth keeping."""
    known, dropped = log.save_answers, set[str]()

    def give_up(_: Any, facts: Sequence[Any], *__: Any) -> list[FactAnswer]:
        dropped.update(fact.id for fact in facts)
        return [FactAnswer(fact.id, Outcome.QUARANTINED) for fact in facts]

    def save(connection: sa.Connection, answers: Sequence[FactAnswer]) -> None:
        known(connection, answers)
        connection.execute(fact_table.delete().where(fact_table.c.id.in_(dropped)))

    with replaced(push, "_halves", give_up), replaced(log, "save_answers", save):
        yield


@contextmanager
def safety_behind_the_push() -> Generator[None]:
    """A round delivers first and asks for the stops afterwards."""
    pull = Synchroniser._pull

    def push_before(self: Synchroniser, scope: Scope) -> None:
        if scope is Scope.SAFETY:
            self._push()
        pull(self, scope)

    with replaced(Synchroniser, "_pull", push_before):
        yield


@contextmanager
def usage_before_validity() -> Generator[None]:
    """A used ticket is judged as used, whatever else it is."""
    stopped = admission._stopped

    def skip_when_used(presented: Any, known: admission.Known, ticket: Any) -> Any:
        return None if known.uses else stopped(presented, known, ticket)

    with replaced(admission, "_stopped", skip_when_used):
        yield


@contextmanager
def device_clock_for_lease_expiry() -> Generator[None]:
    """The server refuses a sale that was made after the lease's expiry, by the clock of the device."""
    known = inventory.judge_sales

    def judge(connection: sa.Connection, author: Any, sound: Sequence[Sound]) -> dict[str, str]:
        reasons = known(connection, author, sound)
        for one in sound:
            if isinstance(one.body, f.Sold):
                leases = [int(line.subject[8:16], 16) for line in one.body.lines]
                over = sa.select(lease_table.c.lease).where(
                    lease_table.c.lease.in_(leases), lease_table.c.expires_ms <= one.fact.wall_ms
                )
                if connection.execute(over).first() is not None:
                    reasons[one.fact.id] = "lease_expired"
        return reasons

    with replaced(inventory, "judge_sales", judge):
        yield


@contextmanager
def hash_chain_not_checked() -> Generator[None]:
    """The server believes what a fact says of itself."""
    with replaced(rules, "_is_intact", lambda *_: True):
        yield


MUTATIONS: Mapping[str, Mutation] = {
    "dedupe off": dedupe_off,
    "synchronous=NORMAL": synchronous_normal,
    "verdict and fact in two transactions": verdict_and_fact_apart,
    "acked facts deleted": acked_facts_deleted,
    "restore without new epoch": restore_without_epoch,
    "lease reclaimed by time-out": lease_reclaimed_by_time_out,
    "leases forgotten on restore": leases_forgotten_on_restore,
    "returned units not revoked": returned_units_not_revoked,
    "pull overwrites the overlay": pull_overwrites_the_overlay,
    "4xx deletes the fact": refusal_deletes_the_fact,
    "safety scope behind the push": safety_behind_the_push,
    "usage checked before validity": usage_before_validity,
    "device clock used for lease expiry on the server": device_clock_for_lease_expiry,
    "hash chain not checked": hash_chain_not_checked,
}
"""`writers.NAIVE` is the fifteenth: it needs a database with many writers."""
