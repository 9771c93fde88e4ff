import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from demo.fakes.clip import FPS, Clip, draw_code, render_clip
from kiosk.clock import Clock
from kiosk.scanner.camera import GRABBERS_MAX, Camera, CameraTimes, Preview
from kiosk.scanner.detection import Detection
from kiosk.scanner.grabber import Ended, Grabbed, Grabber, Playback, Source, SourceKind
from kiosk.scanner.states import SourceFault, SourceState, reopen_delay_ms
from tests.kiosk.scanner.pictures import OTHER, TICKET, draw_frame, draw_wall
from tests.kiosk.scanner.stream_server import StreamServer, run_stream_server

WAIT_S = 10
UNPACED = Playback(paced=False)
HASTY = CameraTimes(watchdog_ms=300, open_ms=3_000, reopen_ms=(10,))


class Watcher:
    """What a camera reported."""

    def __init__(self) -> None:
        self.states: queue.Queue[tuple[SourceState, str]] = queue.Queue()
        self.hits: queue.Queue[tuple[str, int]] = queue.Queue()
        self.previews: queue.Queue[Preview] = queue.Queue()

    def next_state(self) -> tuple[SourceState, str]:
        return self.states.get(timeout=WAIT_S)

    def on_hits(self, found: Sequence[Detection], at_ms: int) -> None:
        for detection in found:
            self.hits.put((detection.text, at_ms))

    def all_hits(self) -> list[tuple[str, int]]:
        return [self.hits.get_nowait() for _ in range(self.hits.qsize())]


@pytest.fixture
def watcher() -> Watcher:
    return Watcher()


Build = Callable[..., Camera]


@pytest.fixture
def build(watcher: Watcher) -> Iterator[Build]:
    """Build cameras that report to `watcher`; all are stopped at the end."""
    cameras: list[Camera] = []

    def build(
        source: str | Path, *, playback: Playback = UNPACED, mono_ms: Callable[[], int] = lambda: 7_000
    ) -> Camera:
        camera = Camera(
            str(source),
            mono_ms=mono_ms,
            on_hits=watcher.on_hits,
            on_preview=watcher.previews.put,
            on_state=lambda state, fault: watcher.states.put((state, fault)),
            playback=playback,
            times=HASTY,
        )
        cameras.append(camera)
        camera.start()
        return camera

    yield build
    for camera in cameras:
        camera.stop()


@pytest.fixture
def stream() -> Iterator[StreamServer]:
    with run_stream_server() as server:
        yield server


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Clip:
    """A film of two visits."""
    path = tmp_path_factory.mktemp("clip") / "door.avi"
    return render_clip(path, [draw_code(TICKET), draw_code(OTHER)], size=(640, 360), seed=4)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("0", SourceKind.DEVICE),
        ("/dev/null", SourceKind.DEVICE),
        ("http://10.0.0.7/video", SourceKind.STREAM),
        ("RTSP://10.0.0.7/1", SourceKind.STREAM),
        ("clips/door.avi", SourceKind.FILM),
    ],
)
def test_source_string_tells_what_it_is(text: str, kind: SourceKind) -> None:
    assert Source.parse(text).kind is kind


def test_every_visit_of_a_film_is_read_in_order_and_stamped_with_its_time(
    build: Build, watcher: Watcher, clip: Clip
) -> None:
    camera = build(clip.path)
    states = [watcher.next_state() for _ in range(3)]
    assert states == [(SourceState.OPENING, ""), (SourceState.RUNNING, ""), (SourceState.ENDED, "")]
    hits = watcher.all_hits()
    assert list(dict.fromkeys(text for text, _ in hits)) == [TICKET, OTHER]
    for visit in clip.visits:
        frames = [(at_ms - 7_000) * FPS / 1000 for text, at_ms in hits if text == visit.payload]
        assert visit.first_frame <= min(frames)
        assert max(frames) <= visit.last_frame + 1
    camera.stop()
    assert not camera.is_alive()


