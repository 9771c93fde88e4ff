"""Spoiled messages to the server: an answer per fact or a clear refusal, never an error of its own; bytes are kept."""

from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.core import wire
from kiosk.core.permissions import Role
from server.sync import waiting
from tests.server.center import Device, Running
from tests.spoiling import ODD, spoiled_bytes, spoiled_json

SLOW = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
PATHS = {
    "/api/v1/sync/nonce": {"device": "x"},
    "/api/v1/sync/session": {"device": "x", "nonce": "bm9uY2U=", "signature": "c2ln", "role": "gate"},
    "/api/v1/devices/enrol": {"token": "t", "public_key": "a2V5", "signature": "c2ln", "name": "Gate"},
    "/api/v1/sync/push": {"facts": [], "persons": [{"id": "p", "event": 1, "fields": {"name": "Ada"}}]},
    "/api/v1/sync/wait": {"heads": [{"event": 1, "scope": "data", "seq": 1}]},
    "/api/v1/leases/request": {"id": "r", "event": 1, "units": 3},
    "/api/v1/leases/report": {"lease": {"lease": 1, "event": 1}},
    "/api/v1/sync/reported": {"incarnation": 1, "seq": 1},
    "/api/v1/sync/dropbox": {"facts": []},
}


def is_clear(content: bytes) -> bool:
    problem = wire.decode(content, wire.Problem)
    return bool(problem.code and problem.message)


@pytest.mark.parametrize("kind", ["admitted", "sold", "returned"])
def test_a_spoiled_fact_is_answered_and_kept(server: Running, kind: str) -> None:
    till = server.pair(Role.TILL)
    lease = till.must_lease(4)
    subject = server.sell()["tickets"][0]["subject"]
    fact = {
        "admitted": lambda: till.admit(subject),
        "sold": lambda: till.sell(lease, 0, 1),
        "returned": lambda: till.give_back(lease, 2, 3),
    }[kind]()
    message = wire.encode(fact)

    @SLOW
    @given(st.one_of(spoiled_json(message), spoiled_bytes(message)))
    def push(spoiled: bytes) -> None:
        body = b'{"facts":[' + spoiled + b'],"persons":[]}'
        response = server.http.post(
            "/api/v1/sync/push",
            content=body,
            headers={"Authorization": f"Bearer {till.token}", "Content-Type": "application/json"},
        )
        if response.status_code == 200:
            answers = wire.decode(response.content, wire.PushAnswer).answers
            assert all(answer.outcome for answer in answers)
            return
        assert 400 <= response.status_code < 500
        assert is_clear(response.content)

    push()
    assert server.count("quarantine")
    server.check_books()


@pytest.mark.parametrize("path", PATHS)
def test_spoiled_messages_are_refused_in_words(
    server: Running, gate: Device, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "WAIT_S", 0.01)
    message = msgspec.json.encode(PATHS[path])
    any_json: st.SearchStrategy[bytes] = ODD.map(lambda value: msgspec.json.encode(_small(value)))

    @SLOW
    @given(st.one_of(spoiled_json(message), spoiled_bytes(message), any_json))
    def post(spoiled: bytes) -> None:
        headers = {"Authorization": f"Bearer {gate.token}", "Content-Type": "application/json"}
        response = server.http.post(path, content=spoiled, headers=headers)
        assert response.status_code < 500
        if response.status_code >= 400:
            assert is_clear(response.content)

    post()


def _small(value: Any) -> Any:
    """Integers that no JSON writer of ours writes."""
    return str(value) if isinstance(value, int) and abs(value) > 2**63 else value
