"""Finds words in the conversation on screen."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QToolButton

from responder.ui.forms import dress, label
from responder.ui.words import tr


class FindBar(QFrame):
    """`wanted(str)` asks for other words, `moved(int)` for the next or previous place, `left()` closes it."""

    wanted = Signal(str)
    moved = Signal(int)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "muted")
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(tr("Find in this conversation"))
        self.edit.setAccessibleName(tr("Find in this conversation"))
        self.edit.textChanged.connect(self.wanted)
        self.count = label("", "meta", "secondary", wrap=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 6, 12, 6)
        row.addWidget(self.edit, 1)
        row.addWidget(self.count)
        for picture, name, signal in (
            ("chevron-up", tr("Previous place"), lambda: self.moved.emit(-1)),
            ("chevron-down", tr("Next place"), lambda: self.moved.emit(1)),
            ("x", tr("Close"), self.left.emit),
        ):
            made = QToolButton()
            made.setProperty("kind", "ghost")
            made.setAccessibleName(name)
            made.setToolTip(name)
            dress(made, picture)
            made.clicked.connect(lambda _checked=False, signal=signal: signal())
            row.addWidget(made)

    def show_count(self, at: int, count: int) -> None:
        """Say how many places there are, and which one is shown."""
        if not self.edit.text().strip():
            self.count.setText("")
        elif not count:
            self.count.setText(tr("Not found"))
        else:
            self.count.setText(tr("{at} of {count}", at=at + 1, count=count))

    def event(self, event: QEvent) -> bool:
        """Keep Esc from the window's shortcuts while the focus is here."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Shift+Enter back, Esc closes."""
        match event.key():
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                self.moved.emit(-1 if back else 1)
            case _:
                super().keyPressEvent(event)
