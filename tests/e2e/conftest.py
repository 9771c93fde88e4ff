"""Fixtures of whole venues."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.venue import Venue


@pytest.fixture
def venue(tmp_path: Path) -> Iterator[Venue]:
    """A server with an event tonight, four ticket types that share a hall of 100, and no devices yet."""
    made = Venue(tmp_path)
    yield made
    made.close()
