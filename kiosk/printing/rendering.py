"""A sale as the bytes that this printer wants: PDF on a sheet, ESC/POS on a roll.

Joins the sale as it was recorded with the names of the catalogue. Called by `worker` right before a
document is sent, so that a job survives any change of printer.
"""

from collections.abc import Callable, Container
from dataclasses import dataclass

import msgspec

from kiosk.core.facts import Tender
from kiosk.documents.fonts import ReadFont
from kiosk.documents.papers import Bought, Setting, Words, build_receipt_paper, build_ticket_papers
from kiosk.documents.receipt import build_receipt_pdf
from kiosk.documents.ticket import build_tickets_pdf
from kiosk.printing.escpos import build_receipt_escpos, build_tickets_escpos
from kiosk.printing.printers import Language, Printer
from kiosk.store.catalogue import Catalogue
from kiosk.store.sales import Sale
from kiosk.store.stopped import list_subjects


@dataclass(frozen=True, slots=True)
class SoldPapers:
    """What to print of which sale. `document`: tickets or receipt. `printable`: the subjects of tickets to print."""

    document: str
    sale: Sale
    catalogue: Catalogue
    words: Callable[[str], Words]
    is_copy: bool
    printable: Container[str]


class _SoldBody(msgspec.Struct, frozen=True):
    """The part of a recorded sale that papers show."""

    code: str
    tickets: tuple[Bought, ...]
    tenders: tuple[Tender, ...]
    language: str
    sold_ms: int
    buyer: str = ""


def render(papers: SoldPapers, printer: Printer, read_font: ReadFont) -> bytes:
    """Return the document in the printer's language."""
    sold = msgspec.json.decode(papers.sale.body, type=_SoldBody)
    setting = Setting(
        event=papers.catalogue.event,
        types=papers.catalogue.types,
        sessions=papers.catalogue.sessions,
        order_code=sold.code,
        language=sold.language,
        words=papers.words(sold.language),
        is_copy=papers.is_copy,
    )
    if papers.document == "receipt":
        return _receipt(sold, setting, printer, read_font)
    by_subject = zip(list_subjects(papers.sale), sold.tickets, strict=True)
    pages = build_ticket_papers([one for subject, one in by_subject if subject in papers.printable], setting)
    if printer.language is Language.PDF:
        return build_tickets_pdf(pages, printer.paper, read_font, title=setting.words("Tickets"))
    return build_tickets_escpos(pages, read_font, raster=printer.language is Language.ESCPOS_RASTER)


def _receipt(sold: _SoldBody, setting: Setting, printer: Printer, read_font: ReadFont) -> bytes:
    tenders = [(tender.method, tender.amount_minor) for tender in sold.tenders]
    paper = build_receipt_paper(sold.tickets, tenders, sold.sold_ms, setting)
    if printer.language is Language.PDF:
        return build_receipt_pdf(paper, printer.paper, read_font)
    return build_receipt_escpos(paper, read_font, raster=printer.language is Language.ESCPOS_RASTER)
