"""The processes of a venue: server, devices behind a cable each, card terminal, receipt printer.

`demo.__main__` and `demo.tour` build it; every process is a real one of its own. Stopping it stops all that it
started, in the order in which a venue closes.
"""

import json
import secrets
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from demo.fakes.relay import Mode
from demo.lines import ask, ask_plainly
from demo.office import Login, Office, wait_for_server
from demo.processes import Child, DidNotStart, run, start
from demo.seeding import EMAIL, ORGANIZER
from kiosk.core import wire

DO_S = 90.0
LOGS = "logs"


@dataclass(slots=True)
class Cable:
    """The only way from one device to the server, and a hand on its plug."""

    child: Child
    port: int
    control: int

    @property
    def url(self) -> str:
        """What the device takes for the server's address."""
        return f"http://127.0.0.1:{self.port}"

    def set_mode(self, mode: Mode) -> None:
        """Cut the network in one of its ways, or let everything pass."""
        ask_plainly(self.control, {"mode": mode})

    def connect(self) -> None:
        """Let everything pass; lines that hang are dropped, as when a switch comes back."""
        self.set_mode(Mode.CLOSED)
        self.set_mode(Mode.OPEN)


@dataclass(slots=True)
class Printer:
    """The receipt printer's process. Each sheet is a PNG in `folder`."""

    child: Child
    port: int
    control: int
    folder: Path

    def do(self, word: str, **arguments: Any) -> Any:
        """Set its state or ask what came out."""
        return ask(self.control, {"do": word, **arguments}, timeout_s=DO_S)

    def list_codes(self) -> list[str]:
        """Return every code on paper so far, in order, copies included."""
        return [code for sheet in self.do("sheets")["sheets"] for code in sheet["codes"]]

    def find_pictures(self, codes: Sequence[str]) -> dict[str, Path]:
        """Return for each code the picture of the first sheet that bears it."""
        found: dict[str, Path] = {}
        for number, sheet in enumerate(self.do("sheets")["sheets"], 1):
            for code in sheet["codes"]:
                if code in codes:
                    found.setdefault(code, self.folder / f"sheet-{number:03d}.png")
        return found


@dataclass(slots=True)
class Terminal:
    """The card terminal's process."""

    child: Child
    port: int

    def list_charges(self) -> list[dict[str, Any]]:
        """Return what its own ledger says."""
        return ask_plainly(self.port, {"op": "ledger"})["entries"]


@dataclass(slots=True)
class Device:
    """One device: its folder, its cable and, while it runs, its process."""

    name: str
    arguments: tuple[str, ...]
    cable: Cable
    logs: Path
    extra: dict[str, str] = field(default_factory=dict[str, str])
    child: Child | None = None
    control: int = 0

    def start(self, *more: str) -> None:
        """Switch it on. Raises DidNotStart."""
        self.child = start(self.name, "demo.device", [*self.arguments, *more], self.logs, self.extra)
        self.control = json.loads(self.child.said)["control"]

    def do(self, word: str, **arguments: Any) -> Any:
        """Act at the device, or look into it. Raises AskedInVain."""
        return ask(self.control, {"do": word, **arguments}, timeout_s=DO_S)

    def kill(self) -> None:
        """Take its power away."""
        assert self.child is not None
        self.child.kill()

    def stop(self) -> None:
        """Switch it off in good order. Idempotent."""
        if self.child is not None:
            self.child.stop()


