"""What happens at the doors: tickets are held up, once, twice, forged, refunded, of old generations; staff decide."""

import base64
import random
from collections.abc import Generator
from contextlib import contextmanager

from kiosk.core.admission import Admit, Ask, Consent, Refuse
from kiosk.core.errors import Rejected
from kiosk.core.reasons import TABLE, Override, Reason
from kiosk.core.ticket_code import CODE_CHARS, PREFIX, normalise
from kiosk.running import ADMITTING
from kiosk.scanner.door import Authority, Door
from kiosk.scanner.judging import Seen, Station
from tests.simulation import invariants
from tests.simulation.device import LOUNGE_LIST, MAIN_LIST, SimDevice
from tests.simulation.oracle import Passage, Ticket
from tests.simulation.world import World

SUPERVISOR = Authority("supervisor-1", 1, "knows the guest", is_supervisor=True)


def scan(world: World, dice: random.Random, device: SimDevice | None = None) -> None:
    """Hold something up at a door."""
    with _unless_locked(world):
        _scan(world, dice, device or dice.choice(world.of_role(*sorted(ADMITTING))))


@contextmanager
def _unless_locked(world: World) -> Generator[None]:
    """A device that heard nothing of its server for too long shows so and records nothing."""
    try:
        yield
    except Rejected as refused:
        if refused.reason != "grace_over":
            raise
        world.mark("locked: heard nothing for too long")


def _scan(world: World, dice: random.Random, device: SimDevice) -> None:
    door = _take_post(device, dice)
    text, ticket, is_typed = _choose_text(world, dice)
    before = invariants.look_at(device, text, ticket)
    seen = door.scan(text, typed=is_typed)
    device.check_alive()
    invariants.check_verdict(world, device, before, seen, door.station)
    _note(world, device, door.station, seen)
    if isinstance(seen.verdict, Ask | Refuse):
        _decide(world, dice, device, door, seen)


def _take_post(device: SimDevice, dice: random.Random) -> Door:
    """Mostly the main entrance; sometimes the lounge, which one may leave and enter again."""
    assert device.door is not None
    if dice.random() < 0.25:
        checkin_list = dice.choice((MAIN_LIST, LOUNGE_LIST))
        entry = checkin_list == MAIN_LIST or dice.random() < 0.6
        gate = device.door.station.posts[device.event][1]
        device.door.configure(Station({device.event: (checkin_list, gate)}, entry=entry, operator="steward-1"))
        device.check_alive()
    return device.door


def _choose_text(world: World, dice: random.Random) -> tuple[str, Ticket | None, bool]:
    """Return what is held up, the ticket that it is (None for what is none), and whether it is typed."""
    tickets = list(world.oracle.tickets.values())
    kind = dice.random()
    if not tickets or kind < 0.03:
        return dice.choice(("https://example.invalid/menu", "", "4006381333931", "T1" + "A" * 144, "Zoë")), None, False
    ticket = dice.choice(tickets[-40:] if dice.random() < 0.7 else tickets)
    used = [passage.subject for passage in world.oracle.passages[-15:]]
    if used and kind < 0.25:
        ticket = world.oracle.tickets[dice.choice(used)]
    if kind > 0.95:
        return _forge(ticket.code, dice), None, False
    if kind > 0.88:
        return ticket.number, ticket, True
    if kind > 0.83:
        return ticket.codes[min(ticket.codes)], ticket, False
    return ticket.code if dice.random() < 0.8 else f"]Q3{ticket.code.lower()}\r\n", ticket, False


def _forge(code: str, dice: random.Random) -> str:
    """Change one bit of what is signed, or of the signature."""
    raw = bytearray(base64.b32decode(normalise(code)[len(PREFIX) :]))
    place = dice.choice((*range(6, 26), *range(26, 90)))
    raw[place] ^= 1 << dice.randrange(8)
    text = PREFIX + base64.b32encode(raw).decode()
    assert len(text) == CODE_CHARS
    return text


