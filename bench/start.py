"""How long from starting the process to a screen that staff can use, with rows from the store on it?

A gate with 2,000 tickets, paired, without network. The reference in the same run: an empty QMainWindow, the
import of SQLAlchemy and opening the same file. Both are processes of their own, by turns.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from bench.report import Row
from bench.verdict import BUILD, ticket_change
from kiosk.core.permissions import Role
from kiosk.store import meta, mirror
from tests.kiosk.core import make
from tests.kiosk.device import catalogue, identity, open_device

RUNS = 7
TICKETS = 2_000

_PROGRAM = """
from kiosk.__main__ import hold_garbage
hold_garbage()
import sys
from pathlib import Path
import msgspec
from kiosk.running import Running
from kiosk.settings import Settings
from kiosk.ui.program import build_application, build_window, collect_garbage_again
from PySide6.QtCore import QTimer
application = build_application(["bench"])
settings = Settings(data_dir=sys.argv[1], keyring=False, windowed=True, role="gate", camera="none", mute=True)
running = Running(settings)
window = build_window(running)
window.show()
window.start()
collect_garbage_again()
def look():
    flow = window.door_flow
    if flow is not None and flow.total == int(sys.argv[2]) and window.screen_on_show.is_built:
        window.grab()
        print("usable", flush=True)
        timer.stop()
        window.quit()
        application.quit()
timer = QTimer(interval=2, timeout=look)
timer.start()
application.exec()
running.close()
"""
_REFERENCE = """
import sys
import sqlalchemy
import sqlcipher3.dbapi2 as driver
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication(["bench"])
connection = driver.connect(sys.argv[1] + "/store.db")
connection.execute("PRAGMA key = \\"x'" + open(sys.argv[1] + "/store.key", "rb").read().hex() + "'\\"")
connection.execute("SELECT count(*) FROM ticket").fetchone()
window = QMainWindow()
window.show()
window.grab()
print("usable", flush=True)
"""


def measure() -> list[Row]:
    """Return the row of this benchmark; takes about fifteen seconds."""
    BUILD.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=BUILD))
    try:
        _fill(folder)
        ours, theirs = [], []
        for _ in range(RUNS + 1):  # the first of each only warms the disk's cache
            ours.append(_time(_PROGRAM, folder))
            theirs.append(_time(_REFERENCE, folder))
    finally:
        shutil.rmtree(folder)
    middle = sorted(theirs[1:])[RUNS // 2]
    reference = "an empty window, SQLAlchemy imported, the file opened"
    return [Row.of("first_usable_ms", "ms", ours[1:], reference=reference, reference_value=middle)]


def _fill(folder: Path) -> None:
    device = open_device(folder)
    device.fill(*catalogue())
    rows = [ticket_change(index) for index in range(TICKETS)]
    device.store.write(lambda c: mirror.apply_changes(c, make.EVENT, rows, fresh=True)).result()
    place = msgspec.structs.replace(identity(), role=Role.GATE)
    device.store.write(lambda c: meta.save_identity(c, place)).result()
    device.close()


def _time(program: str, folder: Path) -> float:
    """Return the milliseconds until the process says that it is usable."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(folder), str(TICKETS)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=BUILD.parent,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    taken_ms = (time.perf_counter() - start) * 1_000
    process.wait(30)
    assert line.strip() == "usable", "the program ended before it was usable"
    return taken_ms
