"""Bars by day, painted with the theme's tokens. The table beside them says the same to those who do not see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from responder.ui.paint import Brush
from responder.ui.theme.look import look
from responder.ui.theme.theme import Role

HEIGHT = 132
"""px at 100 %."""


@dataclass(frozen=True)
class Series:
    """One kind of bar: its name, the token of its colour, and a value for each day."""

    name: str
    token: str
    values: tuple[int, ...]
    hatched: bool = False


def fill(painter: QPainter, area: QRectF, token: str, *, hatched: bool) -> None:
    """Paint a bar; a hatched one is told from others without its colour."""
    color = look().theme.color(token)
    painter.setPen(Qt.PenStyle.NoPen)
    if not hatched:
        painter.setBrush(color)
        painter.drawRect(area)
        return
    painter.setBrush(QBrush(color, Qt.BrushStyle.BDiagPattern))
    painter.setPen(QPen(color, 1))
    painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))


class Bars(QWidget):
    """Bars for each day; several series stand on top of each other, the first below."""

    def __init__(self) -> None:
        super().__init__()
        self._series: tuple[Series, ...] = ()
        self._days: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look().changed.connect(self._wear)

    def show_series(self, series: Sequence[Series], days: Sequence[str], spoken: str) -> None:
        """Show these values by day; `spoken` is what a screen reader says instead."""
        self._series, self._days = tuple(series), tuple(days)
        self.setAccessibleName(spoken)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height, which grows with the text."""
        return QSize(320, look().theme.px(HEIGHT))

    def words_at(self, x: int) -> str:
        """Return what the bar at a place says."""
        number = self._day_at(x)
        if number is None:
            return ""
        values = "\n".join(
            f"{one.name}: {one.values[number]}" if one.name else str(one.values[number])
            for one in self._series
        )
        return f"{self._days[number]}\n{values}"

    def event(self, event: QEvent) -> bool:
        """Say the value under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.words_at(event.pos().x()), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the grid, the bars and the first and last day."""
        theme = look().theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        brush = Brush(painter, theme, self.devicePixelRatioF())
        area, top = self._area(), max(self._sums(), default=0)
        for part in (0.0, 0.5, 1.0):
            y = round(area.bottom() - part * area.height())
            painter.fillRect(QRect(area.left(), y, area.width(), 1), theme.color("chart.grid"))
        font = theme.font(Role.CAPTION, tabular=True)
        axis = QRect(0, area.top() - theme.px(8), area.left() - theme.px(6), theme.px(16))
        brush.text(axis, str(top or 1), font, "text.tertiary", Qt.AlignmentFlag.AlignRight)
        axis.moveTop(area.bottom() - theme.px(8))
        brush.text(axis, "0", font, "text.tertiary", Qt.AlignmentFlag.AlignRight)
        self._bars(painter, area, top)
        if self._days:
            below = QRect(area.left(), area.bottom() + theme.px(2), area.width(), theme.px(18))
            brush.text(below, self._days[0], font, "text.tertiary")
            brush.text(below, self._days[-1], font, "text.tertiary", Qt.AlignmentFlag.AlignRight)
        painter.end()

    def _bars(self, painter: QPainter, area: QRect, top: int) -> None:
        if not top:
            return
        step = area.width() / len(self._days)
        for number in range(len(self._days)):
            base = float(area.bottom())
            for one in self._series:
                height = area.height() * one.values[number] / top
                bar = QRectF(area.left() + number * step + step * 0.15, base - height, step * 0.7, height)
                if height:
                    fill(painter, bar, one.token, hatched=one.hatched)
                base -= height

    def _area(self) -> QRect:
        theme = look().theme
        return self.rect().adjusted(theme.px(34), theme.px(10), -theme.px(2), -theme.px(22))

    def _sums(self) -> list[int]:
        return [sum(values) for values in zip(*(one.values for one in self._series), strict=True)]

    def _day_at(self, x: int) -> int | None:
        area = self._area()
        if not self._days or not area.left() <= x <= area.right():
            return None
        return min(len(self._days) - 1, int((x - area.left()) * len(self._days) / area.width()))

    def _wear(self, _theme: object) -> None:
        self.updateGeometry()
        self.update()


class ShareBar(QWidget):
    """One bar, cut where our part of it ends."""

    def __init__(self) -> None:
        super().__init__()
        self._share: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look().changed.connect(self._wear)

    def show_share(self, share: float | None, spoken: str) -> None:
        """Show our part, from 0 to 1; None of nothing."""
        self._share = share
        self.setAccessibleName(spoken)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height, which grows with the text."""
        return QSize(320, look().theme.px(14))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint both parts, a gap between them."""
        theme, gap = look().theme, 2
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        width = self.width() - gap
        ours = 0 if self._share is None else round(width * self._share)
        if self._share is None:
            painter.fillRect(self.rect(), theme.color("surface.press"))
        else:
            height = self.height()
            fill(painter, QRectF(0, 0, ours, height), "chart.1", hatched=False)
            fill(painter, QRectF(ours + gap, 0, width - ours, height), "chart.neutral", hatched=True)
        painter.end()

    def _wear(self, _theme: object) -> None:
        self.updateGeometry()
        self.update()


class Swatch(QWidget):
    """What a kind of bar looks like, beside its name. Decorative."""

    def __init__(self, token: str, *, hatched: bool = False) -> None:
        super().__init__()
        self._token, self._hatched = token, hatched
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look().changed.connect(self._wear)

    def sizeHint(self) -> QSize:
        """Return the size, which grows with the text."""
        size = look().theme.px(12)
        return QSize(size, size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        fill(painter, QRectF(self.rect()), self._token, hatched=self._hatched)
        painter.end()

    def _wear(self, _theme: object) -> None:
        self.updateGeometry()
        self.update()
