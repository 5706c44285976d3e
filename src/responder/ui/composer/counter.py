"""How much of the network's length is used: a ring and figures."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from responder.ui import paint
from responder.ui.theme.look import look
from responder.ui.theme.theme import Role
from responder.ui.words import tr

NEARLY = 0.9


class Counter(QWidget):
    """Amber from nine tenths on, red past the limit. Shows only the figure where there is no limit."""

    def __init__(self) -> None:
        super().__init__()
        self._used, self._limit = 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look().changed.connect(self._grow)

    def show_length(self, used: int, limit: int) -> None:
        """Show how many characters are used of how many."""
        if (used, limit) != (self._used, self._limit):
            self._used, self._limit = used, limit
            words = tr("{used} of {limit} characters", used=used, limit=limit)
            self.setAccessibleName(words if limit else tr("{used} characters", used=used))
            self.setToolTip(self.accessibleName())
            self._grow()

    def tone(self) -> str:
        """Return the colour that goes with the length."""
        if self._limit and self._used > self._limit:
            return "danger.text"
        return "warn.text" if self._limit and self._used >= NEARLY * self._limit else "text.tertiary"

    def words(self) -> str:
        """Return the figures."""
        return f"{self._used} / {self._limit}" if self._limit else str(self._used)

    def sizeHint(self) -> QSize:
        """Return the room for ring and figures."""
        theme = look().theme
        width = QFontMetrics(theme.font(Role.META, tabular=True)).horizontalAdvance(self.words())
        return QSize(width + theme.px(22), theme.px(20))

    def _grow(self, _theme: object = None) -> None:
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ring and figures."""
        theme = look().theme
        painter = QPainter(self)
        size, color = theme.px(13), theme.color(self.tone())
        if self._limit:
            used = min(1.0, self._used / self._limit)
            ring_color = theme.color("accent.bar") if self.tone() == "text.tertiary" else color
            ring = paint.ring(used, ring_color, size, theme, self.devicePixelRatioF())
            painter.drawPixmap(0, (self.height() - size) // 2, ring)
        brush = paint.Brush(painter, theme, self.devicePixelRatioF())
        area = self.rect().adjusted(theme.px(19), 0, 0, 0)
        brush.text(area, self.words(), theme.font(Role.META, tabular=True), self.tone())
        painter.end()
