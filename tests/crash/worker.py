"""A device that works without a pause until it is killed: a kiosk that sells and prints, or a gate that admits.

    python -m tests.crash.worker FOLDER SETTINGS [PAIRING]

The product's own parts around a real store and a real network, without a screen. The first line on stdout says what was
found in the store; every later one what was shown to a person, written after the commit that holds it. A line on stdin
ends the work: it delivers everything, says what it has, and closes.
"""

import json
import random
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from kiosk.core import wire
from kiosk.core.admission import Admit
from kiosk.core.errors import Rejected
from kiosk.core.permissions import Role
from kiosk.core.pricing import Choice
from kiosk.running import Listeners, Running
from kiosk.sales.basket import Basket
from kiosk.sales.checkout import Completed
from kiosk.settings import Settings
from kiosk.store import schema
from kiosk.store.catalogue import load_catalogue
from kiosk.store.sales import JobState

FINISH_S = 120.0
SALE_S, SCAN_S = 0.05, 0.01
"""Between two guests: the other threads of a device get their turn too."""


def say(**words: Any) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


class Worker:
    """One device at work."""

    def __init__(self, settings: Settings, pairing: str) -> None:
        self.running = Running(settings)
        if self.running.identity is None:
            self.running.pair(wire.parse_pairing(pairing), Path(settings.data_dir).name, "123456")
        self._changed = threading.Event()
        self._ending = threading.Event()
        self._dice = random.Random()

    def report(self, word: str) -> None:
        """Say what lies in the store."""
        with self.running.store.read() as connection:
            fact = schema.fact.c
            rows = connection.execute(sa.select(fact.id, fact.state).order_by(fact.incarnation, fact.seq)).all()
            jobs = connection.execute(sa.select(schema.print_job.c.sale, schema.print_job.c.document,
                                                schema.print_job.c.state)).all()  # fmt: skip
            sound = connection.exec_driver_sql("PRAGMA quick_check").scalar_one()
            broken = connection.exec_driver_sql("PRAGMA cipher_integrity_check").all()
        say(
            word=word,
            facts=[row.id for row in rows],
            waiting=[row.id for row in rows if row.state != "acked"],
            jobs=[list(job) for job in jobs],
            sound=sound if not broken else str(broken),
            salvaged=self.running.salvage is not None,
        )

    def work(self) -> None:
        """Work until somebody writes on stdin."""
        identity = self.running.identity
        assert identity is not None
        role = identity.roles[0]
        self._start(role)
        threading.Thread(target=self._listen, daemon=True).start()
        step, pause_s = (self._sell, SALE_S) if role is Role.KIOSK else (self._admit, SCAN_S)
        while not self._ending.wait(pause_s):
            step()
        self._finish(role)

    def _start(self, role: Role) -> None:
        self.running.start(role, Listeners(on_change=self._changed.set, on_job=lambda _: self._changed.set()))

    def _listen(self) -> None:
        sys.stdin.readline()
        self._ending.set()

    def _finish(self, role: Role) -> None:
        if role is Role.KIOSK:
            self.running.checkout.settle_open(self.running.terminal)
            self._until(lambda: not self._is_printing())
        while True:
            self._until(lambda: not self.running.queue().pending)
            self.running.stop()
            if not self.running.queue().pending:  # else it recorded one more just then
                break
            self._start(role)
        self.report("end")
        self.running.close()

    def _until(self, is_so: Callable[[], bool]) -> None:
        while not is_so():
            assert self._changed.wait(FINISH_S), f"it does not end: {self.running.sync.state} {self.running.queue()}"
            self._changed.clear()

    def _is_printing(self) -> bool:
        with self.running.store.read() as connection:
            states = connection.scalars(sa.select(schema.print_job.c.state))
            return any(state == JobState.QUEUED for state in states)

    def _sell(self) -> None:
        with self.running.store.read() as connection:
            catalogue = load_catalogue(connection, self.running.event)
        if catalogue is None or not catalogue.types:
            return
        wanted = Choice(self._dice.choice(sorted(catalogue.types)), 0, self._dice.randint(1, 3))
        buyer = {"name": "Ada Quay"} if self._dice.random() < 0.3 else {}
        basket = Basket(self.running.event, (wanted,), buyer=buyer, channel=Role.KIOSK)
        with suppress(Rejected):  # nothing lent, or not enough of it: the next round brings more
            self._pay(basket)

    def _pay(self, basket: Basket) -> None:
        checkout, terminal = self.running.checkout, self.running.terminal
        assert terminal is not None
        if self._dice.random() < 0.5:
            started = checkout.begin(basket, "cash")
            done, _ = checkout.pay_cash(started, started.amount_minor)
        else:
            started = checkout.begin(basket, "card")
            say(word="asked", intent=started.intent)
            done = checkout.pay_card(started, terminal)
        if self.running.desk is not None:
            self.running.desk.poke()
        if isinstance(done, Completed):
            subjects = [ticket.subject for ticket in done.sale.tickets]
            say(word="sold", intent=started.intent, amount_minor=started.amount_minor, subjects=subjects)

    def _admit(self) -> None:
        """Admit somebody whom nobody let in yet, as far as this device knows."""
        t, used = schema.ticket.c, schema.local_use.c
        with self.running.store.read() as connection:
            unknown = sa.select(t.subject).where(t.uses == "", t.subject.not_in(sa.select(used.subject)))
            subjects = list(connection.scalars(unknown.limit(500)))
        if not subjects:
            return
        seen = self.running.open_door().admit_found(self._dice.choice(subjects))
        if isinstance(seen.verdict, Admit):
            say(word="shown", fact=seen.fact)


def main() -> None:
    settings = msgspec.json.decode(sys.argv[1], type=Settings)
    worker = Worker(settings, sys.argv[2])
    worker.report("begin")
    worker.work()


if __name__ == "__main__":
    main()
