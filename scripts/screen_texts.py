"""Bring the translations of the screens up to date: `python scripts/screen_texts.py`.

Collects every text of kiosk/ui into resources/translations/*.ts (new ones are marked unfinished, to be translated by
hand; gone ones are dropped) and compiles the .qm files that the program reads. English holds plural forms only.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
TOOLS = Path(sys.executable).parent
FOLDER = ROOT / "resources" / "translations"
PLURALS_ONLY = frozenset({"en"})


def collect(file: Path) -> None:
    """Merge the texts of the sources into a .ts file."""
    sources = sorted(str(path) for path in (ROOT / "kiosk" / "ui").rglob("*.py"))
    only = ["-pluralonly"] if file.stem.rsplit("_", 1)[1] in PLURALS_ONLY else []
    options = [*only, "-silent", "-locations", "none", "-no-obsolete"]
    subprocess.run([TOOLS / "pyside6-lupdate", *options, *sources, "-ts", file], check=True, cwd=ROOT)


def compile_texts(file: Path, target: Path) -> None:
    """Compile a .ts file into a .qm file."""
    subprocess.run([TOOLS / "pyside6-lrelease", "-silent", file, "-qm", target], check=True, cwd=ROOT)


def main() -> None:
    """Collect and compile every language."""
    for file in sorted(FOLDER.glob("*.ts")):
        collect(file)
        compile_texts(file, file.with_suffix(".qm"))


if __name__ == "__main__":
    main()
