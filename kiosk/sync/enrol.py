"""How does a new device join? Pairing by QR or by address and token.

Called by the pairing screen through `app`. Makes the device's key, proves possession of it, checks that
the answer comes from the server whose key the QR named, and returns the identity to be saved.
"""

from collections.abc import Callable

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.core import wire
from kiosk.core.errors import Rejected
from kiosk.store.meta import Identity
from kiosk.sync.client import Client
from kiosk.sync.pinning import check_url, fetch_pin


def fetch_identity(
    pairing: wire.Pairing,
    name: str,
    random_bytes: Callable[[int], bytes],
    *,
    pin_verifier: str = "",
    hold: Callable[[Client], None] = lambda _: None,
) -> Identity:
    """Enrol this device and return who it is now. Raises Offline, Rejected or InputError.

    `hold` is given the client that asks, so that it can be broken off.
    """
    private_key = Ed25519PrivateKey.from_private_bytes(random_bytes(32))
    public_key = private_key.public_key().public_bytes_raw()
    pins = (pairing.tls_key_sha256,) if pairing.tls_key_sha256 else ()
    client = Client(pairing.url, pins)
    hold(client)
    try:
        signature = private_key.sign(wire.enrol_statement(pairing.token, pairing.server_key, public_key))
        request = wire.EnrolRequest(pairing.token, public_key, signature, name, pin_verifier)
        answer = client.post("/api/v1/devices/enrol", request, wire.EnrolAnswer)
    finally:
        client.close()
    _check(answer, pairing.server_key)
    return Identity(
        device=answer.device,
        name=answer.name,
        organizer=answer.organizer,
        incarnation=answer.incarnation,
        private_key=private_key.private_bytes_raw(),
        url=pairing.url,
        server_key=answer.server_key,
        tls_key_sha256=pairing.tls_key_sha256,
        next_tls_key_sha256=answer.next_tls_key_sha256,
        role=answer.role,
        roles=answer.roles,
        events=answer.events,
    )


class _Server(msgspec.Struct, frozen=True):
    """Who a server says it is."""

    server_key: bytes
    tls_key_sha256: bytes = b""


def fetch_server(address: str, token: str, *, hold: Callable[[Client], None] = lambda _: None) -> wire.Pairing:
    """Return the pairing that a typed address and token stand for. Raises Offline, Rejected or InputError.

    Nothing secret is sent. Over TLS the fingerprint is that of the line itself, whatever the server says;
    people must compare its words before anything else happens.
    """
    url = address.strip() if "://" in address else f"http://{address.strip()}"
    check_url(url, is_pinned=True)  # by people, who compare its words
    pin = fetch_pin(url) if url.startswith("https") else b""
    client = Client(url, (pin,) if pin else ())
    hold(client)
    try:
        server = client.get("/api/v1/server", {}, _Server)
    finally:
        client.close()
    return wire.Pairing(url.rstrip("/"), token.strip().upper(), pin, server.server_key)


def _check(answer: wire.EnrolAnswer, server_key: bytes) -> None:
    """The signature proves that the server of the QR answered, whoever carried the bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(server_key).verify(answer.signature, wire.enrolled_statement(answer))
    except (InvalidSignature, ValueError) as error:
        raise Rejected(
            "the answer was not signed by the server of the pairing code; ask for a new code",
            reason=wire.PairingRefusal.WRONG_SERVER,
        ) from error
