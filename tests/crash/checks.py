"""What must hold after an evening of deaths, read from the databases of all who took part."""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

import msgspec

from kiosk.core import facts as f
from tests.crash.run import Broken, Evening
from tests.server.center import Running

Ends = Mapping[str, dict[str, Any]]


def check(evening: Evening, ends: Ends) -> dict[str, int]:
    """Raise Broken where something does not hold; return what was counted."""
    settings = {"database_url": evening.url} if evening.url else {}
    server = Running(evening.folder / "server", settings=settings)
    server.event = evening.event
    try:
        facts = _read_facts(server)
        _check_delivered(facts, ends)
        _check_sold_once(facts)
        _check_cards(evening, facts)
        _check_paper(evening, ends)
        _check_incidents(server, facts)
        _check_payments(server, facts)
        server.check_books()
    finally:
        server.close()
    return {"facts": len(facts), "sold": len(_sales(facts)), "sheets": len(evening.printer.sheets)}


def hold(is_so: object, sentence: str) -> None:
    """Raise Broken with the sentence unless it is so."""
    if not is_so:
        raise Broken(sentence)


def _read_facts(server: Running) -> dict[str, dict[str, Any]]:
    with server.center.ground.db.read() as connection:
        rows = connection.exec_driver_sql("SELECT id, device, incarnation, seq, kind, subjects, body FROM fact").all()
    hold(len({row[0] for row in rows}) == len(rows), "a fact is twice in the server's log")
    return {
        row[0]: {"at": (row[1], row[2], row[3]), "kind": row[4], "subjects": json.loads(row[5]), "body": bytes(row[6])}
        for row in rows
    }


def _check_delivered(facts: Mapping[str, Any], ends: Ends) -> None:
    """Every fact of every device is at the server, and every log is whole."""
    for name, end in ends.items():
        missing = set(end["facts"]) - set(facts)
        hold(not missing, f"the server has not {len(missing)} facts of {name}")
        hold(not end["waiting"], f"{name} could not deliver {len(end['waiting'])} facts")
    logs: dict[tuple[str, int], list[int]] = {}
    for fact in facts.values():
        logs.setdefault(fact["at"][:2], []).append(fact["at"][2])
    for log, numbers in logs.items():
        hold(sorted(numbers) == list(range(1, len(numbers) + 1)), f"the log {log} has a hole")


def _sales(facts: Mapping[str, Any]) -> list[f.Sold]:
    return [msgspec.msgpack.decode(fact["body"], type=f.Sold) for fact in facts.values() if fact["kind"] == "sold"]


def _check_sold_once(facts: Mapping[str, Any]) -> None:
    units = Counter(line.subject for sale in _sales(facts) for line in sale.lines)
    twice = [unit for unit, times in units.items() if times > 1]
    hold(not twice, f"sold twice: {twice}")


def _check_cards(evening: Evening, facts: Mapping[str, Any]) -> None:
    """Each approved charge is one sale of the same amount, and no sale claims one that was not approved."""
    paid = Counter[str]()
    amounts: dict[str, int] = {}
    for sale in _sales(facts):
        for tender in sale.tenders:
            if tender.method == "card" and sale.channel == "kiosk":
                paid[tender.intent] += 1
                amounts[tender.intent] = tender.amount_minor
    approved = {e["key"]: e for e in evening.terminal.ledger.entries.values() if e["state"] == "approved"}
    not_sold, not_charged = set(approved) - set(paid), set(paid) - set(approved)
    hold(not not_sold and not not_charged, f"{len(not_sold)} charged and not sold, {len(not_charged)} not charged")
    hold(all(times == 1 for times in paid.values()), "one charge paid for two sales")
    hold(all(approved[key]["amount_minor"] == amount for key, amount in amounts.items()), "charged another amount")


def _check_paper(evening: Evening, ends: Ends) -> None:
    """No ticket came out twice by itself, and what is called printed is on paper."""
    hold(not evening.printer.errors, f"the printer did not understand: {evening.printer.errors[:3]}")
    times = Counter(code for sheet in evening.printer.sheets for code in sheet.codes)
    hold(not [code for code, count in times.items() if count > 1], "a ticket was printed twice")
    for name, end in ends.items():
        states = Counter(state for _, _, state in end["jobs"])
        hold(not states["queued"], f"{name} left documents unprinted: {states}")


def _check_incidents(server: Running, facts: Mapping[str, Any]) -> None:
    """Exactly the tickets that two gates let in, each before it heard of the other."""
    passages = Counter(s for fact in facts.values() if fact["kind"] == "admitted" for s in fact["subjects"])
    excess = {subject for subject, times in passages.items() if times > 1}
    with server.center.ground.db.read() as connection:
        rows = connection.exec_driver_sql("SELECT kind, subject FROM incident").all()
    kinds = {kind for kind, _ in rows}
    hold(kinds <= {"duplicate_admission"}, f"incidents of other kinds: {kinds}")
    found = {subject for _, subject in rows}
    hold(found == excess, f"{len(found - excess)} incidents without excess, {len(excess - found)} without incident")


def _check_payments(server: Running, facts: Mapping[str, Any]) -> None:
    """What was taken by the devices is what the server says was paid."""
    taken = sum(tender.amount_minor for sale in _sales(facts) for tender in sale.tenders)
    with server.center.ground.db.read() as connection:
        paid = connection.exec_driver_sql("SELECT sum(amount_minor) FROM payment").scalar_one()
    hold(int(paid or 0) == taken, f"payments say {paid}, the facts {taken}")
