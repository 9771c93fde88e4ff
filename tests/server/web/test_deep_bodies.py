"""What does the server say to a body that is nested too deeply to read?"""

import pytest
from litestar import post
from litestar.params import JSONBody
from litestar.testing import create_test_client

from server.web.problems import HANDLERS

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
