"""What the badge says when the disk is in trouble: it must not be called a missing network."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.clock import Clock
from kiosk.core.facts import ClockState
from kiosk.store.log import QueueState
from kiosk.sync.worker import SyncState
from kiosk.ui.text.device import GRACE_WARN_MS, Condition, DeviceWords
from kiosk.ui.views.common import BadgeTone
from tests.kiosk.core import make


@pytest.mark.parametrize(
    ("trouble", "free_bytes", "words"),
    [
        ("storage_full", 0, "Disk full"),
        ("", 1_000, "Disk nearly full"),
        ("storage_corrupt", 10**9, "Call support · storage_corrupt"),
        ("revoked", 10**9, "This device was revoked"),
    ],
)
def test_a_fault_comes_before_the_network(qapp: QApplication, trouble: str, free_bytes: int, words: str) -> None:
    sync = SyncState(is_online=not trouble, trouble=trouble)
    condition = Condition(sync, QueueState(0, 0, 0, 0), 0, Clock().moment(), free_bytes=free_bytes)
    badge = DeviceWords().badge(condition, "UTC")
    assert (badge.tone, badge.words) == (BadgeTone.FAULT, words)


@pytest.mark.parametrize(("is_online", "words"), [(True, "Online · 2 need a look"), (False, "Offline")])
def test_open_incidents_never_hide_whether_the_device_is_online(
    qapp: QApplication, is_online: bool, words: str
) -> None:
    moment = replace(Clock().moment(), state=ClockState.TRUSTED)
    told = {"i1": "duplicate_admission", "i2": "admitted_after_refund"}
    condition = Condition(
        SyncState(is_online=is_online), QueueState(0, 0, 0, 0), 0, moment, open_incidents=told, free_bytes=10**9
    )
    assert DeviceWords().badge(condition, "UTC").words == words


@pytest.mark.parametrize(
    ("left_ms", "is_online", "words"),
    [
        (GRACE_WARN_MS + 1, False, "Offline"),
        (GRACE_WARN_MS, False, "Offline · works until 22:13"),
        (GRACE_WARN_MS, True, "Online"),
        (0, False, "Locked · connect to the server"),
    ],
)
def test_a_device_that_is_long_alone_says_until_when_it_works(
    qapp: QApplication, left_ms: int, is_online: bool, words: str
) -> None:
    """H07"""
    moment = replace(Clock().moment(), state=ClockState.TRUSTED, now_ms=make.NOW)
    condition = Condition(
        SyncState(is_online=is_online), QueueState(0, 0, 0, 0), 0, moment,
        free_bytes=10**9, grace_end_ms=make.NOW + left_ms,
    )  # fmt: skip
    badge = DeviceWords().badge(condition, "Europe/Berlin")
    assert badge.words == words
    assert (badge.tone is BadgeTone.FAULT) == (left_ms == 0)
