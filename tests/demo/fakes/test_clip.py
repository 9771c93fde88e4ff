from pathlib import Path

import cv2
import numpy as np
import pytest
import zxingcpp

from demo.fakes.clip import (
    FPS,
    GAP_FRAMES,
    TicketPicture,
    draw_code,
    iter_frames,
    load_ticket,
    plan_visits,
    render_clip,
    render_patient_visit,
)
from demo.fakes.motion import VISIT_FRAMES, Carry, Pose, build_homography
from demo.fakes.optics import Look, build_disc
from kiosk.scanner.decoder import QrDecoder, estimate_noise
from tests.kiosk.scanner.pictures import OTHER, TICKET

SMALL = (640, 360)
TICKETS = [draw_code(TICKET), draw_code(OTHER)]


def first_frames(look: Look, seed: int = 1) -> list[np.ndarray]:
    """Return the film up to the middle of the first visit."""
    frames = iter_frames(TICKETS[:1], look=look, seed=seed, size=SMALL)
    return [next(frames) for _ in range(GAP_FRAMES + VISIT_FRAMES // 2)]


def test_film_shows_each_ticket_during_its_visit_and_no_other() -> None:
    decoder = QrDecoder()
    visits = plan_visits(TICKETS)
    seen: set[tuple[int, str]] = set()
    for index, frame in enumerate(iter_frames(TICKETS, look=Look.PLAIN, seed=3, size=SMALL)):
        seen |= {(index, found.text) for found in decoder.decode(frame)}
    assert {text for _, text in seen} == {TICKET, OTHER}
    for index, text in seen:
        (visit,) = [visit for visit in visits if visit.payload == text]
        assert visit.first_frame <= index <= visit.last_frame


def test_file_holds_the_frames_and_the_speed_that_were_promised(tmp_path: Path) -> None:
    clip = render_clip(tmp_path / "door.avi", TICKETS, size=SMALL)
    film = cv2.VideoCapture(str(clip.path))
    shape = (film.get(cv2.CAP_PROP_FRAME_WIDTH), film.get(cv2.CAP_PROP_FRAME_HEIGHT), film.get(cv2.CAP_PROP_FPS))
    count = 0
    while film.read()[0]:
        count += 1
    film.release()
    assert shape == (*SMALL, FPS)
    assert count == clip.frames == 2 * (GAP_FRAMES + VISIT_FRAMES) + GAP_FRAMES
    assert clip.visits == plan_visits(TICKETS)


def test_a_patient_visitor_holds_the_ticket_up_until_the_end(tmp_path: Path) -> None:
    clip = render_patient_visit(tmp_path / "held.avi", TICKETS[0], seconds=3, size=SMALL)
    film = cv2.VideoCapture(str(clip.path))
    read = []
    while (frame := film.read())[0]:
        read.append([found.text for found in zxingcpp.read_barcodes(frame[1])])
    film.release()
    assert len(read) == clip.frames == 3 * FPS
    assert sum(texts == [TICKETS[0].payload] for texts in read[-FPS:]) > FPS * 0.8


def test_mp4_is_written_too(tmp_path: Path) -> None:
    clip = render_clip(tmp_path / "door.mp4", TICKETS[:1], size=SMALL)
    film = cv2.VideoCapture(str(clip.path))
    assert film.isOpened()
    film.release()


def test_same_seed_gives_the_same_film_and_another_seed_another() -> None:
    first, again, other = (first_frames(Look.SOFT, seed) for seed in (5, 5, 6))
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert not np.array_equal(first[-1], other[-1])


def test_dark_film_has_a_fifth_of_the_light_or_less_and_more_noise() -> None:
    plain, dark = first_frames(Look.PLAIN)[-1], first_frames(Look.DARK)[-1]
    assert dark.mean() < plain.mean() / 5
    assert estimate_noise(dark[..., 1]) > 2 * estimate_noise(plain[..., 1])


def test_soft_film_has_lost_the_fine_edges_of_the_plain_one() -> None:
    plain, soft = (cv2.Laplacian(first_frames(look)[-1][..., 1], cv2.CV_32F) for look in (Look.PLAIN, Look.SOFT))
    assert np.percentile(np.abs(soft), 99) < np.percentile(np.abs(plain), 99) / 3


def test_ticket_whose_picture_does_not_read_as_its_payload_is_refused() -> None:
    misprinted = TicketPicture(TICKET, draw_code(OTHER).image)
    with pytest.raises(ValueError, match="does not read as its payload"):
        next(iter_frames([misprinted], look=Look.PLAIN, seed=1, size=SMALL))


def test_printed_picture_in_colour_is_loaded_and_shown(tmp_path: Path) -> None:
    paper = np.full((900, 640, 3), (230, 250, 255), np.uint8)
    code = cv2.resize(draw_code(TICKET).image, (400, 400), interpolation=cv2.INTER_NEAREST)
    paper[300:700, 120:520] = code[..., None]
    cv2.imwrite(str(tmp_path / "ticket.png"), paper)
    ticket = load_ticket(tmp_path / "ticket.png", TICKET)
    decoder = QrDecoder()
    film = iter_frames([ticket], look=Look.PLAIN, seed=2, size=(1280, 720))
    assert {found.text for frame in film for found in decoder.decode(frame)} == {TICKET}


def test_file_that_is_no_picture_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "ticket.png").write_bytes(b"no picture")
    with pytest.raises(ValueError, match=r"ticket\.png is not a picture"):
        load_ticket(tmp_path / "ticket.png", TICKET)


def test_clip_with_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.avi or \.mp4"):
        render_clip(tmp_path / "door.gif", TICKETS, size=SMALL)


def test_clip_in_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="cannot be written"):
        render_clip(tmp_path / "none" / "door.avi", TICKETS, size=SMALL)


def test_code_held_flat_is_seen_where_the_pose_says() -> None:
    code = np.array([[40, 40], [450, 40], [450, 450], [40, 450]], np.float32)
    pose = Pose(x=640, y=360, side_px=205, roll=0, tilt_x=0, tilt_y=0)
    seen = cv2.perspectiveTransform(code[None], build_homography(pose, code, 1280))[0]
    assert np.allclose(seen, [[537.5, 257.5], [742.5, 257.5], [742.5, 462.5], [537.5, 462.5]], atol=0.01)


def test_tilted_code_is_seen_in_perspective_the_nearer_edge_larger() -> None:
    code = np.array([[0, 0], [100, 0], [100, 100], [0, 100]], np.float32)
    pose = Pose(x=640, y=360, side_px=300, roll=0, tilt_x=0.5, tilt_y=0)
    seen = cv2.perspectiveTransform(code[None], build_homography(pose, code, 1280))[0]
    upper, lower = np.linalg.norm(seen[1] - seen[0]), np.linalg.norm(seen[2] - seen[3])
    assert upper > 1.05 * lower


def test_hand_begins_and_ends_outside_the_frame_and_holds_near_its_middle() -> None:
    held = Pose(x=640, y=360, side_px=250, roll=0, tilt_x=0, tilt_y=0)
    carry = Carry(held, from_x=-1_500, from_y=0, to_x=0, to_y=1_500, phases=(0, 0, 0, 0))
    assert carry.pose(0).x < -800
    assert carry.pose(VISIT_FRAMES).y > 1_800
    middle = carry.pose(VISIT_FRAMES / 2)
    assert abs(middle.x - 640) < 20
    assert abs(middle.y - 360) < 20


@pytest.mark.parametrize("radius_px", [0.5, 1, 2.5, 6])
def test_blur_keeps_the_light(radius_px: float) -> None:
    assert build_disc(radius_px).sum() == pytest.approx(1)
