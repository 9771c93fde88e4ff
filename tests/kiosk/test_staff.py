"""Whose PIN is it? The one that this device was last told, until it hears of another."""

from kiosk.core import facts as f
from kiosk.core.tickets import StaffRow
from kiosk.scanner.door import Authority
from kiosk.staff import build_pin_verifier, find_operator
from kiosk.store.catalogue import load_catalogue
from tests.kiosk.core import make
from tests.kiosk.device import Device


def staff_of(device: Device) -> dict[str, StaffRow]:
    with device.store.read() as connection:
        catalogue = load_catalogue(connection, make.EVENT)
    assert catalogue is not None
    return dict(catalogue.staff)


def test_a_pin_that_was_changed_elsewhere_works_until_the_device_hears_of_it(device: Device) -> None:
    """H10"""
    old, new = build_pin_verifier("246810"), build_pin_verifier("135790")
    device.fill(("staff", "s1", StaffRow("Ada", "supervisor", old, 3)))
    door = device.door()
    refused = door.scan("no ticket")
    known = find_operator(staff_of(device), "246810")
    assert known is not None
    assert (known.id, known.credential_version) == ("s1", 3)
    assert find_operator(staff_of(device), "135790") is None
    device.fill(("staff", "s1", StaffRow("Ada", "supervisor", new, 4)))
    assert find_operator(staff_of(device), "246810") is None
    assert find_operator(staff_of(device), "135790") is not None
    assert refused.fact


def test_an_override_says_under_which_credential_it_was_given(device: Device) -> None:
    """H10"""
    device.fill(("staff", "s1", StaffRow("Ada", "supervisor", build_pin_verifier("246810"), 3)))
    known = find_operator(staff_of(device), "246810")
    assert known is not None
    door = device.door()
    subject = make.serial().subject
    door.admit_found(subject)
    again = door.admit_found(subject)
    door.override(again, Authority(known.id, known.credential_version, "knows the guest", is_supervisor=True))
    fact = device.pending()[-1]
    body = f.decode_body(fact)
    assert isinstance(body, f.Admitted)
    assert (fact.operator, body.credential_version) == ("s1", 3)
