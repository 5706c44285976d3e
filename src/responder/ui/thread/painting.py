"""Paints laid-out blocks, with what is marked, found and focused."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QTextCharFormat, QTextLayout

from responder.ui.thread.canvas import Canvas
from responder.ui.thread.find import Match
from responder.ui.thread.placed import Hit, Placed
from responder.ui.thread.selection import Selection
from responder.ui.thread.style import Style


@dataclass(frozen=True)
class Marks:
    """What is drawn over the blocks: the marked text, places found, the focused block and the pointed place."""

    selection: Selection | None = None
    found: Sequence[Match] = ()
    found_at: int = -1
    focused: str = ""
    focused_hit: int = -1
    pointed: tuple[str, Hit] | None = None


def paint(painter: QPainter, canvas: Canvas, top: float, height: float, marks: Marks) -> None:
    """Paint what shows between two heights; the painter stands at the window's top left."""
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    for index in canvas.stack.between(top, top + height):
        placed = canvas.placed(index)
        painter.save()
        painter.translate(0, round(canvas.stack.tops[index] - top))
        for piece in placed.pieces:
            piece.paint(painter, canvas.style)
        if placed.body is not None:
            painter.setPen(placed.ink)
            placed.body.draw(painter, placed.body_at, _ranges(placed, index, canvas, marks))
        _over(painter, placed, canvas.style, marks)
        painter.restore()


def _ranges(placed: Placed, index: int, canvas: Canvas, marks: Marks) -> list[QTextLayout.FormatRange]:
    theme, ranges = canvas.style.theme, []
    for number, match in enumerate(marks.found):
        if match.key == placed.block.key:
            here = number == marks.found_at
            colors = ("accent.solid", "accent.on") if here else ("warn.soft", "warn.text")
            start, end = placed.units.to_qt(match.start), placed.units.to_qt(match.end)
            ranges.append(_range(start, end, theme.color(colors[0]), theme.color(colors[1])))
    span = marks.selection and marks.selection.span(index, placed.units.length, canvas)
    if span:
        ranges.append(_range(*span, theme.color("accent.solid"), theme.color("accent.on")))
    return ranges


def _range(start: int, end: int, back: QColor, ink: QColor) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length = start, end - start
    look = QTextCharFormat()
    look.setBackground(QBrush(back))
    look.setForeground(QBrush(ink))
    made.format = look
    return made


def _over(painter: QPainter, placed: Placed, style: Style, marks: Marks) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if marks.pointed is not None and marks.pointed[0] == placed.block.key:
        rect = marks.pointed[1].rect
        if not rect.isEmpty():
            veil = style.theme.color("text.primary")
            veil.setAlphaF(0.06)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(veil)
            painter.drawRoundedRect(rect, style.px(6), style.px(6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
    if marks.focused == placed.block.key:
        on_hit = 0 <= marks.focused_hit < len(placed.hits)
        rect = placed.hits[marks.focused_hit].rect if on_hit else placed.frame
        _ring(painter, rect, style)


def _ring(painter: QPainter, rect: QRectF, style: Style) -> None:
    painter.setPen(QPen(style.theme.color("focus.ring"), 2))
    painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), style.px(8), style.px(8))
