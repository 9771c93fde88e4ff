"""The product's own threads, without running: stores and databases that do each job when it is given.

The code of the jobs, their transactions and their errors are the product's; only the queue between threads is left
out. `Crash` is what a dying machine raises: no handler of the product may take it.
"""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any, TypeVar

from kiosk.store.key import StoreKey
from kiosk.store.tail import Tail
from kiosk.store.worker import Job as DeviceJob
from kiosk.store.worker import Store
from server.db.database import Database
from server.db.database import Job as ServerJob
from server.db.keys import MasterKey

T = TypeVar("T")


class Crash(BaseException):
    """The machine stops here. What would have come after does not happen."""


def nobody_died() -> None:
    """The check of a machine that cannot die."""


class InlineStore(Store):
    """A device's store that runs each job at once. `check_alive` raises Crash once the machine has died."""

    def __init__(
        self, file: Path, key: StoreKey, tail: Tail | None, check_alive: Callable[[], None] = nobody_died
    ) -> None:
        self.check_alive = check_alive
        self.is_touched = True
        """Whether a job ran since somebody looked."""
        super().__init__(file, key, tail)

    def _start(self) -> None:
        pass

    def _put(self, job: DeviceJob) -> None:
        if job.work is None:
            return
        self.check_alive()
        self.is_touched = True
        self._run_job(job.work, job.future)
        self.check_alive()

    def _finish(self) -> None:
        pass

    def sync_tail(self) -> None:
        """Do what the thread does when it was idle for a second."""
        if self._tail is not None and self._tail.is_dirty:
            self._sync_tail()


class InlineDatabase(Database):
    """The server's database, running each job at once."""

    def __init__(self, file: Path, master: MasterKey, check_alive: Callable[[], None] = nobody_died) -> None:
        self.check_alive = check_alive
        super().__init__(file, master)

    def _start(self) -> None:
        pass

    def _put(self, job: ServerJob) -> None:
        if job.work is None:
            return
        self.check_alive()
        self._run_job(job.work, job.future)
        self.check_alive()

    def _finish(self) -> None:
        pass


class InlineExecutor(Executor):
    """Runs what it is given before it returns: the web framework's worker threads, without threads."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 (handed to whoever waits, as an executor does)
            future.set_exception(error)
        return future