def test_film_in_a_loop_begins_again(build: Build, watcher: Watcher, clip: Clip) -> None:
    build(clip.path, playback=Playback(loop=True, paced=False))
    seen = []
    while seen[-1:] != [TICKET] or OTHER not in seen:
        seen.append(watcher.hits.get(timeout=WAIT_S)[0])
    assert list(dict.fromkeys(seen)) == [TICKET, OTHER]
    assert watcher.states.qsize() == 2


def test_paced_film_takes_its_own_time(tmp_path: Path) -> None:
    film = render_clip(tmp_path / "one.avi", [draw_code(TICKET)], size=(64, 36))
    clock = Clock()
    grabber = Grabber(Source.parse(str(film.path)), Playback(), clock.mono_ms)
    start_ms = clock.mono_ms()
    grabber.start()
    while grabber.take(WAIT_S) is not Ended.ENDED:
        pass
    assert clock.mono_ms() - start_ms >= (film.frames - 1) * 1000 // FPS


def test_newest_frame_wins_while_nobody_takes(clip: Clip) -> None:
    asked = 0
    far_on = threading.Event()

    def hasten() -> int:
        """A clock so fast that a paced film never waits."""
        nonlocal asked
        asked += 1
        if asked >= 60:
            far_on.set()
        return asked * 1_000

    grabber = Grabber(Source.parse(str(clip.path)), Playback(loop=True), hasten)
    grabber.start()
    assert far_on.wait(WAIT_S)
    event = grabber.take(WAIT_S)
    grabber.stop()
    grabber.join(WAIT_S)
    assert isinstance(event, Grabbed)
    assert event.at_ms >= 56_000


def test_film_that_is_missing_is_lost_and_told_once_and_opened_when_it_appears(
    build: Build, watcher: Watcher, clip: Clip, tmp_path: Path
) -> None:
    path = tmp_path / "door.avi"
    build(path)
    assert watcher.next_state()[0] is SourceState.OPENING
    assert watcher.next_state() == (SourceState.LOST, SourceFault.NOT_OPENED)
    with pytest.raises(queue.Empty):
        watcher.states.get(timeout=0.15)
    path.symlink_to(clip.path)
    assert watcher.next_state() == (SourceState.RUNNING, "")
    assert watcher.hits.get(timeout=WAIT_S)[0] == TICKET


@pytest.mark.parametrize("content", ["nothing", "text", "a film cut off before its first frame"])
def test_file_that_is_no_film_is_lost(content: str, build: Build, watcher: Watcher, clip: Clip, tmp_path: Path) -> None:
    path = tmp_path / "door.avi"
    film = clip.path.read_bytes()
    path.write_bytes({"nothing": b"", "text": b"no film at all"}.get(content, film[: film.index(b"movi") + 4]))
    build(path)
    assert watcher.next_state()[0] is SourceState.OPENING
    assert watcher.next_state() == (SourceState.LOST, SourceFault.NOT_OPENED)


def test_machine_without_that_camera_is_told(build: Build, watcher: Watcher) -> None:
    build("97")
    assert watcher.next_state()[0] is SourceState.OPENING
    assert watcher.next_state() == (SourceState.LOST, SourceFault.NOT_OPENED)


def test_network_camera_is_read(build: Build, watcher: Watcher, stream: StreamServer) -> None:
    for _ in range(3):
        stream.orders.put(draw_frame(size=(640, 360)))
    build(stream.url)
    assert watcher.hits.get(timeout=WAIT_S) == (TICKET, 7_000)


def test_camera_that_falls_silent_is_lost_by_the_watchdog_and_found_again(
    build: Build, watcher: Watcher, stream: StreamServer
) -> None:
    for _ in range(3):
        stream.orders.put(draw_frame(size=(640, 360)))
    build(stream.url)
    assert [watcher.next_state()[0] for _ in range(2)] == [SourceState.OPENING, SourceState.RUNNING]
    assert watcher.next_state() == (SourceState.LOST, SourceFault.SILENT)
    for _ in range(12):
        stream.orders.put(draw_frame(OTHER, size=(640, 360)))
    assert watcher.next_state() == (SourceState.RUNNING, "")
    assert OTHER in {watcher.hits.get(timeout=WAIT_S)[0] for _ in range(watcher.hits.qsize() + 1)}


