"""Who must look up now? A supervisor, when something new clashes: a sound and a strip across the screen, once.

Called by the window when the badge's watch finds incidents that were not there before. Other roles see the count on
their badge: a door does not stop for it.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from kiosk.core.permissions import Role
from kiosk.core.reasons import Sound
from kiosk.ui.theme import Ground
from kiosk.ui.views.common import ErrorView

if TYPE_CHECKING:
    from kiosk.ui.window import Window


class AlarmWords(QObject):
    """What the strip says."""

    def view(self, titles: tuple[str, ...]) -> ErrorView:
        """Name what is new."""
        return ErrorView(self.tr("Something needs a look"), " · ".join(titles))


def draw_attention(window: "Window", kinds: tuple[str, ...]) -> None:
    """Tell a supervisor of new incidents of these kinds; one who looks at the inbox sees them come."""
    if window.running.role is not Role.SUPERVISOR:
        return
    from kiosk.ui.incidents import IncidentScreen  # and the words of money: not before they are wanted
    from kiosk.ui.text.incidents import IncidentWords

    if isinstance(window.screen_on_show, IncidentScreen):
        return

    words = IncidentWords(window)
    titles = tuple(words.title(kind) for kind in kinds)
    words.deleteLater()
    speaker = AlarmWords(window)
    window.say(speaker.view(titles), window.theme_for(Ground.LIGHT))
    speaker.deleteLater()
    window.speaker.play(Sound.ATTENTION)
