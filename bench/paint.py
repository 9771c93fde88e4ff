"""How long after a frame has come from the camera is its verdict painted, at one gate of the tour's venue?

A server and a gate as processes of their own; the gate's camera is a film of visitors, its window 1920×1080 and drawn
offscreen. The time runs from the frame's arrival at the scanner to the end of the paint of the verdict: reading,
judging, the commit and Qt are all inside, the camera's own exposure is not. The reference is zxing-cpp reading such a
frame and nothing else. Called by `bench.decode`.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.center import build_folder, find_port
from bench.report import Row
from demo import seeding
from demo.fakes.clip import TicketPicture, draw_code, render_clip
from demo.leftovers import wait_until
from demo.office import Office
from demo.tour import OFFSCREEN
from demo.venue import Device, Venue
from kiosk.clock import Clock
from kiosk.scanner.decoder import Picture

VISITS = 100
WARM_UP = 3
"""Visits before the clock starts, as staff try the camera before the doors open."""
PATIENCE_S = 30.0
S_PER_VISIT = 3.0


def measure_paint(reference: Callable[[Picture], object], frames: Sequence[Picture]) -> list[Row]:
    """Return the 99th and the 50th percentile over all visits; takes about three minutes.

    `reference` reads one frame of `frames`, which bear a code.
    """
    with build_folder() as folder:
        painted = _watch_gate(folder)
    assert len(painted) >= VISITS * 0.97, f"{VISITS} tickets were shown and {len(painted)} verdicts painted"
    read_ms = statistics.median(_time_ms(reference, frame) for frame in frames)
    percentiles = statistics.quantiles(painted, n=100, method="inclusive")
    return [
        Row(f"decode_to_paint_p{percent}_ms", percentiles[percent - 1], "ms", len(painted), min(painted), max(painted),
            "zxing reads one frame", read_ms, percentiles[percent - 1] / read_ms)
        for percent in (50, 99)
    ]  # fmt: skip


def _watch_gate(folder: Path) -> list[float]:
    venue = Venue(folder)
    try:
        venue.port = find_port()
        venue.found_organizer()
        venue.start_server(venue.port)
        office = venue.open_office()
        seeding.found_evening(office, Clock().moment().now_ms)
        seeding.sell_advance_tickets(office, VISITS + WARM_UP)
        gate = venue.add_device(office, "Gate", ("gate",), "--camera", "none", extra=OFFSCREEN)
        assert wait_until(lambda: gate.do("state")["tickets"] >= VISITS + WARM_UP, PATIENCE_S), gate.do("state")
        tickets = _list_tickets(office)
        office.close()
        _show(gate, folder / "warm-up.avi", tickets[:WARM_UP])
        gate.do("watch_paint")
        _show(gate, folder / "visitors.avi", tickets[WARM_UP:])
        return gate.do("painted")
    finally:
        venue.stop()


def _list_tickets(office: Office) -> list[TicketPicture]:
    orders = [office.load_order(order["order"]) for order in office.list_orders()]
    codes = [ticket["code"] for order in orders for ticket in order["tickets"]]
    return [draw_code(code) for code in codes[: VISITS + WARM_UP]]


def _show(gate: Device, film: Path, tickets: Sequence[TicketPicture]) -> None:
    render_clip(film, tickets, seed=len(tickets))
    gate.do("aim", source=str(film))
    assert wait_until(lambda: gate.do("film_over"), PATIENCE_S + S_PER_VISIT * len(tickets)), "the film has not ended"


def _time_ms(reference: Callable[[Picture], object], frame: Picture) -> float:
    start = time.perf_counter()
    reference(frame)
    return (time.perf_counter() - start) * 1_000
