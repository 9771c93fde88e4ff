"""What would a gate say that has pulled from a real server? The rows it was given, and the shared verdict on them."""

from dataclasses import dataclass
from typing import Any

import msgspec

from kiosk.core.admission import Admit, Ask, Known, Method, Post, Presented, Refuse, decide
from kiosk.core.catalog import CheckInList, Event, TicketType
from kiosk.core.permissions import Scope
from kiosk.core.ticket_code import parse
from kiosk.core.tickets import RingKey, Stop, TicketRow
from tests.server.center import Device, Running


@dataclass(frozen=True, slots=True)
class Pulled:
    """A gate's mirror as of its last pull: it goes on judging by this until it pulls again."""

    safety: dict[tuple[str, str], Any]
    data: dict[tuple[str, str], Any]

    def judge(self, code: str, *, now_ms: int) -> Admit | Ask | Refuse:
        """Return the verdict of list 1 at gate 1 on a code's text."""
        held_up = parse(code)
        subject = held_up.subject
        ticket: TicketRow | None = self._one(self.data, "ticket", subject, TicketRow)
        known = Known(
            event=msgspec.convert(self.safety["event", ""], Event),
            keys={key.key_id: key for key in self._all(self.safety, "key", RingKey)},
            types={one.number: one for one in self._all(self.data, "type", TicketType)},
            ticket=ticket,
            stop=self._one(self.safety, "stop", subject, Stop),
            uses=ticket.uses if ticket else (),
            list_age_ms=0,
        )
        listed = msgspec.convert(self.data["list", "1"], CheckInList)
        return decide(Presented(Method.CODE, subject, held_up), known, Post(listed, gate=1), now_ms=now_ms)

    @staticmethod
    def _one(rows: dict[tuple[str, str], Any], kind: str, key: str, type_: Any) -> Any:
        return msgspec.convert(rows[kind, key], type_) if (kind, key) in rows else None

    @staticmethod
    def _all(rows: dict[tuple[str, str], Any], kind: str, type_: Any) -> list[Any]:
        return [msgspec.convert(value, type_) for (of, _), value in rows.items() if of == kind]


def pull(gate: Device) -> Pulled:
    """Return what a gate has in its mirror now."""
    return Pulled(gate.rows(Scope.SAFETY), gate.rows())


def show_code(server: Running, order: dict[str, Any], ticket: int = 0) -> str:
    """Return the text of the code on a ticket of an order."""
    return server.get(server.on(f"/orders/{order['order']}"))["tickets"][ticket]["code"]
