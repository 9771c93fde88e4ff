"""The raw driver on a file of the product's kind: what references are measured with. Used by the benchmarks."""

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

SERVER_CACHE_KIB = 65_536
"""As server.db sets it. Devices keep the driver's own."""


def connect_raw(file: Path, key: bytes, *, cache_kib: int | None = None) -> Any:
    """Return a connection with the product's settings; foreign keys are off, the parents of rows may be elsewhere."""
    connection = sqlcipher.connect(str(file), isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA temp_store = MEMORY")
    if cache_kib is not None:
        connection.execute(f"PRAGMA cache_size = -{cache_kib}")
    return connection
