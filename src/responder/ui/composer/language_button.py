"""The language that templates and checks go by."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QPushButton

from responder.ui.forms import dress
from responder.ui.languages import own_name
from responder.ui.words import tr


class LanguageButton(QPushButton):
    """`chosen(str)` is sent for a person's choice only."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "chip")
        dress(self, "languages")
        self._menu = QMenu(self)
        self._offered: tuple[str, ...] = ()
        self.clicked.connect(lambda _checked=False: self.open_menu())

    def offer(self, languages: Sequence[str], current: str) -> None:
        """Show the language in force and what else there is."""
        self._offered = tuple(languages)
        name = own_name(current) if current else tr("Language")
        self.setText(f" {name}")
        self.setAccessibleName(tr("Language of the reply: {language}", language=name))
        self.setToolTip(self.accessibleName())

    def open_menu(self) -> None:
        """Offer the languages."""
        self._menu.clear()
        for code in self._offered:
            self._menu.addAction(own_name(code)).triggered.connect(partial(self._choose, code))
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _choose(self, code: str, _checked: bool = False) -> None:
        self.chosen.emit(code)
