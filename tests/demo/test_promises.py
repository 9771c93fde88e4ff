"""A picture of the tour shows what its name says, or the step "pictures" fails."""

import pytest

from demo.promises import WANTED, Promise

LOOK = {"screen": "DoorScreen", "step": "", "sheet": "", "verdict": "ok", "verdict_on_show": True, "preview": False}


def test_a_picture_that_shows_what_it_promises_misses_nothing() -> None:
    assert WANTED["gate-late"].list_missing(LOOK) == []


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("gate-late", {"verdict_on_show": False}),
        ("gate-late", {"verdict": "refunded"}),
        ("gate-log", {}),
        ("gate-camera", {}),
        ("settings-ready", {}),
        ("kiosk-details", {"screen": "KioskScreen", "step": "pay"}),
    ],
)
def test_a_picture_that_shows_something_else_says_what(name: str, changes: dict[str, object]) -> None:
    assert WANTED[name].list_missing(LOOK | changes)


def test_every_picture_promises_something() -> None:
    assert Promise() not in WANTED.values()
