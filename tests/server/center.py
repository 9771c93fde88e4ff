"""A running server in a test: real files, real HTTP on port 0, a clock that stands still; and its devices."""

import asyncio
import gzip
import socket
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx
import msgspec
import uvicorn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.core import facts as f
from kiosk.core import wire
from kiosk.core.ids import lease_subject, order_subject, uuid7
from kiosk.core.leases import Lease
from kiosk.core.permissions import Role, Scope
from server.accounts.passwords import hash_secret
from server.accounts.store import NewUser, create_organizer, create_user
from server.app import Center, build_app
from server.clock import Clock, Ids
from server.inventory.store import load_books, recount
from server.settings import Settings
from server.web.hints import Hints
from server.web.serving import WebServer

T = TypeVar("T")
NOW = 1_790_000_000_000
HOUR = 3_600_000
EMAIL, PASSWORD = "organizer@example.invalid", "A-good-Passw0rd"
# Hashed once: argon2id takes tens of milliseconds by design.
PASSWORD_HASH = hash_secret(PASSWORD)


class Time:
    """Clocks and ids that a test moves by hand. Ids count up, so that runs are alike."""

    def __init__(self, count: int = 0) -> None:
        self.now = NOW
        self.mono = 1_000_000
        self.count = count
        self._lock = threading.Lock()
        self.clock = Clock(lambda: self.now, lambda: self.mono)
        self.ids = Ids(self._bytes)

    def _bytes(self, count: int) -> bytes:
        with self._lock:
            self.count += 1
            # Spread over all bits, since ticket numbers take the low ones and leases the high ones.
            spread = (self.count * 0x9E3779B97F4A7C15) % 2**64
        return (spread.to_bytes(8) * 5)[:count]

    def pass_ms(self, passed_ms: int) -> None:
        self.now += passed_ms
        self.mono += passed_ms


class _Server(WebServer):
    def __init__(self, config: uvicorn.Config, hints: Hints) -> None:
        super().__init__(config, hints)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        self.ready.set()

    async def main_loop(self) -> None:
        """Wait for the end without uvicorn's ticks of a tenth of a second: hundreds of tests end a server."""
        await self._end.wait()
        for _ in range(20):  # its clients have hung up: a moment for their connections to see it
            if not self.server_state.connections:
                break
            await asyncio.sleep(0.002)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Shut down without uvicorn's pause of a tenth of a second, where there is nobody to wait for."""
        if self.server_state.connections or self.server_state.tasks:
            await super().shutdown(sockets)
            return
        for server in self.servers:
            server.close()
        await self.lifespan.shutdown()

    def end(self) -> None:
        """Shut down. From any thread."""
        self.should_exit = True
        self._loop.call_soon_threadsafe(self._end.set)


