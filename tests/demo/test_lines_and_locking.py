"""The demo's processes hear each other, and there is one demo per folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from demo.lines import AskedInVain, Listener, ask
from demo.locking import claim, read_address, write_address
from kiosk.core.errors import Rejected


def answer(message: dict[str, Any]) -> Any:
    match message["do"]:
        case "echo":
            return message["value"]
        case "refuse":
            raise Rejected("there are none left", reason="sold_out")
        case _:
            raise KeyError(message["do"])


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener(answer)
    made.start()
    yield made
    made.stop()


def test_a_value_comes_back_as_it_was_sent(listener: Listener) -> None:
    value = {"name": "Zoë", "numbers": [1, 2, 3], "long": "x" * 100_000}
    assert ask(listener.port, {"do": "echo", "value": value}) == value


def test_a_refusal_comes_back_as_its_word_and_sentence(listener: Listener) -> None:
    with pytest.raises(AskedInVain) as refused:
        ask(listener.port, {"do": "refuse"})
    assert (refused.value.word, refused.value.message) == ("sold_out", "there are none left")


def test_a_mistake_comes_back_as_a_bug_and_the_next_line_is_answered(listener: Listener) -> None:
    with pytest.raises(AskedInVain) as failed:
        ask(listener.port, {"do": "nonsense"})
    assert failed.value.word == "bug"
    assert ask(listener.port, {"do": "echo", "value": 1}) == 1


def test_nobody_there_is_an_error_of_the_network() -> None:
    with pytest.raises(ConnectionRefusedError):
        ask(1, {"do": "echo"})


def test_a_second_demo_learns_where_the_first_one_runs(tmp_path: Path) -> None:
    with claim(tmp_path) as first:
        write_address(tmp_path, "http://127.0.0.1:8420")
        with claim(tmp_path) as second:
            assert (first, second) == (True, False)
            assert read_address(tmp_path) == "http://127.0.0.1:8420"
    with claim(tmp_path) as third:
        assert third
        assert read_address(tmp_path) == ""
