"""How is the camera of a door? One note for where its picture would be. Called by the door's flow."""

from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import QObject

from kiosk.scanner.grabber import Source, SourceKind
from kiosk.ui.views.door import CameraState


class CameraWords(QObject):
    """Builds these notes."""

    def note(self, state: CameraState, source: str) -> str:
        """Return what to tell staff; empty while pictures come. `source` is the setting."""
        match state:
            case CameraState.OFF:
                return self.tr("No camera. Use the scanner, or find by name or number.")
            case CameraState.STARTING:
                return self.tr("Starting the camera …")
            case CameraState.LOST:
                return self._lost(Source.parse(source))
            case CameraState.ENDED:
                return self.tr("The clip is over.")
            case CameraState.RUNNING:
                return ""

    def _lost(self, source: Source) -> str:
        """An address may carry a password: its host alone is shown."""
        unreadable = self.tr("The camera's address cannot be read. Correct the setting camera, then start again.")
        match source.kind:
            case SourceKind.DEVICE:
                return self.tr("Camera not found. Check the cable. Retrying …")
            case SourceKind.STREAM:
                try:
                    host = urlsplit(str(source.address)).hostname or "?"
                except ValueError:  # half a bracket
                    return unreadable
                text = self.tr("The camera at {host} does not answer. Check its power and the network. Retrying …")
                return text.format(host=host)
            case SourceKind.FILM:
                text = self.tr("{file} is not there or is no film. Check the camera's setting. Retrying …")
                return text.format(file=Path(str(source.address)).name)
