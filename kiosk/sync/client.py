"""One conversation with the server: signed session, messages there and back, errors told apart.

Every failure is Offline (try later, keep everything) or Rejected (the server understood and said no). A
captive portal's page, a cut connection and a 500 are all Offline. Used by the synchroniser's steps.
"""

import contextlib
import gzip
import socket
import ssl
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.core import wire
from kiosk.core.errors import InputError, Offline, Rejected
from kiosk.store.meta import Identity
from kiosk.sync.pinning import LOOKS_LIKE, BadAddress, PinMismatchError, build_context, check_url

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")
CONNECT_S = 4.0
READ_S = 15.0
ANSWER_BYTES_MAX = 64 * 1024 * 1024
GZIP_FROM_BYTES = 2_000
_RETRY_STATUSES = frozenset({408, 425, 429})


class TooLarge(Rejected):
    """The server takes no message of this size; send less at once."""


class PinMismatch(Offline):
    """Somebody else answers at the server's address. Nothing was sent."""

    code = "pin_mismatch"


class NotOurServer(Offline):
    """Something else answers at the server's address: a network's sign-in page, a router, another program."""

    code = "not_our_server"


class ServerInTrouble(Offline):
    """The server answers that it cannot work now."""

    code = "server_in_trouble"


class _Line:
    """The socket under the present request, for the one who wants to break it off."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._is_ours = False
        self.is_cut = False
        self.is_connecting = False

    def cut(self) -> None:
        """Break off what is under way and what may come."""
        with self._lock:
            self.is_cut = True
            self._shut()

    def watch(self, event: str, news: Mapping[str, Any]) -> None:
        """Hear of every step of a connection: httpcore's trace, called on the thread that talks."""
        match event:
            case "connection.connect_tcp.started":
                self.is_connecting = True
            case "connection.connect_tcp.failed":
                self.is_connecting = False
            case "connection.connect_tcp.complete":
                self.is_connecting = False
                self._hold(news["return_value"].get_extra_info("socket"))
            case "connection.start_tls.started":
                # The handshake takes the socket's file over: only a copy of it can be reached meanwhile.
                assert self._socket is not None
                self._hold(self._socket.dup(), is_ours=True)
            case "connection.start_tls.failed":
                self._hold(None)
            case "connection.start_tls.complete":
                self._hold(news["return_value"].get_extra_info("socket"))
            case _:
                pass

    def _hold(self, line: socket.socket | None, *, is_ours: bool = False) -> None:
        with self._lock:
            if self._is_ours and self._socket is not None:
                self._socket.close()
            self._socket, self._is_ours = line, is_ours
            if self.is_cut:
                self._shut()

    def _shut(self) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError):  # closed already, which is what was wanted
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


class Session:
    """What the server knows a device by, for all its connections."""

    token = ""


