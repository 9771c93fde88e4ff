"""Before the cut: everybody has loaded, a sale is printed and known everywhere, a refund reaches the gates."""

from typing import Any

from demo.evening import Evening
from demo.fakes.relay import Mode
from demo.seeding import CASHIER_PIN, TYPES

CUTS = {"kiosk": Mode.CLOSED, "till": Mode.CLOSED, "gate-a": Mode.HANGING, "gate-b": Mode.CUTTING}
FLOAT_MINOR = 10_000
KNOWS_S = 60.0


def see_first_sync(evening: Evening) -> tuple[Any, Any]:
    """Every device has loaded what its role sees; the sellers hold stock of every type."""
    complete = {"safety": True, "data": True}
    expected: dict[str, Any] = {
        device.name: {"scopes": complete, "tickets": 0 if device is evening.kiosk else evening.tickets_sold}
        for device in evening.devices
    }
    expected |= {"kiosk sells types": len(TYPES), "till sells types": len(TYPES)}
    seen: dict[str, Any] = {}
    for device in evening.devices:
        device.do("sync")
        state = device.do("state")
        seen[device.name] = {"scopes": state["scopes"], "tickets": state["tickets"]}
    for device in (evening.kiosk, evening.till):
        seen[f"{device.name} sells types"] = sum(left > 0 for left in device.do("free").values())
    evening.take_picture(evening.kiosk, "kiosk-attract")
    evening.take_picture(evening.gate_a, "gate-waiting")
    return expected, seen


def open_till(evening: Evening) -> tuple[Any, Any]:
    """A cashier takes the drawer over with a PIN and a float."""
    till = evening.till
    evening.take_picture(till, "till-pin")
    till.do("pin", pin=CASHIER_PIN)
    till.do("press", name="Shift")
    till.do("press", name="Open a shift")
    for digit in str(FLOAT_MINOR):
        till.do("press", name=digit)
    till.do("press", name="Open the shift")
    is_open = evening.wait(lambda: any("Shift since" in words for words in till.do("look")["words"]))
    evening.take_picture(till, "till")
    return {"shift is open": True}, {"shift is open": is_open}


def sell_online(evening: Evening) -> tuple[Any, Any]:
    """A guest buys two tickets by card; paper, terminal and server say the same."""
    kiosk = evening.kiosk
    kiosk.do("press", name="Touch to buy")
    kiosk.do("press", name="Add one Adult")
    kiosk.do("press", name="Add one Supporter")
    evening.take_picture(kiosk, "kiosk-tickets")
    kiosk.do("press", name="Pay")
    evening.wait(lambda: kiosk.do("look")["step"] == "details")
    kiosk.do("write", field="Name on the tickets", text="Zoë Okafor")
    evening.take_picture(kiosk, "kiosk-details")
    kiosk.do("press", name="Continue")
    is_done = evening.wait(lambda: kiosk.do("look")["step"] == "done")
    evening.take_picture(kiosk, "kiosk-done")
    evening.leave_kiosk()
    kiosk.do("sync")
    (sale,) = kiosk.do("sold")
    evening.online = sale["tickets"]
    codes = [ticket["code"] for ticket in sale["tickets"]]
    orders = [order for order in evening.office.list_orders() if order["order"] == sale["order"]]
    seen = {
        "page says done": is_done,
        "codes on paper": evening.printer.list_codes() == codes,
        "charged": [charge["amount_minor"] for charge in evening.terminal.list_charges()],
        "server knows tickets": sum(len(order["tickets"]) for order in orders),
        "server knows amount": sum(order["paid_minor"] for order in orders),
    }
    expected = {
        "page says done": True,
        "codes on paper": True,
        "charged": [sale["total_minor"]],
        "server knows tickets": 2,
        "server knows amount": 7_200,
    }
    for number, (code, sheet) in enumerate(evening.printer.find_pictures(codes).items(), 1):
        evening.keep_sheet(sheet, code, f"ticket-roll-online-{number}")
    return expected, seen


def refund_in_time(evening: Evening) -> tuple[Any, Any]:
    """Two web orders; one is refunded, and both gates hear of it."""
    for name in ("refunded in time", "refunded too late"):
        request = {"choices": [{"type": 1, "quantity": 1}], "buyer": {"name": "Grzegorz Żak"}, "mail": False}
        made = evening.office.post(evening.office.of_event("/orders"), request)
        evening.web[name] = evening.office.load_order(made["order"])
    known = evening.web["refunded in time"]
    evening.office.refund(known["order"])
    subject, other = (evening.web[name]["tickets"][0]["subject"] for name in evening.web)
    seen: dict[str, Any] = {}
    for gate in (evening.gate_a, evening.gate_b):
        gate.do("sync")
        tickets = gate.do("tickets")
        seen[gate.name] = [tickets.get(subject, {}).get("stop"), tickets.get(other, {}).get("stop")]
    return {"gate-a": ["refunded", ""], "gate-b": ["refunded", ""]}, seen


def cut_network(evening: Evening) -> tuple[Any, Any]:
    """Close, hang or cut every cable: a fresh connection from each device worked before and fails after."""
    seen: dict[str, Any] = {}
    for device in evening.devices:
        before = device.do("reach")
        device.cable.set_mode(CUTS[device.name])
        after = device.do("reach")
        seen[device.name] = {"before": before, "after": "cut" if after != "reached" else after, "how": after}
    # The kiosk and the till are refused at once and know it; a gate that hangs learns it from its time-out.
    for device in evening.devices:
        knows = evening.wait(lambda device=device: not device.do("state")["is_online"], KNOWS_S)
        seen[device.name]["says offline"] = knows
    expected = {
        name: {"before": "reached", "after": "cut", "how": seen[name]["how"], "says offline": True} for name in CUTS
    }
    return expected, seen
