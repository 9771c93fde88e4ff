"""What happens at the organizer's desk and on the web: sales, refunds, stops, reissues, write-offs, restores.

Everything may happen between a backup and its restore. What people did by hand is lost with it; what was paid is found
again at the payment provider; and what was lent comes back with the devices.
"""

import random
from typing import Any

import msgspec
import sqlalchemy as sa

from kiosk.core import facts as f
from server.ledger import own
from server.ledger.feed import Changes
from server.ledger.intake import record
from server.payments.provider import describe
from tests.simulation import invariants
from tests.simulation.oracle import Ticket
from tests.simulation.template import VOUCHER
from tests.simulation.world import World


def buy(world: World, dice: random.Random) -> None:
    """Somebody buys on the web."""
    buyer = {}
    if dice.random() < 0.4:
        name = f"Zarathustra {dice.getrandbits(40):x}"
        world.oracle.names.add(name)
        buyer = {"name": name}
    wish = {
        "choices": [{"type": dice.choice((1, 2, 3, 4)), "quantity": dice.choice((1, 1, 2))}],
        "buyer": buyer,
        "method": "card",
        "voucher": VOUCHER if dice.random() < 0.15 else "",
    }
    made = world.center.call("POST", world.center.on("/orders"), wish)
    if made is None:
        world.mark("web: sold out")
        return
    order = world.center.call("GET", world.center.on(f"/orders/{made['order']}"))
    world.oracle.web_paid_minor[made["order"]] = order["paid_minor"]
    if wish["voucher"]:
        world.oracle.vouchers.add(made["order"])
        world.mark("web: voucher taken")
    for one in order["tickets"]:
        world.oracle.tickets[one["subject"]] = Ticket(
            one["subject"], one["number"], one["type"], made["order"], "", {1: one["code"]}, one["gross_minor"]
        )
    _tell_provider(world, made["order"], "sold")
    world.mark("web: sold")


def _tell_provider(world: World, order: str, kind: str) -> None:
    """The money passes through the payment provider, which keeps the order with it."""
    query = "SELECT body FROM fact JOIN fact_subject ON fact = id WHERE subject = ? AND kind = ? ORDER BY fact.seq"
    bodies = [body for (body,) in world.center.rows(query, f"o:{order}", kind)]
    sold_or_back = msgspec.msgpack.decode(bodies[-1], type=f.Sold if kind == "sold" else f.Refunded)
    (tender,) = sold_or_back.tenders
    metadata, provider = describe(kind, sold_or_back), world.center.provider
    if kind == "sold":
        provider.capture(
            tender.intent, event=world.event, amount_minor=tender.amount_minor, currency="EUR",
            made_ms=world.time.now_ms, metadata=metadata,
        )  # fmt: skip
        world.oracle.web_keys[order] = tender.intent
    else:
        provider.refund(
            tender.intent, of=[world.oracle.web_keys[order]], amount_minor=tender.amount_minor,
            made_ms=world.time.now_ms, metadata=metadata,
        )  # fmt: skip


def refund(world: World, dice: random.Random) -> None:
    """The organizer refunds a web order, or one of its tickets."""
    live = [t for t in world.oracle.live() if not t.seller]
    if not live:
        return
    ticket = dice.choice(live)
    wanted: dict[str, Any] = {"reason": "asked for it", "method": "card"}
    if dice.random() < 0.5:
        wanted["tickets"] = [ticket.subject]
    back = world.center.call("POST", world.center.on(f"/orders/{ticket.order}/refund"), wanted)
    if back is None:
        return
    _tell_provider(world, ticket.order, "refunded")
    amounts = world.oracle.refunded_minor
    amounts[ticket.order] = amounts.get(ticket.order, 0) + back["amount_minor"]
    for other in world.oracle.tickets.values():
        if other.order == ticket.order and ("tickets" not in wanted or other is ticket):
            other.is_refunded = True
    world.mark("web: refunded")


def reissue(world: World, dice: random.Random) -> None:
    """A lost phone: the ticket gets a new code."""
    live = world.oracle.live()
    if not live:
        return
    ticket = dice.choice(live)
    made = world.center.call(
        "POST", world.center.on(f"/tickets/{ticket.subject}/reissue"), {"reason": "lost the phone"}
    )
    if made is None:
        return
    order = world.center.call("GET", world.center.on(f"/orders/{ticket.order}"))
    code = next(one["code"] for one in order["tickets"] if one["subject"] == ticket.subject)
    if code:
        ticket.codes[made["generation"]] = code
    world.mark("reissued")


