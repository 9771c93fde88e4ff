"""Cables of the demo from one day to the next."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.venue import Venue


@pytest.fixture
def venue(tmp_path: Path) -> Iterator[Venue]:
    made = Venue(tmp_path)
    made.port = 1  # nobody is called in these tests
    yield made
    made.stop()


@pytest.mark.slow
def test_a_cable_takes_its_port_of_before_and_another_one_where_that_is_taken(venue: Venue) -> None:
    first = venue.add_cable("window-1")
    first.child.stop()
    again = venue.add_cable("window-1")
    assert again.port == first.port
    again.child.stop()
    with socket.create_server(("127.0.0.1", first.port)):
        moved = venue.add_cable("window-1")
    assert moved.port != first.port
    assert json.loads((venue.folder / "cables.json").read_bytes()) == {"window-1": moved.port}