class Client:
    """A connection to one server. Used by one thread; `abort` may come from another."""

    def __init__(
        self,
        url: str,
        pins: tuple[bytes, ...],
        transport: "httpx.BaseTransport | None" = None,
        *,
        session: Session | None = None,
    ) -> None:
        """Raises InputError for an address that this device must not speak to. `transport`: None = the network."""
        base = check_url(url, is_pinned=bool(pins))
        self._base = base
        self._verify: ssl.SSLContext | bool = build_context(pins) if base.startswith("https") else False
        self._pins, self._transport = pins, transport
        self._session = session or Session()
        self._http: httpx.Client | None = None
        self._line = _Line()

    def twin(self) -> "Client":
        """Return a connection of its own in this one's session, for another thread. It does not sign in."""
        return Client(self._base, self._pins, self._transport, session=self._session)

    def abort(self) -> None:
        """Break off the request under way: it ends as Offline, and so does every later one. From any thread."""
        self._line.cut()

    @property
    def is_connecting(self) -> bool:
        """Whether the network is looking for the server: the one thing that cannot be broken off."""
        return self._line.is_connecting

    def close(self) -> None:
        """Close the connection."""
        if self._http is not None:
            self._http.close()

    def post(self, path: str, message: object, answer: type[T]) -> T:
        """Send a message and return the answer. Raises Offline or Rejected."""
        body = wire.encode(message)
        headers = {"Content-Type": "application/json"}
        if len(body) > GZIP_FROM_BYTES:
            body, headers["Content-Encoding"] = gzip.compress(body, 1), "gzip"
        return self._exchange("POST", path, answer, body=body, headers=headers)

    def get(self, path: str, query: Mapping[str, str | int], answer: type[T]) -> T:
        """Ask for something and return the answer. Raises Offline or Rejected."""
        return self._exchange("GET", path, answer, query=query)

    def sign_in(self, identity: Identity) -> None:
        """Open a session by signing the server's nonce. Raises Offline or Rejected."""
        self._session.token = ""
        nonce = self.post("/api/v1/sync/nonce", {"device": identity.device}, wire.Nonce).nonce
        key = Ed25519PrivateKey.from_private_bytes(identity.private_key)
        signature = key.sign(wire.session_statement(identity.device, nonce))
        request = wire.SessionRequest(identity.device, nonce, signature, identity.role.value)
        self._session.token = self.post("/api/v1/sync/session", request, wire.SessionAnswer).token

    def forget_session(self) -> None:
        """Sign in again before the next message."""
        self._session.token = ""

    @property
    def is_signed_in(self) -> bool:
        """Whether a session was opened; the server may have ended it since."""
        return bool(self._session.token)

    def _connection(self) -> "httpx.Client":
        if self._http is None:
            import httpx

            timeout = httpx.Timeout(READ_S, connect=CONNECT_S)
            # trust_env=False: a proxy of the machine's surroundings must not see or delay the door.
            self._http = httpx.Client(
                base_url=self._base, verify=self._verify, timeout=timeout, trust_env=False, transport=self._transport
            )
        return self._http

    def _exchange(
        self,
        method: str,
        path: str,
        answer: type[T],
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str | int] | None = None,
    ) -> T:
        import httpx  # by the thread that talks, not by the start of the program

        if self._line.is_cut:
            raise Offline("this device is closing; nothing more is sent")
        sent = dict(headers or {})
        if self._session.token:
            sent["Authorization"] = f"Bearer {self._session.token}"
        try:
            response = self._connection().request(
                method, path, content=body, headers=sent, params=query, extensions={"trace": self._line.watch}
            )
        except httpx.InvalidURL as error:
            raise BadAddress(LOOKS_LIKE) from error
        except httpx.HTTPError as error:
            raise _offline(error) from error
        if response.is_success:
            return _read(response, answer)
        raise _refusal(response)


def _offline(error: "httpx.HTTPError") -> Offline:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, PinMismatchError):
            return PinMismatch("the server's key is not the one this device was paired with; pair it again")
        cause = cause.__cause__ or cause.__context__
    return Offline(f"the server cannot be reached: {type(error).__name__}")


def _read(response: "httpx.Response", answer: type[T]) -> T:
    if len(response.content) > ANSWER_BYTES_MAX:
        raise Offline("the server's answer is larger than any answer should be")
    try:
        return wire.decode(response.content, answer)
    except InputError as error:
        # A captive portal answers 200 with its own page.
        raise NotOurServer("something else than the server answered; is there a sign-in page in the way?") from error


def _refusal(response: "httpx.Response") -> Offline | Rejected:
    status = response.status_code
    if status >= 500 or status in _RETRY_STATUSES:
        return ServerInTrouble(
            f"the server is not able to answer now ({status})", retry_after_s=_retry_after_s(response)
        )
    try:
        problem = wire.decode(response.content, wire.Problem)
    except InputError:
        return NotOurServer(f"something else than the server answered ({status})")
    kind = TooLarge if status == 413 else Rejected
    return kind(problem.message, reason=problem.code, status=status)


def _retry_after_s(response: "httpx.Response") -> int:
    text = response.headers.get("Retry-After", "")
    return min(int(text), 3_600) if text.isdecimal() and len(text) < 10 else 0