@dataclass
class Running:
    """One server with an organizer who is signed in."""

    folder: Path
    time: Time = field(default_factory=Time)
    settings: dict[str, Any] = field(default_factory=dict[str, Any])
    organizer: str = ""
    event: int = 0
    token: str = ""

    def __post_init__(self) -> None:
        app = build_app(Settings(data_dir=str(self.folder), **self.settings), self.time.clock, self.time.ids)
        self.center: Center = app.state.center
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._server = _Server(
            uvicorn.Config(app, log_config=None, lifespan="on", timeout_graceful_shutdown=1), app.state.hints
        )
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)
        self._thread.start()
        assert self._server.ready.wait(10)
        self.http = httpx.Client(base_url=self.url, timeout=30, trust_env=False)

    def end(self) -> None:
        """Begin to shut down."""
        self._server.end()

    def close(self) -> None:
        self.http.close()
        self.end()
        self._thread.join(10)
        assert not self._thread.is_alive()
        self._socket.close()

    # What an organizer does.

    def sign_in(self) -> None:
        """Create an organizer with a user, and sign in."""
        ground = self.center.ground

        def work(connection: Any) -> str:
            organizer = create_organizer(connection, ground.ids, name="Quay e.V.", contact="", now_ms=NOW)
            new = NewUser(EMAIL, "Ada Quay", PASSWORD_HASH, organizers=(organizer,))
            create_user(connection, ground.master, ground.ids, new, NOW)
            return organizer

        self.organizer = ground.write(work)
        answer = self.post("/api/v1/accounts/sessions", {"email": EMAIL, "password": PASSWORD})
        self.token = answer["token"]

    def call(self, method: str, path: str, body: Any = None, *, ok: bool = True) -> Any:
        """Call the API as the organizer; return the JSON answer, or the whole response where it may fail."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        response = self.http.request(method, path, json=body, headers=headers)
        if not ok:
            return response
        assert response.is_success, f"{method} {path}: {response.status_code} {response.text}"
        return response.json() if response.content else None

    def post(self, path: str, body: Any = None, *, ok: bool = True) -> Any:
        return self.call("POST", path, body, ok=ok)

    def get(self, path: str, *, ok: bool = True) -> Any:
        return self.call("GET", path, ok=ok)

    def put(self, path: str, body: Any, *, ok: bool = True) -> Any:
        return self.call("PUT", path, body, ok=ok)

    def on(self, path: str) -> str:
        """Return a path under the event."""
        return f"/api/v1/events/{self.event}{path}"

    def found(self, quota: int = 100, **values: Any) -> int:
        """Create an event tonight: a hall, adults and children sharing it, one list, two gates."""
        base = {
            "name": "Harbour Lights", "timezone": "Europe/Berlin", "currency": "EUR",
            "starts_ms": self.time.now + HOUR, "ends_ms": self.time.now + 6 * HOUR,
        }  # fmt: skip
        made = self.post(f"/api/v1/organizers/{self.organizer}/events", {"values": base | values})
        self.event = made["value"]["number"]
        self.post(self.on("/quotas"), {"values": {"name": "Hall", "size": quota}})
        adult = {"name": "Adult", "price_minor": 2400, "tax_rate": 700, "quotas": [1]}
        self.post(self.on("/types"), {"values": adult})
        self.post(self.on("/types"), {"values": adult | {"name": "Child", "price_minor": 1200}})
        for gate in ("Gate A", "Gate B"):
            self.post(self.on("/gates"), {"values": {"name": gate}})
        self.post(self.on("/lists"), {"values": {"name": "Main"}})
        return self.event

    def sell(self, quantity: int = 1, type_: int = 1, **values: Any) -> Any:
        """Sell one order and return the answer."""
        return self.post(self.on("/orders"), {"choices": [{"type": type_, "quantity": quantity}], **values})

    def pair(self, *roles: Role, events: tuple[int, ...] | None = None, name: str = "Device") -> "Device":
        """Enrol a device over HTTP and open its session."""
        wanted = {"name": name, "roles": list(roles), "events": [self.event] if events is None else list(events)}
        invited = self.post(f"/api/v1/organizers/{self.organizer}/enrolments", wanted)
        device = Device(self, wire.parse_pairing(invited["pairing"]), name)
        device.enrol()
        device.sign_in()
        return device

    def read(self, table: str, order: str = "1") -> list[tuple[Any, ...]]:
        """Return the rows of a table as the database has them."""
        with self.center.ground.db.read() as connection:
            query = f"SELECT * FROM {table} ORDER BY {order}"  # names of tests
            return [tuple(row) for row in connection.exec_driver_sql(query)]

    def count(self, table: str) -> int:
        return len(self.read(table))

    def check_books(self) -> None:
        """The invariant of DESIGN 9, and the books against the units."""
        with self.center.ground.db.read() as connection:
            books = load_books(connection, self.event)
            assert all(one.balanced for one in books.values()), books
            assert books == recount(connection, self.event)


class Device:
    """A device in a test: speaks the protocol by hand, so that it can also misbehave."""

    def __init__(self, server: Running, pairing: wire.Pairing, name: str) -> None:
        self.server = server
        self.pairing = pairing
        self.name = name
        self.key = Ed25519PrivateKey.from_private_bytes(server.time.ids.random_bytes(32))
        self.public = self.key.public_key().public_bytes_raw()
        self.id = ""
        self.token = ""
        self.incarnation = 1
        self.seq = 0
        self.prev = f.GENESIS
        self.boot = self.new_id()
        self.log: list[f.Fact] = []

    def new_id(self) -> str:
        return uuid7(self.server.time.now, self.server.time.ids.random_bytes(10))

    def enrol(self, **changes: Any) -> wire.EnrolAnswer:
        statement = wire.enrol_statement(self.pairing.token, self.pairing.server_key, self.public)
        request = wire.EnrolRequest(self.pairing.token, self.public, self.key.sign(statement), self.name)
        answer = self.send("/api/v1/devices/enrol", msgspec.structs.replace(request, **changes), wire.EnrolAnswer)
        self.id = answer.device
        return answer

    def sign_in(self) -> None:
        nonce = self.send("/api/v1/sync/nonce", {"device": self.id}, wire.Nonce).nonce
        request = wire.SessionRequest(self.id, nonce, self.key.sign(wire.session_statement(self.id, nonce)))
        self.token = self.send("/api/v1/sync/session", request, wire.SessionAnswer).token

    def raw(self, method: str, path: str, message: Any = None, query: dict[str, Any] | None = None) -> httpx.Response:
        """Call the server; bodies go compressed, as real devices send them."""
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        body = None
        if message is not None:
            body, headers["Content-Encoding"] = gzip.compress(wire.encode(message), 1), "gzip"
        return self.server.http.request(method, path, content=body, headers=headers, params=query)

    def send(self, path: str, message: Any, answer: type[T]) -> T:
        response = self.raw("POST", path, message)
        assert response.is_success, f"{path}: {response.status_code} {response.text}"
        return wire.decode(response.content, answer)

    def hello(
        self, *, appends_clock: bool = True, holdings: tuple[wire.Holding, ...] = (), health: wire.Health | None = None
    ) -> wire.Welcome:
        """Say hello; append the clock fact as a device does, without pushing it."""
        head = wire.FactHead(self.incarnation, self.seq, self.prev)
        time = self.server.time
        hello = wire.Hello(
            wire.PROTOCOL, "0.1.0", time.now, time.mono, self.boot, head, holdings=holdings,
            health=health or wire.Health(),
        )  # fmt: skip
        welcome = self.send("/api/v1/sync/hello", hello, wire.Welcome)
        if appends_clock:
            body = f.Clock(
                server_ms=welcome.server_ms, rtt_ms=20, mono_ms=welcome.clock_mono_ms, boot=self.boot,
                server_signature=welcome.clock_signature,
            )  # fmt: skip
            self.make("clock", body, event=0)
        return welcome

    def make(self, kind: str, body: f.Body, *subjects: str, event: int | None = None, **changes: Any) -> f.Fact:
        """Seal the next fact of this device's log."""
        self.seq += 1
        fact = f.Fact(
            device=self.id,
            incarnation=self.incarnation,
            seq=self.seq,
            id=self.new_id(),
            kind=kind,
            version=1,
            event=self.server.event if event is None else event,
            subjects=subjects,
            based_on=(),
            wall_ms=self.server.time.now,
            mono_ms=self.server.time.mono,
            boot=self.boot,
            clock=f.ClockState.TRUSTED,
            operator="",
            body=f.encode_body(body),
            prev=self.prev,
            hash=b"",
            signature=b"",
        )
        if "raw_body" in changes:
            changes["body"] = changes.pop("raw_body")
        sealed = f.seal(msgspec.structs.replace(fact, **changes), self.key)
        self.prev = sealed.hash
        self.log.append(sealed)
        return sealed

    def admit(self, subject: str, *, gate: int = 1, list_: int = 1, **changes: Any) -> f.Fact:
        body = f.Admitted(list=list_, gate=gate, generation=1, method="code", reason="ok")
        own = (*f.Fact.__struct_fields__, "raw_body")
        envelope = {name: changes.pop(name) for name in list(changes) if name in own}
        return self.make("admitted", msgspec.structs.replace(body, **changes), subject, **envelope)

    def sell(self, lease: Lease, *indexes: int, price_minor: int = 2_400, **changes: Any) -> f.Fact:
        """Sell units of a lease as their first variant, in cash."""
        units = {unit.index: unit for unit in lease.units}
        order = self.new_id()
        lines = tuple(
            f.SoldLine(
                f"{lease.event:08x}{lease.lease:08x}{index:04x}", units[index].variants[0].type,
                units[index].variants[0].session, units[index].number, price_minor, 0, price_minor, 0,
            )
            for index in indexes
        )  # fmt: skip
        body = f.Sold(
            order=order,
            code="H4K9Z2",
            currency="EUR",
            catalogue_version=1,
            channel="kiosk",
            lines=lines,
            tenders=(f.Tender("cash", price_minor * len(lines), self.new_id()),),
        )
        body = msgspec.structs.replace(body, **changes)
        return self.make("sold", body, *(line.subject for line in lines), order_subject(order))

    def refund(self, sold: f.Fact) -> f.Fact:
        """Refund a whole sale of this device in cash."""
        body = f.decode_body(sold)
        assert isinstance(body, f.Sold)
        tickets = tuple(line.subject for line in body.lines)
        back = f.Tender("cash", sum(line.gross_minor for line in body.lines), self.new_id())
        refunded = f.Refunded(order=body.order, tickets=tickets, tenders=(back,))
        return self.make("refunded", refunded, *tickets, order_subject(body.order), based_on=(sold.id,))

    def give_back(self, lease: Lease, first: int, last: int) -> f.Fact:
        body = f.Returned(lease=lease.lease, ranges=((first, last),))
        return self.make("returned", body, lease_subject(lease.event, lease.lease))

    def push(self, *facts: f.Fact, persons: tuple[wire.PersonRecord, ...] = ()) -> tuple[wire.FactAnswer, ...]:
        raws = tuple(msgspec.Raw(wire.encode(fact)) for fact in facts)
        return self.push_raw(*raws, persons=persons)

    def push_raw(self, *raws: msgspec.Raw, persons: tuple[wire.PersonRecord, ...] = ()) -> tuple[wire.FactAnswer, ...]:
        return self.send("/api/v1/sync/push", wire.PushRequest(raws, persons), wire.PushAnswer).answers

    def lease(self, units: int, request: str = "", **changes: Any) -> wire.LeaseAnswer:
        wanted = wire.LeaseRequest(request or self.new_id(), self.server.event, units)
        return self.send("/api/v1/leases/request", msgspec.structs.replace(wanted, **changes), wire.LeaseAnswer)

    def must_lease(self, units: int) -> Lease:
        answer = self.lease(units)
        assert answer.lease is not None, answer.reason
        return answer.lease

    def pull(self, cursor: wire.Cursor, scope: Scope = Scope.DATA, limit: int = 2_000) -> wire.PullPage:
        query = {
            "event": self.server.event, "scope": scope.value, "epoch": cursor.epoch, "seq": cursor.seq,
            "tag": cursor.tag, "limit": limit,
        }  # fmt: skip
        response = self.raw("GET", "/api/v1/sync/pull", query=query)
        assert response.is_success, response.text
        return wire.decode(response.content, wire.PullPage)

    def snapshot(
        self, scope: Scope = Scope.DATA, *, after: str = "", cursor: wire.Cursor | None = None, limit: int = 5_000
    ) -> wire.SnapshotPage:
        query: dict[str, Any] = {"event": self.server.event, "after": after, "limit": limit}
        if cursor is not None:
            query |= {"epoch": cursor.epoch, "seq": cursor.seq, "tag": cursor.tag}
        response = self.raw("GET", f"/api/v1/sync/snapshot/{scope.value}", query=query)
        assert response.is_success, response.text
        return wire.decode(response.content, wire.SnapshotPage)

    def rows(self, scope: Scope = Scope.DATA) -> dict[tuple[str, str], Any]:
        """Return a whole scope as this device sees it, values decoded as plain JSON."""
        page = self.snapshot(scope)
        assert page.after == ""
        return {(change.kind, change.key): msgspec.json.decode(change.value) for change in page.changes}
