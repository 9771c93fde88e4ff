"""How do the processes of the demo talk to each other? One line of JSON there, one line back, on loopback.

`ask` is the caller's side; `serve` the other's. A failure comes back as a word and a sentence and is raised
at the caller, never swallowed.
"""

import json
import socket
import socketserver
import threading
from collections.abc import Callable
from typing import Any

from kiosk.core.errors import FoyerError, Rejected

ASK_S = 60.0
LINE_BYTES_MAX = 16 * 1024 * 1024
Answerer = Callable[[dict[str, Any]], Any]


class AskedInVain(Exception):
    """The other process said no, or something went wrong there. `word` is stable."""

    def __init__(self, word: str, message: str) -> None:
        super().__init__(f"{word}: {message}")
        self.word = word
        self.message = message


def ask(port: int, message: dict[str, Any], *, timeout_s: float = ASK_S) -> Any:
    """Send a message and return the value of its answer. Raises AskedInVain, or OSError where nobody answers."""
    answer = ask_plainly(port, message, timeout_s=timeout_s)
    if not answer["ok"]:
        raise AskedInVain(answer["error"], answer["message"])
    return answer["value"]


def ask_plainly(port: int, message: dict[str, Any], *, timeout_s: float = ASK_S) -> Any:
    """Send a line of JSON and return the line that comes back. Raises OSError where nobody answers."""
    with socket.create_connection(("127.0.0.1", port), timeout_s) as line:
        line.settimeout(timeout_s)
        line.sendall(json.dumps(message).encode() + b"\n")
        with line.makefile("rb") as answers:
            answer = answers.readline(LINE_BYTES_MAX)
    if not answer:
        raise ConnectionResetError("the other process ended before it answered")
    return json.loads(answer)


class Listener(socketserver.ThreadingTCPServer):
    """Answers lines on a free port of loopback, each connection on a thread of its own."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, answerer: Answerer) -> None:
        """Listen; `start` begins to answer."""
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.answerer = answerer

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server_address[1])

    def start(self) -> None:
        """Answer from a thread."""
        threading.Thread(target=self.serve_forever, name="control", daemon=True).start()

    def stop(self) -> None:
        """Stop listening."""
        self.shutdown()
        self.server_close()


class _Conversation(socketserver.StreamRequestHandler):
    server: Listener

    def handle(self) -> None:
        for line in self.rfile:
            self.wfile.write(json.dumps(self._answer(json.loads(line))).encode() + b"\n")
            self.wfile.flush()

    def _answer(self, message: dict[str, Any]) -> dict[str, Any]:
        try:
            return {"ok": True, "value": self.server.answerer(message)}
        except FoyerError as error:
            word = error.reason if isinstance(error, Rejected) else error.code
            return {"ok": False, "error": word, "message": error.message}
        except Exception as error:  # noqa: BLE001 (it is raised again in the process that asked)
            return {"ok": False, "error": "bug", "message": f"{type(error).__name__}: {error}"}
