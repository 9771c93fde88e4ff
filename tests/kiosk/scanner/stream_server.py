"""A network camera on loopback: an MJPEG stream whose frames, silences and ends the test decides."""

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import cv2
from numpy.typing import NDArray


class StreamServer:
    """Serves the newest connection what is put into `orders`: a frame, or None to close it. No order = silence."""

    def __init__(self) -> None:
        self.orders: queue.Queue[NDArray | None] = queue.Queue()
        self.connections: queue.Queue[int] = queue.Queue()
        self._opened = 0
        self.over = threading.Event()
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), _build_handler(self))
        self.http.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}/camera"

    def count_connection(self) -> int:
        self._opened += 1
        self.connections.put(self._opened)
        return self._opened

    def is_newest(self, number: int) -> bool:
        return number == self._opened


def _build_handler(server: StreamServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            number = server.count_connection()
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
            self.end_headers()
            while not server.over.is_set():
                try:
                    frame = server.orders.get(timeout=0.05)
                except queue.Empty:
                    continue
                if not server.is_newest(number):  # given up by the camera, which has come again: silent for good
                    server.orders.put(frame)
                    server.over.wait()
                    return
                if frame is None:
                    return
                try:
                    self._send(cv2.imencode(".jpg", frame)[1].tobytes())
                except OSError:  # closed by the camera
                    return

        def _send(self, jpeg: bytes) -> None:
            head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
            self.wfile.write(head.encode() + jpeg + b"\r\n")
            self.wfile.flush()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    return Handler


@contextmanager
def run_stream_server() -> Iterator[StreamServer]:
    server = StreamServer()
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.http.shutdown()
        server.http.server_close()
        thread.join()
