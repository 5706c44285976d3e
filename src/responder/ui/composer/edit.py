"""The field where a reply is written: grows with its text, walks its blanks, hands keys to the picker."""

import math
from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QResizeEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from responder.ui.composer.highlighter import Highlighter
from responder.ui.composer.text import next_blank
from responder.ui.text_units import Units
from responder.ui.theme.look import look
from responder.ui.theme.theme import Role
from responder.ui.words import tr

LONGEST_LINES = 12


class ComposerEdit(QPlainTextEdit):
    """`edited()` follows a change of the text only, `left()` Esc, `focused(bool)` the focus, `pasted(QMimeData)` a picture or files. `first_look` sees keys before the text does."""

    edited = Signal()
    left = Signal()
    focused = Signal(bool)
    pasted = Signal(QMimeData)

    def __init__(self) -> None:
        super().__init__()
        self.first_look: Callable[[QKeyEvent], bool] = lambda _event: False
        self.setProperty("bare", "true")
        self.setAccessibleName(tr("Your reply"))
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.highlighter = Highlighter(self.document())
        self.document().setDocumentMargin(2)
        self._known = ""
        self.textChanged.connect(self._compare)
        self._wear()
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self.updateGeometry())
        look().changed.connect(self._wear)

    # --- text, in code points

    def text(self) -> str:
        """Return what was written."""
        return self.toPlainText()

    def caret(self) -> int:
        """Return where the caret is."""
        return Units(self.text()).from_qt(self.textCursor().position())

    def show_text(self, text: str, caret: int) -> None:
        """Show a text that nobody typed: nothing is `edited`, and Ctrl+Z does not go behind it."""
        self._known = text
        self.setPlainText(text)
        self.set_caret(caret)
        self.updateGeometry()

    def _compare(self) -> None:
        # A highlighter's colours count as a change of the text for Qt.
        text = self.toPlainText()
        if text != self._known:
            self._known = text
            self.edited.emit()

    def set_caret(self, index: int) -> None:
        """Put the caret somewhere."""
        cursor = self.textCursor()
        cursor.setPosition(min(Units(self.text()).to_qt(index), self.document().characterCount() - 1))
        self.setTextCursor(cursor)

    def replace(self, start: int, end: int, text: str, caret: int) -> None:
        """Replace a stretch, as one step of undo; `caret` is where it goes, counted from `start`."""
        units = Units(self.text())
        cursor = self.textCursor()
        cursor.setPosition(units.to_qt(start))
        cursor.setPosition(units.to_qt(end), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text)
        self.set_caret(start + caret)

    def select_blank(self, *, back: bool = False) -> bool:
        """Mark the next open blank, so that typing fills it; False when there is none."""
        cursor = self.textCursor()
        units = Units(self.text())
        at = units.from_qt(cursor.selectionStart() if back else cursor.selectionEnd())
        blank = next_blank(self.text(), at, back=back)
        if blank is None:
            return False
        cursor.setPosition(units.to_qt(blank.start))
        cursor.setPosition(units.to_qt(blank.start + blank.length), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        return True

    # --- size

    def sizeHint(self) -> QSize:
        """Return the height of what is written, from one to twelve lines."""
        lines = max(1, min(LONGEST_LINES, round(self.document().size().height())))
        line = QFontMetricsF(self.font()).lineSpacing()
        frame = 2 * self.document().documentMargin() + 2 * self.frameWidth() + 2
        return QSize(200, math.ceil(lines * line + frame))

    def minimumSizeHint(self) -> QSize:
        """Return the same height: the field never hides a line while there is room."""
        return QSize(80, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height when the width breaks the lines elsewhere."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def _wear(self, _theme: object = None) -> None:
        self.setStyleSheet(f"font-size: {look().theme.font_px(Role.MESSAGE)}px")
        self.updateGeometry()

    # --- keys

    def event(self, event: QEvent) -> bool:
        """Keep Tab for the blanks, and the picker's keys from the window's shortcuts."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._is_mine(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def _is_mine(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Escape

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give the picker the first look; Tab walks the blanks; Esc leaves."""
        if self.first_look(event):
            event.accept()
            return
        match event.key():
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_Tab if self.select_blank():
                pass
            case Qt.Key.Key_Backtab if self.select_blank(back=True):
                pass
            case _:
                super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Walk the blanks while one is open."""
        return self.select_blank(back=not forward) or super().focusNextPrevChild(forward)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take text, pictures and files of this machine."""
        return source.hasImage() or source.hasUrls() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take text as plain text; a picture or a file goes beside it.

        Words copied in an office program come with a picture of themselves: the words are meant.
        """
        picture = source.hasImage() and not source.text().strip()
        if picture or any(url.isLocalFile() for url in source.urls()):
            self.pasted.emit(source)
        else:
            self.insertPlainText(source.text())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that writing begins."""
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that writing ends."""
        super().focusOutEvent(event)
        self.focused.emit(False)
