"""How does news from worker threads reach the screens, and how does a screen have slow work done?

Workers call back on threads of their own; `MainThread.post` carries a call to Qt's thread, in order. A
screen's slow intents run in a `Lane`: one thread, order kept, results delivered on Qt's thread. Expected
failures go to `on_error`, everything else to `sys.excepthook`, which is the crash screen.
"""

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from kiosk.core.errors import FoyerError

T = TypeVar("T")


class MainThread(QObject):
    """Calls functions on Qt's thread. Make it there; post from anywhere."""

    _called = Signal(object)

    def __init__(self) -> None:
        """Listen on the thread that makes it."""
        super().__init__()
        self._is_open = True
        self._called.connect(self.on_called, Qt.ConnectionType.QueuedConnection)

    def post(self, work: Callable[..., None], *arguments: Any) -> None:
        """Call `work` on Qt's thread, soon and in order; after `close` nothing is called any more."""
        self._called.emit(lambda: work(*arguments))

    def close(self) -> None:
        """Drop what is still on its way: the screens are going away."""
        self._is_open = False

    @Slot(object)
    def on_called(self, call: Callable[[], None]) -> None:
        """Run a posted call."""
        if self._is_open:
            call()


class Lane:
    """One background thread for a screen's slow intents."""

    def __init__(self, main: MainThread, name: str) -> None:
        """Start idle."""
        self._main = main
        self._is_open = True
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)

    def run(
        self,
        work: Callable[[], T],
        on_done: Callable[[T], None],
        on_error: Callable[[FoyerError], None],
    ) -> None:
        """Do `work` in the background, then call one of the two on Qt's thread. `work` gets no widget.

        After `close` nothing is begun any more: a click that was still on its way asks a window that is gone.
        """
        if not self._is_open:
            return

        def job() -> None:
            try:
                result = work()
            except FoyerError as error:
                self._main.post(on_error, error)
            except BaseException:  # noqa: BLE001 (a bug: the crash screen must hear of it, on Qt's thread)
                self._main.post(sys.excepthook, *sys.exc_info())
            else:
                self._main.post(on_done, result)

        self._pool.submit(job)

    def close(self) -> None:
        """Finish what was begun and end the thread."""
        self._is_open = False
        self._pool.shutdown(wait=True, cancel_futures=True)
