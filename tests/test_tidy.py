"""Does the repository keep the rules of the house that no tool checks?

Judges what git tracks, so that a file in the making annoys nobody before it is committed.
"""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULE_LINES_MAX = 400
FUNCTION_LINES_MAX = 60
FILE_BYTES_MAX = 1_000_000

# In pieces, so that this file does not accuse itself.
FORBIDDEN = {
    "a path of somebody's machine": r"(?<![\w.])/(?:work|home|Users|farm)/\w",
    "a registry's address": r"(?:pypi|npmjs|pythonhosted|crates)" + r"\.(?:org|com|io)",
    "unfinished work": r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b",
    "a conflict of a merge": r"^(?:<{7}|>{7}) ",
}
NAMES_THAT_SAY_NOTHING = re.compile(r"(?:Manager|Helper|Service|Base|Utils?)$")


@cache
def list_tracked() -> tuple[Path, ...]:
    """Return the tracked files that exist, relative to the root."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return tuple(Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file())


def list_python(*folders: str) -> list[Path]:
    """Return the tracked Python files under these top folders, or all of them."""
    return [path for path in list_tracked() if path.suffix == ".py" and (not folders or path.parts[0] in folders)]


@cache
def parse(path: Path) -> ast.Module:
    """Return the syntax tree of a tracked file."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), filename=str(path))


def walk_definitions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Yield every function and class of a file."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node


def list_children(folder: str) -> set[str]:
    """Return the names of the tracked modules and packages directly in a folder."""
    inside = [path.relative_to(folder) for path in list_python(folder)]
    return {path.parts[0].removesuffix(".py") for path in inside} - {"__init__"}


def test_every_module_of_the_program_says_what_it_is_for() -> None:
    silent = [str(path) for path in list_python("kiosk", "server", "resources") if not ast.get_docstring(parse(path))]
    assert not silent


def test_no_module_outgrows_a_reader() -> None:
    long = {str(path): lines for path in list_python() if (lines := count_lines(path)) > MODULE_LINES_MAX}
    assert not long


def count_lines(path: Path) -> int:
    """Return how many lines a file has."""
    return (ROOT / path).read_text(encoding="utf-8").count("\n")


def test_no_function_outgrows_a_screen() -> None:
    long = {
        f"{path}:{node.lineno} {node.name}": lines
        for path in list_python()
        for node in walk_definitions(path)
        if not isinstance(node, ast.ClassDef)
        and (lines := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES_MAX
    }
    assert not long


def test_no_class_hides_behind_a_name_that_says_nothing() -> None:
    vague = [
        f"{path}:{node.lineno} {node.name}"
        for path in list_python("kiosk", "server")
        for node in walk_definitions(path)
        if isinstance(node, ast.ClassDef) and NAMES_THAT_SAY_NOTHING.search(node.name)
    ]
    assert not vague


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_text_holds(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what], flags=re.MULTILINE)
    found: list[str] = []
    for path in list_tracked():
        content = (ROOT / path).read_bytes()
        if b"\0" not in content:
            text = content.decode("utf-8")
            found += [f"{path}: {text.count(chr(10), 0, hit.start()) + 1}: {hit[0]}" for hit in pattern.finditer(text)]
    assert not found


def test_no_tracked_file_is_a_burden() -> None:
    heavy = {str(path): size for path in list_tracked() if (size := (ROOT / path).stat().st_size) > FILE_BYTES_MAX}
    assert not heavy


@pytest.mark.parametrize("program", ["kiosk", "server"])
def test_every_folder_has_its_place_among_the_layers(program: str) -> None:
    """import-linter's `exhaustive` says this too, but only of folders that Python can import."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["name"] == f"{program}: layers")
    placed = {name.strip(" ()") for layer in layers for name in layer.split("|")}
    assert list_children(program) <= placed


def test_every_folder_of_python_is_a_package() -> None:
    """Without `__init__.py` neither the layers nor an installation see a folder."""
    loose = {
        str(path.parent)
        for path in list_python()
        if path.parent.parts and path.parts[0] != "scripts" and path.parent / "__init__.py" not in list_tracked()
    }
    assert not loose


def test_every_folder_of_the_tests_mirrors_one_of_the_sources() -> None:
    of_their_own = {"browser", "crash", "e2e", "simulation"}
    folders = {path.parent for path in list_python("tests")} - {Path("tests")}
    stray = [
        str(folder)
        for folder in folders
        if folder.parts[1] not in of_their_own and not (ROOT / Path(*folder.parts[1:])).is_dir()
    ]
    assert not stray


def test_every_locked_package_is_among_the_third_party_licences() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    page = (ROOT / "THIRD_PARTY_LICENSES.md").read_text(encoding="utf-8")
    pins = re.findall(r"^([\w.-]+)==(\S+)", lock, flags=re.MULTILINE)
    assert pins
    assert not [pin for pin in pins if f"| {pin[0]} | {pin[1]} |" not in page]


def test_what_is_tested_is_what_runs() -> None:
    def read_pins(name: str) -> set[str]:
        return set(re.findall(r"^[\w.-]+==\S+", (ROOT / name).read_text(), flags=re.MULTILINE))

    assert read_pins("requirements.lock") <= read_pins("requirements-dev.lock")


def test_every_font_has_its_licence_beside_it() -> None:
    fonts = [path for path in list_tracked() if path.parts[:2] == ("resources", "fonts") and ".ttf" in path.suffixes]
    assert fonts
    assert not [
        str(path) for path in fonts if not (ROOT / path.parent / f"{path.name.split('-')[0]}.LICENSE.txt").is_file()
    ]
