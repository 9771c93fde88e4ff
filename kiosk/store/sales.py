"""Which sales were begun, paid and printed here? Payment intents, sales, print jobs, shifts, buyers.

All SQL of the sales side. The order of states is DESIGN 10: an intent is committed before any money
moves, a sale with its print job after, a print job says `sending` before its first byte.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import msgspec
import sqlalchemy as sa

from kiosk.core.ids import uuid7
from kiosk.core.wire import PersonRecord
from kiosk.store import schema
from kiosk.store.schema import intent as intent_table
from kiosk.store.schema import print_job as job_table
from kiosk.store.schema import sale as sale_table

PERSONS_KEPT_MS = 48 * 3_600_000
"""How long a delivered person record stays here: as old as a backup may be and still get it back."""


class IntentState(StrEnum):
    """How far a payment has come."""

    INTENDED = "intended"
    SENT = "sent"
    APPROVED = "approved"
    DECLINED = "declined"
    UNKNOWN = "unknown"
    COMPLETED = "completed"
    VOIDED = "voided"


OPEN_STATES = (IntentState.INTENDED, IntentState.SENT, IntentState.APPROVED, IntentState.UNKNOWN)


class JobState(StrEnum):
    """How far a print job has come. OFFERED: a person may print it as a COPY; never by itself."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    OFFERED = "offered"
    DISMISSED = "dismissed"


class Intent(msgspec.Struct, frozen=True):
    """One attempt to be paid. `basket` is the JSON of `kiosk.sales.basket.Basket`."""

    id: str
    event: int
    method: str
    amount_minor: int
    currency: str
    state: IntentState
    basket: str
    reference: str
    sale: str
    made_ms: int


class Sale(msgspec.Struct, frozen=True):
    """One sale of this device. `body` is the JSON of `kiosk.sales.checkout.SoldTickets`."""

    id: str
    fact: str
    event: int
    code: str
    total_minor: int
    currency: str
    method: str
    shift: str
    state: str
    body: str
    made_ms: int


class PrintJob(msgspec.Struct, frozen=True):
    """One document on its way to paper."""

    id: str
    sale: str
    document: str
    state: JobState
    copy: bool
    printer: str
    error: str
    made_ms: int
    changed_ms: int


class Shift(msgspec.Struct, frozen=True):
    """One cash drawer's shift. `closed_ms` 0 = open."""

    id: str
    operator: str
    currency: str
    opened_ms: int
    closed_ms: int
    float_minor: int
    counted_minor: int


def _values(row: sa.Row[Any]) -> dict[str, Any]:
    return {str(name): value for name, value in zip(row._fields, row, strict=True)}  # pyright: ignore[reportPrivateUsage]


def save_intent(connection: sa.Connection, intent: Intent) -> None:
    """Add a new intent."""
    connection.execute(intent_table.insert(), msgspec.to_builtins(intent))


def set_intent(connection: sa.Connection, intent: str, state: IntentState, *, reference: str | None = None) -> None:
    """Move an intent on; `reference` is what terminal or provider calls the payment."""
    values: dict[str, str] = {"state": state.value}
    if reference is not None:
        values["reference"] = reference
    connection.execute(intent_table.update().where(intent_table.c.id == intent).values(values))


def load_intent(connection: sa.Connection, intent: str) -> Intent:
    """Return an intent. Asking for one that does not exist is a bug."""
    row = connection.execute(sa.select(intent_table).where(intent_table.c.id == intent)).one()
    return msgspec.convert(_values(row), Intent)


def list_open_intents(connection: sa.Connection) -> list[Intent]:
    """Return the intents that are neither completed nor known to have failed, oldest first."""
    query = sa.select(intent_table).where(intent_table.c.state.in_(OPEN_STATES)).order_by(intent_table.c.made_ms)
    return [msgspec.convert(_values(row), Intent) for row in connection.execute(query)]


def save_sale(connection: sa.Connection, sale: Sale) -> None:
    """Add a sale."""
    connection.execute(sale_table.insert(), msgspec.to_builtins(sale))


def load_sale(connection: sa.Connection, sale: str) -> Sale | None:
    """Return a sale, or None where this device did not make it."""
    row = connection.execute(sa.select(sale_table).where(sale_table.c.id == sale)).first()
    return msgspec.convert(_values(row), Sale) if row else None


def list_sales(connection: sa.Connection, *, shift: str | None = None, limit: int = 50) -> list[Sale]:
    """Return this device's latest sales, newest first; of one shift where given."""
    query = sa.select(sale_table).order_by(sale_table.c.made_ms.desc()).limit(limit)
    if shift is not None:
        query = query.where(sale_table.c.shift == shift)
    return [msgspec.convert(_values(row), Sale) for row in connection.execute(query)]


