"""Crashes: the kiosk loses its power (SIGKILL) at the three worst moments of a sale. It is offline all the time."""

from typing import Any

from demo.evening import Evening

HELD_S = 20.0
CHOICE = (("Adult", 1),)


def kill_before_sale(evening: Evening) -> tuple[Any, Any]:
    """The terminal has approved, the sale is not written yet: one charge, one sale after the next start."""
    kiosk = evening.kiosk
    sold, charges = len(kiosk.do("sold")), len(evening.terminal.list_charges())
    kiosk.do("stop_at", point="before_sale")
    evening.buy(CHOICE, until="pay")
    evening.take_picture(kiosk, "kiosk-pay")
    stopped = kiosk.do("reached", timeout=HELD_S)
    seen: dict[str, Any] = {"stopped after approval": stopped, "sold when killed": len(kiosk.do("sold")) - sold}
    kiosk.kill()
    kiosk.start()
    evening.wait(lambda: not kiosk.do("intents") and len(kiosk.do("sold")) > sold)
    made = evening.terminal.list_charges()[charges:]
    seen |= {
        "sold after": len(kiosk.do("sold")) - sold,
        "open payments after": len(kiosk.do("intents")),
        "charges": [charge["state"] for charge in made],
    }
    expected = {
        "stopped after approval": True,
        "sold when killed": 0,
        "sold after": 1,
        "open payments after": 0,
        "charges": ["approved"],
    }
    evening.wait(lambda: _is_all_printed(evening))
    return expected, seen


def kill_before_print(evening: Evening) -> tuple[Any, Any]:
    """Sold, nothing printed: the printer keeps the kiosk waiting for a word, and power fails. It prints by itself."""
    kiosk = evening.kiosk
    sold, papers = len(kiosk.do("sold")), len(evening.printer.list_codes())
    evening.printer.do("set", mute=True)
    evening.buy(CHOICE, until="printing")
    kiosk.kill()
    seen: dict[str, Any] = {"on paper when killed": len(evening.printer.list_codes()) - papers}
    evening.printer.do("set", mute=False)
    kiosk.start()
    evening.wait(lambda: len(evening.printer.list_codes()) > papers)
    evening.wait(lambda: _is_all_printed(evening))
    sales = kiosk.do("sold")[sold:]
    seen |= {
        "sold": len(sales),
        "printed after": evening.printer.list_codes()[papers:] == [t["code"] for s in sales for t in s["tickets"]],
        "copies": _count_copies(evening),
    }
    return {"on paper when killed": 0, "sold": 1, "printed after": True, "copies": 0}, seen


def kill_after_print(evening: Evening) -> tuple[Any, Any]:
    """On paper, but the printer never said so: offered as a COPY, and printed only when a person wants it."""
    kiosk, printer = evening.kiosk, evening.printer
    papers = len(printer.list_codes())
    printer.do("set", holds=True)
    evening.buy(CHOICE, until="printing")
    held = printer.do("wait_held", timeout_s=HELD_S)
    evening.take_picture(kiosk, "kiosk-printing") if not held else None
    kiosk.kill()
    printer.do("release")
    seen: dict[str, Any] = {"on paper when killed": len(printer.list_codes()) - papers}
    kiosk.start()
    evening.wait(lambda: any(job["state"] == "offered" for job in kiosk.do("jobs")))
    # The receipt stood behind the tickets in the queue: once it is out, the desk has been through all that waits.
    evening.wait(lambda: _is_all_printed(evening))
    offered = [job for job in kiosk.do("jobs") if job["state"] == "offered"]
    seen |= {
        "offered": [job["document"] for job in offered],
        "printed by itself": len(printer.list_codes()) - papers - 1,
        "copies": _count_copies(evening),
    }
    evening.take_picture(kiosk, "kiosk-ask-staff")
    evening.open_prints_at_kiosk()
    evening.take_picture(kiosk, "prints")
    kiosk.do("press", name="1 ticket")
    evening.take_picture(kiosk, "prints-one")
    kiosk.do("press", name="Print as COPY")
    evening.wait(lambda: _count_copies(evening) == 1 and _is_all_printed(evening))
    kiosk.do("press", name="Close")
    waits = evening.wait(lambda: not any(job["state"] == "offered" for job in kiosk.do("jobs")))
    seen["copies when wanted"] = _count_copies(evening)
    seen["settled"] = waits
    seen["codes of the copy"] = len(set(printer.list_codes()[papers:]))
    expected = {
        "on paper when killed": 1,
        "offered": ["tickets"],
        "printed by itself": 0,
        "copies": 0,
        "copies when wanted": 1,
        "settled": True,
        "codes of the copy": 1,
    }
    return expected, seen


def _is_all_printed(evening: Evening) -> bool:
    return not any(job["state"] in ("queued", "sending") for job in evening.kiosk.do("jobs"))


def _count_copies(evening: Evening) -> int:
    sheets = evening.printer.do("sheets")["sheets"]
    return sum(any("COPY" in line for line in sheet["lines"]) for sheet in sheets)
