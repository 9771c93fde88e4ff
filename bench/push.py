"""How many queued facts a second does the server take in, after a long evening without network?

A till, paired with a server that is a process of its own: 8,000 people admitted, 1,000 turned away, 1,000
tickets sold from its leases, all in the log of its real store, then pushed over HTTP by the product's
own step. The server derives everything and publishes its feed before it answers. The reference in the same
run: the rows that this push added to or changed in the server's tables, inserted by the raw driver into
a fresh encrypted file of the same schema, without protocol, signatures or rules.
"""

import statistics
import time
from collections import Counter
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bench.beside import measure_beside_mail
from bench.center import build_folder, find_port, seed, serve
from bench.raw import SERVER_CACHE_KIB, connect_raw
from bench.report import Row
from bench.till import Till
from kiosk.core import wire
from kiosk.core.permissions import Role
from kiosk.core.pricing import Choice
from kiosk.sales.basket import Basket
from kiosk.sales.checkout import Checkout
from kiosk.store import schema
from kiosk.sync.leases import top_up
from server.db.database import DATABASE_PURPOSE
from server.db.engine import build_writer
from server.db.keys import MasterKey
from server.db.migrate import migrate

RUNS = 3
SOLD = 1_000
SOLD_PER_LEASE = 500
ADMITTED_PER_SALE = 8
ADMITTED = SOLD * ADMITTED_PER_SALE
FACTS = ADMITTED + SOLD + SOLD
"""One is turned away per sale."""


def _work(till: Till, subjects: tuple[str, ...]) -> None:
    """Sell, admit and turn away by turns; nothing is delivered."""
    checkout = Checkout(till.running.store, till.author, till.running.clock)
    basket = Basket(till.event, (Choice(1, 0, 1),), channel=Role.TILL, shift=till.shift)
    for number in range(SOLD):
        if number % SOLD_PER_LEASE == 0:
            reason = top_up(till.client, till.running.store, till.running.clock, till.event, SOLD_PER_LEASE)
            assert not reason, reason
        started = checkout.begin(basket, "cash")
        checkout.pay_cash(started, started.amount_minor)
        here = subjects[number * ADMITTED_PER_SALE : (number + 1) * ADMITTED_PER_SALE]
        till.admit(here, turned_away=here[:1])


def _push(till: Till) -> float:
    """Deliver everything; return the seconds. All of it must have been taken as it was meant."""
    with till.running.store.read() as connection:
        waiting = Counter(connection.scalars(sa.select(schema.fact.c.kind).where(schema.fact.c.state == "pending")))
    assert waiting == {"admitted": ADMITTED, "denied": SOLD, "sold": SOLD}, waiting
    start = time.perf_counter()
    while till.push_once():
        pass
    taken_s = time.perf_counter() - start
    with till.running.store.read() as connection:
        answers = connection.scalars(sa.select(schema.fact.c.answer)).all()
    outcomes = Counter(wire.decode(answer.encode(), wire.FactAnswer).outcome for answer in answers)
    assert set(outcomes) == {wire.Outcome.APPLIED}, outcomes
    return taken_s


def measure() -> list[Row]:
    """Return the rows of this benchmark; takes about three minutes, most of it for the evening before."""
    rates: list[float] = []
    references: list[float] = []
    with build_folder() as folder:
        server, port = folder / "server", find_port()
        seeded = seed(server, tickets=ADMITTED * RUNS, spare=SOLD * RUNS, roles=[Role.TILL] * RUNS, port=port)
        with serve(server, port):
            for number in range(RUNS):
                till = Till(folder / f"till-{number}", seeded.pairings[number])
                _work(till, seeded.subjects[number * ADMITTED : (number + 1) * ADMITTED])
                before = _copy(server, folder / f"before-{number}.db")
                rates.append(FACTS / _push(till))
                references.append(FACTS / _reference(server, before, folder / f"reference-{number}.db"))
                till.close()
    reference = "executemany of the rows that it left, facts/s"
    row = Row.of(
        "push_facts_per_s", "facts/s", rates, reference=reference, reference_value=statistics.median(references)
    )
    return [row, *measure_beside_mail()]


def _copy(server: Path, file: Path) -> Path:
    """Keep the server's tables as they are now, under the same key."""
    connection = connect_raw(server / "server.db", _key(server), cache_kib=SERVER_CACHE_KIB)
    connection.execute(f"VACUUM INTO '{file}'")
    connection.close()
    return file


def _key(server: Path) -> bytes:
    return MasterKey((server / "master.key").read_bytes()).derive(DATABASE_PURPOSE)


def _reference(server: Path, before: Path, file: Path) -> float:
    """Insert what the push left into a fresh file; return the seconds."""
    key = _key(server)
    rows = _changed(server / "server.db", before, key)
    assert len(rows["fact"]) == FACTS, "not every fact is in the server's log"
    fresh = build_writer(file, key)
    migrate(fresh)
    fresh.dispose()
    connection = connect_raw(file, key, cache_kib=SERVER_CACHE_KIB)
    start = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    for table, found in rows.items():
        marks = ", ".join("?" * len(found[0]))
        connection.executemany(f'INSERT OR REPLACE INTO "{table}" VALUES ({marks})', found)  # noqa: S608 (the schema's names)
    connection.execute("COMMIT")
    taken_s = time.perf_counter() - start
    connection.close()
    return taken_s


def _changed(after: Path, before: Path, key: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows, by table, that are not as they were."""
    connection = connect_raw(after, key, cache_kib=SERVER_CACHE_KIB)
    connection.execute(f"ATTACH DATABASE '{before}' AS before KEY \"x'{key.hex()}'\"")
    query = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    rows: dict[str, list[tuple[Any, ...]]] = {}
    for (table,) in connection.execute(query).fetchall():
        changed = f'SELECT * FROM main."{table}" EXCEPT SELECT * FROM before."{table}"'  # noqa: S608 (see above)
        if found := connection.execute(changed).fetchall():
            rows[table] = found
    connection.close()
    return rows
