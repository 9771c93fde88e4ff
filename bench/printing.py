"""How long does a ticket take to become a document? PDF on A6, and ESC/POS with native QR and as a picture."""

import time
from collections.abc import Callable

from bench.report import Row
from kiosk.core.ticket_code import TicketCode, sign
from kiosk.documents.papers import PaperSize, TicketPaper
from kiosk.documents.qr import build_matrix
from kiosk.documents.ticket import build_tickets_pdf
from kiosk.printing.escpos import build_tickets_escpos
from resources import read_font
from tests.kiosk.core import make

TICKETS = 60


def measure() -> list[Row]:
    """Return the rows of this benchmark."""
    papers = [_paper(index) for index in range(TICKETS)]
    build_tickets_pdf(papers[:1], PaperSize.A6, read_font, title="warm")  # fonts are loaded once per process
    build_tickets_escpos(papers[:1], read_font, raster=True)
    qr = _time(papers, lambda paper: build_matrix(paper.code))
    alone = sorted(qr)[len(qr) // 2]
    timed = {
        "pdf_ticket_ms": _time(papers, lambda p: build_tickets_pdf([p], PaperSize.A6, read_font, title="Ticket")),
        "escpos_ticket_ms": _time(papers, lambda p: build_tickets_escpos([p], read_font)),
        "escpos_raster_ticket_ms": _time(papers, lambda p: build_tickets_escpos([p], read_font, raster=True)),
    }
    return [
        Row.of(name, "ms", samples, reference="the QR code's squares alone", reference_value=alone)
        for name, samples in timed.items()
    ]


def _paper(index: int) -> TicketPaper:
    code = sign(TicketCode(1, make.EVENT, make.LEASE, index, 1, 0), make.KEY)
    return TicketPaper(
        code, "Harbour Lights Festival", "Sat 28 Nov 2026 · 19:30", "North Quay", "Adult", "Zoë Okafor-Müller",
        "€24.00", "K7Q2M-X9RPW", "Order H4K9Z7 · 1 of 3", organizer="Quay e.V.",
    )  # fmt: skip


def _time(papers: list[TicketPaper], work: Callable[[TicketPaper], object]) -> list[float]:
    samples: list[float] = []
    for paper in papers:
        start = time.perf_counter()
        work(paper)
        samples.append((time.perf_counter() - start) * 1_000)
    return samples
