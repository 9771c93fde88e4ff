"""The demo driving itself: every step expected against seen, with pictures. `python -m demo.tour`.

Real processes, real HTTP on loopback, real files. Writes build/tour/report.json (a list of {step, expected, seen,
ok}), pictures of screens and printed tickets, and exits 0 only if every step is ok.
"""

import argparse
import json
import shutil
import signal
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from demo import seeding
from demo.evening import SHAPES, Evening
from demo.leftovers import stop_leftovers
from demo.lines import AskedInVain
from demo.office import SaidNo
from demo.processes import ROOT, DidNotStart
from demo.promises import WANTED
from demo.steps import apart, before, crashes, german, looking, together
from demo.venue import LOGS, Venue, find_free_port
from kiosk.clock import Clock

TOUR_PORT = 8520
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}
Step = Callable[[Evening], tuple[Any, Any]]

STEPS: tuple[tuple[str, Step], ...] = (
    ("first sync", before.see_first_sync),
    ("a cashier opens the till", before.open_till),
    ("online sale and print", before.sell_online),
    ("a refund reaches the gates", before.refund_in_time),
    ("network cut", before.cut_network),
    ("offline sale of 5 tickets of 3 types, printed", apart.sell_offline),
    ("offline sale at the till, printed as PDF", apart.sell_at_till),
    ("gate A admits what it was never told of, from the clip", apart.admit_at_gate_a),
    ("second presentation and a screenshot: already in", apart.present_again),
    ("refunded: refused where known, admitted where not", apart.present_refunded),
    ("forged and foreign codes are refused", apart.present_forged),
    ("gate B admits one of the same tickets", apart.admit_at_gate_b),
    ("an empty lease refuses to sell", apart.empty_the_till),
    ("killed before the sale commit", crashes.kill_before_sale),
    ("killed after the sale, before the print", crashes.kill_before_print),
    ("killed after the print, unconfirmed", crashes.kill_after_print),
    ("network back: queues drain", together.connect_again),
    ("a supervisor's device joins", together.pair_supervisor),
    ("devices and server agree", together.agree),
    ("exactly the expected incidents", together.find_incidents),
    ("live attendance is right", together.count_attendance),
)

LOOKS: tuple[tuple[str, Step], ...] = (
    ("the kiosk's other pages", looking.look_at_kiosk),
    ("a buyer goes away", looking.leave_kiosk_in_the_middle),
    ("a ticket is held up for long", looking.look_through_the_camera),
    ("the gate's other pages", looking.look_at_gate),
    ("the till's other pages", looking.look_at_till),
    ("the live screen's other pages", looking.look_at_live),
    ("a kiosk with two events", looking.look_at_events),
    ("the screens in German", german.look_in_german),
)
"""Only where pictures are taken: they prove nothing that the steps have not."""


