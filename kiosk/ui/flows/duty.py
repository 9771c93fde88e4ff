"""Who stands at this door, and who takes back what is too old?

Staff sign in with their PIN at the start of their duty; from then on their id stands in every fact of the door, until
they sign out or the door is left. Undoing is here as well: what is too old for whoever stands here, a supervisor may
still take back with their own PIN. Started by the door's flow.
"""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Slot

from kiosk.core.errors import FoyerError, Rejected
from kiosk.core.permissions import Action
from kiosk.scanner.door import Door
from kiosk.staff import Operator
from kiosk.ui.bridge import Lane
from kiosk.ui.door import DoorScreen
from kiosk.ui.staff_pin import AskStaff


class DutyFlow(QObject):
    """Signs staff in and out at one door, and undoes admissions."""

    def __init__(
        self,
        door: Door,
        screen: DoorScreen,
        lane: Lane,
        ask_staff: AskStaff,
        *,
        on_changed: Callable[[], None],
        on_error: Callable[[FoyerError], None],
    ) -> None:
        """Connect. `on_changed` hears when somebody else stands here, and when something was undone."""
        super().__init__(screen)
        self._door = door
        self._screen = screen
        self._lane = lane
        self._ask_staff = ask_staff
        self._on_changed = on_changed
        self._on_error = on_error
        self._name = ""
        screen.duty_toggled.connect(self.on_duty)
        screen.undo_requested.connect(self.on_undo)

    @property
    def name(self) -> str:
        """Who stands here; empty while nobody has signed in."""
        return self._name if self._door.station.operator else ""

    @Slot()
    def on_duty(self) -> None:
        """Sign whoever stands here out, or ask who it is."""
        if self._door.station.operator:
            self._stand("", "")
        else:
            self._ask_staff(self.tr("Who works at this door?"), Action.ADMIT, self.on_known)

    def on_known(self, operator: Operator) -> None:
        """Let somebody stand here."""
        self._stand(operator.id, operator.name or self.tr("Supervisor"))

    @Slot(str)
    def on_undo(self, fact: str) -> None:
        """Undo an admission that staff confirmed; of a whole order all of them."""
        facts = fact.split(",")

        def on_refused(error: FoyerError) -> None:
            if isinstance(error, Rejected) and error.details.get("supervisor"):
                self._ask_supervisor(facts)
            else:
                self._on_error(error)

        self._lane.run(lambda: self._door.undo(*facts), lambda _: self.on_undone(), on_refused)

    def on_undone(self) -> None:
        """The last scan is no more."""
        self._screen.show_last(None)
        self._on_changed()

    def _ask_supervisor(self, facts: list[str]) -> None:
        def undo(operator: Operator) -> None:
            self._lane.run(
                lambda: self._door.undo(*facts, is_supervisor=True, operator=operator.id),
                lambda _: self.on_undone(),
                self._on_error,
            )

        self._ask_staff(self.tr("Too long ago: only a supervisor may undo this."), Action.OVERRIDE, undo)

    def _stand(self, operator: str, name: str) -> None:
        self._name = name
        station = replace(self._door.station, operator=operator)
        self._lane.run(lambda: self._door.configure(station), lambda _: self._on_changed(), self._on_error)
