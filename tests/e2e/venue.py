"""A whole venue in one process: the real server, real devices, and a cable between each two that can be pulled.

Server and devices share one clock that a test moves by hand. Every device knows only its own relay's port.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from demo.fakes.relay import Mode, Relay
from kiosk.clock import Clock
from kiosk.core import wire
from kiosk.core.permissions import Role, Scope
from kiosk.core.pricing import Choice
from kiosk.core.reasons import Reason
from kiosk.core.tickets import TicketRow
from kiosk.running import Listeners, Running
from kiosk.sales.basket import Basket
from kiosk.sales.checkout import Completed, SoldTickets
from kiosk.scanner.door import Door
from kiosk.scanner.judging import Seen, Station
from kiosk.settings import Settings
from kiosk.store import admissions, log, schema, stock
from kiosk.store.catalogue import list_incidents
from tests.server import center

PIN = "123456"
ADULT, CHILD, SUPPORTER, COMPANION = 1, 2, 3, 4
ROUND_S = 20.0


@dataclass
class Unit:
    """One device of the venue, with its cable."""

    running: Running
    relay: Relay
    event: int

    def cut(self, mode: Mode = Mode.CLOSED) -> None:
        """Pull the cable, and see that nothing gets through."""
        self.relay.set_mode(mode)
        self.running.sync.poke()

    def connect(self) -> None:
        """Plug the cable in again. Lines that hang are dropped first: nobody waits for their time-outs."""
        self.relay.set_mode(Mode.CLOSED)
        self.relay.set_mode(Mode.OPEN)
        self.sync()

    def sync(self) -> None:
        """Wait until a whole round with the server has ended well."""
        assert self.running.sync.wait_for_round(ROUND_S)
        state = self.running.sync.state
        assert state.is_online, state

    @property
    def door(self) -> Door:
        assert self.running.door is not None
        return self.running.door

    def stand(self, gate: int) -> None:
        """Stand at a gate of the only list."""
        self.running.stand_at(Station({self.event: (1, gate)}))

    def scan(self, code: str) -> Seen:
        return self.door.scan(code)

    def reason(self, code: str) -> Reason:
        return self.scan(code).verdict.reason

    def sell(self, *choices: tuple[int, int], shift: str = "") -> SoldTickets:
        """Sell for cash: (type, quantity) pairs."""
        channel = self.running.role
        assert channel is not None
        wanted = tuple(Choice(type_, 0, quantity) for type_, quantity in choices)
        started = self.running.checkout.begin(Basket(self.event, wanted, channel=channel, shift=shift), "cash")
        completed, _ = self.running.checkout.pay_cash(started, started.amount_minor)
        assert isinstance(completed, Completed)
        self.running.sync.poke()
        return completed.sale

    def free(self) -> int:
        """Return how many units this device could still sell."""
        with self.running.store.read() as connection:
            return len(stock.list_free(connection, self.event, now_ms=self.running.clock.moment().now_ms))

    def pending(self) -> int:
        return self.running.queue().pending

    def log(self) -> Sequence[Any]:
        """Return every fact of this device's log."""
        assert self.running.identity is not None
        with self.running.store.read() as connection:
            return log.list_from(connection, self.running.identity.incarnation, 0, 10_000)

    def forget_answers(self) -> None:
        """Believe that the server never answered a push."""
        assert self.running.identity is not None
        incarnation = self.running.identity.incarnation
        self.running.store.write(lambda c: log.mark_pending_after(c, incarnation, 0)).result()

    def answers(self) -> list[str]:
        """Return the last word of the server on each fact."""
        with self.running.store.read() as connection:
            said = connection.scalars(sa.select(schema.fact.c.answer).order_by(schema.fact.c.seq))
            return [wire.decode(text.encode(), wire.FactAnswer).outcome for text in said]

    def incidents(self) -> list[str]:
        with self.running.store.read() as connection:
            return sorted(row.kind for row in list_incidents(connection, self.event).values())

    def tickets(self) -> int:
        with self.running.store.read() as connection:
            return admissions.count_tickets(connection, self.event)

    def uses(self, subject: str) -> set[str]:
        with self.running.store.read() as connection:
            return {use.fact for use in admissions.load_ticket(connection, subject).uses}

    def stop_of(self, subject: str) -> str:
        with self.running.store.read() as connection:
            stop = admissions.load_ticket(connection, subject).stop
        return stop.reason.value if stop else ""


