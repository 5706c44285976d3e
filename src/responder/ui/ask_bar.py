"""A question in one line, inside the pane: never a dialog."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QWidget

from responder.ui.forms import button, label
from responder.ui.words import tr


class AskBar(QFrame):
    """Hidden until something is asked; Esc says no. Afterwards the focus returns to where it was."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "warn")
        self.words = label("", "meta")
        self.edit = QLineEdit()
        self.yes: QPushButton = button("", self._agree)
        self.no: QPushButton = button(tr("Cancel"), self.close_bar, "ghost")
        self._then: Callable[[str], object] = lambda _text: None
        self._before: QWidget | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.addWidget(self.words, 1)
        row.addWidget(self.edit, 1)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        self.edit.textChanged.connect(lambda text: self.yes.setEnabled(bool(text.strip())))
        self.edit.returnPressed.connect(self._agree)
        self.hide()

    def ask(self, question: str, answer: str, then: Callable[[], object]) -> None:
        """Ask yes or no; `answer` is the word on the button for yes."""
        self._show(question, answer, lambda _text: then())
        self.edit.hide()
        self.yes.setEnabled(True)
        self.yes.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_words(self, question: str, answer: str, then: Callable[[str], object]) -> None:
        """Ask for words; an empty answer is none."""
        self._show(question, answer, then)
        self.edit.clear()
        self.edit.setAccessibleName(question)
        self.edit.show()
        self.yes.setEnabled(False)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_bar(self) -> None:
        """Put the question away and give the focus back."""
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
            self._before = None

    def _show(self, question: str, answer: str, then: Callable[[str], object]) -> None:
        self._then = then
        if not self.isVisible():
            self._before = self.window().focusWidget()
        self.words.setText(question)
        self.yes.setText(answer)
        self.show()

    def _agree(self) -> None:
        text = self.edit.text().strip()
        if self.edit.isHidden() or text:
            then = self._then
            self.close_bar()
            then(text)

    def event(self, event: QEvent) -> bool:
        """Keep Esc from the window's shortcuts while the focus is here."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Say no on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)
