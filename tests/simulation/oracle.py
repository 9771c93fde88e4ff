"""What really happened: who was let in, what was sold, what was shown. Kept outside of the product.

The oracle sees what a bystander at the venue sees (screens, paper, cards, drawers) and what passes over the wires. It
never reads a database to learn the truth; `invariants` compares the databases with it.
"""

from dataclasses import dataclass, field

from kiosk.core import wire
from kiosk.sales.checkout import SoldTickets
from tests.simulation.center import Reply
from tests.simulation.transport import Sent


@dataclass
class Ticket:
    """One ticket in somebody's hand. `codes` by generation; only the last one is worth anything."""

    subject: str
    number: str
    type: int
    order: str
    seller: str
    """The device's name; empty for the web."""
    codes: dict[int, str]
    gross_minor: int
    also_sold: tuple[str, ...] = ()
    """Further orders of a copied device that sold the same ticket to somebody else."""
    is_refunded: bool = False
    is_blocked: bool = False

    @property
    def code(self) -> str:
        """The text of the newest code."""
        return self.codes[max(self.codes)]


@dataclass
class Passage:
    """Somebody went through a door because a screen was green."""

    device: str
    subject: str
    list: int
    entry: bool
    fact: str
    by_override: bool = False
    undo_begun: bool = False
    """Somebody pressed undo. Where the machine died over it, nobody knows what came of it."""
    is_annulled: bool = False


@dataclass
class Oracle:
    """The record of one evening."""

    tickets: dict[str, Ticket] = field(default_factory=dict[str, Ticket])
    passages: list[Passage] = field(default_factory=list[Passage])
    shown: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    """By device: the facts of which it showed that they happened, and what it showed."""
    sold: dict[str, dict[str, SoldTickets]] = field(default_factory=dict[str, dict[str, SoldTickets]])
    """By device: the sales that it showed, by order."""
    refunded_minor: dict[str, int] = field(default_factory=dict[str, int])
    """By order: the money that was handed back."""
    vouchers: set[str] = field(default_factory=set[str])
    """Web orders for which a voucher was taken."""
    web_paid_minor: dict[str, int] = field(default_factory=dict[str, int])
    web_keys: dict[str, str] = field(default_factory=dict[str, str])
    """By web order: the key of its payment at the provider."""
    taken: set[str] = field(default_factory=set[str])
    """Facts that this life of the server has answered as applied."""
    double: list[str] = field(default_factory=list[str])
    """Facts that one life of the server applied twice, as its answers say."""
    places: dict[tuple[str, int, int], str] = field(default_factory=dict[tuple[str, int, int], str])
    """Every place of every log that was ever seen on the server, and which fact had it."""
    deaths: int = 0
    names: set[str] = field(default_factory=set[str])
    """Every name that a buyer gave."""
    tampered: dict[str, bytes] = field(default_factory=dict[str, bytes])
    """Facts that were changed on a device's disk, with what their bodies say since."""

    def note_shown(self, device: str, fact: str, what: str) -> None:
        """A screen said that this happened."""
        if fact:
            self.shown.setdefault(device, {})[fact] = what

    def note_sale(self, device: str, sold: SoldTickets) -> None:
        """A screen said that this was sold; the tickets are in the buyer's hand."""
        self.sold.setdefault(device, {})[sold.order] = sold
        for one in sold.tickets:
            known = self.tickets.get(one.subject)
            if known is not None:
                known.also_sold = (*known.also_sold, sold.order)
                continue
            self.tickets[one.subject] = Ticket(
                one.subject, one.number, one.type, sold.order, device, {1: one.code}, one.gross_minor
            )

    def note_reply(self, sent: Sent, reply: Reply) -> None:
        """The server answered; whoever hears of it, this is what it did."""
        if sent.path != "/api/v1/sync/push" or reply.status != 200:
            return
        for answer in wire.decode(_plain(reply), wire.PushAnswer).answers:
            applied = answer.outcome in (wire.Outcome.APPLIED, wire.Outcome.CONFLICT)
            if answer.id in self.tampered:
                continue
            if answer.id in self.taken and answer.outcome != wire.Outcome.DUPLICATE:
                self.double.append(f"{answer.id} was taken before and is now answered {answer.outcome} {answer.reason}")
            elif applied:
                self.taken.add(answer.id)

    def note_restored(self, kept: set[str]) -> None:
        """The server was put back: what it holds now is all that it has taken."""
        self.taken = kept

    def entries(self, subject: str, checkin_list: int) -> list[Passage]:
        """Return the times that a ticket let somebody in for certain: without what was undone, or perhaps was."""
        return [
            p for p in self.passages
            if p.subject == subject and p.list == checkin_list and p.entry and not p.undo_begun
        ]  # fmt: skip

    def live(self) -> list[Ticket]:
        """Return the tickets that are worth something."""
        return [ticket for ticket in self.tickets.values() if not ticket.is_refunded]


def _plain(reply: Reply) -> bytes:
    import gzip

    packed = any(name == b"content-encoding" and value == b"gzip" for name, value in reply.headers)
    return gzip.decompress(reply.body) if packed else reply.body