class Venue:
    """Server, event and devices."""

    def __init__(self, folder: Path, hall: int = 100) -> None:
        self.folder = folder
        self.server = center.Running(folder / "server")
        self.units: list[Unit] = []
        self.server.sign_in()
        self._found(hall)
        staff = {"name": "Meret Aalto", "role": "supervisor", "pin": PIN}
        self.server.post(f"/api/v1/organizers/{self.server.organizer}/staff", staff)

    def _found(self, hall: int) -> None:
        """Four types that share one hall, one list, two gates."""
        server = self.server
        server.found(hall)
        extra = {"tax_rate": 700, "quotas": [1]}
        server.post(server.on("/types"), {"values": extra | {"name": "Supporter", "price_minor": 4800}})
        server.post(server.on("/types"), {"values": extra | {"name": "Companion", "price_minor": 0}})

    def device(self, *roles: Role, name: str, **settings: Any) -> Unit:
        """Pair a device behind a cable of its own, put it to work in its first role, and wait for its first load."""
        port = int(self.server.url.rpartition(":")[2])
        relay = Relay(port)
        clock = Clock(
            wall_ms=lambda: self.server.time.now,
            mono_ms=lambda: self.server.time.mono,
            random_bytes=self.server.time.ids.random_bytes,
        )
        running = Running(Settings(data_dir=str(self.folder / name), keyring=False, **settings), clock)
        invited = self.server.post(
            f"/api/v1/organizers/{self.server.organizer}/enrolments",
            {"name": name, "roles": list(roles), "events": [self.server.event]},
        )
        pairing = wire.parse_pairing(invited["pairing"])
        running.pair(msgspec.structs.replace(pairing, url=f"http://127.0.0.1:{relay.port}"), name, PIN)
        unit = Unit(running, relay, self.server.event)
        self.units.append(unit)
        running.start(roles[0], Listeners())
        unit.sync()
        return unit

    def gate(self, number: int) -> Unit:
        """Return a gate that knows the event and stands at its post."""
        unit = self.device(Role.GATE, name=f"Gate {number}")
        unit.stand(number)
        return unit

    def refund(self, order: str) -> Any:
        return self.server.post(self.server.on(f"/orders/{order}/refund"), {"reason": "asked for it"})

    def sell_online(self, quantity: int = 1, type_: int = ADULT) -> Any:
        """Sell on the server; return the order with the codes of its tickets."""
        sold = self.server.sell(quantity, type_)
        return self.server.get(self.server.on(f"/orders/{sold['order']}"))

    def incidents(self) -> list[Any]:
        return self.server.get(self.server.on("/incidents"))

    def agree(self) -> None:
        """Assert that devices say of every ticket what the server says, and that its books balance."""
        watcher = self.server.pair(Role.SUPERVISOR, name="Auditor")
        rows, safety = watcher.rows(), watcher.rows(Scope.SAFETY)
        tickets = {k: msgspec.convert(v, TicketRow) for (kind, k), v in rows.items() if kind == "ticket" and v}
        stops = {k: v[0] for (kind, k), v in safety.items() if kind == "stop" and v}
        assert tickets
        for unit in self.units:
            if unit.running.role is Role.KIOSK:
                continue
            assert unit.pending() == 0
            assert unit.tickets() == len(tickets)
            for subject, row in tickets.items():
                assert unit.uses(subject) == {use.fact for use in row.uses}
                assert unit.stop_of(subject) == stops.get(subject, "")
        self.server.check_books()

    def close(self) -> None:
        for unit in self.units:
            # A device that hangs on a cut cable ends when the cable is gone.
            threading.Thread(target=unit.relay.stop, daemon=True).start()
            unit.running.close()
        self.server.close()
