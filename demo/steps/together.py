"""Together again: queues drain, everybody agrees, exactly the clashes that were made come to light."""

from typing import Any

from demo import ledger
from demo.evening import Evening
from demo.seeding import SUPERVISOR_PIN
from demo.venue import Device

ROUNDS = 3


def connect_again(evening: Evening) -> tuple[Any, Any]:
    """Every cable is whole; nothing waits on any device, nothing was refused."""
    for device in evening.devices:
        device.cable.connect()
    for _ in range(ROUNDS):  # what one device brings in the first round, the others fetch in the second
        for device in evening.devices:
            device.do("sync")
    seen: dict[str, Any] = {"quarantined at the server": len(evening.office.list_quarantined())}
    for device in evening.devices:
        state = device.do("state")
        seen[device.name] = {name: state[name] for name in ("is_online", "pending", "quarantined")}
    done = {"is_online": True, "pending": 0, "quarantined": 0}
    return {"quarantined at the server": 0} | {device.name: done for device in evening.devices}, seen


def pair_supervisor(evening: Evening) -> tuple[Any, Any]:
    """A new device joins by typing address and token, and loads everything afresh from the server."""
    newcomer = evening.venue.devices["supervisor"]
    newcomer.start()
    evening.take_picture(newcomer, "pairing")
    invited = evening.office.invite("Supervisor", ("supervisor", "live", "gate", "till", "kiosk"))
    newcomer.do("write", field="Address of the server", text=newcomer.cable.url)
    newcomer.do("write", field="Token", text=invited["typed"])
    newcomer.do("press", name="Pair")
    evening.wait(lambda: not newcomer.do("shows", name="Pair") and newcomer.do("shows", name="1"))
    evening.take_picture(newcomer, "pairing-pin")
    for _ in range(2):
        newcomer.do("pin", pin=SUPERVISOR_PIN)
    chosen = evening.wait(lambda: newcomer.do("look")["screen"] == "RoleScreen")
    evening.take_picture(newcomer, "roles")
    newcomer.do("press", name="Supervisor")
    shown = evening.wait(lambda: newcomer.do("look")["screen"] == "LiveScreen")
    online = newcomer.do("sync")
    return dict.fromkeys(("paired", "live", "online"), True), {"paired": chosen, "live": shown, "online": online}


def agree(evening: Evening) -> tuple[Any, Any]:
    """Every device says of every ticket what the server's database says; the books balance.

    A kiosk is not told of tickets: of it, as of the till, what it sold is compared.
    """
    folder = evening.venue.server_folder
    told = ledger.list_tickets(folder, evening.office.event)
    seen: dict[str, Any] = {"tickets": len(told)}
    for device in (evening.till, evening.gate_a, evening.gate_b, evening.venue.devices["supervisor"]):
        seen[device.name] = _differ(told, device.do("tickets"))
    for device in (evening.kiosk, evening.till):
        known = ledger.list_sold(folder, device.do("state")["device"])
        seen[f"sold by {device.name}"] = _differ(known, _list_sold(device))
    sold = sum(len(sale["tickets"]) for device in (evening.kiosk, evening.till) for sale in device.do("sold"))
    books = evening.office.load_books()
    hall = books["quota"]
    seen["books"] = hall["available"] + books["leased"] + books["sold"] + books["written_off"] - books["oversold"]
    seen["sold"] = books["sold"]
    # Both web orders were refunded: they are known, and sold no more.
    expected = {
        "tickets": evening.tickets_sold + 2 + sold,
        "till": [], "gate-a": [], "gate-b": [], "supervisor": [], "sold by kiosk": [], "sold by till": [],
        "books": hall["size"],
        "sold": evening.tickets_sold + sold,
    }  # fmt: skip
    return expected, seen


def _list_sold(device: Device) -> dict[str, list[Any]]:
    """Return what a device says that it sold, as `demo.ledger` tells it of the server."""
    return {
        ticket["subject"]: [sale["order"], ticket["number"], ticket["type"]]
        for sale in device.do("sold")
        for ticket in sale["tickets"]
    }


def _differ(told: dict[str, Any], mine: dict[str, Any]) -> list[str]:
    """Return the first subjects of which the two do not say the same, the whole of both counted."""
    return sorted(subject for subject in {*told, *mine} if told.get(subject) != mine.get(subject))[:5]


def find_incidents(evening: Evening) -> tuple[Any, Any]:
    """One ticket at two gates, one refund that came too late, and nothing else; every device was told."""
    kinds = sorted(row["kind"] for row in evening.office.list_incidents() if row["excess"])
    expected = ["admitted_after_refund", "duplicate_admission"]
    seen: dict[str, Any] = {"server": kinds}
    for device in (evening.till, evening.gate_a, evening.gate_b, evening.venue.devices["supervisor"]):
        seen[device.name] = device.do("incidents")
    _look_at_incidents(evening, evening.venue.devices["supervisor"])
    return dict.fromkeys(seen, expected), seen


def _look_at_incidents(evening: Evening, device: Device) -> None:
    device.do("press", name="Incidents")
    evening.take_picture(device, "incidents-pin")
    device.do("pin", pin=SUPERVISOR_PIN)
    evening.wait(lambda: device.do("look")["screen"] == "IncidentScreen")
    evening.take_picture(device, "incidents")
    device.do("press", name="Close")
    evening.wait(lambda: device.do("look")["screen"] == "LiveScreen")


def count_attendance(evening: Evening) -> tuple[Any, Any]:
    """People let in are more than tickets used, by the one that came in twice; the live screen says the same."""
    people, tickets = len(evening.offline) + 2, len(evening.offline) + 1
    device = evening.venue.devices["supervisor"]
    live = evening.office.load_live()
    shown = evening.wait(lambda: {str(people), str(tickets)} <= set(device.do("look")["words"]))
    evening.take_picture(device, "live")
    expected = {"people in": people, "tickets used": tickets, "shown on the live screen": True}
    seen = {"people in": live["admitted"], "tickets used": live["tickets_used"], "shown on the live screen": shown}
    return expected, seen
