import os
from pathlib import Path

import cv2
import pytest

from bench import decode
from demo.fakes.clip import draw_code, render_clip


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder like that of the photographs: two codes, one of them with another text beside it; two negatives."""
    codes, negatives = tmp_path / "qrcode-1", tmp_path / "falsepositives-1"
    codes.mkdir()
    negatives.mkdir()
    for name, drawn, text in (("01", "ONE", "ONE"), ("02", "TWO", "Grüße")):
        cv2.imwrite(str(codes / f"{name}.png"), draw_code(drawn).image)
        (codes / f"{name}.txt").write_text(text)
    cv2.imwrite(str(negatives / "01.png"), draw_code("NOT FREE OF CODES").image)
    (negatives / "02.webp").write_bytes(b"no picture")
    return tmp_path


def measured(rows: list[decode.Row]) -> dict[str, float | None]:
    return {row.measure: row.value for row in rows}


def test_photos_are_read_when_the_text_beside_them_comes_out(photos: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOYER_QR_PHOTOS", str(photos))
    values = measured(decode.measure_photos())
    assert {values[f"photos_read_share_{name}"] for name in decode.READERS} == {0.5}
    assert values["photos"] == 2


def test_false_reads_count_wrong_texts_and_texts_where_there_are_none(
    photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOYER_QR_PHOTOS", str(photos))
    values = measured(decode.measure_photos())
    assert values["false_reads_pipeline"] == 1 + 1 + 30
    assert values["photos_refused_as_unreadable"] == 1


def test_without_photographs_the_rows_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOYER_QR_PHOTOS", str(tmp_path / "none"))
    rows = decode.measure_photos()
    assert [row.measure for row in rows] == [
        "photos_read_share_zxing",
        "photos_read_share_pyzbar",
        "photos_read_share_pipeline",
        "false_reads_pipeline",
    ]
    assert all(row.value is None and row.unit.startswith("not measured") for row in rows)


def test_visits_and_false_reads_of_a_film_are_told_apart(tmp_path: Path) -> None:
    tickets = decode.draw_tickets(2)
    clip = render_clip(tmp_path / "door.avi", tickets, size=(640, 360))
    shown = {ticket.payload for ticket in tickets}
    assert {name: tally.visits for name, tally in decode.tally_clip(clip).items()} == dict.fromkeys(
        decode.READERS, shown
    )
    swapped = decode.Clip(clip.path, clip.look, clip.frames, clip.visits[:1])
    tally = decode.tally_clip(swapped)["pipeline"]
    assert tally.visits == {tickets[0].payload}
    assert tally.false > 5


def test_speed_is_that_of_one_core_and_all_cores_come_back() -> None:
    before, threads = os.sched_getaffinity(0), cv2.getNumThreads()
    with decode.one_core():
        assert len(os.sched_getaffinity(0)) == 1
        assert cv2.getNumThreads() == 1
    assert os.sched_getaffinity(0) == before
    assert cv2.getNumThreads() == threads


def test_tickets_are_codes_of_version_six() -> None:
    (ticket,) = decode.draw_tickets(1)
    assert len(ticket.payload) == 146
    assert ticket.image.shape == ((41 + 8) * 10, (41 + 8) * 10)
