"""The web server under the app. Used by the command that serves, and by tests."""

import errno
import socket
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager

import uvicorn

from kiosk.core.errors import InputError
from server.web.hints import Hints

LISTEN_BACKLOG = 2_048


class WebServer(uvicorn.Server):
    """A uvicorn server that lets waiting devices and watchers go when it ends; else each would hold it up."""

    def __init__(self, config: uvicorn.Config, hints: Hints, on_ready: Callable[[], None] = lambda: None) -> None:
        """Serve an app with its hints. `on_ready` is called once when it listens."""
        super().__init__(config)
        self._hints = hints
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start everything, then listen."""
        await super().startup(sockets)
        self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End those who wait, then everything else."""
        self._hints.end()
        await super().shutdown(sockets)


@contextmanager
def listening(host: str, port: int) -> Generator[list[socket.socket]]:
    """Give sockets that listen at every address of `host`. Raises InputError that says what is in the way.

    They are opened before anything else, so that a server which cannot be reached does not start at all.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (socket.gaierror, UnicodeError) as error:
        raise InputError(f"there is no machine called {host!r}; name an address of this one") from error
    with ExitStack() as opened:
        try:
            places = dict.fromkeys((one[0], one[4]) for one in found)
            sockets = [opened.enter_context(_listen(family, address)) for family, address in places]
        except OSError as error:
            raise InputError(_say_why(error, host, port)) from error
        yield sockets


def _listen(family: socket.AddressFamily, address: tuple[object, ...]) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family is socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind(address)
        made.listen(LISTEN_BACKLOG)
    except OSError:
        made.close()
        raise
    return made


def _say_why(error: OSError, host: str, port: int) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return f"port {port} of {host} is in use by another program; stop that, or use another port"
        case errno.EADDRNOTAVAIL:
            return f"{host} is no address of this machine; use one of its own, or 0.0.0.0 for all of them"
        case errno.EACCES:
            return f"this user may not listen on port {port}; use one above 1023"
        case _:
            return f"the server cannot listen on port {port} of {host}: {error.strerror}"
