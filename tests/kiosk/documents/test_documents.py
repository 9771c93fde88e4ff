"""Documents: every printed code decodes, no text overlaps, the same input gives the same bytes."""

import subprocess
from pathlib import Path

import icalendar
import numpy as np
import pytest
import zxingcpp
from PIL import Image

from kiosk.core.catalog import Session
from kiosk.core.ticket_code import TicketCode, sign
from kiosk.documents.calendar import build_calendar
from kiosk.documents.door_list import DoorListPaper, DoorListRow, build_door_list_pdf
from kiosk.documents.papers import Bought, PaperSize, Setting, build_receipt_paper, build_ticket_papers, money_text
from kiosk.documents.qr import build_matrix
from kiosk.documents.receipt import build_receipt_pdf
from kiosk.documents.ticket import build_tickets_pdf
from resources import open_resource, read_font
from resources.words import LANGUAGES, load_words
from tests.kiosk.core import make

LONG = "Internationale Orgel- und Kammermusikwochen der Hansestadt Stralsund am Sund"


def code(index: int) -> str:
    return sign(TicketCode(key_id=1, event=make.EVENT, lease=make.LEASE, index=index, type=1, session=0), make.KEY)


def bought(count: int = 2, **changes: object) -> list[Bought]:
    values = {"holder": "Maximiliane-Friederike von Württemberg-Hohenzollern 林美玲 김민준", "seat": "Row 12 · Seat 8"}
    return [
        Bought(code(n), "K7Q2MX9RPW", 1, 0, 2_243, 157, 2_400, 700, **values | changes)  # type: ignore[arg-type]
        for n in range(count)
    ]


def setting(language: str = "en", **changes: object) -> Setting:
    event = make.event(name=LONG, venue="North Quay", **changes)
    types = {1: make.ticket_type(name="Ermäßigt für Schülerinnen, Schüler und Studierende mit Ausweis")}
    return Setting(event, types, {}, "H4K9Z7", language, load_words(language))


def picture(pdf: bytes, folder: Path, dpi: int, page: int = 1) -> Image.Image:
    (folder / "page.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", str(dpi), "-png", "-f", str(page), "-l", str(page), "-singlefile"]
    subprocess.run([*command, str(folder / "page.pdf"), str(folder / "page")], check=True)
    return Image.open(folder / "page.png").convert("L")


def words_of(pdf: bytes, folder: Path) -> str:
    (folder / "page.pdf").write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", str(folder / "page.pdf"), "-"], check=True, capture_output=True)
    return done.stdout.decode()


@pytest.mark.parametrize("size", list(PaperSize))
@pytest.mark.parametrize("dpi", [100, 203])
def test_every_ticket_of_every_size_decodes(size: PaperSize, dpi: int, tmp_path: Path) -> None:
    papers = build_ticket_papers(bought(), setting())
    pdf = build_tickets_pdf(papers, size, read_font, title="Tickets")
    for page in (1, 2):
        (found,) = zxingcpp.read_barcodes(np.asarray(picture(pdf, tmp_path, dpi, page)))
        assert found.text == code(page - 1)


def test_a_code_is_version_6_in_alphanumeric_mode() -> None:
    assert len(build_matrix(code(0))) == 41


def test_the_same_ticket_gives_the_same_bytes_and_a_copy_says_so(tmp_path: Path) -> None:
    made = [build_tickets_pdf(build_ticket_papers(bought(), setting()), PaperSize.A6, read_font, title="T")] * 2
    assert made[0] == made[1]
    original = setting("de", test=True)
    copy = Setting(original.event, original.types, {}, original.order_code, "de", original.words, is_copy=True)
    pdf = build_tickets_pdf(build_ticket_papers(bought(1), copy), PaperSize.A6, read_font, title="T")
    text = words_of(pdf, tmp_path)
    assert "KOPIE · TESTTICKET" in text
    (found,) = zxingcpp.read_barcodes(np.asarray(picture(pdf, tmp_path, 203)))
    assert found.text == code(0)


