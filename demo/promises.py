"""Which pictures does the tour take, and what must a device show while each is taken?

`demo.evening` waits for what a picture promises and looks again at the very moment of the grab; `demo.tour` reports
every picture that was not taken and every promise that was not kept. Pure: judges what `Hands.look` returned.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Promise:
    """What a picture shows. An empty part promises nothing."""

    screen: str = ""
    """The class of the screen."""
    step: str = ""
    """The page of a kiosk."""
    sheet: str = ""
    """The class of the sheet over the screen."""
    verdict: str = ""
    """The reason of the verdict that fills the screen."""
    preview: bool = False
    """Whether the camera's picture is there."""

    def list_missing(self, look: dict[str, Any]) -> list[str]:
        """Return what is promised and not shown."""
        shown = look["verdict"] if look["verdict_on_show"] else ""
        compared = (
            ("screen", self.screen, look["screen"]),
            ("step", self.step, look["step"]),
            ("sheet", self.sheet, look["sheet"]),
            ("verdict", self.verdict, shown),
            ("preview", self.preview, look["preview"]),
        )
        return [f"{name} is {seen!r}, not {wanted!r}" for name, wanted, seen in compared if wanted and seen != wanted]


def _kiosk(step: str = "") -> Promise:
    return Promise("KioskScreen", step)


def _gate(verdict: str = "", sheet: str = "") -> Promise:
    return Promise("DoorScreen", verdict=verdict, sheet=sheet)


def _till(sheet: str = "") -> Promise:
    return Promise("TillScreen", sheet=sheet)


WANTED: dict[str, Promise] = {
    "kiosk-attract": _kiosk("attract"),
    "kiosk-tickets": _kiosk("tickets"),
    "kiosk-details": _kiosk("details"),
    "kiosk-pay": _kiosk("pay"),
    "kiosk-printing": _kiosk("printing"),
    "kiosk-done": _kiosk("done"),
    "kiosk-done-offline": _kiosk("done"),
    "kiosk-ask-staff": _kiosk("attract"),
    "kiosk-help": _kiosk(),
    "kiosk-declined": _kiosk("pay"),
    "kiosk-idle": _kiosk("tickets"),
    "kiosk-events": _kiosk("events"),
    "kiosk-de": _kiosk("attract"),
    "kiosk-events-de": _kiosk("events"),
    "kiosk-tickets-de": _kiosk("tickets"),
    "kiosk-details-de": _kiosk("details"),
    "prints": Promise("PrintsScreen"),
    "prints-one": Promise("PrintsScreen"),
    "gate-waiting": _gate(),
    "gate-admit": _gate("ok_unsynced"),
    "gate-already-in": _gate("already_used"),
    "gate-refunded": _gate("refunded"),
    "gate-late": _gate("ok"),
    "gate-forged": _gate("forged"),
    "gate-foreign": _gate("not_a_ticket"),
    "gate-camera": Promise("DoorScreen", preview=True),
    "gate-override": _gate(sheet="OverrideSheet"),
    "gate-after": _gate(),
    "gate-log": _gate(sheet="LogSheet"),
    "gate-find": _gate(sheet="FindSheet"),
    "gate-de": _gate(),
    "gate-already-in-de": _gate("already_used"),
    "till-pin": Promise(sheet="PinSheet"),
    "till": _till(),
    "till-sold": _till("SoldSheet"),
    "till-offline": _till(),
    "till-sold-out": _till(),
    "till-shift": _till("ShiftSheet"),
    "till-sales": _till("SalesSheet"),
    "till-de": _till(),
    "pairing": Promise("PairingScreen"),
    "pairing-pin": Promise("PairingScreen"),
    "roles": Promise("RoleScreen"),
    "roles-de": Promise("RoleScreen"),
    "live": Promise("LiveScreen"),
    "live-table": Promise("LiveScreen"),
    "live-de": Promise("LiveScreen"),
    "incidents-pin": Promise(sheet="PinSheet"),
    "incidents": Promise("IncidentScreen"),
    "incident": Promise("IncidentScreen"),
    "settings": Promise("SettingsScreen"),
    "settings-ready": Promise("SettingsScreen", sheet="ReadySheet"),
    "settings-de": Promise("SettingsScreen"),
}
"""Every picture by its name, each in landscape and in portrait."""
