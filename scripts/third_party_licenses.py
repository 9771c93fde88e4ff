"""Whose work does Foyer carry, and under which licence?

Run by `make lock` after the locks are written; rewrites THIRD_PARTY_LICENSES.md from requirements.lock
and from what the installed packages say about themselves. It judges nothing: a licence that reads oddly
is for a person to look at.
"""

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).parent.parent
LICENCE_CHARS_MAX = 60
READ_FROM_TEXT = {"rich-click": "MIT", "sqlcipher3": "Zlib"}
"""Packages whose metadata names no licence, and what their licence text is."""
PREAMBLE = """\
# Third-party licences

Foyer itself is under the Apache License 2.0 (LICENSE). It stands on the packages below, which are installed
beside it and not copied into it; each brings its own licence text in its installation. `make lock` rewrites
this page.

Worth knowing:

- **Qt** comes in PySide6-Essentials and shiboken6 under the LGPL 3: it is loaded as shared libraries, which may
  be replaced by others of the same interface.
- **sqlcipher3** contains SQLCipher (BSD, Zetetic LLC) and SQLite (public domain); **opencv-python-headless**
  contains FFmpeg under the LGPL 2.1; **psycopg-binary** contains libpq (PostgreSQL licence) and OpenSSL.
- **zbar**, which pyzbar loads where the system has it, is under the LGPL 2.1.

## Fonts in resources/fonts

| font | licence | changed |
|---|---|---|
| Inter (Regular, SemiBold, ExtraBold) | SIL Open Font License 1.1, Inter.LICENSE.txt | no |
| Noto Sans (Regular, Bold) | SIL Open Font License 1.1, NotoSans.LICENSE.txt | no |
| Noto Sans SC (common) | SIL Open Font License 1.1, NotoSansSC.LICENSE.txt | subset, scripts/subset_fonts.py |
| Noto Sans KR (Hangul) | SIL Open Font License 1.1, NotoSansKR.LICENSE.txt | subset, scripts/subset_fonts.py |

## Python packages

| package | version | licence |
|---|---|---|
"""


def list_locked(lock_text: str) -> list[tuple[str, str, str]]:
    """Return (name, version, condition) of each package in a lock; the condition is empty for most."""
    pins = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)(?: ; ([^\\\n]+?))? \\$", lock_text, flags=re.MULTILINE)
    return [(name, version, condition) for name, version, condition in pins]


def read_licence(found: Distribution) -> str:
    """Return what a package calls its licence: its SPDX expression, else its short text, else its classifier."""
    told = next((found.metadata[key] for key in ("License-Expression", "License") if key in found.metadata), "")
    if told and "\n" not in told and len(told) <= LICENCE_CHARS_MAX and told != "UNKNOWN":
        return told
    classifiers = [line for line in found.metadata.get_all("Classifier") or [] if line.startswith("License ::")]
    named = [line.rsplit(" :: ", 1)[-1] for line in classifiers if line != "License :: OSI Approved"]
    return ", ".join(named) or READ_FROM_TEXT.get(found.name) or "see the package"


def build_row(name: str, version: str, condition: str) -> str:
    """Return one line of the table. A package that this machine does not need keeps its condition instead."""
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return f"| {name} | {version} | see the package; only where {condition} |"
    return f"| {name} | {version} | {read_licence(found).replace('|', '/')} |"


def main() -> None:
    """Rewrite THIRD_PARTY_LICENSES.md."""
    rows = [build_row(*pin) for pin in list_locked((ROOT / "requirements.lock").read_text())]
    (ROOT / "THIRD_PARTY_LICENSES.md").write_text(PREAMBLE + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
