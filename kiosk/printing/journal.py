"""What was sent to a printer and never confirmed? The print journal's open questions, and what people answer.

A document that may or may not be on paper is never printed again by itself: a person looks for the paper and says
"print it as a COPY" or "it was printed". Either answer is one transaction, given once. Used by `worker` and by the
screens of those who sell. Needs no printer: a COPY that is wanted while none is set waits for one.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from kiosk.clock import Clock
from kiosk.core.errors import Rejected
from kiosk.core.facts import Printed
from kiosk.core.ids import order_subject
from kiosk.store import log, sales
from kiosk.store.log import Author, Draft
from kiosk.store.sales import JobState, PrintJob, Sale
from kiosk.store.stopped import list_printable
from kiosk.store.worker import Store

UNSETTLED = (JobState.OFFERED, JobState.FAILED)


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A document that waits for a person, and the sale that it belongs to."""

    job: PrintJob
    sale: Sale


def list_unsettled(connection: sa.Connection) -> list[Unsettled]:
    """Return what waits for a person, oldest first."""
    found: list[Unsettled] = []
    for job in sales.list_jobs(connection, *UNSETTLED):
        sale = sales.load_sale(connection, job.sale)
        assert sale is not None, "a job is queued with its sale"
        found.append(Unsettled(job, sale))
    return found


def settle_as_copy(store: Store, clock: Clock, job: str) -> str:
    """Queue a COPY in the stead of an open question; return the new job. Raises Rejected where it was answered."""

    def work(connection: sa.Connection) -> str:
        _check_open(sales.load_job(connection, job))
        return queue_copy(connection, clock, job)

    return store.write(work).result()


def settle_as_printed(store: Store, author: Author, clock: Clock, job: str, *, operator: str = "") -> None:
    """Record that the paper is there, on somebody's word. Raises Rejected where the question was answered."""

    def work(connection: sa.Connection) -> None:
        open_job = sales.load_job(connection, job)
        _check_open(open_job)
        record_printed(connection, author, clock, open_job, operator=operator)

    store.write(work).result()


def queue_copy(connection: sa.Connection, clock: Clock, job: str) -> str:
    """Queue a document again, marked COPY; an open question about it is answered by that. Return the new job.

    Raises Rejected for tickets of which none is valid any more: paper with their codes would pass a gate that has not
    heard of it.
    """
    old, now_ms = sales.load_job(connection, job), clock.moment().now_ms
    if not is_printable(connection, old):
        raise Rejected("these tickets are not valid any more", reason="not_valid")
    if old.state in UNSETTLED:
        sales.set_job(connection, job, JobState.DISMISSED, now_ms=now_ms)
    new = PrintJob(clock.new_id(), old.sale, old.document, JobState.QUEUED, True, "", "", now_ms, now_ms)
    sales.save_job(connection, new)
    return new.id


def is_printable(connection: sa.Connection, job: PrintJob) -> bool:
    """Say whether a document may be on paper now: a receipt always, tickets while one of them is valid."""
    if job.document != "tickets":
        return True
    sale = sales.load_sale(connection, job.sale)
    assert sale is not None, "a job is queued with its sale"
    return bool(list_printable(connection, sale))


def record_printed(
    connection: sa.Connection,
    author: Author,
    clock: Clock,
    job: PrintJob,
    state: JobState = JobState.CONFIRMED,
    *,
    printer: str = "",
    operator: str = "",
) -> None:
    """Write down that a document is on paper: the fact, and how sure that is."""
    sale = sales.load_sale(connection, job.sale)
    assert sale is not None, "a job is queued with its sale"
    used = printer or job.printer
    body = Printed(document=job.document, job=job.id, copy=job.copy, printer=used)
    subjects = (order_subject(job.sale),)
    draft = Draft(clock.new_id(), "printed", sale.event, subjects, body, (sale.fact,), operator)
    log.record(connection, author, draft, clock.moment())
    sales.set_job(connection, job.id, state, now_ms=clock.moment().now_ms, printer=used)


def _check_open(job: PrintJob) -> None:
    if job.state not in UNSETTLED:
        raise Rejected("somebody has settled this document already", reason="settled")
