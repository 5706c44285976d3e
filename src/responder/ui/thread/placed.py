"""A block laid out at a width: where everything is, what can be clicked, where a text position lies."""

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QTextLayout, QTextLine

from responder.ui.text_units import Units
from responder.ui.thread.blocks import Block
from responder.ui.thread.links import Link
from responder.ui.thread.pieces import Piece

_ON_CHARACTER = QTextLine.CursorPosition.CursorOnCharacter


@dataclass(frozen=True)
class Hit:
    """A place that does something. With a `url` the browser opens it, else `action` is asked for."""

    rect: QRectF
    action: str
    label: str
    url: str = ""


@dataclass
class Placed:
    """What `place` makes of a block. Everything is in the block's own coordinates."""

    block: Block
    width: float
    height: float = 0.0
    frame: QRectF = field(default_factory=QRectF)
    pieces: list[Piece] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    body: QTextLayout | None = None
    body_at: QPointF = field(default_factory=QPointF)
    body_height: float = 0.0
    ink: QColor = field(default_factory=QColor)
    links: tuple[Link, ...] = ()
    units: Units = field(default_factory=lambda: Units(""))

    def position_at(self, point: QPointF) -> int:
        """Return the text position (UTF-16) nearest to a point."""
        if self.body is None or not self.body.lineCount():
            return 0
        local = point - self.body_at
        if local.y() < 0:
            return 0
        for number in range(self.body.lineCount()):
            line = self.body.lineAt(number)
            if local.y() < line.y() + line.height() or number == self.body.lineCount() - 1:
                below = local.y() > line.y() + line.height() + 2
                return self.units.length if below else int(line.xToCursor(local.x()))
        return self.units.length

    def over_text(self, point: QPointF) -> bool:
        """Say whether a point lies on the text."""
        if self.body is None:
            return False
        width = self.frame.right() - self.body_at.x()
        return QRectF(self.body_at.x(), self.body_at.y(), width, self.body_height).contains(point)

    def link_at(self, point: QPointF) -> Link | None:
        """Return the link under a point."""
        if not self.links or self.body is None or not self.over_text(point):
            return None
        local = point - self.body_at
        for number in range(self.body.lineCount()):
            line = self.body.lineAt(number)
            if line.y() <= local.y() < line.y() + line.height():
                if not line.naturalTextRect().contains(QPointF(local.x(), line.y() + 1)):
                    return None
                index = self.units.from_qt(int(line.xToCursor(local.x(), _ON_CHARACTER)))
                return next((link for link in self.links if link.start <= index < link.end), None)
        return None

    def hit_at(self, point: QPointF) -> Hit | None:
        """Return what a click at a point does."""
        found = next((hit for hit in self.hits if hit.rect.contains(point)), None)
        link = self.link_at(point) if found is None else None
        return Hit(QRectF(), "link", link.url, link.url) if link is not None else found