def main(arguments: list[str] | None = None) -> int:
    """Run the tour; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m demo.tour", description="The demo driving itself.")
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "tour")
    parser.add_argument("--tickets", type=int, default=seeding.TICKETS, help="how many are sold in advance")
    parser.add_argument("--no-pictures", action="store_true", help="take no pictures of screens")
    given = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started is stopped
    report = run_tour(given.folder, given.tickets, takes_pictures=not given.no_pictures)
    failed = [line["step"] for line in report if not line["ok"]]
    print(f"{len(report) - len(failed)} of {len(report)} steps are ok. The report is {given.folder / 'report.json'}")
    return 1 if failed else 0


def run_tour(folder: Path, tickets: int, *, takes_pictures: bool) -> list[dict[str, Any]]:
    """Run every step and return the report, which is written after each of them."""
    if stopped := stop_leftovers(folder / "venue" / LOGS):
        print(f"Stopped what an earlier tour had left running: {', '.join(stopped)}.", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    venue = Venue(folder / "venue")
    report: list[dict[str, Any]] = []
    evening = None
    try:
        evening = _set_up(venue, folder, tickets, takes_pictures=takes_pictures)
        goes_on = True
        for name, step in STEPS + (LOOKS if takes_pictures else ()):
            line = _take(name, step, evening) if goes_on else _leave_out(name)
            goes_on = goes_on and not line.pop("broke_off", False)
            report.append(line)
            _write(folder, report)
            print(f"{'ok ' if line['ok'] else 'NOT'}  {line['seconds']:5.1f} s  {name}", flush=True)
            if not line["ok"]:
                print(f"     expected {line['expected']}\n     seen     {line['seen']}", flush=True)
            if goes_on and step is STEPS[-1][1]:
                _write_paint(evening)  # before anybody looks around: the gate is switched off and on for that
        report.append(_check_pictures(evening))
        _write(folder, report)
    finally:
        if evening is not None:
            evening.office.close()
        venue.stop()
    return report


def _set_up(venue: Venue, folder: Path, tickets: int, *, takes_pictures: bool) -> Evening:
    started = time.perf_counter()
    venue.port = find_free_port(TOUR_PORT)
    venue.found_organizer()
    venue.start_server(venue.port)
    office = venue.open_office()
    seeding.hire_staff(office)
    now_ms = Clock().moment().now_ms
    seeding.found_evening(office, now_ms, zone=seeding.choose_zone(now_ms))
    seeding.sell_advance_tickets(office, tickets)
    printer, terminal = venue.add_printer("receipts"), venue.add_terminal()
    paper = folder / "paper"
    paper.mkdir()
    at_terminal = ("--terminal", f"127.0.0.1:{terminal.port}")
    kiosk = venue.add_device(
        office, "Kiosk", ("kiosk",), "--printer", f"tcp://127.0.0.1:{printer.port}", *at_terminal, extra=OFFSCREEN
    )
    till = venue.add_device(office, "Till", ("till",), "--printer", f"file://{paper}", *at_terminal, extra=OFFSCREEN)
    gate_a, gate_b = (
        venue.add_device(office, name, ("gate",), "--camera", "none", "--gate", str(number), extra=OFFSCREEN)
        for number, name in enumerate(("Gate A", "Gate B"), 1)
    )
    venue.unpack_device("Supervisor", "--camera", "none", extra=OFFSCREEN)
    print(f"set up in {time.perf_counter() - started:.1f} s: {tickets} tickets sold, four devices", flush=True)
    return Evening(venue, office, folder, takes_pictures, kiosk, till, gate_a, gate_b, printer, terminal, tickets)


def _take(name: str, step: Step, evening: Evening) -> dict[str, Any]:
    started = time.perf_counter()
    try:
        expected, seen = step(evening)
    except (AskedInVain, SaidNo, DidNotStart, OSError, ValueError, KeyError, IndexError) as error:
        line = _leave_out(name)
        return line | {"seen": f"{type(error).__name__}: {error}", "broke_off": True}
    # Through JSON, so that the report and the judgement speak of the same values.
    expected, seen = json.loads(json.dumps([expected, seen]))
    seconds = round(time.perf_counter() - started, 1)
    return {"step": name, "expected": expected, "seen": seen, "ok": expected == seen, "seconds": seconds}


def _leave_out(name: str) -> dict[str, Any]:
    """A step that could not be taken: what comes after one that broke off would only repeat its story."""
    expected = "the step goes through"
    return {"step": name, "expected": expected, "seen": "left out", "ok": False, "seconds": 0.0}


def _check_pictures(evening: Evening) -> dict[str, Any]:
    """Every wanted picture was taken and showed what its name says; every printed ticket reads."""
    wanted = {f"{name}-{shape}.png" for name in WANTED for shape in SHAPES} if evening.takes_pictures else set[str]()
    papers = sorted(path.name for path in evening.paper.values() if path.exists())
    expected = {"not taken": [], "not as promised": {}, "printed tickets": len(evening.online) + len(evening.offline)}
    seen = {
        "not taken": sorted(wanted - set(evening.pictures)),
        "not as promised": evening.broken_promises,
        "printed tickets": len(papers),
    }
    return {"step": "pictures", "expected": expected, "seen": seen, "ok": expected == seen, "seconds": 0.0}


def _write(folder: Path, report: list[dict[str, Any]]) -> None:
    (folder / "report.json").write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _write_paint(evening: Evening) -> None:
    """How long after a frame arrived its verdict was painted, at gate A."""
    painted = evening.gate_a.do("painted")
    figures = {
        "frame_to_paint_ms": sorted(painted),
        "p50": statistics.median(painted) if painted else None,
        "max": max(painted, default=None),
    }
    (evening.folder / "paint.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
