"""Looking around: the screens that no other step shows, for their pictures. Everything works again by now."""

from typing import Any

from demo.evening import Evening
from demo.fakes.clip import draw_code
from demo.lines import ask_plainly
from demo.seeding import SUPERVISOR_PIN


def look_at_kiosk(evening: Evening) -> tuple[Any, Any]:
    """Help, a declined card, and the page while paper comes out."""
    kiosk = evening.kiosk
    kiosk.do("press", name="Help")
    evening.take_picture(kiosk, "kiosk-help")
    kiosk.do("press", name="I need no help any more")
    ask_plainly(evening.terminal.port, {"op": "plan", "behaviours": ["decline"]})
    charges = len(evening.terminal.list_charges())
    evening.buy([("Adult", 1)], until="")
    declined = evening.wait(lambda: kiosk.do("shows", name="Pay again"))
    evening.take_picture(kiosk, "kiosk-declined")
    evening.printer.do("set", holds=True)
    kiosk.do("press", name="Pay again")
    printing = evening.wait(lambda: kiosk.do("look")["step"] == "printing")
    evening.take_picture(kiosk, "kiosk-printing")
    evening.printer.do("release")
    evening.wait(lambda: kiosk.do("look")["step"] == "done")
    evening.leave_kiosk()
    made = [charge["state"] for charge in evening.terminal.list_charges()[charges:]]
    expected = {"declined": True, "printing": True, "charges": ["declined", "approved"]}
    return expected, {"declined": declined, "printing": printing, "charges": made}


def look_at_gate(evening: Evening) -> tuple[Any, Any]:
    """The camera's picture, the search, the last scans, an override, and settings with the check before doors."""
    gate = evening.gate_a
    reasons = evening.show_film(gate, [draw_code(evening.offline[2]["code"])])
    gate.do("press", name="Let in (supervisor PIN)")
    evening.take_picture(gate, "gate-override")
    gate.do("press", name="Cancel")
    evening.wait(lambda: gate.do("shows", name="Last scans"))
    evening.take_picture(gate, "gate-after")
    gate.do("press", name="Last scans")
    evening.take_picture(gate, "gate-log")
    gate.do("press", name="Close")
    gate.do("press", name="Find by name or number")
    for key in ("o", "k", "a"):
        gate.do("press", name=key)
    evening.wait(lambda: any("Okafor" in words for words in gate.do("look")["words"]))
    evening.take_picture(gate, "gate-find")
    gate.do("press", name="Close")
    gate.do("press", name="Settings")
    gate.do("pin", pin=SUPERVISOR_PIN)
    settings = evening.wait(lambda: gate.do("look")["screen"] == "SettingsScreen")
    evening.take_picture(gate, "settings")
    gate.do("press", name="Ready for doors?")
    evening.wait(lambda: any(words.startswith(("Ready for doors", "Not ready")) for words in gate.do("look")["words"]))
    evening.take_picture(gate, "settings-ready")
    return {"again": ["already_used"], "settings": True}, {"again": reasons, "settings": settings}


def look_at_till(evening: Evening) -> tuple[Any, Any]:
    """The shift as it stands, and what was sold in it."""
    till = evening.till
    till.do("press", name="Shift")
    shift = evening.wait(lambda: till.do("shows", name="Count and close the shift"))
    evening.take_picture(till, "till-shift")
    till.do("press", name="Close this window")
    till.do("press", name="Sales")
    listed = evening.wait(lambda: till.do("shows", name="Close"))
    evening.take_picture(till, "till-sales")
    till.do("press", name="Close")
    return {"shift": True, "sales": True}, {"shift": shift, "sales": listed}


def look_at_live(evening: Evening) -> tuple[Any, Any]:
    """The numbers as a table, and one incident with its facts."""
    device = evening.venue.devices["supervisor"]
    device.do("press", name="Show as a table")
    evening.take_picture(device, "live-table")
    device.do("press", name="Incidents")
    device.do("pin", pin=SUPERVISOR_PIN)
    evening.wait(lambda: device.do("look")["screen"] == "IncidentScreen")
    device.do("press", name="Admitted twice")
    shown = evening.wait(lambda: device.do("shows", name="I look after it"))
    evening.take_picture(device, "incident")
    return {"incident": True}, {"incident": shown}
