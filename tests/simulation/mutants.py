"""What if the product were wrong? Fifteen faults, each one switch here and none in the product.

A mutation replaces a function of the product for as long as it is on. The simulation must notice each of them: a
check that finds no fault proves nothing. `MUTATIONS` names them; `__main__` runs each until it is found.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from kiosk.core.wire import FactAnswer
from kiosk.scanner import door
from kiosk.store import engine, log
from kiosk.store.schema import fact as fact_table
from server.ledger import own, store

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


MUTATIONS: Mapping[str, Mutation] = {
    "dedupe off": dedupe_off,
    "synchronous=NORMAL": synchronous_normal,
    "verdict and fact in two transactions": verdict_and_fact_apart,
    "acked facts deleted": acked_facts_deleted,
    "restore without new epoch": restore_without_epoch,
}
