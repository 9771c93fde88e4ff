"""The network between one device and the server: it loses, repeats, delays, cuts, and answers for others.

An httpx transport, so that the device's own client does everything above it. Each request meets its fate by
the device's weather. What the server really answered is noted before anything happens to it: the
oracle must know what was applied even if nobody was told.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

import httpx

from tests.simulation.center import Reply, SimCenter
from tests.simulation.clocks import TrueTime
from tests.simulation.inline import Crash

PORTAL = b"<!doctype html><title>Sign in to Harbour WiFi</title><form action=/login>"


class Fate(StrEnum):
    """What happens to one exchange."""

    THROUGH = "through"
    LOST_REQUEST = "lost_request"
    LOST_REPLY = "lost_reply"
    TWICE = "twice"
    LATER_AGAIN = "later_again"
    SLOW = "slow"
    CUT_REQUEST = "cut_request"
    CUT_REPLY = "cut_reply"
    SHORT_REPLY = "short_reply"
    BROKEN = "broken"
    BUSY = "busy"
    PORTAL = "portal"
    PROXY = "proxy"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"


class Weather(StrEnum):
    """How the line is."""

    CLEAR = "clear"
    ROUGH = "rough"
    STORM = "storm"
    NO_PUSH = "no_push"
    """Clear, but for one thing: something on the way breaks every push."""
    CUT = "cut"
    """A partition: nothing passes either way."""


_FAULTS = [fate for fate in Fate if fate is not Fate.THROUGH]
_PASSES = {Weather.CLEAR: 1.0, Weather.ROUGH: 0.8, Weather.STORM: 0.45, Weather.NO_PUSH: 1.0, Weather.CUT: 0.0}
_TOO_LARGE_BYTES = 2_500
"""Of a compressed body: several facts, never a single one, which no real limit is below."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One request as it left the device."""

    method: str
    path: str
    query: bytes
    headers: list[tuple[bytes, bytes]]
    body: bytes


@dataclass
class Network:
    """What all lines share: the server, the copies of requests that are still under way, and who listens."""

    center: SimCenter
    time: TrueTime
    on_reply: Callable[[Sent, Reply], None]
    wandering: list[Sent] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def deliver(self, sent: Sent, cut: int = -1) -> Reply | None:
        """Hand a request to the server; a server that dies over it gives no answer and is started again."""
        try:
            reply = self.center.serve(sent.method, sent.path, sent.query, sent.headers, sent.body, cut=cut)
        except Crash:
            self.center.revive()
            return None
        if reply is not None:
            self.on_reply(sent, reply)
        return reply

    def deliver_wandering(self, dice: random.Random) -> None:
        """Let a copy of an earlier request arrive now; its answer finds nobody."""
        if self.wandering:
            self.deliver(self.wandering.pop(dice.randrange(len(self.wandering))))


class Line(httpx.BaseTransport):
    """One device's line."""

    def __init__(self, network: Network, check_alive: Callable[[], None]) -> None:
        self.network = network
        self.check_alive = check_alive
        self.weather = Weather.CLEAR
        self.dice = random.Random(0)
        self.failed: list[str] = []
        """The paths of the requests that were not answered as they should be, since somebody cleared this."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Carry one exchange. A dead device sends nothing and hears nothing."""
        self.check_alive()
        url = request.url
        sent = Sent(request.method, url.path, url.query, list(request.headers.raw), request.read())
        fate = self._fate(sent)
        counts = self.network.counts
        counts[fate] = counts.get(fate, 0) + 1
        self.network.time.pass_ms(self.dice.randint(5, 60))
        self.failed.append(sent.path)
        response = self._carry(sent, fate)
        self.check_alive()
        if response.is_success:
            self.failed.pop()
        return response

    def _fate(self, sent: Sent) -> Fate:
        if self.weather is Weather.CUT:
            return Fate.LOST_REQUEST
        if self.weather is Weather.NO_PUSH and sent.path == "/api/v1/sync/push":
            return Fate.BROKEN
        return Fate.THROUGH if self.dice.random() < _PASSES[self.weather] else self.dice.choice(_FAULTS)

    def _carry(self, sent: Sent, fate: Fate) -> httpx.Response:
        match fate:
            case Fate.LOST_REQUEST:
                self.network.time.pass_ms(4_000)
                raise httpx.ConnectTimeout("nobody answered")
            case Fate.CUT_REQUEST:
                self.network.deliver(sent, cut=self.dice.randrange(len(sent.body) + 1))
                raise httpx.WriteError("the line broke")
            case Fate.BROKEN | Fate.BUSY | Fate.PORTAL | Fate.PROXY | Fate.TOO_MANY:
                return self._stranger(fate)
            case Fate.TOO_LARGE:
                if len(sent.body) > _TOO_LARGE_BYTES:
                    return _answer(413, b'{"code":"too_large","message":"send less"}')
            case Fate.LATER_AGAIN:
                self.network.wandering.append(sent)
            case Fate.TWICE:
                self.network.deliver(sent)
            case Fate.SLOW:
                self.network.time.pass_ms(self.dice.randint(500, 14_000))
            case _:
                pass
        return self._come_back(self.network.deliver(sent), fate)

    def _come_back(self, reply: Reply | None, fate: Fate) -> httpx.Response:
        if reply is None or fate is Fate.LOST_REPLY:
            self.network.time.pass_ms(15_000)
            raise httpx.ReadTimeout("no answer came")
        cut = self.dice.randrange(len(reply.body)) if reply.body else 0
        if fate is Fate.CUT_REPLY:
            return httpx.Response(reply.status, headers=_without_length(reply), stream=_Cut(reply.body[:cut]))
        if fate is Fate.SHORT_REPLY:
            body = reply.body[:cut]
            headers = [*_without_length(reply), (b"content-length", str(len(body)).encode())]
            return httpx.Response(reply.status, headers=headers, stream=_Whole(body))
        return httpx.Response(reply.status, headers=reply.headers, stream=_Whole(reply.body))

    def _stranger(self, fate: Fate) -> httpx.Response:
        """Somebody between device and server answers, or the server is not able to."""
        match fate:
            case Fate.PORTAL:
                return _answer(200, PORTAL, b"text/html")
            case Fate.PROXY:
                return _answer(403, b"<html>Blocked by policy</html>", b"text/html")
            case Fate.TOO_MANY:
                return _answer(429, b'{"code":"too_many","message":"wait"}', retry_s=self.dice.randint(1, 60))
            case Fate.BUSY:
                return _answer(503, b"", retry_s=self.dice.randint(1, 20))
            case _:
                return _answer(500, b"Internal Server Error", b"text/plain")


class _Cut(httpx.SyncByteStream):
    """A body whose line breaks on the way."""

    def __init__(self, part: bytes) -> None:
        self._part = part

    def __iter__(self) -> Iterator[bytes]:
        yield self._part
        raise httpx.ReadError("the line broke")


class _Whole(httpx.SyncByteStream):
    """A body that arrives, still compressed where it was."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        yield self._body


def _without_length(reply: Reply) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in reply.headers if name.lower() != b"content-length"]


def _answer(status: int, body: bytes, kind: bytes = b"application/json", retry_s: int = 0) -> httpx.Response:
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    if retry_s:
        headers.append((b"retry-after", str(retry_s).encode()))
    return httpx.Response(status, headers=headers, stream=_Whole(body))
