"""Valid-by-default values for tests of the core: one event, one device, fixed clocks and ids."""

from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.core import facts as f
from kiosk.core.admission import Known, Method, Post, Presented
from kiosk.core.catalog import CheckInList, Event, TicketType
from kiosk.core.effective_time import Effective
from kiosk.core.ids import Serial, lease_subject, uuid7
from kiosk.core.incidents import Timed
from kiosk.core.ticket_code import TicketCode, parse, sign
from kiosk.core.tickets import RingKey, TicketRow, Use

NOW = 1_790_000_000_000
HOUR = 3_600_000
EVENT = 0x0A0B0C0D
LEASE = 0x11223344
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
DEVICE_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
DEVICE_PUBLIC = DEVICE_KEY.public_key().public_bytes_raw()


def number_id(number: int) -> str:
    """Return a fixed id."""
    return uuid7(NOW, number.to_bytes(10))


def serial(index: int = 0) -> Serial:
    return Serial(EVENT, LEASE, index)


def event(**changes: Any) -> Event:
    base = Event(
        EVENT,
        "Harbour Lights",
        "Quay e.V.",
        "Europe/Berlin",
        "EUR",
        NOW + HOUR,
        NOW + 4 * HOUR,
    )
    return msgspec.structs.replace(base, **changes)


def ticket_type(number: int = 1, **changes: Any) -> TicketType:
    return msgspec.structs.replace(TicketType(number, "Adult", 2_400, tax_rate=700), **changes)


def code(**changes: Any) -> TicketCode:
    """Return a signed, parsed code."""
    values: dict[str, Any] = {
        "key_id": 1,
        "event": EVENT,
        "lease": LEASE,
        "index": 0,
        "type": 1,
        "session": 0,
    }
    return parse(sign(TicketCode(**values | changes), KEY))


def presented(**changes: Any) -> Presented:
    """Return a presentation of a genuine code."""
    held_up = code(**changes)
    return Presented(Method.CODE, held_up.subject, held_up)


def row(**changes: Any) -> TicketRow:
    return msgspec.structs.replace(TicketRow("K7Q2MX9RPW", 1, 0, "H4K9Z"), **changes)


def known(**changes: Any) -> Known:
    values: dict[str, Any] = {
        "event": event(),
        "keys": {1: RingKey(1, PUBLIC)},
        "types": {1: ticket_type()},
        "ticket": row(),
        "list_age_ms": 0,
    }
    return Known(**values | changes)


def post(list_changes: dict[str, Any] | None = None, **changes: Any) -> Post:
    listed = msgspec.structs.replace(CheckInList(1, "Main"), **(list_changes or {}))
    return Post(listed, gate=1, **changes)


def use(at_ms: int = NOW - HOUR, **changes: Any) -> Use:
    return msgspec.structs.replace(Use(1, at_ms, True, 1, number_id(900)), **changes)


def fact(
    number: int,
    kind: str,
    body: f.Body,
    *,
    subjects: tuple[str, ...] | None = None,
    **changes: Any,
) -> f.Fact:
    """Return a sealed fact about the ticket with index 0, made `number` seconds after NOW."""
    values: dict[str, Any] = {
        "device": number_id(1_000),
        "incarnation": 1,
        "seq": number,
        "id": number_id(number),
        "kind": kind,
        "version": 1,
        "event": EVENT,
        "subjects": (serial().subject,) if subjects is None else subjects,
        "based_on": (),
        "wall_ms": NOW + number * 1_000,
        "mono_ms": number * 1_000,
        "boot": number_id(2_000),
        "clock": f.ClockState.TRUSTED,
        "operator": "",
        "body": f.encode_body(body),
        "prev": f.GENESIS,
        "hash": b"",
        "signature": b"",
    }
    return f.seal(f.Fact(**values | changes), DEVICE_KEY)


def timed(
    number: int,
    kind: str,
    body: f.Body,
    *,
    at_ms: int | None = None,
    doubt_ms: int = 0,
    **changes: Any,
) -> Timed:
    made = fact(number, kind, body, **changes)
    return Timed(made, body, Effective(made.wall_ms if at_ms is None else at_ms, doubt_ms))


def leased(number: int = 1, **changes: Any) -> Timed:
    body = f.Leased(
        lease=LEASE,
        holder=number_id(1_000),
        first=0,
        count=10,
        expires_ms=NOW + 9 * HOUR,
    )
    return timed(
        number,
        "leased",
        msgspec.structs.replace(body, **changes),
        subjects=(lease_subject(EVENT, LEASE),),
    )


def sold(
    number: int = 2,
    *,
    order: int = 500,
    tenders: tuple[f.Tender, ...] | None = None,
    **changes: Any,
) -> Timed:
    line = f.SoldLine(serial().subject, 1, 0, "K7Q2MX9RPW", 2_243, 157, 2_400, 700)
    body = f.Sold(
        order=number_id(order),
        code="H4K9Z",
        currency="EUR",
        catalogue_version=1,
        channel="kiosk",
        lines=(line,),
        tenders=(f.Tender("cash", 2_400, number_id(order + 1)),) if tenders is None else tenders,
    )
    subjects = (serial().subject, f"o:{number_id(order)}")
    return timed(number, "sold", msgspec.structs.replace(body, **changes), subjects=subjects)


def admitted(number: int = 3, *, at_ms: int | None = None, doubt_ms: int = 0, **changes: Any) -> Timed:
    body = f.Admitted(list=1, gate=1, generation=1, method="code", reason="ok")
    body = msgspec.structs.replace(body, **changes)
    return timed(number, "admitted", body, at_ms=at_ms, doubt_ms=doubt_ms)


def refunded(number: int = 4, *, order: int = 500, tenders: tuple[f.Tender, ...] | None = None) -> Timed:
    body = f.Refunded(
        order=number_id(order),
        tickets=(serial().subject,),
        tenders=(f.Tender("cash", 2_400, number_id(700 + number)),) if tenders is None else tenders,
    )
    return timed(number, "refunded", body, subjects=(serial().subject, f"o:{number_id(order)}"))
