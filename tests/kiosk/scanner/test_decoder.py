import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
import zxingcpp

from demo.fakes.clip import draw_code
from demo.fakes.optics import build_disc
from kiosk.scanner.decoder import WIDTH_MAX_PX, Picture, QrDecoder, UnreadableImage, estimate_noise, load_picture
from tests.kiosk.scanner.pictures import OTHER, TICKET, add_noise, dim, draw_frame, draw_wall

FRAMES_OF_A_VISIT = 24
"""What a hand holds still for at 30 frames a second: within these every rescue step has had its turn."""


def read_film(frames: list[Picture]) -> set[str]:
    decoder = QrDecoder()
    return {found.text for frame in frames for found in decoder.decode(frame)}


def blur(frame: Picture, radius_px: float) -> Picture:
    return cv2.filter2D(frame, -1, build_disc(radius_px)).astype(np.uint8)


def read_by_zxing_alone(frame: Picture) -> set[str]:
    return {
        code.text
        for code in zxingcpp.read_barcodes(
            frame, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCodeModel2])
        )
    }


def test_ticket_in_a_frame_is_read_exactly() -> None:
    (found,) = QrDecoder().decode(draw_frame())
    assert (found.text, found.step) == (TICKET, "as_is")


def test_corners_stand_around_the_code() -> None:
    (found,) = QrDecoder().decode(draw_frame(module_px=5, turn_degrees=0))
    half = 41 * 5 / 2
    expected = [(640 - half, 360 - half), (640 + half, 360 - half), (640 + half, 360 + half), (640 - half, 360 + half)]
    assert np.allclose(found.corners, expected, atol=6)


def test_two_tickets_in_one_frame_are_both_read() -> None:
    frame = np.hstack([draw_frame(size=(640, 720)), draw_frame(OTHER, size=(640, 720))])
    assert {found.text for found in QrDecoder().decode(frame)} == {TICKET, OTHER}


def test_text_beyond_ascii_is_read_exactly() -> None:
    text = "Grüße aus 東京"
    assert [found.text for found in QrDecoder().decode(draw_frame(text))] == [text]


def test_frame_wider_than_the_limit_is_reduced_and_corners_stay_in_its_own_pixels() -> None:
    (found,) = QrDecoder().decode(draw_frame(module_px=12, turn_degrees=0, size=(2 * WIDTH_MAX_PX, 2160)))
    assert found.text == TICKET
    assert np.allclose(found.corners[0], (WIDTH_MAX_PX - 41 * 6, 1080 - 41 * 6), atol=12)


@pytest.mark.parametrize("channels", ["grey", "grey with an axis", "with alpha"])
def test_pictures_of_every_usual_shape_are_read(channels: str) -> None:
    frame = draw_frame()
    shaped = {
        "grey": frame[..., 0],
        "grey with an axis": frame[..., :1],
        "with alpha": cv2.cvtColor(frame, cv2.COLOR_BGR2BGRA).astype(np.uint8),
    }[channels]
    assert [found.text for found in QrDecoder().decode(shaped)] == [TICKET]


def test_ticket_in_the_dark_is_read_within_a_visit() -> None:
    frame = dim(draw_frame(), 0.12)
    assert read_film([add_noise(frame, 7, seed) for seed in range(FRAMES_OF_A_VISIT)]) == {TICKET}


@pytest.mark.parametrize("noise", [1, 3])
def test_ticket_far_out_of_focus_that_zxing_alone_cannot_read_is_read_within_a_visit(noise: float) -> None:
    frame = blur(draw_frame(module_px=7), 6.5)
    frames = [add_noise(frame, noise, seed) for seed in range(FRAMES_OF_A_VISIT)]
    assert not any(read_by_zxing_alone(frame) for frame in frames)
    assert read_film(frames) == {TICKET}


@pytest.mark.parametrize("noise", [0, 4])
def test_light_code_on_dark_is_read_within_a_visit(noise: float) -> None:
    frame = 255 - draw_frame()
    assert read_film([add_noise(frame, noise, seed) for seed in range(FRAMES_OF_A_VISIT)]) == {TICKET}


def test_ticket_out_of_focus_never_reads_as_something_else() -> None:
    """zxing-cpp's plain QRCode reads Micro QR too, and such pictures then as numbers of five or six digits."""
    film = [
        add_noise(blur(draw_frame(module_px=6, turn_degrees=turn), radius), 3, seed=turn)
        for radius in (4, 5, 6, 7, 8)
        for turn in range(0, 90, 9)
    ]
    assert read_film(film) <= {TICKET}


