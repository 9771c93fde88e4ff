"""What the badge says when the disk is in trouble: it must not be called a missing network."""

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.clock import Clock
from kiosk.store.log import QueueState
from kiosk.sync.worker import SyncState
from kiosk.ui.text.device import Condition, DeviceWords
from kiosk.ui.views.common import BadgeTone


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
