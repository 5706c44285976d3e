"""A part of the panel that folds, and remembers it."""

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from responder.ui.forms import clear
from responder.ui.icons import icon
from responder.ui.theme.look import look
from responder.ui.words import tr


class Section(QFrame):
    """A head that folds, something at its right, and a column of parts."""

    def __init__(self, key: str, title: str) -> None:
        super().__init__()
        self.folded: bool = False
        self._key = f"panel/folded/{key}"
        self._title = title
        self.head = QPushButton(title)
        self.head.setProperty("kind", "section")
        self.head.setFlat(True)
        self.head.clicked.connect(lambda _checked=False: self.fold(not self.folded))
        self.beside = QHBoxLayout()
        self.beside.setSpacing(6)
        top = QHBoxLayout()
        top.addWidget(self.head)
        top.addStretch(1)
        top.addLayout(self.beside)
        self._body = QWidget()
        self.column = QVBoxLayout(self._body)
        self.column.setContentsMargins(0, 4, 0, 0)
        self.column.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._body)
        self.folded = _memory().value(self._key, False, bool) is True
        self._show()
        look().changed.connect(self._wear)

    def fold(self, folded: bool) -> None:
        """Fold or unfold it, also for the next time."""
        self.folded = folded
        _memory().setValue(self._key, folded)
        self._show()

    def empty(self) -> None:
        """Take everything out."""
        clear(self.column)
        clear(self.beside)

    def _show(self) -> None:
        self._body.setVisible(not self.folded)
        self._wear()
        state = tr("folded") if self.folded else tr("unfolded")
        self.head.setAccessibleName(f"{self._title}, {state}")
        self.head.setCursor(Qt.CursorShape.PointingHandCursor)

    def _wear(self, _theme: object = None) -> None:
        self.head.setIcon(icon("chevron-right" if self.folded else "chevron-down", "text.tertiary"))


def _memory() -> QSettings:
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "responder", "window")
