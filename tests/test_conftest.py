"""Do the house's own alarms ring?

Each test runs a small suite of its own under tests/conftest.py and the settings of pyproject.toml.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

Run = Callable[[str], pytest.RunResult]
ExpectLog = Callable[[str], None]

pytest_plugins = ["pytester"]


@pytest.fixture
def run(pytester: pytest.Pytester) -> Callable[[str], pytest.RunResult]:
    """Return a function that runs one test file under this repository's conftest and settings."""
    tests = pytester.mkdir("tests")
    shutil.copy(ROOT / "tests" / "conftest.py", tests)
    shutil.copy(ROOT / "pyproject.toml", pytester.path)

    def run_file(text: str) -> pytest.RunResult:
        (tests / "test_it.py").write_text(text)
        return pytester.runpytest()

    return run_file


def test_a_warning_in_the_log_that_nobody_announced_fails_the_test(run: Run, expect_log: ExpectLog) -> None:
    expect_log("camera lost")  # the inner suite's log reaches this one
    outcome = run("import logging\ndef test_it(): logging.getLogger('door').warning('camera lost')")
    outcome.assert_outcomes(passed=1, errors=1)


def test_an_announced_warning_passes(run: Run, expect_log: ExpectLog) -> None:
    expect_log("camera lost")  # the inner suite's log reaches this one
    outcome = run(
        "import logging\n"
        "def test_it(expect_log):\n"
        "    expect_log('camera lost')\n"
        "    logging.getLogger('door').warning('camera lost')"
    )
    outcome.assert_outcomes(passed=1)


def test_an_announced_warning_that_never_comes_fails_the_test(run: Run) -> None:
    run("def test_it(expect_log): expect_log('camera lost')").assert_outcomes(passed=1, errors=1)


def test_a_python_warning_fails_the_test(run: Run) -> None:
    run("import warnings\ndef test_it(): warnings.warn('old')").assert_outcomes(failed=1)


def test_a_qt_warning_fails_the_test(run: Run) -> None:
    run("from PySide6.QtCore import qWarning\ndef test_it(): qWarning(b'odd')").assert_outcomes(failed=1)


@pytest.mark.parametrize("call", ["create_connection(('192.0.2.1', 80))", "getaddrinfo('example.org', 80)"])
def test_reaching_beyond_this_machine_fails_the_test(run: Run, call: str) -> None:
    outcome = run(f"import socket\ndef test_it():\n    try: socket.{call}\n    except Exception: pass")
    outcome.stdout.fnmatch_lines(["*OutsideNetworkError*"])
    outcome.assert_outcomes(failed=1)