def _note(world: World, device: SimDevice, station: Station, seen: Seen, *, by_override: bool = False) -> None:
    """What the screen shows is remembered; green lets somebody pass."""
    oracle = world.oracle
    oracle.note_shown(device.name, seen.fact, f"{seen.verdict.reason} at {device.name}")
    if isinstance(seen.verdict, Admit):
        assert seen.fact, "green without a fact"
        checkin_list = station.posts[seen.event][0]
        passage = Passage(
            device.name, seen.verdict.subject, checkin_list, station.entry, seen.fact, by_override=by_override
        )
        oracle.passages.append(passage)
        world.mark("green" if not by_override else "override")
    else:
        world.mark(f"not green: {seen.verdict.reason}")


def _decide(world: World, dice: random.Random, device: SimDevice, door: Door, seen: Seen) -> None:
    """Staff answer an Ask, override, or leave it."""
    kind = dice.random()
    if isinstance(seen.verdict, Ask) and (kind < 0.3 or (seen.verdict.people_max and kind < 0.9)):
        before = invariants.look_at_subject(device, seen.verdict.subject)
        people = dice.randint(1, seen.verdict.people_max) if seen.verdict.people_max else 0
        again = door.consent(seen, Consent(ignore_unpaid=not people, people=people))
        device.check_alive()
        invariants.check_verdict(world, device, before, again, door.station)
        _note(world, device, door.station, again)
        if people and isinstance(again.verdict, Admit):
            world.mark("part of a group" if people < seen.verdict.people_max else "whole group")
    elif kind < 0.42 and _may_override(seen):
        let_in = door.override(seen, SUPERVISOR)
        device.check_alive()
        _note(world, device, door.station, let_in, by_override=True)
    elif kind < 0.6:
        door.dismiss()
        device.check_alive()


def _may_override(seen: Seen) -> bool:
    verdict = seen.verdict
    return (
        not isinstance(verdict, Admit)
        and verdict.subject is not None
        and TABLE[verdict.reason].override is not Override.NOBODY
        and verdict.reason is not Reason.CANNOT_RECORD
        and seen.catalogue is not None
    )


def undo(world: World, dice: random.Random, device: SimDevice | None = None) -> None:
    """The turnstile did not turn: take back one of the last passages of a device."""
    mine = [p for p in world.oracle.passages[-25:] if device is None or p.device == device.name]
    mine = [p for p in mine if not p.is_annulled and p.device in world.devices]  # a revoked device is gone
    if not mine:
        return
    passage = dice.choice(mine)
    door = world.devices[passage.device].door
    assert door is not None
    was_begun, passage.undo_begun = passage.undo_begun, True
    try:
        door.undo(passage.fact, is_supervisor=dice.random() < 0.5)
    except Rejected as refused:
        if refused.reason != "annul_not_allowed":
            raise
        passage.undo_begun = was_begun
        return
    world.devices[passage.device].check_alive()
    passage.is_annulled = True
    world.mark("undone")


def admit_order(world: World, dice: random.Random, device: SimDevice | None = None) -> None:
    """Everybody of an order comes at once: one green for all of them, one fact each."""
    with _unless_locked(world):
        _admit_order(world, dice, device or dice.choice(world.of_role(*sorted(ADMITTING))))


def _admit_order(world: World, dice: random.Random, device: SimDevice) -> None:
    door = _take_post(device, dice)
    codes = device.rows("SELECT order_code, count(*) FROM ticket WHERE order_code <> '' GROUP BY 1 HAVING count(*) > 1")
    if not codes:
        return
    order = dice.choice(sorted(codes))[0]
    subjects = [s for (s,) in device.rows("SELECT subject FROM ticket WHERE order_code = ?", order)]
    before = {subject: invariants.look_at_subject(device, subject) for subject in subjects}
    for seen in door.admit_order(device.event, order):
        device.check_alive()
        assert seen.presented.subject is not None
        invariants.check_verdict(world, device, before[seen.presented.subject], seen, door.station)
        if seen.fact:
            _note(world, device, door.station, seen)
            world.mark("whole order")
