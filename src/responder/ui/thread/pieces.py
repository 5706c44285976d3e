"""What a laid-out block is painted from: each piece knows its place in the block and paints itself."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QTextLayout

from responder.ui import icons
from responder.ui.theme.theme import Role
from responder.ui.thread.style import Style


class Piece(Protocol):
    """Something painted."""

    def paint(self, painter: QPainter, style: Style) -> None:
        """Paint it; the painter stands at the block's top left."""
        ...


@dataclass(frozen=True)
class Words:
    """One line of text, already as short as it has to be."""

    rect: QRectF
    text: str
    role: Role
    color: QColor
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft

    def paint(self, painter: QPainter, style: Style) -> None:
        """Paint the words."""
        painter.setFont(style.font(self.role))
        painter.setPen(self.color)
        flags = self.align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(self.rect, int(flags), self.text)


@dataclass(frozen=True)
class Paragraph:
    """Wrapped text."""

    layout: QTextLayout
    at: QPointF
    color: QColor

    def paint(self, painter: QPainter, style: Style) -> None:
        """Paint the lines."""
        painter.setPen(self.color)
        self.layout.draw(painter, self.at)


@dataclass(frozen=True)
class Icon:
    """A drawing in a colour."""

    rect: QRectF
    name: str
    color: str

    def paint(self, painter: QPainter, style: Style) -> None:
        """Paint the icon."""
        ratio = painter.device().devicePixelRatioF()
        pixmap = icons.pixmap(self.name, self.color, round(self.rect.width()), ratio)
        painter.drawPixmap(self.rect.topLeft(), pixmap)


@dataclass(frozen=True)
class Box:
    """A rounded rectangle."""

    rect: QRectF
    fill: QColor
    line: QColor
    radius: float
    dashed: bool = False

    def paint(self, painter: QPainter, style: Style) -> None:
        """Paint fill and outline; the line lies inside the rectangle."""
        pen = QPen(self.line, 1)
        if self.dashed:
            pen.setStyle(Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(self.fill)
        painter.drawRoundedRect(self.rect.adjusted(0.5, 0.5, -0.5, -0.5), self.radius, self.radius)


@dataclass(frozen=True)
class Photo:
    """A picture in rounded corners."""

    rect: QRectF
    image: QImage
    line: QColor
    radius: float

    def paint(self, painter: QPainter, style: Style) -> None:
        """Paint the picture and its outline."""
        painter.save()
        corners = QPainterPath()
        corners.addRoundedRect(self.rect, self.radius, self.radius)
        painter.setClipPath(corners)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.rect, self.image)
        painter.restore()
        painter.setPen(QPen(self.line, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.rect.adjusted(0.5, 0.5, -0.5, -0.5), self.radius, self.radius)


@dataclass(frozen=True)
class Avatar:
    """Initials on somebody's own colour."""

    rect: QRectF
    letters: str
    seed: str

    def paint(self, painter: QPainter, style: Style) -> None:
        """Paint the disc and the letters."""
        fill, text = style.theme.avatar(self.seed)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawEllipse(self.rect)
        painter.setFont(style.font(Role.CAPTION_STRONG))
        painter.setPen(text)
        painter.drawText(self.rect, int(Qt.AlignmentFlag.AlignCenter), self.letters)
