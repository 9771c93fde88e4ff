"""The server of a simulated evening: the real web app on a real encrypted file, called without a network.

A request goes through routing, decompression, decoding, authentication and the transaction as it would behind
uvicorn; only TLS, sockets and the durable workflows (DBOS) stay outside. The machine under it can die at any
write, and its database can be put back to a backup.
"""

import asyncio
import random
import shutil
import sys
from collections.abc import Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import msgspec
import sqlalchemy as sa
import structlog
from litestar.concurrency import set_asyncio_executor

from demo.fakes.provider import FakeProvider
from server import app as product
from server import restoring
from server.clock import Clock, Ids
from server.db.keys import MasterKey
from server.settings import Settings
from tests.simulation.clocks import Dice, TrueTime
from tests.simulation.inline import Crash, InlineDatabase, InlineExecutor
from tests.simulation.power import Death, Disk, copy_image

URL = "http://127.0.0.1:8420"
EMAIL, PASSWORD = "organizer@example.invalid", "A-good-Passw0rd"
HOUR_MS = 3_600_000
LEASE_HOURS = 2


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


class ServerTrouble(AssertionError):
    """The server logged an error that nothing in the simulation excuses."""


class SimCenter:
    """One server process after another, on one folder."""

    def __init__(self, folder: Path, time: TrueTime, dice: Dice, disk: Disk) -> None:
        self.folder = folder
        self.time = time
        self.dice = dice
        self.disk = disk
        self.image: Path | None = None
        """What the disk held when the machine died; None while it lives."""
        self.provider = FakeProvider()
        self.token = ""
        self.organizer = ""
        self.event = 0
        self.trouble: list[MutableMapping[str, Any]] = []
        self._loop = asyncio.new_event_loop()
        set_asyncio_executor(cast("ThreadPoolExecutor", InlineExecutor()))
        self.open()

    def open(self) -> None:
        """Start the process."""
        self.image = None
        self.time.started_ms = self.time.now_ms - 1_000
        self.app = product.build_app(*self._parts(), database=self._open_database)
        self.center: product.Center = self.app.state.center
        structlog.configure(processors=[self._note])

    def _parts(self) -> tuple[Settings, Clock, Ids]:
        settings = Settings(data_dir=str(self.folder), lease_hours=LEASE_HOURS, log_level="ERROR")
        return settings, Clock(lambda: self.time.now_ms, self.time.mono_ms), Ids(self.dice.bytes)

    def _open_database(self, file: Path, master: MasterKey) -> InlineDatabase:
        return InlineDatabase(file, master, self.check_alive)

    def _note(self, _: Any, method: str, said: MutableMapping[str, Any]) -> Any:
        if method in ("exception", "error", "critical"):
            self.trouble.append(said)
        raise structlog.DropEvent

    def close(self) -> None:
        """End the process; whatever it still does to its files does not matter after a death."""
        self.center.close()

    def shut(self) -> None:
        """End for good."""
        self.close()
        self._loop.close()

    # Life and death.

    def check_alive(self) -> None:
        if self.image is not None:
            raise Crash

    def arm(self, death: Death, after: int, dice: random.Random) -> None:
        """Let the machine die before the `after`-th write from now on."""
        seed = dice.getrandbits(32)
        self.disk.arm(self.folder, after, lambda: self.die(death, seed))

    def die(self, death: Death, seed: int) -> None:
        """The machine stops; what is on its disk now is what there is."""
        image = self.folder.with_name("server.image")
        copy_image(self.disk, self.folder, image, death, seed, {})
        self.image = image

    def revive(self) -> None:
        """Start again from what was on the disk."""
        image = self.image
        assert image is not None
        self._replace(image)
        self.open()

    def _replace(self, folder: Path) -> None:
        self.close()
        self.disk.forget(self.folder)
        shutil.rmtree(self.folder)
        folder.rename(self.folder)

    def back_up(self, target: Path) -> None:
        """Write a backup as the command does."""
        target.unlink(missing_ok=True)
        self.center.ground.db.back_up(target)

    def restore(self, backup: Path) -> None:
        """Put the database back to a backup and begin another life of the server."""
        draft = self.folder.with_name("server.restored")
        draft.mkdir(mode=0o700)
        for file in self.folder.iterdir():
            if file.is_file() and not file.name.startswith("server.db"):
                shutil.copy(file, draft / file.name)
        shutil.copyfile(backup, draft / "server.db")
        self._replace(draft)
        command = product.build_center(*self._parts(), database=self._open_database)
        restoring.begin_new_life(command, self.provider.list_payments_since)
        command.close()
        self.open()  # the new incarnation is read at the start

    # What goes in and out.

    def serve(
        self, method: str, path: str, query: bytes, headers: list[tuple[bytes, bytes]], body: bytes, *, cut: int = -1
    ) -> Reply | None:
        """Answer a request. `cut`: only so many bytes of its body arrive before the line breaks; no answer then."""
        sent: list[dict[str, Any]] = []
        events = [{"type": "http.request", "body": body if cut < 0 else body[:cut], "more_body": cut >= 0}]

        async def receive() -> dict[str, Any]:
            return events.pop(0) if events else {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": path, "raw_path": path.encode(), "query_string": query, "root_path": "", "headers": headers,
            "client": ("127.0.0.1", 50_000), "server": ("127.0.0.1", 8_420), "state": {},
        }  # fmt: skip
        self.check_alive()
        app = cast("Callable[..., Any]", self.app)
        self._loop.run_until_complete(app(scope, receive, send))
        self.check_alive()
        if cut >= 0:
            return None
        self._judge_trouble(path)
        start = sent[0]
        return Reply(start["status"], start["headers"], b"".join(part.get("body", b"") for part in sent[1:]))

    def _judge_trouble(self, path: str) -> None:
        if self.trouble:
            said = self.trouble.pop()
            cause = said.get("exc_info")
            cause = cause if isinstance(cause, BaseException) else sys.exc_info()[1]
            raise ServerTrouble(f"{path}: {said}") from cause

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """Call the API as the organizer, on a line that never fails; return the answer, or None for a refusal."""
        headers = [(b"content-type", b"application/json")]
        if self.token:
            headers.append((b"authorization", f"Bearer {self.token}".encode()))
        raw = b"" if body is None else msgspec.json.encode(body)
        headers.append((b"content-length", str(len(raw)).encode()))
        path, _, query = path.partition("?")
        reply = self.serve(method, path, query.encode(), headers, raw)
        assert reply is not None
        if reply.status >= 500:
            raise ServerTrouble(f"{method} {path}: {reply.status} {reply.body!r}")
        if reply.status >= 400:
            return None
        answer = msgspec.json.decode(reply.body) if reply.body else None
        return {} if answer is None else answer

    def on(self, path: str) -> str:
        """Return a path under the event."""
        return f"/api/v1/events/{self.event}{path}"

    def write(self, work: Callable[[sa.Connection], Any]) -> Any:
        """Run a job of the server's own."""
        return self.center.ground.db.write(work)

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return rows of the database as they are."""
        with self.center.ground.db.read() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query, values)]
