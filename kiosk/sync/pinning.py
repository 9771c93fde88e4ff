"""Is this the server that this device was paired with? TLS by pinned key, not by certificate authority.

The pin is the SHA-256 of the server key's SubjectPublicKeyInfo. A certificate may be renewed and a clock
may be wrong: the pin holds all the same. Plain HTTP is allowed on loopback only. Used by `client`.
"""

import ipaddress
import socket
import ssl
from hashlib import sha256
from urllib.parse import urlsplit, urlunsplit

from kiosk.core.errors import InputError, Offline

CONNECT_S = 4.0
LOOKS_LIKE = "the server's address must look like https://box-office.example:8420"


class BadAddress(InputError):
    """This is no address of a server."""

    code = "bad_address"


class PlainHttp(InputError):
    """What is not encrypted stays on this machine."""

    code = "plain_http"


class NeedsPairingCode(InputError):
    """Nobody has said by which key the server at this address is known."""

    code = "needs_pairing_code"


class PinMismatchError(ssl.SSLError):
    """The other side presented another key than the one this device was paired with."""


def check_url(url: str, *, is_pinned: bool) -> str:
    """Return `url` without a trailing slash. Raises an InputError's kind for what this device must not speak to."""
    scheme, host, rest = _split(url.strip())
    is_plain = not any(char.isspace() for char in url.strip()) and rest in ("", "/")  # a path or a question: not ours
    if scheme not in ("http", "https") or not is_plain or not _is_host(host):
        raise BadAddress(LOOKS_LIKE)
    if scheme == "http" and not _is_loopback(host):
        raise PlainHttp("plain http is only for a server on this machine; use the https address")
    if scheme == "https" and not is_pinned:
        raise NeedsPairingCode("this address needs the pairing code, which says by which key the server is known")
    return url.strip().rstrip("/")


def _split(url: str) -> tuple[str, str, str]:
    """Return scheme, host and what follows the port. Raises BadAddress where brackets or port cannot be read."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise BadAddress(LOOKS_LIKE) from error
    return parts.scheme, parts.hostname or "", urlunsplit(("", "", parts.path, parts.query, parts.fragment))


def _is_host(host: str) -> bool:
    """Say whether a name could be looked up: no empty part, and none longer than names may be."""
    try:
        return bool(host.encode("idna"))
    except UnicodeError:
        return False


def build_context(pins: tuple[bytes, ...]) -> ssl.SSLContext:
    """Return a TLS context that accepts exactly the keys with these fingerprints."""
    accepted = frozenset(pins)

    class PinnedSocket(ssl.SSLSocket):
        """Checks the key right after the handshake, before a byte of ours is sent."""

        def do_handshake(self, block: bool = False) -> None:
            super().do_handshake(block)
            certificate = self.getpeercert(binary_form=True)
            if certificate is None or spki_sha256(certificate) not in accepted:
                raise PinMismatchError("the server's key is not the one this device was paired with")

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # the pin below is stricter than any authority
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.sslsocket_class = PinnedSocket
    return context


def fetch_pin(url: str) -> bytes:
    """Return the fingerprint of the key that answers at an https address. Raises Offline."""
    parts = urlsplit(url)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # only to learn the key, which people then compare
    try:
        with (
            socket.create_connection((parts.hostname or "", parts.port or 443), CONNECT_S) as line,
            context.wrap_socket(line, server_hostname=parts.hostname) as tls,
        ):
            certificate = tls.getpeercert(binary_form=True)
    except OSError as error:
        raise Offline("the server cannot be reached; check address and network") from error
    assert certificate is not None
    return spki_sha256(certificate)


def spki_sha256(certificate: bytes) -> bytes:
    """Return the fingerprint of a DER certificate's public key."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    from cryptography.x509 import load_der_x509_certificate

    key = load_der_x509_certificate(certificate).public_key()
    return sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
