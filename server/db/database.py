"""Who may write, and in which order? One writer thread with two lanes, and a pool of readers.

A job is a function of the writing connection; it runs in one transaction, and `write` returns its result
after the commit: what it says is durable. Jobs of a person waiting pass jobs of synchronisation. Everybody
who writes calls `Database.write`. The same on the embedded file and on PostgreSQL; only the engines differ.
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
from server.db.engine import Engines, open_file, translated_errors
from server.db.keys import MasterKey
from server.db.migrate import migrate
from server.db.postgresql import open_server, parse_url

T = TypeVar("T")
QUEUE_MAX = 1_000
QUEUE_WAIT_S = 10.0
DATABASE_PURPOSE = "database"


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


class Database:
    """An open database. `write` and `read` from any thread."""

    def __init__(self, file: Path, master: MasterKey, *, url: str = "") -> None:
        """Open, check and migrate the file, or the PostgreSQL database at `url`, and start the writer.

        Raises StorageError and its kinds, and InputError for an address that is none.
        """
        self.file = file
        self._jobs: queue.PriorityQueue[Job] = queue.PriorityQueue(QUEUE_MAX)
        self._lock = threading.Lock()
        self._number = 0
        self._closed = False
        self.engines: Engines = open_server(parse_url(url)) if url else open_file(file, master.derive(DATABASE_PURPOSE))
        try:
            with translated_errors():
                migrate(self.engines.writer)
        except StorageError:
            self._dispose()
            raise
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._start()

    def write(self, work: Callable[[sa.Connection], T], *, lane: Lane = Lane.PERSON) -> T:
        """Run `work` in one transaction on the writer thread; return its result after the commit."""
        return self.submit(work, lane=lane).result()

    def submit(self, work: Callable[[sa.Connection], T], *, lane: Lane = Lane.PERSON) -> "Future[T]":
        """Queue `work`; the future holds its result after the commit, or its error after the roll-back."""
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise StorageError("the database is closed")
            self._number += 1
            job = Job(lane, self._number, work, future)
        self._put(job)
        return future

    @contextmanager
    def read(self) -> Generator[sa.Connection]:
        """Give a read-only connection in a transaction that sees one state of the database."""
        with translated_errors(), self.engines.readers.connect() as connection:
            yield connection

    def back_up(self, target: Path) -> None:
        """Write a copy of the whole while others go on writing: a file, encrypted like this one; or a dump."""
        with translated_errors():
            self.engines.back_up(target)

    def close(self) -> None:
        """Finish the queued jobs, then close. Idempotent."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._number += 1
            last = Job(Lane.SYNC, self._number, None, Future())
        self._put(last)
        self._finish()
        self._dispose()

    def _dispose(self) -> None:
        self.engines.readers.dispose()
        self.engines.writer.dispose()

    # How jobs come to run: queued for the thread. A database that runs them at once overrides these three.
    def _start(self) -> None:
        self._thread.start()

    def _put(self, job: Job) -> None:
        try:
            self._jobs.put(job, timeout=QUEUE_WAIT_S)
        except queue.Full as error:
            raise StorageError("the server has more to write than it can; try again later") from error

    def _finish(self) -> None:
        self._thread.join()

    def _run(self) -> None:
        while True:
            job = self._jobs.get()
            if job.work is None:
                return
            self._run_job(job.work, job.future)
            del job  # or the last job's result would live until the next one comes

    def _run_job(self, work: Callable[[sa.Connection], Any], future: Future[Any]) -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            with translated_errors(), self.engines.writer.begin() as connection:
                result = work(connection)
        except BaseException as error:  # noqa: BLE001 (handed to whoever waits for the job)
            future.set_exception(error)
            return
        future.set_result(result)
