"""Looking around: the screens that no other step shows, for their pictures. Everything works again by now."""

from typing import Any

from demo import seeding
from demo.evening import Evening
from demo.fakes.clip import draw_code
from demo.lines import ask_plainly
from demo.seeding import SUPERVISOR_PIN
from kiosk.clock import Clock

PATIENCE_S = 12.0
DAY_MS = 24 * 3_600_000
TOMORROW = "Slow Boats and Brass"
ADMITTED = ("ok", "ok_unsynced")


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


def leave_kiosk_in_the_middle(evening: Evening) -> tuple[Any, Any]:
    """A buyer goes away: the kiosk asks, waits, and begins anew when it is told to."""
    kiosk = evening.kiosk
    kiosk.do("press", name="Touch to buy")
    kiosk.do("press", name="Add one Adult")
    kiosk.do("go_away")
    warned = evening.wait(lambda: kiosk.do("shows", name="I need more time"))
    evening.take_picture(kiosk, "kiosk-idle")
    kiosk.do("press", name="I need more time")
    stayed = kiosk.do("look")["step"]
    kiosk.do("press", name="Start again")
    left = evening.wait(lambda: kiosk.do("look")["step"] == "attract")
    return {"warned": True, "stayed": "tickets", "left": True}, {"warned": warned, "stayed": stayed, "left": left}


def look_through_the_camera(evening: Evening) -> tuple[Any, Any]:
    """A guest keeps holding the ticket up: the verdict goes, the code is not judged again, the picture is seen."""
    gate = evening.gate_a
    before = len(gate.do("scans"))
    ticket = evening.kiosk.do("sold")[-1]["tickets"][0]
    evening.hold_up(gate, ticket, PATIENCE_S)
    evening.wait(lambda: gate.do("look")["verdict_on_show"])
    evening.wait(lambda: not gate.do("look")["verdict_on_show"])
    evening.take_picture(gate, "gate-camera")
    seen = {
        "judged": [scan["reason"] in ADMITTED for scan in gate.do("scans")[before:]],
        "over": gate.do("film_over"),
    }
    return {"judged": [True], "over": False}, seen


def look_at_events(evening: Evening) -> tuple[Any, Any]:
    """The kiosk sells for a second evening too, and asks which one."""
    office, kiosk = evening.office, evening.kiosk
    tonight = office.event
    now_ms = Clock().moment().now_ms
    zone = seeding.choose_zone(now_ms)
    tomorrow = seeding.found_evening(office, now_ms + DAY_MS, name=TOMORROW, zone=zone)
    office.event = tonight
    device = next(device for device in office.list_devices() if device["name"] == "Kiosk")
    office.assign(device, [tonight, tomorrow.number])
    kiosk.stop()  # it asks for its events when it is switched on
    kiosk.start()
    names = (seeding.NAME, TOMORROW)
    evening.wait(lambda: kiosk.do("on_sale") == len(names))
    kiosk.do("press", name="Touch to buy")
    asked = evening.wait(lambda: all(kiosk.do("shows", name=name) for name in names))
    evening.take_picture(kiosk, "kiosk-events")
    kiosk.do("press", name=TOMORROW)
    chosen = evening.wait(lambda: kiosk.do("look")["step"] == "tickets")
    kiosk.do("press", name="Start again")
    return {"asked": True, "chosen": True}, {"asked": asked, "chosen": chosen}


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
    log = evening.wait(lambda: gate.do("look")["sheet"] == "LogSheet")
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
    ready = evening.wait(lambda: gate.do("look")["sheet"] == "ReadySheet")
    evening.take_picture(gate, "settings-ready")
    expected = {"again": ["already_used"], "log": True, "settings": True, "ready": True}
    return expected, {"again": reasons, "log": log, "settings": settings, "ready": ready}


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
