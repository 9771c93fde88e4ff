"""What is let in, and what goes out with every answer? Gzip bodies within limits, security headers.

Devices send large pushes compressed. A body is unpacked before the framework reads it, never beyond the
limit, so that a small message cannot fill the memory.
"""

import zlib
from collections.abc import Mapping

from litestar.datastructures import Headers
from litestar.types import ASGIApp, HTTPReceiveMessage, Receive, Scope, Send, WebSocketReceiveMessage

from kiosk.core import wire

SECURITY_HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


class Gunzip:
    """Unpacks request bodies sent with Content-Encoding: gzip."""

    def __init__(self, app: ASGIApp, bytes_max: int) -> None:
        """Wrap an app; an unpacked body is at most `bytes_max` long."""
        self.app = app
        self._bytes_max = bytes_max

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or Headers.from_scope(scope).get("content-encoding") != "gzip":
            await self.app(scope, receive, send)
            return
        try:
            body = await self._unpack(receive)
        except zlib.error:
            await _refuse(send, 400, wire.Problem("invalid_input", "the compressed body is damaged; send it again"))
            return
        if body is None:
            await _refuse(send, 413, wire.Problem("too_large", "the message is too large; send less at once"))
            return
        scope["headers"] = [
            *(pair for pair in scope["headers"] if pair[0] not in (b"content-encoding", b"content-length")),
            (b"content-length", str(len(body)).encode()),
        ]
        await self.app(scope, _Replay(body, receive), send)

    async def _unpack(self, receive: Receive) -> bytes | None:
        """Return the body, or None where it is larger than it may be."""
        unpacker, parts, total = zlib.decompressobj(zlib.MAX_WBITS | 16), list[bytes](), 0
        while True:
            message = await receive()
            if message["type"] != "http.request":
                raise zlib.error("the caller left")
            part = unpacker.decompress(message["body"], self._bytes_max - total + 1)
            total += len(part)
            if total > self._bytes_max:
                return None
            parts.append(part)
            if not message["more_body"]:
                break
        if not unpacker.eof:
            raise zlib.error("the body is cut short")
        return b"".join(parts)


class _Replay:
    """Gives a body that was read already, then what the connection has to say."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> HTTPReceiveMessage | WebSocketReceiveMessage:
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}  # pyright: ignore[reportReturnType]


async def _refuse(send: Send, status: int, problem: wire.Problem) -> None:
    body = wire.encode(problem)
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})  # pyright: ignore
    await send({"type": "http.response.body", "body": body, "more_body": False})  # pyright: ignore
