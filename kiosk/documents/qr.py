"""The squares of a ticket's QR code: version 6-M in alphanumeric mode, wherever it is drawn."""

from collections.abc import Iterator

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import MODE_ALPHA_NUM, QRData

QUIET_MODULES = 4
"""The light margin that ISO/IEC 18004 asks for, in modules."""

Matrix = list[list[bool]]


def build_matrix(code: str) -> Matrix:
    """Return the modules of a ticket code, True = dark, without the quiet zone."""
    maker = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    maker.add_data(QRData(code.encode(), mode=MODE_ALPHA_NUM))  # pyright: ignore[reportArgumentType] (2, says ISO)
    maker.make(fit=True)
    return [[bool(module) for module in row] for row in maker.get_matrix()]


def list_runs(matrix: Matrix) -> Iterator[tuple[int, int, int]]:
    """Yield (row, first column, length) of every horizontal run of dark modules: far fewer shapes to draw."""
    for row, modules in enumerate(matrix):
        start = None
        for column, dark in enumerate([*modules, False]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                yield row, start, column - start
                start = None
