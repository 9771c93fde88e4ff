"""How does a new device join? By showing the server's QR to the camera, or by typing address and token.

The screen only collects and shows; enrolment is `kiosk.sync.enrol`'s, joined by `app`. Whoever types a token
compares six words with the server's screen, because a typed token cannot name the server's key.
"""

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLayout, QLineEdit, QWidget

from kiosk.ui.banner import Banner
from kiosk.ui.buttons import Button, Kind
from kiosk.ui.keyboard import Keyboard
from kiosk.ui.layout import CENTRE, Card, Item, column, grid, holder, line, row
from kiosk.ui.pin_pad import PinPad
from kiosk.ui.preview import Preview
from kiosk.ui.screen import Screen
from kiosk.ui.sheets import make_edit
from kiosk.ui.theme import Theme
from kiosk.ui.views.door import CameraState
from kiosk.ui.views.setup import PairingStep, PairingView
from kiosk.ui.words import Text


class PairingScreen(Screen):
    """The first screen of a new device."""

    pairing_given = Signal(str)
    """The text of a pairing QR, typed or pasted whole."""
    token_given = Signal(str, str)
    """Address and token."""
    words_confirmed = Signal(bool)
    pin_given = Signal(str)
    """The first supervisor's PIN, given twice alike."""
    language_chosen = Signal(str)

    def __init__(self, theme: Theme, languages: tuple[tuple[str, str], ...], language: str) -> None:
        """Ask for a pairing. `languages` are codes with their own names."""
        super().__init__(theme)
        self._languages = languages
        self._language = language
        self._view = PairingView()
        self._address = ""
        self._token = ""
        self._first_pin = ""
        self._edits: tuple[QLineEdit, ...] = ()

    def show_view(self, view: PairingView) -> None:
        """Show how far the pairing is."""
        was, self._view = self._view, view
        if not self.is_built:
            return
        if was.step is not view.step or (was.camera is CameraState.OFF) != (view.camera is CameraState.OFF):
            self.rebuild()
        else:
            self.refresh()

    def set_language(self, language: str) -> None:
        """Mark another language; Qt's language change builds the rest."""
        self._language = language

    def show_frame(self, image: QImage) -> None:
        """Show what the camera sees."""
        if self.is_built and self._view.step is PairingStep.ASK and self._view.camera is CameraState.RUNNING:
            self._preview.show_frame(image)

    def build(self) -> QLayout:
        """Return header and the step of the moment."""
        theme, pad = self.theme, self.theme.sizes.pad
        self._keep_typed()
        self._edits = ()
        self._banner = Banner(theme)
        self._note = Text(theme, "", "note")
        self._preview = Preview(theme)
        languages: list[Item] = []
        for code, name in self._languages:
            button = Button(theme, name, Kind.CHOICE)
            button.setChecked(code == self._language)
            button.setProperty("code", code)
            button.clicked.connect(self.on_language)
            languages.append(button)
        head = row(Text(theme, self.tr("Pair this device"), "title"), 1, *languages, spacing=theme.px(12))
        step = {
            PairingStep.ASK: self._build_ask,
            PairingStep.WORKING: self._build_working,
            PairingStep.COMPARE: self._build_compare,
            PairingStep.SET_PIN: self._build_pin,
        }[self._view.step]()
        gap = theme.px(8) if theme.is_large else theme.sizes.gap
        page = column(head, self._note, step, spacing=gap, margins=(pad, gap, pad, gap))
        page.setStretch(2, 1)
        whole = column(self._banner, page)
        whole.setStretch(1, 1)
        return whole

    def refresh(self) -> None:
        """Show error, note and camera."""
        view = self._view
        self._banner.show_error(view.error)
        self._note.setText(view.note)
        self._note.setVisible(bool(view.note))
        self._preview.show_note("" if view.camera is CameraState.RUNNING else view.camera_note)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Type into the field that was touched."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QLineEdit):
            self._keyboard.attach(watched)
        return False

    @Slot()
    def on_language(self) -> None:
        """Want the language of the button that was pressed."""
        button = self.sender()
        assert isinstance(button, Button)
        self.language_chosen.emit(str(button.property("code")))

    @Slot()
    def on_pair(self) -> None:
        """Give what was typed, or go to what is missing."""
        self._keep_typed()
        if self._address.upper().startswith("FOYER1:"):
            self.pairing_given.emit(self._address)
        elif not self._address:
            self._edits[0].setFocus()
        elif not self._token:
            self._edits[1].setFocus()
        else:
            self.token_given.emit(self._address, self._token)

    @Slot()
    def on_same(self) -> None:
        """The words are the same."""
        self.words_confirmed.emit(True)

    @Slot()
    def on_other(self) -> None:
        """The words differ."""
        self.words_confirmed.emit(False)

    @Slot(str)
    def on_pin(self, pin: str) -> None:
        """Take the PIN, and the same once more."""
        if not self._first_pin:
            self._first_pin = pin
            self._pad.show_note(self.tr("Once more, please."))
        elif pin == self._first_pin:
            self._first_pin = ""
            self.pin_given.emit(pin)
        else:
            self._first_pin = ""
            self._pad.show_note(self.tr("The two were not the same. Please start again."))

    def _keep_typed(self) -> None:
        if self._edits:
            self._address = self._edits[0].text().strip()
            self._token = self._edits[1].text().strip()

    def _build_ask(self) -> QLayout:
        theme = self.theme
        gap = theme.px(8) if theme.is_large else theme.sizes.gap
        address = make_edit(theme, self.tr("Address of the server"), placeholder="https://")
        token = make_edit(theme, self.tr("Token"))
        address.setText(self._address)
        token.setText(self._token)
        self._edits = (address, token)
        self._keyboard = Keyboard(theme, self._language, for_code=True)
        self._keyboard.attach(address)
        self._keyboard.finished.connect(self.on_pair)
        for edit in self._edits:
            edit.installEventFilter(self)
            edit.returnPressed.connect(self.on_pair)
        pair = Button(theme, self.tr("Pair"), Kind.PRIMARY)
        pair.clicked.connect(self.on_pair)
        fields = line(
            not self.is_portrait,
            column(Text(theme, self.tr("Address of the server"), "strong"), address, spacing=theme.px(6)),
            column(Text(theme, self.tr("Token"), "strong"), token, spacing=theme.px(6)),
            spacing=gap,
        )
        typing = column(fields, 1, self._keyboard, pair, spacing=gap)
        show = column(self._how(), self._preview, spacing=gap)
        show.setStretch(1, 1)
        if self.is_portrait:
            self._preview.setFixedHeight(round(self.height() * (0.2 if theme.is_large else 0.3)))
        if self._view.camera is CameraState.OFF:
            self._preview.hide()
            show = column(self._how(), 1)
        body = line(not self.is_portrait, show, typing, spacing=theme.sizes.pad)
        body.setStretch(0, 2 if not self.is_portrait else 1)
        body.setStretch(1, 3 if not self.is_portrait else 0)
        return body

    def _how(self) -> QWidget:
        theme = self.theme
        words = (
            self.tr("On the server's page “Devices”, choose “Add a device”. It shows a QR code and a token."),
            self.tr("Show the QR code to the camera, or type the address and the token."),
        )
        shown = words[1:] if self.is_portrait and theme.is_large else words
        return holder(column(*(Text(theme, text) for text in shown), spacing=theme.px(10)))

    def _build_working(self) -> QLayout:
        words = Text(self.theme, self.tr("One moment, please. The server is being asked."), "label")
        words.setAlignment(CENTRE)
        return column(1, words, 1)

    def _build_compare(self) -> QLayout:
        theme, pad = self.theme, self.theme.sizes.pad
        title = Text(theme, self.tr("Are these the six words on the server's screen?"), "label")
        words: list[QWidget] = []
        for at, word in enumerate(self._view.words, 1):
            text = Text(theme, f"{at}  {word}", "title", wrap=False)
            words.append(Card(theme, column(text, margins=(pad, pad // 2, pad, pad // 2))))
        hint = Text(theme, self.tr("If one of them differs, somebody may be in between. Do not pair."), "note")
        same = Button(theme, self.tr("They are the same"), Kind.PRIMARY)
        other = Button(theme, self.tr("They differ"), Kind.DANGER)
        same.clicked.connect(self.on_same)
        other.clicked.connect(self.on_other)
        columns = 2 if self.is_portrait or theme.is_large else 3
        shown = grid(words, columns, spacing=theme.sizes.gap)
        return column(title, shown, hint, 1, row(other, same, spacing=theme.sizes.gap), spacing=pad)

    def _build_pin(self) -> QLayout:
        theme = self.theme
        title = Text(theme, self.tr("Choose a PIN of six digits for the supervisor of this device."), "label")
        title.setAlignment(CENTRE)
        self._first_pin = ""
        self._pad = PinPad(theme)
        self._pad.setFixedWidth(theme.px(620))
        self._pad.pin_given.connect(self.on_pin)
        return column(title, 1, row(1, self._pad, 1), 1, spacing=theme.sizes.gap)
