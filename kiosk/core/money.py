"""How much is it? Amounts in integer minor units with an ISO 4217 code, tax inside a gross price, rounding.

Called by pricing, sales, shifts and reports on both sides. Wording of amounts ("£24.00") is the
work of whoever shows them. Rounding is half away from zero, the commercial rule of EU invoices.
"""

from collections.abc import Sequence
from typing import NamedTuple

from kiosk.core.errors import BadMoney

# ISO 4217 codes whose minor unit is not 1/100 (list one, 2024 edition).
_MINOR_DIGITS = {
    **dict.fromkeys(
        (
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "UYI",
            "VND",
            "VUV",
        ),
        0,
    ),
    **dict.fromkeys(("XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}
AMOUNT_MINOR_MAX = 2**53 - 1
"""The largest amount that survives every JSON reader."""
TAX_RATE_MAX = 10_000


class Taxed(NamedTuple):
    """One amount split for a receipt: net + tax = gross, all in minor units."""

    net_minor: int
    tax_minor: int
    gross_minor: int


def minor_digits(currency: str) -> int:
    """Return how many decimals a currency has. Raises BadMoney for what is not an ISO 4217 code."""
    if len(currency) != 3 or not currency.isascii() or not currency.isalpha() or not currency.isupper():
        raise BadMoney(f"{currency!r} is not a currency code; use three capital letters such as EUR")
    return _MINOR_DIGITS.get(currency, 2)


def round_half_up(numerator: int, denominator: int) -> int:
    """Return numerator / denominator rounded half away from zero. `denominator` is positive."""
    assert denominator > 0
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


def split_tax(gross_minor: int, tax_rate: int) -> Taxed:
    """Return the tax inside a gross amount; `tax_rate` is in hundredths of a percent (1900 = 19 %)."""
    if not 0 <= tax_rate <= TAX_RATE_MAX:
        raise BadMoney(f"a tax rate lies between 0 and 100 %, not at {tax_rate / 100} %")
    tax = round_half_up(gross_minor * tax_rate, 10_000 + tax_rate)
    return Taxed(gross_minor - tax, tax, gross_minor)


def round_cash(total_minor: int, step_minor: int) -> int:
    """Return `total_minor` rounded to the smallest coin (5 for CHF, 1 where every amount can be paid)."""
    assert step_minor >= 1
    return round_half_up(total_minor, step_minor) * step_minor


def share_evenly(total_minor: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split `total_minor` in proportion to `weights` (largest remainder); the parts add up exactly.

    All weights zero: the first part takes everything. An empty list takes only a total of 0.
    """
    if not weights:
        assert total_minor == 0
        return ()
    assert all(weight >= 0 for weight in weights)
    whole = sum(weights)
    if whole == 0:
        return (total_minor, *[0] * (len(weights) - 1))
    sign, amount = (-1, -total_minor) if total_minor < 0 else (1, total_minor)
    parts = [amount * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(amount * weights[i] % whole), i))
    for i in by_remainder[: amount - sum(parts)]:
        parts[i] += 1
    return tuple(sign * part for part in parts)


def parse_minor(typed: str, currency: str) -> int:
    """Return the minor units of an amount that a person typed ("12", "12.5", "12,50").

    Raises BadMoney for text that is no amount, or has more decimals than the currency.
    """
    digits = minor_digits(currency)
    text = typed.strip().replace(",", ".")
    whole, _, fraction = text.partition(".")
    if not (whole.isascii() and whole.isdigit()) or (fraction and not (fraction.isascii() and fraction.isdigit())):
        raise BadMoney(f"{typed!r} is not an amount; type digits such as 12.50")
    if len(fraction) > digits:
        raise BadMoney(f"{currency} has {digits} decimals; {typed!r} has more")
    minor = int(whole + fraction.ljust(digits, "0"))
    if minor > AMOUNT_MINOR_MAX:
        raise BadMoney(f"{typed!r} is more than any till can hold")
    return minor
