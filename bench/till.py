"""A till that a benchmark works at: its real store and its real line, without a screen. Used by `push` and `beside`."""

from pathlib import Path

import sqlalchemy as sa

from kiosk.core import facts as f
from kiosk.core import wire
from kiosk.core.permissions import Scope
from kiosk.running import Running
from kiosk.sales.shift import open_shift
from kiosk.settings import Settings
from kiosk.store import log
from kiosk.store.log import Draft
from kiosk.sync.client import Client
from kiosk.sync.hello import say_hello
from kiosk.sync.pull import Feed, pull_scope
from kiosk.sync.push import push_pending


class Till:
    """A till that is online until its drawer is open and its first lease is there."""

    def __init__(self, folder: Path, pairing: str) -> None:
        """Pair, take the event in and open the drawer."""
        self.running = Running(Settings(data_dir=str(folder), keyring=False))
        identity = self.running.pair(wire.parse_pairing(pairing), "Till", "123456")
        self.event = identity.events[0].event
        self.author = identity.author
        self.client = Client(identity.url, ())
        self.client.sign_in(identity)
        store, clock = self.running.store, self.running.clock
        say_hello(self.client, store, clock, identity, wire.Health)
        for scope in Scope:
            for _ in pull_scope(self.client, store, Feed(self.event, scope), lambda: clock.moment().now_ms):
                pass
        self.shift = open_shift(store, self.author, clock, operator="", currency="EUR", float_minor=0)
        while push_pending(self.client, store):
            pass

    def close(self) -> None:
        """Close the line and the store."""
        self.client.close()
        self.running.close()

    def admit(self, subjects: tuple[str, ...], turned_away: tuple[str, ...] = ()) -> None:
        """Record what the door records, without waiting for each scan's commit: that is `verdict`'s measure."""
        self.running.store.write(lambda c: self._record(c, subjects, turned_away)).result()

    def push_once(self) -> int:
        """Deliver one batch of what waits; return how many facts were answered."""
        return push_pending(self.client, self.running.store)

    def _record(self, connection: sa.Connection, subjects: tuple[str, ...], turned_away: tuple[str, ...]) -> None:
        clock = self.running.clock
        passed = f.Admitted(list=1, gate=1, generation=1, method="code", reason="ok", day="2030-05-01")
        denied = f.Denied(list=1, gate=1, reason="already_used", method="code", generation=1)
        said = [("admitted", subject, passed) for subject in subjects]
        said += [("denied", subject, denied) for subject in turned_away]
        for kind, subject, body in said:
            draft = Draft(clock.new_id(), kind, self.event, (subject,), body)
            log.record(connection, self.author, draft, clock.moment())
