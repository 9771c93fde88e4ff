"""What is a device told of a ticket? The row of the feed from a state, as short as it can be.

Pure. Rows are arrays; fields at the end that have their defaults are left off, which readers fill in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.core.facts import SoldLine
from kiosk.core.reducer import TicketState, TicketStatus
from kiosk.core.ticket_code import TicketCode, sign
from kiosk.core.tickets import StopReason, TicketRow


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The key that signs now."""

    key_id: int
    private_key: Ed25519PrivateKey


_row = msgspec.json.Decoder(TicketRow)
_DEFAULTS: tuple[Any, ...] = (
    *(("",) * 4),
    *(msgspec.to_builtins(TicketRow("", 0, 0, ""))[4:]),
)


def ticket_row(state: TicketState, label: str, valid_from_min: int, valid_until_min: int) -> TicketRow | None:
    """Return the row of a sold ticket; None for a unit that was never sold: it is nobody's business."""
    if state.sale is None:
        return None
    line: SoldLine = state.sale.line
    return TicketRow(
        number=line.number,
        type=line.type,
        session=line.session,
        order=state.sale.code,
        label=label,
        generation=state.generation,
        terms=state.terms,
        admits=line.admits,
        person=state.person,
        seat=line.seat,
        valid_from_min=valid_from_min,
        valid_until_min=valid_until_min,
        uses=tuple(passage.use for passage in state.passages),
        sold_twice=state.sales > 1,
        addon_to=line.addon_to,
        badge=state.badge,
    )


def shorten(row: TicketRow) -> list[Any]:
    """Return a row as an array without the defaults at its end."""
    values: list[Any] = msgspec.to_builtins(row)
    count = len(values)
    while count > 4 and values[count - 1] == _DEFAULTS[count - 1]:
        count -= 1
    return values[:count]


def without_person(value: bytes) -> bytes:
    """Return an encoded row without the reference to its holder, for readers who may not see names."""
    row = _row.decode(value)
    if not row.person and not row.badge:
        return value
    return msgspec.json.encode(shorten(msgspec.structs.replace(row, person="", badge="")))


def is_printable(status: TicketStatus, stop: StopReason) -> bool:
    """Say whether a code may be shown: never of a cancelled, refunded or blocked ticket."""
    return status is TicketStatus.LIVE and stop is StopReason.NONE


def sign_code(
    key: SigningKey, subject: str, variant: tuple[int, int], *, times: Sequence[int], generation: int, admits: int,
    test: bool,
) -> str:  # fmt: skip
    """Return the text of a ticket's code. `times`: valid from and until, in minutes, 0 = no limit."""
    event, lease, index = int(subject[:8], 16), int(subject[8:16], 16), int(subject[16:], 16)
    code = TicketCode(
        key.key_id, event, lease, index, variant[0], variant[1], times[0], times[1], generation, admits, test=test
    )
    return sign(code, key.private_key)
