"""What the incident inbox shows in tests and in the gallery."""

from dataclasses import replace

from kiosk.ui.views.live import IncidentSide, IncidentsView, IncidentView, NoteView
from tests.kiosk.ui.samples import LONG

INCIDENT = IncidentView(
    "i1", "Admitted twice", "7K3Q9-4XDM2 · M. O.",
    "One ticket let people in at two doors that could not see each other.",
    "Somebody is looking", "acknowledged",
    (
        IncidentSide("Admitted", ("28.11. 19:42:10 ± 2 s", "Gate A", "door-a", "Ana Sousa")),
        IncidentSide("Admitted", ("28.11. 19:44:31 ± 9 s", "Gate B", "door-b")),
    ),
    (
        NoteView("19:51 · Ana Sousa looks after it · supervisor-1", "Asking gate B for the second guest."),
        NoteView("19:58 · Bo Lindqvist closed it · supervisor-2", "A screenshot was sent to a friend."),
    ),
    "The order of the two is not certain.",
    "Compare gates and times, look for a copied ticket, or undo a mistake.",
    "1 more of the same", "duplicate_admission",
)  # fmt: skip
INCIDENTS = IncidentsView(
    (
        replace(INCIDENT, id="i0", state="Open", status="open", subject="7K3Q9-4XDM9 · A. L.", notes=()),
        IncidentView(
            "i2", "Admitted after a refund", "7K3Q9-4XEN4 · J. R.", "…", "Open again", "open", (), kind="after"
        ),
        IncidentView("i4", "Refused by the server", "Gate B", "…", "Open", "open", (), kind="quarantined"),
        INCIDENT,
        IncidentView("i3", "Sold twice", f"7K3Q9-4XFP8 · {LONG}", "…", "Closed", "closed", (), kind="serial"),
    )
)
