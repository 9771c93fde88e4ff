"""Take in a file of facts that a device could not deliver: it was exported before a reset, or found on its disk.

Each line is one fact as devices send it, so a file adds nothing that a network would not: every fact is checked and
judged as if its own device had pushed it, and one that is known already is a duplicate. Called by
`foyer-server import`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import msgspec

from kiosk.core import wire
from kiosk.core.errors import FoyerError, Rejected
from server.devices.store import load_device
from server.ledger.intake import Ledger
from server.sync.receiving import receive
from server.web.ground import Ground


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What became of a file: facts by outcome, lines that hold no fact, and facts of devices that nobody knows here."""

    outcomes: Counter[str]
    unreadable: tuple[int, ...]
    """Line numbers, from 1."""
    strangers: Counter[str]
    """How many facts by device."""


def hand_in(ground: Ground, ledger: Ledger, lines: Sequence[bytes]) -> HandedIn:
    """Take every fact in that can be read, batch by batch; a crash leaves whole batches, the rest comes again."""
    outcomes, strangers = Counter[str](), Counter[str]()
    named = [(number, _device_of(line), line) for number, line in enumerate(lines, 1) if line.strip()]
    for device, facts in _batches([(device, line) for _, device, line in named if device]):
        try:
            with ground.db.read() as connection:
                load_device(connection, device)
        except Rejected:
            strangers[device] += len(facts)
            continue
        request = wire.PushRequest(tuple(msgspec.Raw(line) for line in facts))
        outcomes.update(answer.outcome for answer in receive(ground, ledger, device, request).answers)
    return HandedIn(outcomes, tuple(number for number, device, _ in named if not device), strangers)


def _device_of(line: bytes) -> str:
    """Return the device that a line names; empty where it holds no fact."""
    try:
        return wire.decode_fact(line).device
    except FoyerError:
        return ""


def _batches(facts: Sequence[tuple[str, bytes]]) -> Iterator[tuple[str, list[bytes]]]:
    for device, group in groupby(facts, lambda one: one[0]):
        lines = [line for _, line in group]
        for at in range(0, len(lines), wire.PUSH_FACTS_MAX):
            yield device, lines[at : at + wire.PUSH_FACTS_MAX]