def test_a_ticket_says_what_it_is_for_in_the_buyers_language(tmp_path: Path) -> None:
    papers = build_ticket_papers(bought(), setting("de"))
    text = words_of(build_tickets_pdf(papers, PaperSize.A4, read_font, title="T"), tmp_path)
    for part in ("24,00", "K7Q2M-X9RPW", "Bestellung H4K9Z7 · 1 von 2", "Mo., 21. Sept. 2026", "林美玲", "김민준"):
        assert part in text, part


def test_a_receipt_adds_up_with_its_tax(tmp_path: Path) -> None:
    paper = build_receipt_paper(bought(3), [("cash", 7_205)], make.NOW, setting("de"))
    assert [line.text for line in paper.lines] == ["3 × " + setting().types[1].name, "Rundung"]
    text = words_of(build_receipt_pdf(paper, PaperSize.ROLL_80MM, read_font), tmp_path)
    for part in ("Quittung", "72,00", "0,05", "72,05", "Bar", "7 % MwSt. auf 67,29", "4,71"):
        assert part in text.replace("\xa0", " "), part
    for size in (PaperSize.A6, PaperSize.A4):
        assert build_receipt_pdf(paper, size, read_font).startswith(b"%PDF")


def test_a_receipt_longer_than_its_sheet_goes_on_with_the_next(tmp_path: Path) -> None:
    many = [msgspec_replace(line, gross_minor=2_400 + n) for n, line in enumerate(bought(60))]
    pdf = build_receipt_pdf(build_receipt_paper(many, [], make.NOW, setting()), PaperSize.A6, read_font)
    assert words_of(pdf, tmp_path).count("\f") > 1


def msgspec_replace(line: Bought, **changes: int) -> Bought:
    from dataclasses import replace

    return replace(line, **changes)  # type: ignore[arg-type]


def test_a_door_list_is_sorted_as_people_look_and_runs_over_pages(tmp_path: Path) -> None:
    rows = [DoorListRow(f"Person {n:03d}", f"NUMBER-{n}", "Adult", "H4K9Z7", n % 2 == 0) for n in reversed(range(90))]
    words = load_words("en")
    paper = DoorListPaper(LONG, "Gate A", ("Name", "Number", "Type", "Order"), rows, words("Page {page} of {pages}"))
    text = words_of(build_door_list_pdf(paper, read_font), tmp_path)
    assert "Page 2 of 3" in text
    assert text.index("Person 001") < text.index("Person 050") < text.index("Person 089")
    empty = build_door_list_pdf(DoorListPaper(LONG, "", ("", "", "", ""), (), "1"), read_font)
    assert "Internationale" in words_of(empty, tmp_path)


def test_a_calendar_file_is_read_by_calendars() -> None:
    event = make.event(venue="North Quay")
    made = build_calendar(event, None, order="o1", made_ms=make.NOW, text="2 tickets")
    (entry,) = icalendar.Calendar.from_ical(made).walk("VEVENT")
    assert (str(entry["summary"]), str(entry["location"]), str(entry["uid"])) == (event.name, "North Quay", "o1@foyer")
    assert entry.decoded("dtstart").timestamp() * 1000 == event.starts_ms
    matinee = Session(1, "Matinee", make.NOW, make.NOW + make.HOUR)
    (entry,) = icalendar.Calendar.from_ical(build_calendar(event, matinee, order="o", made_ms=0)).walk("VEVENT")
    assert str(entry["summary"]).endswith("Matinee")


def test_amounts_are_written_as_people_write_them() -> None:
    assert money_text(123_400, "EUR", "de") == "1.234,00\xa0€"
    assert money_text(500, "JPY", "en") == "¥500"


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_every_text_of_the_documents_is_translated(language: str) -> None:
    from babel.messages.pofile import read_po

    with open_resource(f"locale/{language}/documents.po").open("rb") as file:
        catalogue = read_po(file)
    assert [m.id for m in catalogue if m.id and (not m.string or m.fuzzy)] == []
    sources = "".join(p.read_text() for p in Path("kiosk").rglob("*.py") if "ui" not in p.parts)
    import re

    used = set(re.findall(r'words\(\s*"([^"]+)"', sources)) | {"Cash", "Card", "Free", "Invoice"}
    assert used - {str(m.id) for m in catalogue} == set()
