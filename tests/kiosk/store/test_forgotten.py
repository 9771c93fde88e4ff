"""What a restored server may have forgotten is delivered again: all that its head does not prove."""

import pytest

from kiosk.core.wire import FactAnswer, FactHead, Outcome
from kiosk.store import log
from tests.kiosk.device import Device, catalogue, ticket


@pytest.fixture
def taken(device: Device) -> list[tuple[str, bytes]]:
    """Three facts that the server has taken: ids and hashes."""
    device.fill(*catalogue(), ticket())
    for _ in range(3):
        device.door().scan("no ticket")
    facts = [(fact.id, fact.hash) for fact in device.pending()]
    answers = [FactAnswer(id_, Outcome.APPLIED) for id_, _ in facts]
    device.store.write(lambda c: log.save_answers(c, answers)).result()
    return facts


def due(device: Device, known: FactHead) -> list[str]:
    device.store.write(lambda c: log.mark_all_pending(c, known)).result()
    return [fact.id for fact in device.pending()]


def test_what_lies_below_a_head_of_this_log_is_there(device: Device, taken: list[tuple[str, bytes]]) -> None:
    """J01"""
    assert due(device, FactHead(1, 2, taken[1][1])) == [taken[2][0]]


@pytest.mark.parametrize(("incarnation", "hash_"), [(1, b"a copy's"), (2, b"")])
def test_the_head_of_a_copy_proves_nothing(
    device: Device, taken: list[tuple[str, bytes]], incarnation: int, hash_: bytes
) -> None:
    """F11, J01"""
    assert due(device, FactHead(incarnation, 2, hash_ or taken[1][1])) == [id_ for id_, _ in taken]
