"""A FAKE card terminal: a process of its own with its own ledger, as strict as the real box.

Speaks the JSON lines of `kiosk.sales.terminal`. A key is charged once, whatever happens to connections. Its
ledger is a file, written before the answer goes out, so that killing it loses nothing. What the next cards
do is set from outside: approve, decline, hang (never answer, nothing charged), drop (charge, then cut the
line without an answer). Run: `python -m demo.fakes.terminal --ledger FILE [--port N]`; it prints its port.
"""

import argparse
import json
import socketserver
import sys
import threading
from collections import deque
from pathlib import Path
from typing import Any

BEHAVIOURS = ("approve", "decline", "hang", "drop")
HANG_S = 300.0


class Ledger:
    """What the terminal knows: one line of JSON per key and change, replayed at start."""

    def __init__(self, file: Path) -> None:
        """Open or begin the ledger."""
        self._file = file
        self._lock = threading.Lock()
        self.entries: dict[str, dict[str, Any]] = {}
        if file.exists():
            for line in file.read_text().splitlines():
                entry = json.loads(line)
                self.entries[entry["key"]] = entry

    def write(self, entry: dict[str, Any]) -> dict[str, Any]:
        """Record an entry for its key unless the key is settled; return what stands."""
        with self._lock:
            standing = self.entries.get(entry["key"])
            if standing is not None and standing["state"] != "pending":
                return standing
            self.entries[entry["key"]] = entry
            with self._file.open("a") as out:
                out.write(json.dumps(entry) + "\n")
                out.flush()
        return entry


class Terminal(socketserver.ThreadingTCPServer):
    """The terminal's service. `plan` says what the next cards do; empty = approve."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, ledger: Ledger, port: int = 0) -> None:
        """Listen on loopback."""
        super().__init__(("127.0.0.1", port), _Conversation)
        self.ledger = ledger
        self.plan: deque[str] = deque()
        self.stopping = threading.Event()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server_address[1])

    def answer(self, request: dict[str, Any]) -> dict[str, Any] | None:
        """Return the answer to a request; None = cut the line."""
        match request["op"]:
            case "charge":
                return self._charge(request)
            case "status":
                return self.ledger.entries.get(request["key"], {"state": "cancelled"})
            case "cancel":
                return self.ledger.write({"key": request["key"], "state": "cancelled"})
            case "plan":
                self.plan.extend(request["behaviours"])
                return {"state": "approved"}
            case "ledger":
                return {"entries": list(self.ledger.entries.values())}
            case other:
                return {"state": "unknown", "reason": f"no such operation: {other}"}

    def _charge(self, request: dict[str, Any]) -> dict[str, Any] | None:
        key = request["key"]
        standing = self.ledger.entries.get(key)
        if standing is not None:
            return standing
        behaviour = self.plan.popleft() if self.plan else "approve"
        if behaviour == "hang":
            self.stopping.wait(HANG_S)
            return None
        state = "declined" if behaviour == "decline" else "approved"
        entry = {
            "key": key,
            "state": state,
            "amount_minor": request["amount_minor"],
            "currency": request["currency"],
            "reference": f"T{len(self.ledger.entries) + 1:06d}",
        }
        standing = self.ledger.write(entry)
        return None if behaviour == "drop" else standing

    def stop(self) -> None:
        """End hanging conversations and stop listening."""
        self.stopping.set()
        self.shutdown()
        self.server_close()


class _Conversation(socketserver.StreamRequestHandler):
    server: Terminal

    def handle(self) -> None:
        line = self.rfile.readline(65_536)
        if not line:
            return
        answer = self.server.answer(json.loads(line))
        if answer is not None:
            self.wfile.write(json.dumps(answer).encode() + b"\n")


def main() -> None:
    """Run until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ledger", type=Path, required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--plan", default="", help="what the first cards do, separated by commas")
    given = parser.parse_args()
    terminal = Terminal(Ledger(given.ledger), given.port)
    terminal.plan.extend(b for b in given.plan.split(",") if b)
    print(terminal.port, flush=True)
    try:
        terminal.serve_forever()
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    main()