class Venue:
    """Everything that runs, under one folder."""

    def __init__(self, folder: Path) -> None:
        """Nothing runs yet."""
        self.folder = folder
        self.logs = folder / LOGS
        self.port = 0
        self.devices: dict[str, Device] = {}
        self._server: Child | None = None
        self._others: list[Child] = []

    @property
    def server_folder(self) -> Path:
        """Where the server keeps its database."""
        return self.folder / "server"

    @property
    def url(self) -> str:
        """The server's own address."""
        return f"http://127.0.0.1:{self.port}"

    def start_server(self, port: int) -> None:
        """Start the server on `port`. Raises DidNotStart."""
        self.port = port
        self._server = start("server", "server", ["serve"], self.logs, self._server_environ())
        if not wait_for_server(self.url):
            raise DidNotStart(f"the server does not answer at {self.url}; see {self._server.log}")

    def open_office(self) -> Office:
        """Return the organizer, signed in."""
        office = Office(self.url, self._load_login())
        office.sign_in()
        return office

    def found_organizer(self) -> None:
        """Create the organizer, once, by the server's own command; the login is kept beside the data."""
        if self._login_file.exists():
            return
        self._login_file.parent.mkdir(parents=True, exist_ok=True)
        password = f"Aa1-{secrets.token_urlsafe(12)}"
        said = run(
            "server",
            ["create", "organizer", ORGANIZER, "--email", EMAIL],
            self._server_environ(),
            typed=f"{password}\n",
        )
        login = Login(said.split()[-1], EMAIL, password)
        self._login_file.touch(0o600)
        self._login_file.write_bytes(msgspec.json.encode(login))

    def add_cable(self, name: str) -> Cable:
        """Lay a cable to the server, at the port of before where it is free; its device is told the address."""
        ports = self._load_cables()
        wanted = find_free_port(ports[name]) if name in ports else 0
        arguments = ["--to", str(self.port), "--port", str(wanted)]
        child = start(f"cable-{name}", "demo.fakes.relay", arguments, self.logs)
        self._others.append(child)
        said = json.loads(child.said)
        self._cables_file.write_text(json.dumps(ports | {name: said["port"]}), encoding="utf-8")
        return Cable(child, said["port"], said["control"])

    def add_printer(self, name: str) -> Printer:
        """Set a receipt printer up."""
        folder = self.folder / name
        child = start(name, "demo.fakes.printer", ["--folder", str(folder)], self.logs)
        self._others.append(child)
        said = json.loads(child.said)
        return Printer(child, said["port"], said["control"], folder)

    def add_terminal(self) -> Terminal:
        """Set a card terminal up. Its ledger is a file of its own."""
        ledger = self.folder / "terminal.jsonl"
        child = start("terminal", "demo.fakes.terminal", ["--ledger", str(ledger)], self.logs)
        self._others.append(child)
        return Terminal(child, int(child.said))

    def add_device(
        self, office: Office, name: str, roles: tuple[str, ...], *arguments: str, extra: dict[str, str] | None = None
    ) -> Device:
        """Pair a device through a cable of its own and switch it on in its first role."""
        device = self.unpack_device(name, "--role", roles[0], *arguments, extra=extra)
        pairing = wire.parse_pairing(office.invite(name, roles)["pairing"])
        device.start("--pairing", wire.format_pairing(msgspec.structs.replace(pairing, url=device.cable.url)))
        return device

    def unpack_device(self, name: str, *arguments: str, extra: dict[str, str] | None = None) -> Device:
        """Lay the cable of a new device; it is neither paired nor switched on."""
        word = name.lower().replace(" ", "-")
        data = ("--data", str(self.folder / word), "--name", name)
        device = Device(word, (*data, *arguments), self.add_cable(word), self.logs, extra or {})
        self.devices[word] = device
        return device

    def stop(self) -> None:
        """Stop everything that was started: devices, then their surroundings, then the server. Idempotent."""
        for device in self.devices.values():
            device.stop()
        for child in reversed(self._others):
            child.stop()
        if self._server is not None:
            self._server.stop()

    @property
    def _login_file(self) -> Path:
        return self.folder / "login.json"

    @property
    def _cables_file(self) -> Path:
        return self.folder / "cables.json"

    def _load_cables(self) -> dict[str, int]:
        return json.loads(self._cables_file.read_bytes()) if self._cables_file.exists() else {}

    def _load_login(self) -> Login:
        return msgspec.json.decode(self._login_file.read_bytes(), type=Login)

    def _server_environ(self) -> dict[str, str]:
        return {
            "FOYER_SERVER_DATA_DIR": str(self.server_folder),
            "FOYER_SERVER_PORT": str(self.port),
            "FOYER_SERVER_LOG_LEVEL": "WARNING",
            "FOYER_SERVER_NAME": ORGANIZER,
        }


def find_free_port(wanted: int) -> int:
    """Return `wanted`, or the next port after it that nobody listens on."""
    for port in range(wanted, wanted + 200):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise DidNotStart(f"no free port between {wanted} and {wanted + 199}")
