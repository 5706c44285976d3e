"""The thread's window: scrolls and paints blocks, laying out only what is looked at."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from responder.ui.theme.look import look
from responder.ui.theme.theme import Theme
from responder.ui.thread import painting
from responder.ui.thread.blocks import Block
from responder.ui.thread.canvas import Anchor, Canvas
from responder.ui.thread.painting import Marks
from responder.ui.thread.placed import Hit
from responder.ui.thread.style import Style

_OVERLAP = 60


class ThreadScroller(QAbstractScrollArea):
    """Blocks one under the other. New ones never move what is under the pointer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.accessible: list[object] = []
        self.canvas = Canvas(Style(look().theme))
        self.marks = Marks()
        self._settling = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(40)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        look().changed.connect(self._wear)

    def set_blocks(self, blocks: Sequence[Block], anchor: Anchor | None = None) -> None:
        """Show these blocks; without an anchor what is looked at stays where it is."""
        anchor = anchor or self._anchor()
        self.canvas.set_blocks(blocks)
        self.mark(pointed=None)
        self._settle(anchor)

    def mark(self, **changed: object) -> None:
        """Change what is drawn over the blocks."""
        self.marks = replace(self.marks, **changed)  # type: ignore[arg-type]  # the fields of Marks, by name
        self.viewport().update()

    def reveal(self, key: str) -> None:
        """Scroll as little as needed to show a block."""
        index = self.canvas.index(key)
        if index is None:
            return
        height, margin = self.viewport().height(), self.canvas.style.px(8)
        placed = self.canvas.placed(index)
        top, now = self.canvas.stack.tops[index], self.verticalScrollBar().value()
        if top < now or placed.height > height:
            self._settle(Anchor(key, margin))
        elif top + placed.height > now + height:
            self._settle(Anchor(key, height - placed.height - margin))

    def at_end(self) -> bool:
        """Say whether the last block is in view."""
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum() - 2

    def scroll_page(self, step: int) -> bool:
        """Scroll by a window's height; False when there was nothing left to scroll."""
        bar = self.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + step * max(_OVERLAP, bar.pageStep() - _OVERLAP))
        return bar.value() != before

    def block_rect(self, index: int) -> QRect:
        """Return where a block is on the viewport."""
        top = self.canvas.stack.tops[index] - self.verticalScrollBar().value()
        return QRect(0, round(top), self.viewport().width(), round(self.canvas.stack.height(index)))

    def block_at(self, point: QPointF) -> tuple[int, QPointF] | None:
        """Return the block at or above a point of the viewport, and the point in its coordinates."""
        if not self.canvas.blocks:
            return None
        y = point.y() + self.verticalScrollBar().value()
        index = self.canvas.stack.at(y)
        return index, QPointF(point.x(), y - self.canvas.stack.tops[index])

    def hit_at(self, point: QPointF) -> tuple[Block, Hit] | None:
        """Return what a click at a point of the viewport would do."""
        found = self.block_at(point)
        if found is None:
            return None
        hit = self.canvas.placed(found[0]).hit_at(found[1])
        return (self.canvas.blocks[found[0]], hit) if hit is not None else None

    def anchor_at(self, key: str) -> Anchor:
        """Return the anchor that keeps a block where it is."""
        index = self.canvas.index(key)
        if index is None:
            return self._anchor()
        return Anchor(key, self.canvas.stack.tops[index] - self.verticalScrollBar().value())

    def _anchor(self) -> Anchor:
        under_hand = self.viewport().underMouse() and self.isActiveWindow()
        if not self.canvas.blocks or (self.at_end() and not under_hand):
            return Anchor(end=True)
        top = self.verticalScrollBar().value()
        index = self.canvas.stack.at(top)
        return Anchor(self.canvas.blocks[index].key, self.canvas.stack.tops[index] - top)

    def _settle(self, anchor: Anchor) -> None:
        height = self.viewport().height()
        self.canvas.set_width(self.viewport().width())
        top = self.canvas.top_for(anchor, height)
        bar = self.verticalScrollBar()
        self._settling = True
        bar.setPageStep(height)
        bar.setRange(0, max(0, round(self.canvas.stack.total - height)))
        bar.setValue(round(top))
        self._settling = False
        self.canvas.measure(bar.value(), bar.value() + height)
        self.viewport().update()

    def _scrolled(self, value: int) -> None:
        if self.canvas.blocks and not self._settling:
            index = self.canvas.stack.at(value)
            self._settle(Anchor(self.canvas.blocks[index].key, self.canvas.stack.tops[index] - value))

    def _wear(self, theme: Theme) -> None:
        anchor = self._anchor()
        self.canvas.set_style(Style(theme))
        self._settle(anchor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the end in view, or else what is on top, at any width."""
        super().resizeEvent(event)
        self._settle(self._anchor() if self.canvas.width else Anchor(end=True))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is in view."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.canvas.style.theme.color("surface.base"))
        marks = self.marks if self.hasFocus() else replace(self.marks, focused="")
        painting.paint(
            painter, self.canvas, self.verticalScrollBar().value(), self.viewport().height(), marks
        )
        painter.end()
