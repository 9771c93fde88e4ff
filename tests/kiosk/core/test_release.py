"""The release that is told to the other side is the one that is packaged."""

import tomllib
from pathlib import Path

from kiosk.core.release import RELEASE


def test_the_release_is_that_of_the_package() -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == RELEASE
