"""How fast and how well are QR codes read: by zxing-cpp alone, by pyzbar alone, and by the door's pipeline?

Speed is that of one core. Frames without a code are what a door sees most of the time: `empty` is the foyer of the fake
film under good light, `empty_dark` the same at night, `empty_grainy` a wall with noise (deviation 6), `full` a ticket
in view. Recognition is measured on photographs (FOYER_QR_PHOTOS, or ../shared/qr-photos beside the checkout; they are
not part of it) and on films of twelve visits each; a visit counts as read when its code came at least once during it.
A false read is a text that was not there: in a photo without a code, on a photo of another text, in a film.
"""

import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

import cv2
import numpy as np
import zxingcpp
from pyzbar import pyzbar

from bench.paint import measure_paint
from bench.report import Row
from demo.fakes.clip import GAP_FRAMES, Clip, TicketPicture, draw_code, iter_frames, render_clip
from demo.fakes.motion import ENTER_FRAMES, HOLD_FRAMES
from demo.fakes.optics import Look
from kiosk.scanner.decoder import Picture, QrDecoder, UnreadableImage, load_picture

PHOTOS_DEFAULT = Path(__file__).resolve().parent.parent.parent / "shared" / "qr-photos"
TICKETS = 12
RUNS = 5
RUN_SECONDS = 0.7

Reader = Callable[[Picture], list[str]]
READERS = ("zxing", "pyzbar", "pipeline")


def measure() -> list[Row]:
    """Return all rows. Takes about six minutes, most of them for drawing and showing the films."""
    tickets = draw_tickets()
    with one_core():
        rows = measure_speed(tickets) + measure_photos()
        frames = draw_frames(tickets)["full"]
    return rows + measure_clips(tickets) + measure_paint(_read_by_zxing, frames)


