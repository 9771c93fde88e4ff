"""Who may write, and in which order? The store thread and its two lanes.

One thread owns the only writing connection. A job is a function of that connection; it runs in one
transaction, and its future resolves after the commit has returned: what it says is durable. Jobs of a
person waiting (door, sale) pass jobs of the synchroniser. Facts recorded by a job go to the tail file
after its commit. Everybody who writes calls `Store.write`.
"""

import queue
import threading
from collections.abc import Callable, Generator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

from kiosk.core.errors import StorageError
from kiosk.core.facts import Fact
from kiosk.store.engine import build_reader, build_writer, translated_errors
from kiosk.store.key import StoreKey
from kiosk.store.migrations import migrate
from kiosk.store.tail import Tail, tail_word

T = TypeVar("T")
QUEUE_MAX = 10_000
TAIL_SYNC_S = 1.0
NEW_FACTS = "new_facts"
"""The key in `Connection.info` under which `log` collects the facts of a transaction."""


class Lane(IntEnum):
    """Who waits for a job."""

    PERSON = 0
    SYNC = 1


@dataclass(order=True)
class Job:
    """One piece of work in the queue; `work` None ends the thread."""

    lane: Lane
    number: int
    work: Callable[[sa.Connection], Any] | None = field(compare=False)
    future: Future[Any] = field(compare=False)


class Store:
    """An open store. `write` from any thread; `read` gives read-only connections."""

    def __init__(self, file: Path, key: StoreKey, tail: Tail | None) -> None:
        """Open, check and migrate the file, and start its thread. Raises StorageError and its kinds."""
        self.file = file
        self.key = key
        self._tail = tail
        self.tail_error = ""
        """What is wrong with the tail file's medium (full, not_writable, gone); empty while it is written."""
        self.on_facts: Callable[[], None] = lambda: None
        """Called on the store thread after facts were recorded: somebody may want to deliver them."""
        self._jobs: queue.PriorityQueue[Job] = queue.PriorityQueue(QUEUE_MAX)
        self._number = 0
        self._number_lock = threading.Lock()
        self._closed = False
        self._writer = build_writer(file, key.raw)
        with translated_errors():
            self.version = migrate(self._writer)
        self._reader = build_reader(file, key.raw)
        self._thread = threading.Thread(target=self._run, name="store", daemon=True)
        self._start()

    def write(self, work: Callable[[sa.Connection], T], *, lane: Lane = Lane.PERSON) -> Future[T]:
        """Run `work` in one transaction on the store thread.

        The future holds its result after the commit, or its error after the roll-back.
        """
        future: Future[T] = Future()
        with self._number_lock:
            if self._closed:
                raise StorageError("the store is closed")
            self._number += 1
            job = Job(lane, self._number, work, future)
        self._put(job)
        return future

    @contextmanager
    def read(self) -> Generator[sa.Connection]:
        """Give a read-only connection that sees the last commit. Raises StorageError once the store is closed."""
        if self._closed:
            raise StorageError("the store is closed")
        with translated_errors(), self._reader.connect() as connection:
            yield connection

    def close(self) -> None:
        """Finish the queued jobs, then close. Idempotent."""
        with self._number_lock:
            if self._closed:
                return
            self._closed = True
            self._number += 1
            last = Job(Lane.SYNC, self._number, None, Future())
        self._put(last)
        self._finish()
        self._reader.dispose()
        self._writer.dispose()
        if self._tail is not None:
            self._sync_tail()
            self._tail.close()

    # How jobs come to run: queued for the thread. A store that runs them at once overrides these three.
    def _start(self) -> None:
        self._thread.start()

    def _put(self, job: Job) -> None:
        self._jobs.put(job)

    def _finish(self) -> None:
        self._thread.join()

    def _run(self) -> None:
        while True:
            try:
                job = self._jobs.get(timeout=TAIL_SYNC_S if self._tail and self._tail.is_dirty else None)
            except queue.Empty:
                self._sync_tail()
                continue
            if job.work is None:
                return
            self._run_job(job.work, job.future)

    def _run_job(self, work: Callable[[sa.Connection], Any], future: Future[Any]) -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            with translated_errors(), self._writer.begin() as connection:
                connection.info[NEW_FACTS] = []
                result = work(connection)
                recorded: list[Fact] = connection.info[NEW_FACTS]
        except BaseException as error:  # noqa: BLE001 (handed to whoever waits for the job)
            future.set_exception(error)
            return
        self._append_tail(recorded)
        future.set_result(result)
        if recorded:
            self.on_facts()

    def _append_tail(self, facts: list[Fact]) -> None:
        """A lost second medium stops nothing: the commit has returned. It is said on the ready check."""
        if self._tail is None or not facts:
            return
        try:
            self._tail.append(facts)
        except OSError as error:
            self.tail_error = tail_word(error)

    def _sync_tail(self) -> None:
        if self._tail is None:
            return
        try:
            self._tail.sync()
        except OSError as error:
            self._tail.is_dirty = False
            self.tail_error = tail_word(error)
        else:
            self.tail_error = ""
