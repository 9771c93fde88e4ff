"""Apart: no device reaches the server. Sales, papers, doors and refusals go on by what each of them holds."""

from typing import Any

from demo.evening import Evening
from demo.fakes.clip import draw_code

KIOSK_CHOICES = (("Adult", 2), ("Under 18", 2), ("Companion", 1))
TILL_CHOICES = (("Adult", 1), ("Supporter", 1))
TILL_GIVEN_MINOR = 10_000
FOREIGN = "https://tickets.example.invalid/t/8846120"
ORDER_MOST = 10
SALES_MOST = 60


def sell_offline(evening: Evening) -> tuple[Any, Any]:
    """Five tickets of three types from the kiosk's loan; the server hears nothing of them."""
    kiosk = evening.kiosk
    before, known = kiosk.do("free"), len(evening.office.list_orders())
    evening.buy(KIOSK_CHOICES)
    evening.take_picture(kiosk, "kiosk-done-offline")
    evening.leave_kiosk()
    sale = kiosk.do("sold")[-1]
    codes = [ticket["code"] for ticket in sale["tickets"]]
    evening.offline = list(sale["tickets"])
    for number, (code, sheet) in enumerate(evening.printer.find_pictures(codes).items(), 1):
        evening.keep_sheet(sheet, code, f"ticket-roll-{number}")
    expected = {
        "types": [1, 1, 2, 2, 4],
        "codes on paper": True,
        "left of each type": {type_: left - 5 for type_, left in before.items()},
        "orders at the server": known,
        "waits for the server": True,
    }
    seen = {
        "types": [ticket["type"] for ticket in sale["tickets"]],
        "codes on paper": evening.printer.list_codes()[-5:] == codes,
        "left of each type": kiosk.do("free"),
        "orders at the server": len(evening.office.list_orders()),
        "waits for the server": kiosk.do("state")["pending"] > 0,
    }
    return expected, seen


def sell_at_till(evening: Evening) -> tuple[Any, Any]:
    """Two more at the till, for cash, printed as PDF."""
    till, folder = evening.till, evening.folder / "paper"
    evening.sell_at_till(TILL_CHOICES, TILL_GIVEN_MINOR)
    evening.take_picture(till, "till-sold")
    till.do("press", name="Next customer")
    sale = till.do("sold")[-1]
    printed = evening.wait(lambda: len(list(folder.glob("tickets-*.pdf"))) == 1)
    codes = [ticket["code"] for ticket in sale["tickets"]]
    if printed:
        evening.keep_pdf(next(folder.glob("tickets-*.pdf")), codes)
    evening.offline += sale["tickets"]
    evening.take_picture(till, "till-offline")
    expected = {"types": [1, 3], "total": 7_200, "pages": 2}
    seen = {
        "types": [ticket["type"] for ticket in sale["tickets"]],
        "total": sale["total_minor"],
        "pages": sum(code in evening.paper for code in codes),
    }
    return expected, seen


def admit_at_gate_a(evening: Evening) -> tuple[Any, Any]:
    """Gate A, offline and never told of these sales, sees their papers before its camera."""
    gate = evening.gate_a
    gate.do("watch_paint")
    seen = evening.show_film(gate, [evening.paper_of(ticket) for ticket in evening.offline])
    evening.take_picture(gate, "gate-admit")
    return ["ok_unsynced"] * len(evening.offline), seen


def present_again(evening: Evening) -> tuple[Any, Any]:
    """The first paper once more, and the second as a picture on a phone."""
    first, second = evening.offline[:2]
    seen = evening.show_film(evening.gate_a, [evening.paper_of(first), draw_code(second["code"])])
    evening.take_picture(evening.gate_a, "gate-already-in")
    return ["already_used", "already_used"], seen


def present_refunded(evening: Evening) -> tuple[Any, Any]:
    """One refund that the gate knows of, and one that was made after the cut."""
    known, unknown = (evening.web[name] for name in ("refunded in time", "refunded too late"))
    evening.office.refund(unknown["order"])
    shown = {name: draw_code(order["tickets"][0]["code"]) for name, order in (("refunded", known), ("late", unknown))}
    return {"refunded": ["refunded"], "late": ["ok"]}, evening.show_each(evening.gate_a, shown)


def present_forged(evening: Evening) -> tuple[Any, Any]:
    """One altered character of a good code; a code of somebody else."""
    good = evening.online[0]["code"]
    at = len(good) - 20
    forged = good[:at] + ("A" if good[at] != "A" else "B") + good[at + 1 :]
    shown = {"forged": draw_code(forged), "foreign": draw_code(FOREIGN)}
    return {"forged": ["forged"], "foreign": ["not_a_ticket"]}, evening.show_each(evening.gate_a, shown)


def admit_at_gate_b(evening: Evening) -> tuple[Any, Any]:
    """Gate B, offline too, cannot know that gate A has let the first one in."""
    seen = evening.show_film(evening.gate_b, [evening.paper_of(evening.offline[0])])
    return ["ok_unsynced"], seen


def empty_the_till(evening: Evening) -> tuple[Any, Any]:
    """The till sells all that it was lent, and then nothing."""
    till = evening.till
    for _ in range(SALES_MOST):
        left = till.do("free").get("1", 0)
        if not left:
            break
        evening.sell_at_till([("Adult", min(left, ORDER_MOST))], 2_400 * ORDER_MOST)
        till.do("press", name="Next customer")
    evening.wait(lambda: not till.do("shows", name="Add one Adult"))
    evening.take_picture(till, "till-sold-out")
    expected = {"left": 0, "key can be pressed": False, "a sale is refused": "sold_out_offline"}
    seen = {
        "left": sum(till.do("free").values()),
        "key can be pressed": till.do("shows", name="Add one Adult"),
        "a sale is refused": till.do("try_sell", type_=1),
    }
    return expected, seen
