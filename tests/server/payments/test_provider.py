"""What a payment's metadata says of its order, and what it cannot say."""

import base64

import pytest

from kiosk.core.errors import InputError
from server.payments.provider import read


@pytest.mark.parametrize("raw", [b"\x91" * 5_000, b"\x81\xa1z" + b"\x91" * 5_000, b"\xc1", b""])
def test_metadata_that_is_no_sale_is_refused_in_words(raw: bytes) -> None:
    with pytest.raises(InputError, match="metadata of a payment"):
        read({"foyer": "sold", "foyer_0": base64.b64encode(raw).decode()})


def test_a_payment_of_somebody_else_is_none_of_ours() -> None:
    assert read({"shop": "another"}) is None
