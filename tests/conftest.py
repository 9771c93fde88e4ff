"""What no test may do unseen: log a warning, or reach beyond this machine.

Warnings of Python fail by `filterwarnings`, warnings of Qt by `qt_log_level_fail` (pyproject.toml). A
log record of WARNING or above that the test did not announce by `expect_log` fails it here.
"""

import ipaddress
import logging
import os
import re
import sys
from collections.abc import Callable, Iterator
from typing import Final

import pytest
from hypothesis import settings

PHASES: Final = ("setup", "call", "teardown")


class OutsideNetworkError(BaseException):
    """A test tried to leave the machine. Not an Exception, so that no handler for being offline takes it."""


def _is_outside(host: object) -> bool:
    """Return whether this host is neither loopback nor a name that cannot exist (RFC 6761)."""
    text = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    if text == "localhost" or text.endswith(".invalid"):
        return False
    try:
        return not ipaddress.ip_address(text.split("%", 1)[0]).is_loopback
    except ValueError:
        return True


def _refuse_outside_network(event: str, args: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.sendto"):
        address = args[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event == "socket.getaddrinfo":
        host = args[0]
    else:
        return
    if _is_outside(host):
        raise OutsideNetworkError(f"{event}: {host}")


def pytest_configure() -> None:
    """Show Qt's widgets on no screen, unless the run asks for one; search alike on every machine; watch the network.

    Hypothesis judges no time (a busy machine is not a bug), and in CI it searches the same examples each time.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    settings.register_profile("house", deadline=None, derandomize="CI" in os.environ, print_blob=True)
    settings.load_profile("house")
    sys.addaudithook(_refuse_outside_network)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that in the end no core waits for another's last test."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(autouse=True)
def expect_log(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[str], None]]:
    """Return a function that announces a log message by pattern; it must come, and no other warning may."""
    expected: list[str] = []
    yield expected.append
    messages = [
        record.getMessage()
        for phase in PHASES
        for record in caplog.get_records(phase)
        if record.levelno >= logging.WARNING
    ]
    unexpected = [text for text in messages if not any(re.search(pattern, text) for pattern in expected)]
    missing = [pattern for pattern in expected if not any(re.search(pattern, text) for text in messages)]
    assert not unexpected, f"logged, but not expected: {unexpected}"
    assert not missing, f"expected in the log, but not there: {missing}"
