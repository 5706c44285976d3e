"""Where the words go: in public, in private, or to the team."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from responder.ui.forms import dress
from responder.ui.theme.look import look
from responder.ui.words import tr

PICTURE = 16
"""px at 100 %."""

PUBLIC, PRIVATE, NOTE = "public", "private", "note"
_ICONS = {PUBLIC: "globe", PRIVATE: "lock", NOTE: "sticky-note"}


def mode_words(mode: str) -> str:
    """Return a mode in words."""
    return {PUBLIC: tr("Public reply"), PRIVATE: tr("Private message"), NOTE: tr("Note")}[mode]


def _short_words(mode: str) -> str:
    return {PUBLIC: tr("Public"), PRIVATE: tr("Private"), NOTE: tr("Note")}[mode]


class ModeBar(QWidget):
    """A segment of the modes that the conversation allows. `chosen(str)` is sent for a person's choice only."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Where it goes"))
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for mode in (PUBLIC, PRIVATE, NOTE):
            made = QPushButton(mode_words(mode))
            made.setAccessibleName(mode_words(mode))
            made.setToolTip(mode_words(mode))
            made.setProperty("kind", "segment")
            made.setCheckable(True)
            made.setObjectName(f"mode/{mode}")
            dress(made, _ICONS[mode])
            made.clicked.connect(lambda _checked=False, mode=mode: self.chosen.emit(mode))
            self._group.addButton(made)
            self._buttons[mode] = made
            row.addWidget(made)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the pictures out where the words would be cut, and say it in fewer where that is not enough."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        px = look().theme.px(PICTURE)
        for words, picture in ((mode_words, px), (mode_words, 0), (_short_words, 0)):
            for mode, made in self._buttons.items():
                made.setText(words(mode))
                made.setIconSize(QSize(picture, picture))
            shown = [made for made in self._buttons.values() if not made.isHidden()]
            if sum(made.sizeHint().width() for made in shown) <= self.width():
                return

    def offer(self, modes: Sequence[str]) -> None:
        """Show only these modes."""
        shown = [mode for mode in self._buttons if mode in modes]
        for mode, made in self._buttons.items():
            made.setVisible(mode in shown)
            if mode in shown:
                _place(made, shown.index(mode), len(shown))
        self._fit()

    def show_mode(self, mode: str) -> None:
        """Mark the mode in force."""
        self._buttons[mode].setChecked(True)


def _place(button: QPushButton, index: int, count: int) -> None:
    """Round only the outer corners of the segment."""
    place = "" if count == 1 else "first" if index == 0 else "last" if index == count - 1 else "middle"
    if button.property("joined") != place:
        button.setProperty("joined", place)
        button.style().unpolish(button)
        button.style().polish(button)
