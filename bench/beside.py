"""Do scans keep their time on the server while it sends mail as durable work beside them?

A server as a process of its own, once without a mail server, once with one and hundreds of receipts that are due from
the start: each is a durable workflow in the same database, written step by step. Meanwhile a till pushes facts one by
one, as an online door does; the time runs from the first byte sent to the answer, which says that it is committed.
Called by `bench.push`.
"""

import statistics
import time
from typing import Any

from aiosmtpd.controller import Controller

from bench.center import build_folder, find_port, seed, serve
from bench.report import Row
from bench.till import Till
from kiosk.core.permissions import Role

PUSHES = 200
MAILS = 1_500
MAILS_BEFORE = 5
"""The work is under way when the clock starts."""
PATIENCE_S = 60.0


class Inbox:
    """A mail server that takes everything and counts."""

    def __init__(self) -> None:
        self.taken = 0

    async def handle_DATA(self, *_: object) -> str:  # noqa: N802 (aiosmtpd's name)
        """Take a mail."""
        self.taken += 1
        return "250 taken"


def measure_beside_mail() -> list[Row]:
    """Return the percentiles of one fact's push beside the mail, each to that without mail; takes a minute."""
    with build_folder() as folder:
        port = find_port()
        seeded = seed(folder / "server", tickets=2 * PUSHES, spare=10, roles=[Role.TILL], port=port, mails=MAILS)
        with serve(folder / "server", port):
            till = Till(folder / "till", seeded.pairings[0])
            alone = _time_pushes(till, seeded.subjects[:PUSHES])
        inbox, mail_port = Inbox(), find_port()
        controller = Controller(inbox, hostname="127.0.0.1", port=mail_port)
        controller.start()
        smtp = {"FOYER_SERVER_SMTP_HOST": "127.0.0.1", "FOYER_SERVER_SMTP_PORT": str(mail_port)}
        with serve(folder / "server", port, smtp):
            _wait_for_mail(inbox)
            before = inbox.taken
            beside = _time_pushes(till, seeded.subjects[PUSHES:])
            sent = inbox.taken - before
            till.close()
        controller.stop()
    assert inbox.taken < MAILS, "the mail was all sent before the pushes had ended: seed more"
    return [*_rows(alone, beside), Row.of("mails_sent_meanwhile", "mails", [sent])]


def _time_pushes(till: Till, subjects: tuple[str, ...]) -> list[float]:
    samples: list[float] = []
    for subject in subjects:
        till.admit((subject,))
        start = time.perf_counter()
        till.push_once()
        samples.append((time.perf_counter() - start) * 1_000)
    return samples


def _rows(alone: list[float], beside: list[float]) -> list[Row]:
    rows: list[Row] = []
    for percent in (50, 99):
        value, reference = (_percentile(samples, percent) for samples in (beside, alone))
        named: tuple[Any, ...] = ("without mail", reference, value / reference)
        name = f"push_one_beside_mail_p{percent}_ms"
        rows.append(Row(name, value, "ms", len(beside), min(beside), max(beside), *named))
    return rows


def _percentile(samples: list[float], percent: int) -> float:
    return statistics.quantiles(samples, n=100, method="inclusive")[percent - 1]


def _wait_for_mail(inbox: Inbox) -> None:
    until = time.monotonic() + PATIENCE_S
    while inbox.taken < MAILS_BEFORE:
        assert time.monotonic() < until, "no mail came"
        time.sleep(0.05)  # the mail server's thread needs the interpreter between two looks