def block(world: World, dice: random.Random) -> None:
    """The organizer stops a ticket, or lets it go again."""
    live = world.oracle.live()
    if live:
        ticket = dice.choice(live)
        word = dice.choice(("block", "unblock"))
        if (
            world.center.call("POST", world.center.on(f"/tickets/{ticket.subject}/{word}"), {"reason": "stolen"})
            is not None
        ):
            world.mark(word)


def write_off(world: World, dice: random.Random) -> None:
    """A person declares a lease lost, and takes one of the two choices."""
    held = world.center.call("GET", world.center.on("/leases"))
    if held:
        lease = dice.choice(sorted(line["lease"] for line in held))
        wanted = {"event": world.event, "revoke": dice.random() < 0.5, "reason": "kiosk not heard of"}
        world.may_oversell = world.may_oversell or bool(wanted["revoke"])  # also where the answer is lost
        if world.center.call("POST", f"/api/v1/leases/{lease}/write-off", wanted) is not None:
            world.mark("written off")


def reassign(world: World, dice: random.Random) -> None:
    """The organizer takes the event from a device, or gives it back; the device learns of it with its next hello."""
    give_event(world, dice.choice(list(world.devices)), has_it=dice.random() < 0.6)


def give_event(world: World, name: str, *, has_it: bool) -> None:
    """Say whether a device serves the event."""
    device = world.devices[name].author.device
    known = world.center.call("GET", f"/api/v1/organizers/{world.center.organizer}/devices")
    row = next(row for row in known if row["id"] == device)
    events = [world.event] if has_it else []
    if row["events"] != events:
        wanted = {"name": row["name"], "roles": row["roles"], "events": events, "version": row["version"]}
        if world.center.call("PUT", f"/api/v1/devices/{device}", wanted) is not None:
            world.mark("event given" if has_it else "event taken away")


def change_price(world: World, dice: random.Random) -> None:
    """A price changes, or a ticket type is taken off sale and put back."""
    types = world.center.call("GET", world.center.on(""))["parts"]["type"]
    row = dice.choice(sorted(types, key=lambda row: row["value"]["number"]))
    values = {"price_minor": dice.choice((1_200, 2_401, 2_600, 4_800))} if dice.random() < 0.6 else {}
    values = values or {"active": not row["value"]["active"]}
    path = world.center.on(f"/types/{row['value']['number']}")
    if world.center.call("PUT", path, {"version": row["version"], "values": values}) is not None:
        world.mark("catalogue changed")


def claim(world: World, dice: random.Random) -> None:
    """A holder takes the ticket's place in the chat room; now and then somebody is banned. No page does this yet."""
    live = world.oracle.live()
    if not live:
        return
    account, ticket = f"account-{dice.randrange(12)}", dice.choice(live)
    if dice.random() < 0.15:
        draft = own.Draft("chat_banned", world.event, (), f.ChatBanned(account=account))
    else:
        body = f.Claimed(account=account, generation=max(ticket.codes))
        draft = own.Draft("claimed", world.event, (ticket.subject,), body)
    ledger = world.center.center.ledger

    def work(connection: sa.Connection) -> None:
        changes = Changes()
        record(connection, ledger, [draft], changes)
        ledger.publish(connection, changes)

    world.center.write(work)
    world.mark(draft.kind)


def back_up(world: World, dice: random.Random) -> None:
    """Write a backup while everybody works."""
    target = world.folder / "backup.db"
    world.center.back_up(target)
    world.backup = target
    world.mark("backup")


def restore(world: World, dice: random.Random) -> None:
    """The server's disk is lost; the backup is put back."""
    if world.backup is None:
        return
    invariants.check_places(world)
    world.center.restore(world.backup)
    world.backup = None
    world.oracle.note_restored({row[0] for row in world.center.rows("SELECT id FROM fact")})
    world.facts_seen = 0
    invariants.forget_untold(world)
    world.mark("restored")


def revoke(world: World, dice: random.Random) -> None:
    """The organizer revokes a gate that may still have facts to deliver."""
    device = world.devices.get("gate-B")
    if device is not None and world.center.call("POST", f"/api/v1/devices/{device.author.device}/revoke") is not None:
        world.mark("revoked")


def vouch(world: World, dice: random.Random) -> None:
    """The organizer gives a device up that does not report after a restore, and takes the risk that is shown."""
    awaited = world.center.call("GET", f"/api/v1/organizers/{world.center.organizer}/awaited")
    if awaited:
        line = dice.choice(sorted(awaited, key=lambda line: line["id"]))
        world.may_oversell = True
        world.given_up.add(line["id"])
        if world.center.call("POST", f"/api/v1/devices/{line['id']}/vouch") is not None:
            world.mark("vouched")
