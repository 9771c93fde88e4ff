"""docs/SYNC.md prints the catalogue of facts: the table and the code must say the same."""

from pathlib import Path

from kiosk.core.facts import KINDS
from kiosk.core.incidents import IncidentKind

DOC = Path(__file__).parent.parent / "docs" / "SYNC.md"


def build_table() -> list[str]:
    """Return the rows that the page must hold."""
    rows = ["| kind | says | written by | applied by |", "|---|---|---|---|"]
    for name, kind in KINDS.items():
        says = (kind.body.__doc__ or "").split("\n")[0].rstrip(".")
        authors = ", ".join(sorted(role.value for role in kind.authors))
        rows.append(f"| `{name}` | {says} | {authors} | {', '.join(kind.appliers)} |")
    return rows


def test_the_catalogue_of_facts_is_the_one_of_the_code() -> None:
    assert "\n".join(build_table()) in DOC.read_text(encoding="utf-8")


def test_every_kind_of_incident_is_explained() -> None:
    text = DOC.read_text(encoding="utf-8")
    explained = {kind for kind in IncidentKind if f"`{kind.value}`" in text}
    assert set(IncidentKind) == explained
