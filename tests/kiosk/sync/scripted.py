"""A scripted server on loopback: what a network and a broken server may do to a device.

The real server is used where the exchange itself is tested (tests/e2e); this one misbehaves on purpose.
"""

import gzip
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec

from kiosk.core import wire
from kiosk.core.facts import clock_statement
from kiosk.core.permissions import Role
from kiosk.core.wire import Cursor
from kiosk.sync.worker import Synchroniser, SyncState
from tests.kiosk.core import make
from tests.kiosk.device import Device, identity

Answer = tuple[int, Any]
RETRY_AFTER_S = 7
"""What a server that is too busy asks for."""
HEAD = Cursor("epoch-1", 7, "tag-7")


@dataclass
class Script:
    """What the server answers, by path; `requests` is what it was sent: a body, or the query of a GET."""

    pushed: list[str] = field(default_factory=list)
    requests: list[tuple[str, Any]] = field(default_factory=list)
    answers: dict[str, Callable[[Any], Answer]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, path: str, body: Any) -> Answer:
        with self.lock:
            self.requests.append((path, body))
        if path in self.answers:
            return self.answers[path](body)
        return self._default(path, body)

    def _default(self, path: str, body: Any) -> Answer:
        match path:
            case "/api/v1/sync/nonce":
                return 200, wire.Nonce(b"n" * 16)
            case "/api/v1/sync/session":
                return 200, wire.SessionAnswer("bearer", 3_600_000)
            case "/api/v1/sync/hello":
                return 200, self.welcome(body)
            case "/api/v1/sync/push":
                return 200, self.take(body)
            case "/api/v1/sync/pull":
                return 200, wire.PullPage(HEAD)
            case _:
                return 200, wire.SnapshotPage(HEAD, (), "", 0)

    def welcome(self, body: Any, **changes: Any) -> wire.Welcome:
        hello = msgspec.convert(body, wire.Hello, strict=False)
        statement = clock_statement(make.number_id(1_000), hello.boot, hello.mono_ms, make.NOW)
        assignment = wire.Assignment(make.EVENT, "Harbour Lights", ())
        base = wire.Welcome(make.NOW, "epoch-1", hello.head, hello.mono_ms, make.KEY.sign(statement), (assignment,))
        return msgspec.structs.replace(base, **changes)

    def take(self, body: Any) -> wire.PushAnswer:
        ids = [fact["id"] for fact in body["facts"]]
        self.pushed += ids
        return wire.PushAnswer(tuple(wire.FactAnswer(id_, wire.Outcome.APPLIED) for id_ in ids))

    def paths(self) -> list[str]:
        return [path.rsplit("/", 1)[-1] for path, _ in self.requests]


class ScriptedServer(ThreadingHTTPServer):
    """The server's thread."""

    daemon_threads = True

    def __init__(self, script: Script) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = script
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def stop(self) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: ScriptedServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True)))

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            raw = gzip.decompress(raw)
        self._answer(msgspec.json.decode(raw))

    def _answer(self, body: Any) -> None:
        status, answer = self.server.script.answer(self.path.split("?")[0], body)
        content = answer if isinstance(answer, bytes) else msgspec.json.encode(answer)
        self.send_response(status)
        if status in (429, 503):
            self.send_header("Retry-After", str(RETRY_AFTER_S))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class's name)
        """Say nothing."""


class Watched:
    """A running synchroniser whose states are kept."""

    def __init__(self, device: Device, url: str, role: Role = Role.GATE) -> None:
        self.states: list[SyncState] = []
        self.sync = Synchroniser(
            device.store,
            device.clock,
            identity(url=url, role=role),
            on_state=self.states.append,
            on_change=lambda: None,
        )
        self.sync.start()

    def __enter__(self) -> "Watched":
        return self

    def __exit__(self, *_: object) -> None:
        self.sync.stop()
