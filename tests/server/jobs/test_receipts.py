"""The mail of a receipt, through a real mail server on port 0."""

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from kiosk.core import wire
from kiosk.core.permissions import Role
from tests.server.center import Running
from tests.server.postgresql import Cluster

BUYER = {"name": "Grace Hopper", "email": "grace@example.invalid"}


class Inbox:
    """Takes mails, after refusing the first `refusals` of them."""

    def __init__(self, refusals: int = 0) -> None:
        self.refusals = refusals
        self.tries = 0
        self.mails: list[Any] = []
        self.came = threading.Condition()

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        with self.came:
            self.tries += 1
            if self.tries <= self.refusals:
                return "451 later"
            self.mails.append(envelope)
            self.came.notify_all()
        return "250 taken"

    def wait(self, count: int) -> None:
        with self.came:
            assert self.came.wait_for(lambda: len(self.mails) >= count, 20)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """Settings for a database of its own."""
    if request.param == "sqlite":
        yield {}
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    yield {"database_url": cluster.create("jobs")}
    cluster.drop("jobs")


@pytest.fixture
def serve(tmp_path: Path, database: dict[str, str]) -> Iterator[Callable[..., tuple[Running, Inbox]]]:
    stops: list[Callable[[], None]] = []

    def build(refusals: int = 0, *, is_up: bool = True) -> tuple[Running, Inbox]:
        port = free_port()
        inbox = Inbox(refusals)
        if is_up:
            controller = Controller(inbox, hostname="127.0.0.1", port=port)
            controller.start()
            stops.append(controller.stop)
        mail = {"smtp_host": "127.0.0.1", "smtp_port": port, "mail_retry_s": 0.05, "sweep_s": 0.2}
        running = Running(tmp_path / "server", settings=mail | database)
        stops.append(running.close)
        running.sign_in()
        running.found()
        return running, inbox

    yield build
    for stop in reversed(stops):
        stop()


def wait_for_status(running: Running, status: str) -> tuple[Any, ...]:
    pause = threading.Event()
    for _ in range(200):
        rows = running.read("delivery")
        if rows and rows[0][5] == status:
            return rows[0]
        pause.wait(0.05)
    raise AssertionError(f"still {running.read('delivery')}")


def test_a_sale_with_an_address_brings_one_mail(serve: Callable[..., Any]) -> None:
    running, inbox = serve()
    order = running.sell(2, buyer=BUYER)
    inbox.wait(1)
    wait_for_status(running, "sent")
    text = inbox.mails[0].content.decode()
    assert inbox.mails[0].rcpt_tos == ["grace@example.invalid"]
    assert order["code"] in text
    assert "48.00 EUR" in text
    assert len(inbox.mails) == 1


def test_a_mail_server_that_says_later_is_tried_again(serve: Callable[..., Any]) -> None:
    running, inbox = serve(refusals=2)
    running.sell(buyer=BUYER)
    inbox.wait(1)
    wait_for_status(running, "sent")
    assert inbox.tries == 3


def test_a_mail_server_that_stays_down_fails_for_good_after_three_tries(
    serve: Callable[..., Any], expect_log: Callable[[str], None]
) -> None:
    expect_log("a receipt could not be sent")
    running, _ = serve(is_up=False)
    running.sell(buyer=BUYER)
    row = wait_for_status(running, "failed")
    assert row[7] == 3
    assert "mail server" in row[8]


def test_a_sale_without_an_address_is_sent_nowhere(serve: Callable[..., Any]) -> None:
    running, _ = serve()
    kiosk = running.pair(Role.KIOSK)
    lease = kiosk.must_lease(2)
    person = wire.PersonRecord(kiosk.new_id(), running.event, {"name": "Nobody's Address"})
    kiosk.push(kiosk.sell(lease, 0, buyer=person.id), persons=(person,))
    wait_for_status(running, "nowhere")


def test_a_restart_sends_what_was_due_before_it(database: dict[str, str], tmp_path: Path) -> None:
    without_mail = Running(tmp_path / "server", settings=dict(database))
    without_mail.sign_in()
    without_mail.found()
    without_mail.sell(buyer=BUYER)
    without_mail.close()
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    mail = {"smtp_host": "127.0.0.1", "smtp_port": controller.port, "sweep_s": 0.2}
    running = Running(tmp_path / "server", settings=mail | database)
    try:
        inbox.wait(1)
        wait_for_status(running, "sent")
    finally:
        running.close()
        controller.stop()


def test_pushes_go_on_while_mails_are_sent(serve: Callable[..., Any]) -> None:
    running, inbox = serve()
    gate = running.pair(Role.GATE)
    orders = [running.sell(buyer=BUYER) for _ in range(5)]
    answers = [gate.push(gate.admit(order["tickets"][0]["subject"]))[0] for order in orders]
    inbox.wait(5)
    assert [answer.outcome for answer in answers] == ["applied"] * 5
