"""The "try this" panel at the edge of the first window: what can be tried, each one click away.

Built by `demo.__main__` for its own window. The work is `demo.props`'; it runs on a thread, because starting a
process or rendering a film takes seconds.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from demo.props import Props
from demo.seeding import CASHIER_PIN, SUPERVISOR_PIN
from kiosk.core.errors import FoyerError
from kiosk.ui.bridge import Lane
from kiosk.ui.buttons import Button, Kind
from kiosk.ui.layout import column
from kiosk.ui.shapes import Icon
from kiosk.ui.theme import Theme
from kiosk.ui.words import Text

T = TypeVar("T")


class Panel(QWidget):
    """Buttons for the props of the demo, and what they did last."""

    def __init__(self, theme: Theme, props: Props, lane: Lane) -> None:
        """Show what there is to try."""
        super().__init__()
        self._props = props
        self._lane = lane
        self._window = Button(theme, "Open another window", Kind.ACTION, icon=Icon.PLUS)
        self._window.clicked.connect(self.on_window)
        self._film = Button(theme, "Film guests for the gate's camera", icon=Icon.DOOR)
        self._film.clicked.connect(self.on_film)
        self._printer = Button(theme, "Set up a receipt printer", icon=Icon.PRINTER)
        self._printer.clicked.connect(self.on_printer)
        self._network = Button(theme, "", Kind.DANGER)
        self._network.clicked.connect(self.on_network)
        self._note = Text(theme, "", "note")
        pins = f"PINs: {CASHIER_PIN} sells, {SUPERVISOR_PIN} may do everything."
        hint = f"Sell at one window, scan at another, with the network cut. {pins}"
        words = (Text(theme, "Try this", "label"), Text(theme, hint, "note"))
        buttons = (self._window, self._film, self._printer, self._network)
        self.setLayout(column(*words, *buttons, self._note, 1, spacing=theme.px(16)))
        self.setMinimumWidth(theme.px(480))
        self.setAccessibleName("Try this")
        self._show_network()

    @Slot()
    def on_window(self) -> None:
        """Open a second device."""
        self._do("A window is opening …", self._props.open_window, lambda name: f"{name} is a device of its own.")

    @Slot()
    def on_film(self) -> None:
        """Make a clip that gates take for their camera."""
        self._do("Filming …", self._props.make_film, lambda _: "A gate that opens now sees seven guests.")

    @Slot()
    def on_printer(self) -> None:
        """Set the printer up, and show where its paper falls."""

        def show(folder: Path) -> str:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
            return f"Sheets fall into {folder.name} as pictures. Choose kiosk or till now."

        self._do("The printer is warming up …", self._props.start_printer, show)

    @Slot()
    def on_network(self) -> None:
        """Pull the cables, or plug them in."""
        is_cut = not self._props.is_cut

        def tell(_: None) -> str:
            self._show_network()
            return "No device reaches the server. Go on selling and scanning." if is_cut else "The network is back."

        self._do("", lambda: self._props.set_network(is_cut=is_cut), tell)

    def _do(self, doing: str, work: Callable[[], T], tell: Callable[[T], str]) -> None:
        self._note.setText(doing)
        self._lane.run(work, lambda done: self._note.setText(tell(done)), self.on_error)

    def on_error(self, error: FoyerError) -> None:
        """Say what did not work."""
        self._note.setText(error.message)

    def _show_network(self) -> None:
        self._network.rename("Plug the network in" if self._props.is_cut else "Cut the network")
