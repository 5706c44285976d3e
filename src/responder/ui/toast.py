"""One toast at a time, at the lower left above the status bar; its clock stops under pointer or focus."""

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from responder.ui.announce import say_aloud
from responder.ui.forms import Picture, button
from responder.ui.icons import icon
from responder.ui.keycap import keycap
from responder.ui.paint import ring
from responder.ui.stage import Notice
from responder.ui.theme.look import look
from responder.ui.words import tr

TICK_MS = 250
MARGIN = 12
WIDEST = 420


class _Ring(QWidget):
    """The time left, as a ring that empties."""

    def __init__(self) -> None:
        super().__init__()
        self.left = 1.0
        self.setFixedSize(QSize(18, 18))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        theme = look().theme
        painter = QPainter(self)
        painter.drawPixmap(
            0, 0, ring(self.left, theme.color("accent.bar"), 18, theme, self.devicePixelRatioF())
        )
        painter.end()


class Toast(QFrame):
    """`over(Notice)` is sent when a toast's time has run out or it was closed."""

    over = Signal(object)
    undo_asked = Signal()

    def __init__(self, parent: QWidget, floor: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setProperty("surface", "raised")
        self.setObjectName("toast")
        self._floor = floor
        self._notice: Notice | None = None
        self._left = 0.0
        self._ring = _Ring()
        self._picture = Picture("circle-check", "ok.text", 16)
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._undo = button(tr("Undo"), self.undo_asked.emit, "link")
        self._key = keycap("Z")
        self._close = QToolButton()
        self._close.setProperty("kind", "ghost")
        self._close.setAccessibleName(tr("Close"))
        self._close.setToolTip(tr("Close"))
        self._close.clicked.connect(self.finish)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(8)
        for widget in (self._ring, self._picture, self._words, self._undo, self._key, self._close):
            row.addWidget(widget)
        self._clock = QTimer(self, interval=TICK_MS)
        self._clock.timeout.connect(self._tick)
        self.hide()

    @property
    def notice(self) -> Notice | None:
        """Return what it shows now."""
        return self._notice

    def show_notice(self, notice: Notice) -> None:
        """Show one; what was there goes, its way back stays."""
        if self._notice is not None:
            self.over.emit(self._notice)
        self._notice, self._left = notice, notice.seconds
        self._words.setText(notice.text)
        wide = self._words.fontMetrics().horizontalAdvance(notice.text) + 4
        self._words.setFixedWidth(min(WIDEST, wide))
        self._ring.setVisible(notice.ring)
        self._picture.setVisible(not notice.ring)
        self._picture.become(*(("circle-x", "danger.text") if notice.bad else ("circle-check", "ok.text")))
        self._close.setIcon(icon("x"))
        undoable = notice.undo is not None
        self._undo.setVisible(undoable)
        self._key.setVisible(undoable)
        self._ring.left = 1.0
        self.setAccessibleName(notice.text)
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self._clock.start()
        say_aloud(self, notice.text, urgent=notice.bad)

    def place(self) -> None:
        """Stand at the lower left, above the status bar."""
        self.adjustSize()
        parent = self._over
        floor = self._floor.mapTo(parent, QPoint(0, 0)).y() if self._floor.isVisible() else parent.height()
        self.move(MARGIN, max(0, floor - self.height() - MARGIN))

    def stand_on(self, floor: QWidget) -> None:
        """Stand above another widget from now on, once that has its place."""
        self._floor = floor
        QTimer.singleShot(0, self, self.place)

    def finish(self) -> None:
        """Go away; the focus is not moved unless it was inside."""
        self._clock.stop()
        notice, self._notice = self._notice, None
        self.hide()
        if notice is not None:
            self.over.emit(notice)

    def hold(self) -> bool:
        """Say whether its clock stands still: pointer or focus is on it."""
        focus = QApplication.focusWidget()
        return self.underMouse() or (focus is not None and self.isAncestorOf(focus))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stop the clock while the pointer is here."""
        super().enterEvent(event)
        self._clock.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """And goes on."""
        super().leaveEvent(event)
        if self._notice is not None:
            self._clock.start()

    def _tick(self) -> None:
        if self._notice is None or self.hold():
            return
        self._left -= TICK_MS / 1000
        self._ring.left = max(0.0, self._left / self._notice.seconds) if self._notice.seconds else 0.0
        self._ring.update()
        if self._left <= 0:
            self.finish()
