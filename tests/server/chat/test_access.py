"""Chat access follows from the facts about tickets."""

from kiosk.core import facts as f
from tests.server.center import Device, Running


def claim(device: Device, subject: str, account: str = "acct-1") -> f.Fact:
    return device.make("claimed", f.Claimed(account=account, generation=1), subject)


def grants(server: Running) -> list[tuple[str, str]]:
    return [(row[2], row[4]) for row in server.read("chat_grant")]


def test_a_claim_before_the_sale_arrives_is_provisional_and_becomes_full(server: Running, kiosk: Device) -> None:
    """K02"""
    lease = kiosk.must_lease(1)
    sold = kiosk.sell(lease, 0)
    kiosk.push(claim(kiosk, sold.subjects[0]))
    assert grants(server) == [("acct-1", "provisional")]
    kiosk.push(sold)
    assert grants(server) == [("acct-1", "full")]


def test_a_refund_takes_the_grant(server: Running, kiosk: Device) -> None:
    """K04"""
    lease = kiosk.must_lease(1)
    sold = kiosk.sell(lease, 0)
    kiosk.push(sold, claim(kiosk, sold.subjects[0]))
    kiosk.push(kiosk.refund(sold))
    assert grants(server) == []


def test_a_new_code_takes_the_grant_of_whoever_held_the_ticket_before(server: Running, kiosk: Device) -> None:
    """K04"""
    lease = kiosk.must_lease(1)
    sold = kiosk.sell(lease, 0)
    kiosk.push(sold, claim(kiosk, sold.subjects[0]))
    server.post(server.on(f"/tickets/{sold.subjects[0]}/reissue"), {"reason": "resold"})
    assert grants(server) == []
