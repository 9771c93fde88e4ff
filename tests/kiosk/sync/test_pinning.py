"""The pin: a real TLS server with the right and with another key."""

import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from kiosk.core import wire
from kiosk.sync.client import Client, PinMismatch
from kiosk.sync.pinning import spki_sha256
from tests.kiosk.sync.scripted import Script, _Handler


@pytest.fixture
def tls(tmp_path: Path) -> Iterator[tuple[str, bytes]]:
    """An https server with a certificate that has expired: the pin is all that counts."""
    key = generate_private_key(SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "box office")])
    long_ago = datetime(2001, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(long_ago)
        .not_valid_after(long_ago + timedelta(days=1))
        .sign(key, SHA256())
    )
    file = tmp_path / "server.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + certificate.public_bytes(Encoding.PEM))
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.script = Script()  # type: ignore[attr-defined]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign] (a refused handshake is no news)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"https://127.0.0.1:{server.server_port}", spki_sha256(certificate.public_bytes(Encoding.DER))
    server.shutdown()
    server.server_close()
    thread.join()


def ask(url: str, *pins: bytes) -> wire.Nonce:
    client = Client(url, pins)
    try:
        return client.post("/api/v1/sync/nonce", {"device": "d"}, wire.Nonce)
    finally:
        client.close()


def test_the_pinned_key_is_accepted_whatever_the_certificate_says(tls: tuple[str, bytes]) -> None:
    """E19"""
    url, pin = tls
    assert ask(url, bytes(32), pin).nonce == b"n" * 16


def test_another_key_is_refused_before_anything_is_sent(tls: tuple[str, bytes]) -> None:
    url, _ = tls
    with pytest.raises(PinMismatch, match="paired"):
        ask(url, bytes(32))
