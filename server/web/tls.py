"""The server's TLS key and its self-signed certificate, made once.

Devices pin the key (SHA-256 of its SubjectPublicKeyInfo), not the certificate, so that a certificate can
be renewed without pairing anew. Plain HTTP is for loopback only.
"""

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kiosk.core.errors import StorageLocked
from server.db.keys import write_durably

YEARS = 10


@dataclass(frozen=True, slots=True)
class Identity:
    """Files for the web server, and the pin that pairing codes carry."""

    certificate: Path
    key: Path
    pin: bytes


def load_or_make_identity(folder: Path, host: str, now_ms: int) -> Identity:
    """Return the TLS identity in `folder`, making key and certificate at the first start."""
    key_file, certificate_file = folder / "tls.key", folder / "tls.crt"
    if key_file.exists():
        loaded = serialization.load_pem_private_key(key_file.read_bytes(), None)
        if not isinstance(loaded, ec.EllipticCurvePrivateKey):
            raise StorageLocked("tls.key is not the key that this server made; restore it, devices have pinned it")
        key = loaded
    else:
        key = ec.generate_private_key(ec.SECP256R1())
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        write_durably(key_file, pem)
    if not certificate_file.exists():
        certificate = _build_certificate(key, host, now_ms)
        write_durably(certificate_file, certificate.public_bytes(serialization.Encoding.PEM))
    return Identity(certificate_file, key_file, pin_of(key.public_key()))


def pin_of(key: ec.EllipticCurvePublicKey) -> bytes:
    """Return what devices pin of a public key."""
    public = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(public).digest()


def _build_certificate(key: ec.EllipticCurvePrivateKey, host: str, now_ms: int) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Foyer")])
    since = datetime.fromtimestamp(now_ms / 1000, UTC) - timedelta(days=1)
    try:
        alternative: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        alternative = x509.DNSName(host)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + timedelta(days=365 * YEARS))
        .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
        .sign(key, hashes.SHA256())
    )