def test_micro_qr_code_is_no_ticket_and_not_read() -> None:
    micro = zxingcpp.create_barcode("53200", zxingcpp.BarcodeFormat.MicroQRCode)
    frame = draw_wall(grey=255)
    code = np.array(micro.to_image(scale=12, add_quiet_zones=True))
    frame[100 : 100 + code.shape[0], 100 : 100 + code.shape[1]] = code[..., None]
    assert len(zxingcpp.read_barcodes(frame, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]))) == 1
    assert read_film([frame] * FRAMES_OF_A_VISIT) == set()
    assert QrDecoder().decode_still(frame) == []


@pytest.mark.parametrize("noise", [0, 1, 5, 40])
def test_wall_without_a_code_gives_none(noise: float) -> None:
    assert read_film([add_noise(draw_wall(), noise, seed) for seed in range(FRAMES_OF_A_VISIT)]) == set()


@pytest.mark.parametrize("noise", [2, 5, 9])
def test_noise_is_estimated_within_a_third_although_a_ticket_is_in_view(noise: float) -> None:
    grey = add_noise(draw_frame(), noise)[..., 0]
    assert estimate_noise(grey) == pytest.approx(noise, rel=0.33)


def test_still_picture_out_of_focus_is_read_at_once() -> None:
    picture = blur(draw_frame(module_px=7), 6)
    assert read_by_zxing_alone(picture) == set()
    assert [found.text for found in QrDecoder().decode_still(picture)] == [TICKET]


def test_still_picture_light_on_dark_is_read_at_once() -> None:
    assert [found.text for found in QrDecoder().decode_still(255 - draw_frame())] == [TICKET]


@pytest.mark.parametrize("size", [(1, 1), (1, 100), (100, 1), (20, 20)])
def test_picture_smaller_than_any_code_holds_none(size: tuple[int, int]) -> None:
    decoder = QrDecoder()
    assert decoder.decode(draw_wall(size)) == []
    assert decoder.decode_still(draw_wall(size)) == []


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((720, 1280), np.float32),
        np.zeros((0, 0), np.uint8),
        np.zeros((9, 9, 2), np.uint8),
        np.zeros(9, np.uint8),
    ],
)
def test_array_that_is_no_picture_is_a_clear_error(array: Picture) -> None:
    for read in (QrDecoder().decode, QrDecoder().decode_still):
        with pytest.raises(UnreadableImage, match="8-bit pixels"):
            read(array)


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp"])
def test_picture_file_is_loaded_and_read(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"ticket{suffix}"
    cv2.imwrite(str(path), draw_frame())
    assert [found.text for found in QrDecoder().decode_still(load_picture(path))] == [TICKET]


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n", None], ids=repr)
def test_file_that_is_no_picture_is_a_clear_error_with_its_name(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "ticket.png"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnreadableImage, match="choose a PNG") as caught:
        load_picture(path)
    assert caught.value.details == {"file": "ticket.png"}


def test_without_zbar_everything_else_works_and_the_lack_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyzbar.pyzbar", None)
    decoder = QrDecoder()
    assert not decoder.has_zbar
    assert [found.text for found in decoder.decode(draw_frame())] == [TICKET]
    assert all(decoder.decode(draw_wall()) == [] for _ in range(25))
    assert decoder.decode_still(draw_wall()) == []


class HalfZbar:
    """Stands in for pyzbar where zxing-cpp must have failed before: it reads one text in every picture."""

    class ZBarSymbol:
        QRCODE = 64

    class Symbol:
        polygon = ((1, 2), (3, 4))

        def __init__(self, data: bytes) -> None:
            self.data = data

    def __init__(self, data: bytes) -> None:
        self._data = data

    def decode(self, _image: Picture, symbols: list[int]) -> list[Symbol]:
        assert symbols == [64]
        return [self.Symbol(self._data)]


def test_zbar_has_its_turn_and_its_corners_are_those_of_the_whole_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyzbar.pyzbar", HalfZbar(TICKET.encode()))
    decoder = QrDecoder()
    found = [found for _ in range(10) for found in decoder.decode(draw_wall())]
    assert [(f.text, f.step, f.corners) for f in found] == [(TICKET, "zbar", ((2.0, 4.0), (6.0, 8.0)))]


def test_text_beyond_ascii_is_not_taken_from_zbar_which_alters_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyzbar.pyzbar", HalfZbar("Grüße".encode()))
    assert QrDecoder().decode_still(draw_wall()) == []


def test_real_zbar_reads_a_ticket() -> None:
    from pyzbar import pyzbar

    (symbol,) = pyzbar.decode(draw_code(TICKET).image, symbols=[pyzbar.ZBarSymbol.QRCODE])
    assert symbol.data.decode() == TICKET
    assert QrDecoder().has_zbar