def draw_tickets(count: int = TICKETS, seed: int = 12) -> list[TicketPicture]:
    """Return bare codes of texts in the form of ticket codes (QR version 6-M)."""
    letters = random.Random(seed)
    texts = ("T1" + "".join(letters.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", k=144)) for _ in range(count))
    return [draw_code(text) for text in texts]


@contextmanager
def one_core() -> Iterator[None]:
    """Run the calling thread, and OpenCV, on a single core."""
    cores, threads = os.sched_getaffinity(0), cv2.getNumThreads()
    os.sched_setaffinity(0, {max(cores)})
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)
        cv2.setNumThreads(threads)


def build_reader(name: str, *, still: bool = False) -> Reader:
    """Return a fresh reader of frames, or of single pictures."""
    if name == "pipeline":
        decoder = QrDecoder()
        decode = decoder.decode_still if still else decoder.decode
        return lambda picture: [found.text for found in decode(picture)]
    return {"zxing": _read_by_zxing, "pyzbar": _read_by_pyzbar}[name]


def measure_speed(tickets: Sequence[TicketPicture]) -> list[Row]:
    """Return frames per second of each reader on each kind of 720p frame."""
    rows: list[Row] = []
    for kind, frames in draw_frames(tickets).items():
        samples = {name: [_count_fps(build_reader(name), frames) for _ in range(RUNS)] for name in READERS}
        zxing = float(np.median(samples["zxing"]))
        for name in READERS:
            reference = {} if name == "zxing" else {"reference": "zxing", "reference_value": zxing}
            rows.append(Row.of(f"{kind}_720p_fps_{name}", "frames/s", samples[name], **reference))
    return rows


def draw_frames(tickets: Sequence[TicketPicture]) -> dict[str, list[Picture]]:
    """Return some frames of each kind, blue-green-red, as a camera delivers them."""
    noise = np.random.default_rng(3)
    walls = [np.clip(noise.normal(130, 6, (720, 1280, 1)), 0, 255).astype(np.uint8) for _ in range(GAP_FRAMES)]
    held = GAP_FRAMES + ENTER_FRAMES
    return {
        "empty": list(islice(iter_frames(tickets, look=Look.PLAIN, seed=1), GAP_FRAMES)),
        "empty_dark": list(islice(iter_frames(tickets, look=Look.DARK, seed=1), GAP_FRAMES)),
        "empty_grainy": [np.repeat(wall, 3, axis=2) for wall in walls],
        "full": list(islice(iter_frames(tickets, look=Look.PLAIN, seed=1), held, held + HOLD_FRAMES)),
    }


def measure_photos() -> list[Row]:
    """Return the shares of photographs read, and the false reads."""
    folder = Path(os.environ.get("FOYER_QR_PHOTOS", PHOTOS_DEFAULT))
    if not folder.is_dir():
        why = "no folder of photographs (FOYER_QR_PHOTOS)"
        names = [f"photos_read_share_{name}" for name in READERS]
        return [Row.not_measured(name, why) for name in (*names, "false_reads_pipeline")]
    photos = [(load_picture(path), text) for path, text in list_photos(folder)]
    shares = {name: _share_read(build_reader(name, still=True), photos) for name in READERS}
    rows = [Row.of("photos_read_share_zxing", "share", [shares["zxing"]])]
    for name in ("pyzbar", "pipeline"):
        row = Row.of(
            f"photos_read_share_{name}", "share", [shares[name]], reference="zxing", reference_value=shares["zxing"]
        )
        rows.append(row)
    false, unreadable = count_false_reads(folder, photos)
    rows.append(Row.of("photos", "photos", [len(photos)]))
    rows.append(Row.of("false_reads_pipeline", "reads", [false]))
    rows.append(Row.of("photos_refused_as_unreadable", "files", [unreadable]))
    return rows


def list_photos(folder: Path) -> list[tuple[Path, str]]:
    """Return each photograph of a code, and the text that it holds."""
    texts = sorted(folder.glob("*/*.txt"))
    return [
        (picture, text.read_bytes().decode("utf-8"))
        for text in texts
        for picture in sorted(text.parent.glob(f"{text.stem}.*"))
        if picture.suffix != ".txt"
    ]


def count_false_reads(folder: Path, photos: Sequence[tuple[Picture, str]]) -> tuple[int, int]:
    """Return how many texts were read that were not there, and how many files were refused as no picture.

    Each picture without a code is shown as a still and as a film of 30 frames, so that every step has its turn.
    """
    still, film = build_reader("pipeline", still=True), build_reader("pipeline")
    false = sum(text != found for picture, text in photos for found in still(picture))
    unreadable = 0
    for path in sorted(folder.glob("falsepositives-*/*")):
        try:
            picture = load_picture(path)
        except UnreadableImage:
            unreadable += 1
            continue
        false += len(still(picture)) + sum(len(film(picture)) for _ in range(30))
    return false, unreadable


@dataclass(slots=True)
class Tally:
    """What one reader made of one film."""

    visits: set[str] = field(default_factory=set)
    frames: int = 0
    false: int = 0


def measure_clips(tickets: Sequence[TicketPicture]) -> list[Row]:
    """Return the shares of visits read in a plain, a dark and a soft film of `tickets` (printed ones, in the tour)."""
    rows: list[Row] = []
    for look in Look:
        with tempfile.TemporaryDirectory() as folder:
            clip = render_clip(Path(folder) / f"{look}.avi", tickets, look=look, seed=1)
            tallies = tally_clip(clip)
        shares = {name: len(tally.visits) / len(clip.visits) for name, tally in tallies.items()}
        rows += [Row.of(f"clip_visits_read_share_{look}_{name}", "share", [shares[name]]) for name in READERS[:2]]
        pipeline, zxing = tallies["pipeline"], tallies["zxing"]
        rows += [
            Row.of(
                f"clip_visits_read_share_{look}",
                "share",
                [shares["pipeline"]],
                reference="zxing",
                reference_value=shares["zxing"],
            ),
            Row.of(
                f"clip_frames_read_{look}", "frames", [pipeline.frames], reference="zxing", reference_value=zxing.frames
            ),
            Row.of(f"clip_false_reads_{look}", "reads", [pipeline.false]),
        ]
    return rows


def tally_clip(clip: Clip) -> dict[str, Tally]:
    """Return what each reader made of the film."""
    tallies = {name: Tally() for name in READERS}
    readers = {name: build_reader(name) for name in READERS}
    film = cv2.VideoCapture(str(clip.path))
    for index in range(clip.frames):
        seen, frame = film.read()
        assert seen, "the film holds the frames that were written"
        shown = [visit.payload for visit in clip.visits if visit.first_frame <= index <= visit.last_frame]
        for name, reader in readers.items():
            texts = reader(frame.astype(np.uint8, copy=False))
            true = set(texts) & set(shown)
            tallies[name].visits |= true
            tallies[name].frames += bool(true)
            tallies[name].false += len(texts) - len(true)
    film.release()
    return tallies


def _count_fps(reader: Reader, frames: Sequence[Picture]) -> float:
    for frame in frames:  # caches warm, zbar loaded
        reader(frame)
    start = time.perf_counter()
    for count, frame in enumerate(cycle(frames), 1):
        reader(frame)
        elapsed = time.perf_counter() - start
        if elapsed >= RUN_SECONDS:
            return count / elapsed
    message = "there are no frames"
    raise AssertionError(message)


def _share_read(reader: Reader, photos: Sequence[tuple[Picture, str]]) -> float:
    return sum(text in reader(picture) for picture, text in photos) / len(photos)


def _read_by_zxing(picture: Picture) -> list[str]:
    """Read with zxing-cpp as it comes, all its own trying included, from grey as is quickest."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    formats = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCodeModel2])
    return [code.text for code in zxingcpp.read_barcodes(grey, formats=formats, text_mode=zxingcpp.TextMode.Plain)]


def _read_by_pyzbar(picture: Picture) -> list[str]:
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    return [code.data.decode("utf-8") for code in pyzbar.decode(grey, symbols=[pyzbar.ZBarSymbol.QRCODE])]
