"""The fake network does what it says: a fresh connection fails when it is cut."""

import socket
import socketserver
import threading
from collections.abc import Iterator

import pytest

from demo.fakes.relay import CUT_AFTER_BYTES, Mode, Relay

ANSWER = b"x" * 5_000


class _Server(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        self.request.recv(10)
        self.request.sendall(ANSWER)


@pytest.fixture
def relay() -> Iterator[Relay]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Server) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        made = Relay(server.server_address[1])
        yield made
        made.stop()
        server.shutdown()
        thread.join()


def ask(relay: Relay, timeout_s: float = 2) -> bytes:
    """Return everything that comes until the line ends."""
    received = b""
    with socket.create_connection(("127.0.0.1", relay.port), timeout_s) as line:
        line.settimeout(timeout_s)
        line.sendall(b"?")
        try:
            while part := line.recv(65_536):
                received += part
        except ConnectionResetError:
            pass
    return received


def test_an_open_relay_passes_everything_both_ways(relay: Relay) -> None:
    assert ask(relay) == ANSWER


def test_a_closed_relay_refuses_and_opens_again_on_the_same_port(relay: Relay) -> None:
    relay.set_mode(Mode.CLOSED)
    with pytest.raises(ConnectionRefusedError):
        ask(relay)
    relay.set_mode(Mode.OPEN)
    assert ask(relay) == ANSWER


def test_closing_drops_connections_that_stand(relay: Relay) -> None:
    with socket.create_connection(("127.0.0.1", relay.port), 2) as line:
        line.settimeout(2)
        relay.set_mode(Mode.CLOSED)
        try:
            left = line.recv(10)
        except ConnectionResetError:
            left = b""
    assert left == b""


def test_a_hanging_relay_accepts_and_never_answers(relay: Relay) -> None:
    relay.set_mode(Mode.HANGING)
    with pytest.raises(TimeoutError):
        ask(relay, timeout_s=0.2)


def test_a_cutting_relay_ends_in_the_middle_of_an_answer(relay: Relay) -> None:
    relay.set_mode(Mode.CUTTING)
    assert ask(relay) == ANSWER[:CUT_AFTER_BYTES]
