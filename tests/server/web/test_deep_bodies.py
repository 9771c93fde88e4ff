"""What does the server say to a body that is nested too deeply to read?"""

import pytest
from litestar import post
from litestar.params import JSONBody
from litestar.testing import create_test_client

from server.web.problems import HANDLERS
from tests.server.center import Device, Running

DEPTH = 3000


@post("/anything")
async def take_anything(data: JSONBody[dict[str, object]]) -> None:
    """Take any object."""


@pytest.mark.parametrize("opening", ['{"a":', '{"a":['])
def test_a_deeply_nested_body_is_refused_with_a_sentence(opening: str) -> None:
    with create_test_client(take_anything, exception_handlers=HANDLERS) as client:
        answer = client.post("/anything", content=opening * DEPTH)
    assert answer.status_code == 400
    assert "nested too deeply" in answer.json()["message"]


@pytest.mark.parametrize("word", ["push", "dropbox", "wait", "hello"])
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b'{"a":' * 100_000),
        ("application/json", b'{"facts":[{"a":' + b"[" * 100_000),
        ("application/msgpack", b"\x81\xa1a" * 100_000),
        ("application/msgpack", b"\x91" * 100_000),
    ],
)
def test_a_device_that_nests_too_deeply_is_refused_as_well(
    server: Running, gate: Device, word: str, kind: str, body: bytes
) -> None:
    headers = {"Authorization": f"Bearer {gate.token}", "Content-Type": kind}
    answer = server.http.post(f"/api/v1/sync/{word}", content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_input")


def test_a_rule_that_decodes_but_is_nested_too_deeply_is_refused_by_name(server: Running) -> None:
    body = b'{"values":{"name":"A","rules":' + b'{"not":' * 900 + b"1" + b"}" * 900 + b"}}"
    headers = {"Authorization": f"Bearer {server.token}", "Content-Type": "application/json"}
    answer = server.http.post(server.on("/lists"), content=body, headers=headers)
    assert answer.status_code == 400
    assert "nested too deeply" in answer.json()["message"]
