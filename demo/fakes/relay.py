"""A FAKE network: a TCP relay between one device and the server, that can be cut in three ways.

`open` passes everything. `closed` refuses connections and drops standing ones. `hanging` accepts and never
answers. `cutting` passes some bytes of the server's next answer and then resets the line in the middle. A
device knows only its relay's port, so cutting the relay is cutting the network. Run:
`python -m demo.fakes.relay --to PORT [--port N] [--control N]`; it prints its port and its control port;
a line of JSON to the control port, {"mode": "closed"}, sets the mode.
"""

import argparse
import contextlib
import json
import select
import socket
import socketserver
import struct
import threading
from enum import StrEnum

CHUNK_BYTES = 65_536
CUT_AFTER_BYTES = 180
"""Past the head of a short answer, within the body of a long one."""


class Mode(StrEnum):
    """What the network does."""

    OPEN = "open"
    CLOSED = "closed"
    HANGING = "hanging"
    CUTTING = "cutting"


class Relay:
    """One relay on loopback. `start` listens; `set_mode` changes what happens, at once."""

    def __init__(self, target_port: int, port: int = 0) -> None:
        """Take the port for good, so that it stays the same while the relay is closed."""
        self._target = ("127.0.0.1", target_port)
        self._mode = Mode.OPEN
        self._lock = threading.Lock()
        self._lines: set[socket.socket] = set()
        self._listener: socket.socket | None = None
        self._listen(port)
        assert self._listener is not None
        self.port = int(self._listener.getsockname()[1])

    @property
    def mode(self) -> Mode:
        """What the network does now."""
        return self._mode

    def set_mode(self, mode: Mode) -> None:
        """Change the network. Standing connections are dropped, except when it opens."""
        self._mode = mode
        if mode is Mode.CLOSED:
            self._stop_listening()
        elif self._listener is None:
            self._listen(self.port)
        if mode is not Mode.OPEN:
            self._drop_lines()

    def stop(self) -> None:
        """End the relay."""
        self._stop_listening()
        self._drop_lines()

    def _listen(self, port: int) -> None:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(64)
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def _stop_listening(self) -> None:
        listener, self._listener = self._listener, None
        if listener is not None:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()

    def _drop_lines(self) -> None:
        with self._lock:
            lines, self._lines = self._lines, set()
        for line in lines:
            _reset(line)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                device, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(device,), daemon=True).start()

    def _carry(self, device: socket.socket) -> None:
        with self._lock:
            is_closed = self._mode is Mode.CLOSED  # accepted a moment before it was closed
            if not is_closed:
                self._lines.add(device)
        if is_closed:
            _reset(device)
            return
        if self._mode is Mode.HANGING:
            return  # accepted, never answered; dropped when the mode changes
        try:
            server = socket.create_connection(self._target, 5)
        except OSError:
            _reset(device)
            return
        with self._lock:
            is_cut = device not in self._lines
            self._lines.add(server)
        if is_cut:
            server.close()
            return
        self._pump(device, server)
        with self._lock:
            self._lines -= {device, server}
        for line in (device, server):
            line.close()

    def _pump(self, device: socket.socket, server: socket.socket) -> None:
        passed = 0
        with contextlib.suppress(OSError, ValueError):
            while True:
                ready, _, _ = select.select([device, server], [], [])
                for line in ready:
                    part = line.recv(CHUNK_BYTES)
                    if not part:
                        return
                    if line is server and self._mode is Mode.CUTTING:
                        device.sendall(part[: max(0, CUT_AFTER_BYTES - passed)])
                        passed += len(part)
                        if passed >= CUT_AFTER_BYTES:
                            _reset(device)
                            return
                        continue
                    (server if line is device else device).sendall(part)


def _reset(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.shutdown(socket.SHUT_RDWR)
    line.close()


class _Control(socketserver.StreamRequestHandler):
    relay: Relay

    def handle(self) -> None:
        for line in self.rfile:
            mode = Mode(json.loads(line)["mode"])
            self.relay.set_mode(mode)
            self.wfile.write(json.dumps({"mode": mode}).encode() + b"\n")


def main() -> None:
    """Run until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=int, required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--control", type=int, default=0)
    given = parser.parse_args()
    relay = Relay(given.to, given.port)
    _Control.relay = relay
    with socketserver.ThreadingTCPServer(("127.0.0.1", given.control), _Control) as control:
        print(json.dumps({"port": relay.port, "control": control.server_address[1]}), flush=True)
        control.serve_forever()


if __name__ == "__main__":
    main()
