"""What every endpoint shares: errors as problems, limits, headers, the published interface."""

from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from server.web.tls import load_or_make_identity, pin_of
from tests.server.center import NOW, Device, Running


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("POST", "/api/v1/sync/hello", 400, "invalid_input"),
        ("PUT", "/health", 405, "method_not_allowed"),
        ("GET", "/api/v1/events/1", 404, "not_found"),
        ("GET", "/api/v1/events/0", 400, "invalid_input"),
    ],
)
def test_every_error_is_a_problem_with_a_word(server: Running, method: str, path: str, status: int, code: str) -> None:
    response = server.call(method, path, ok=False)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.json()["message"]


def test_without_a_session_everything_but_the_front_door_is_shut(server: Running) -> None:
    for path in (server.on(""), server.on("/orders"), "/api/v1/organizers"):
        assert server.http.get(path).status_code == 401, path
    assert server.http.get("/health").json() == {"status": "ok"}


def test_a_device_is_no_person_and_a_person_no_device(server: Running, gate: Device) -> None:
    assert gate.raw("GET", "/api/v1/organizers").status_code == 403
    assert server.post("/api/v1/leases/request", {"request": "x", "event": 1, "units": 1}, ok=False).status_code == 403


def test_the_interface_is_published(server: Running) -> None:
    schema = server.http.get("/api/schema/openapi.json").json()
    assert "/api/v1/sync/push" in schema["paths"]
    assert "/api/v1/events/{event}/orders" in schema["paths"]


def test_the_server_says_who_it_is(server: Running, gate: Device) -> None:
    said = server.http.get("/api/v1/server").json()
    assert said["tls_key_sha256"] == ""
    assert said["server_ms"] == NOW
    assert gate.pairing.server_key


def test_the_tls_key_is_made_once_and_pinned(tmp_path: Path) -> None:
    first = load_or_make_identity(tmp_path, "192.0.2.7", NOW)
    again = load_or_make_identity(tmp_path, "192.0.2.7", NOW + 1)
    assert first == again
    certificate = x509.load_pem_x509_certificate(first.certificate.read_bytes())
    key = certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert pin_of(key) == first.pin
    assert first.key.stat().st_mode & 0o777 == 0o600
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [str(name.value) for name in names] == ["192.0.2.7"]
