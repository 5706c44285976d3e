"""The list of steps at the left of the set-up."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from responder.ui.forms import Picture, label
from responder.ui.icons import pixmap
from responder.ui.theme.look import look
from responder.ui.theme.theme import Role
from responder.ui.words import tr


class StepList(QFrame):
    """Shows where one is; moving is done with the buttons below."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__()
        self.setProperty("surface", "sunken")
        self._steps = [_Step(at + 1, title) for at, title in enumerate(titles)]
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 28, 22, 24)
        column.setSpacing(4)
        brand = QHBoxLayout()
        brand.setSpacing(10)
        brand.addWidget(Picture("message-circle-reply", "accent.text", 24))
        brand.addWidget(label("Responder", "panel-title"), 1)
        column.addLayout(brand)
        column.addSpacing(16)
        for step in self._steps:
            column.addWidget(step)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(Picture("lock", "text.secondary", 14), 0, Qt.AlignmentFlag.AlignTop)
        words = tr("Messages are stored on this computer. No account with us, nothing to pay.")
        foot.addWidget(label(words, "meta", "secondary"), 1)
        column.addLayout(foot)
        self.setFixedWidth(look().theme.px(280))

    def show_step(self, current: int, summaries: Sequence[str]) -> None:
        """Mark the current one; those before it are done."""
        for at, (step, summary) in enumerate(zip(self._steps, summaries, strict=True)):
            step.show_state("done" if at < current else "current" if at == current else "ahead", summary)


class _Step(QFrame):
    def __init__(self, number: int, title: str) -> None:
        super().__init__()
        self._title = title
        self._mark = _Mark(number)
        self._summary = label("", "meta", "secondary")
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label(title, "strong"))
        words.addWidget(self._summary)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(10, 8, 10, 8)
        inside.setSpacing(12)
        inside.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        inside.addLayout(words, 1)

    def show_state(self, state: str, summary: str) -> None:
        self._summary.setText(summary)
        self._mark.show_state(state)
        said = {"done": tr("done"), "current": tr("current step"), "ahead": tr("later")}[state]
        self.setAccessibleName(f"{self._title}, {said}")
        self.setProperty("on", state == "current")
        self.style().unpolish(self)
        self.style().polish(self)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the current one."""
        if self.property("on"):
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look().theme.color("surface.press"))
            painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
            painter.end()
        super().paintEvent(event)


class _Mark(QWidget):
    def __init__(self, number: int) -> None:
        super().__init__()
        self._number, self._state = number, "ahead"
        size = look().theme.px(22)
        self.setFixedSize(size, size)

    def show_state(self, state: str) -> None:
        self._state = state
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a number, or a check when done."""
        theme = look().theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        circle = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        filled = self._state != "ahead"
        color = theme.color("accent.solid" if filled else "line.control")
        painter.setPen(color)
        painter.setBrush(color if filled else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle)
        if self._state == "done":
            size = theme.px(14)
            drawn = pixmap("check", theme.hex("accent.on"), size, self.devicePixelRatioF())
            offset = (self.width() - size) // 2
            painter.drawPixmap(offset, offset, drawn)
        else:
            painter.setPen(theme.color("accent.on" if filled else "text.secondary"))
            painter.setFont(theme.font(Role.META_STRONG))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.end()
