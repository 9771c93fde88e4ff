"""What the page of unconfirmed prints shows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrintRow:
    """One document that may or may not be on paper."""

    job: str
    title: str
    """What it is: "3 tickets", "Receipt"."""
    sold: str
    """The order's code, when and for how much it was sold."""
    numbers: tuple[str, ...]
    """The ticket numbers that stand on the paper."""
    why: str
    """What happened, and what to do before answering."""


@dataclass(frozen=True, slots=True)
class PrintsView:
    """All of them, oldest first. `note` says what came of the last answer."""

    rows: tuple[PrintRow, ...]
    note: str = ""