def test_camera_that_breaks_off_is_lost_and_reopened(build: Build, watcher: Watcher, stream: StreamServer) -> None:
    for order in (draw_wall((640, 360)), draw_wall((640, 360)), None):
        stream.orders.put(order)
    build(stream.url)
    assert [watcher.next_state()[0] for _ in range(2)] == [SourceState.OPENING, SourceState.RUNNING]
    assert watcher.next_state() == (SourceState.LOST, SourceFault.READ_FAILED)
    for _ in range(3):
        stream.orders.put(draw_frame(size=(640, 360)))
    assert watcher.next_state() == (SourceState.RUNNING, "")


def test_camera_stops_within_a_second_while_its_source_hangs(
    build: Build, watcher: Watcher, stream: StreamServer
) -> None:
    stream.orders.put(draw_wall((640, 360)))
    stream.orders.put(draw_wall((640, 360)))
    camera = build(stream.url)
    assert [watcher.next_state()[0] for _ in range(2)] == [SourceState.OPENING, SourceState.RUNNING]
    camera.stop()
    assert not camera.is_alive()


def test_camera_may_be_stopped_by_its_own_callback(clip: Clip) -> None:
    stopped = threading.Event()

    def stop_at_once(_found: Sequence[Detection], _at_ms: int) -> None:
        camera.stop()
        stopped.set()

    camera = Camera(
        str(clip.path),
        mono_ms=lambda: 0,
        on_hits=stop_at_once,
        on_preview=lambda _preview: None,
        on_state=lambda _state, _fault: None,
        playback=UNPACED,
    )
    camera.start()
    assert stopped.wait(WAIT_S)
    camera.stop()
    assert not camera.is_alive()


def test_source_that_hangs_for_ever_collects_only_a_few_readers(stream: StreamServer) -> None:
    camera = Camera(
        stream.url,
        mono_ms=lambda: 0,
        on_hits=lambda _found, _at_ms: None,
        on_preview=lambda _preview: None,
        on_state=lambda _state, _fault: None,
        times=CameraTimes(watchdog_ms=50, open_ms=3_000, reopen_ms=(10,)),
    )
    camera.start()
    for number in range(1, GRABBERS_MAX + 1):
        assert stream.connections.get(timeout=WAIT_S) == number
        stream.orders.put(draw_wall((640, 360)))
        stream.orders.put(draw_wall((640, 360)))
    with pytest.raises(queue.Empty):
        stream.connections.get(timeout=0.4)
    camera.stop()


def test_preview_is_small_red_green_blue_and_waits_until_the_last_was_shown(
    build: Build, watcher: Watcher, stream: StreamServer
) -> None:
    blue = draw_wall((1280, 720))
    blue[:] = (250, 10, 10)
    for _ in range(6):
        stream.orders.put(blue)
    camera = build(stream.url)
    preview = watcher.previews.get(timeout=WAIT_S)
    assert preview.rgb.shape == (360, 640, 3)
    assert preview.rgb.flags.c_contiguous
    assert preview.scale == 0.5
    assert np.allclose(preview.rgb.mean(axis=(0, 1)), (10, 10, 250), atol=6)
    assert [watcher.next_state()[0] for _ in range(3)][-1] is SourceState.LOST  # all six frames are through
    assert watcher.previews.empty()
    camera.accept_preview()
    for _ in range(12):
        stream.orders.put(blue)
    assert watcher.previews.get(timeout=WAIT_S).scale == 0.5


def test_lost_source_is_tried_again_after_one_two_five_and_five_seconds() -> None:
    assert [reopen_delay_ms(attempt) for attempt in range(5)] == [1_000, 2_000, 5_000, 5_000, 5_000]