def set_sale_state(connection: sa.Connection, sale: str, state: str) -> None:
    """Mark a sale as refunded or voided."""
    connection.execute(sale_table.update().where(sale_table.c.id == sale).values(state=state))


def stop_locally(connection: sa.Connection, subjects: Sequence[str], reason: str) -> None:
    """Make this device refuse tickets that it gave money back for, before the server knows."""
    rows = [{"subject": subject, "reason": reason} for subject in subjects]
    connection.execute(schema.local_stop.insert().prefix_with("OR REPLACE"), rows)


def save_job(connection: sa.Connection, job: PrintJob) -> None:
    """Queue a print job."""
    connection.execute(job_table.insert(), msgspec.to_builtins(job))


def set_job(
    connection: sa.Connection, job: str, state: JobState, *, now_ms: int, printer: str = "", error: str = ""
) -> None:
    """Move a print job on."""
    values = {"state": state.value, "changed_ms": now_ms, "error": error}
    if printer:
        values["printer"] = printer
    connection.execute(job_table.update().where(job_table.c.id == job).values(values))


def load_job(connection: sa.Connection, job: str) -> PrintJob:
    """Return a print job. Asking for one that does not exist is a bug."""
    row = connection.execute(sa.select(job_table).where(job_table.c.id == job)).one()
    return _job(row)


def list_jobs(connection: sa.Connection, *states: JobState) -> list[PrintJob]:
    """Return the print jobs in these states, in the order in which they were queued: tickets before their receipt."""
    queued = sa.literal_column("print_job.rowid", sa.Integer)  # ids of the same millisecond are in no order
    query = sa.select(job_table).where(job_table.c.state.in_(states)).order_by(job_table.c.made_ms, queued)
    return [_job(row) for row in connection.execute(query)]


def count_jobs(connection: sa.Connection, *states: JobState) -> int:
    """Return how many print jobs are in these states."""
    query = sa.select(sa.func.count()).select_from(job_table).where(job_table.c.state.in_(states))
    return connection.scalar(query) or 0


def list_jobs_of_sale(connection: sa.Connection, sale: str) -> list[PrintJob]:
    """Return the print jobs of one sale, newest first."""
    query = (
        sa.select(job_table).where(job_table.c.sale == sale).order_by(job_table.c.made_ms.desc(), job_table.c.id.desc())
    )
    return [_job(row) for row in connection.execute(query)]


def _job(row: sa.Row[tuple[object, ...]]) -> PrintJob:
    return msgspec.convert(_values(row) | {"copy": bool(row.copy)}, PrintJob)


def save_shift(connection: sa.Connection, shift: Shift) -> None:
    """Open a shift."""
    connection.execute(schema.shift.insert(), msgspec.to_builtins(shift))


def close_shift(connection: sa.Connection, shift: str, *, closed_ms: int, counted_minor: int) -> None:
    """Close a shift."""
    values = {"closed_ms": closed_ms, "counted_minor": counted_minor}
    connection.execute(schema.shift.update().where(schema.shift.c.id == shift).values(values))


def load_open_shift(connection: sa.Connection) -> Shift | None:
    """Return the open shift, or None."""
    row = connection.execute(sa.select(schema.shift).where(schema.shift.c.closed_ms == 0)).first()
    return msgspec.convert(_values(row), Shift) if row else None


def save_person(connection: sa.Connection, record: PersonRecord) -> None:
    """Keep personal data until the server has it."""
    fields = msgspec.json.encode(record.fields).decode()
    connection.execute(schema.person_record.insert(), {"id": record.id, "event": record.event, "fields": fields})


def list_unsent_persons(connection: sa.Connection, limit: int) -> list[PersonRecord]:
    """Return person records that the server does not have."""
    query = sa.select(schema.person_record).where(schema.person_record.c.sent == 0).limit(limit)
    rows = connection.execute(query)
    return [PersonRecord(r.id, r.event, msgspec.json.decode(r.fields, type=dict[str, str])) for r in rows]


def mark_persons_sent(connection: sa.Connection, ids: Sequence[str]) -> None:
    """Note that the server has these records, under keys of their own."""
    connection.execute(schema.person_record.update().where(schema.person_record.c.id.in_(ids)).values(sent=1))


def mark_persons_unsent(connection: sa.Connection) -> None:
    """Deliver the records again that are still here: a restored server may have forgotten them."""
    connection.execute(schema.person_record.update().values(sent=0))


def forget_delivered_persons(connection: sa.Connection, *, now_ms: int) -> None:
    """Erase delivered records after PERSONS_KEPT_MS: until then they outlive a server that loses its last hours.

    Their ids begin with the time at which they were taken down.
    """
    oldest = uuid7(max(0, now_ms - PERSONS_KEPT_MS), bytes(10))
    record = schema.person_record
    connection.execute(record.delete().where(record.c.sent == 1, record.c.id < oldest))
