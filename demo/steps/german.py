"""The main screens in German, in both shapes. What is pressed is named as a German screen reader says it."""

from typing import Any

from demo.evening import Evening
from demo.fakes.clip import draw_code
from demo.seeding import CASHIER_PIN, NAME, SUPERVISOR_PIN
from demo.venue import Device

ONLINE_S = 5.0
IN_GERMAN = ("--language", "de")


def look_in_german(evening: Evening) -> tuple[Any, Any]:
    """Every device is switched on anew in German; each screen says something that only German says."""
    seen = {
        **_look_at_kiosk(evening),
        **_look_at_till(evening),
        **_look_at_gate(evening),
        **_look_at_supervisor(evening),
    }
    return dict.fromkeys(seen, True), seen


def _switch_on(device: Device) -> Device:
    device.stop()
    device.start(*IN_GERMAN)
    return device


def _look(evening: Evening, device: Device, name: str, said: str) -> bool:
    """Wait until the device says it, and take its picture."""
    heard = evening.wait(lambda: any(words.startswith(said) for words in device.do("look")["words"]))
    evening.wait(lambda: not device.do("look")["badge"].startswith("Offline"), ONLINE_S)
    evening.take_picture(device, name)
    return heard


def _look_at_kiosk(evening: Evening) -> dict[str, bool]:
    kiosk = _switch_on(evening.kiosk)
    seen = {"kiosk": _look(evening, kiosk, "kiosk-de", "Zum Ticketkauf hier berühren")}
    kiosk.do("press", name="Zum Ticketkauf hier berühren")
    seen["events"] = _look(evening, kiosk, "kiosk-events-de", "Was möchten Sie erleben?")
    kiosk.do("press", name=NAME)
    kiosk.do("press", name="Ein Ticket mehr: Adult")
    seen["tickets"] = _look(evening, kiosk, "kiosk-tickets-de", "Wie viele Tickets?")
    kiosk.do("press", name="Bezahlen")
    seen["details"] = _look(evening, kiosk, "kiosk-details-de", "Ihre Angaben")
    return seen


def _look_at_gate(evening: Evening) -> dict[str, bool]:
    gate = _switch_on(evening.gate_a)
    seen = {"gate": _look(evening, gate, "gate-de", "Letzte Scans")}
    said = evening.show_film(gate, [draw_code(evening.offline[2]["code"])])
    evening.take_picture(gate, "gate-already-in-de")
    return seen | {"verdict": said == ["already_used"]}


def _look_at_till(evening: Evening) -> dict[str, bool]:
    till = _switch_on(evening.till)
    till.do("pin", pin=CASHIER_PIN)
    return {"till": _look(evening, till, "till-de", "Verkäufe")}


def _look_at_supervisor(evening: Evening) -> dict[str, bool]:
    device = _switch_on(evening.venue.devices["supervisor"])
    seen = {"roles": _look(evening, device, "roles-de", "Was soll dieses Gerät sein?")}
    device.do("press", name="Live-Anzeige")
    seen["live"] = _look(evening, device, "live-de", "Als Tabelle zeigen")
    device.do("press", name="Einstellungen")
    device.do("pin", pin=SUPERVISOR_PIN)
    seen["settings"] = _look(evening, device, "settings-de", "Programm beenden")
    return seen
