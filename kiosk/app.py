"""The composition root of the venue program: settings, store, workers and window are put together here.

Called by `__main__`. What cannot be opened is said in a sentence, on the screen where there is one.
"""

import sys
import threading
from functools import lru_cache
from types import TracebackType
from typing import Any

from kiosk.core.errors import FoyerError
from kiosk.running import Running
from kiosk.settings import Settings
from kiosk.ui.program import build_application, build_window, show_failure, show_until_closed


def run(settings: Settings) -> int:
    """Run the program until its window is closed; return the exit code."""
    application = build_application(sys.argv[:1])
    sys.excepthook = _report
    threading.excepthook = _report_thread
    try:
        running = Running(settings)
    except FoyerError as error:
        print(f"foyer: {error.message}", file=sys.stderr)  # noqa: T201 (for the one who looks at the service)
        show_failure(application, settings, error, application.exec)
        return 1
    if running.salvage is not None:
        _logger("store").warning(
            "database was damaged and moved aside", facts=running.salvage.facts, file=running.salvage.moved_to.name
        )
    code = show_until_closed(application, build_window(running))
    running.close()
    return code


def _report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A bug: write it down with its trace and go on, because a door must not close on one."""
    _logger("bug").error("unexpected", exc_info=(kind, error, trace), error=kind.__name__)


def _report_thread(of: threading.ExceptHookArgs) -> None:
    """A bug on a thread that goes on, or ends: written down like any other."""
    if of.exc_value is not None:
        _report(of.exc_type, of.exc_value, of.exc_traceback)


def _logger(name: str) -> Any:
    """Return a logger that writes JSON lines to stderr; never a name of a person, an address or a code."""
    set_up_logs()
    import structlog

    return structlog.get_logger(name)


@lru_cache(maxsize=1)
def set_up_logs() -> None:
    """Imported with the first line that is written: a start without trouble writes none."""
    import logging

    import structlog

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
