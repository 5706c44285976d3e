"""The mouse in the thread: marks text, points at places and presses them."""

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget

from responder.ui.thread import links
from responder.ui.thread.blocks import Block
from responder.ui.thread.placed import Hit
from responder.ui.thread.scroller import ThreadScroller
from responder.ui.thread.selection import Selection, Spot, word_at

_LEFT = Qt.MouseButton.LeftButton


class MarkingThread(ThreadScroller):
    """`asked(Block, action)` wants something done about a block; `link(url)` wants the system browser."""

    asked = Signal(object, str)
    link = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._press: Spot | None = None
        self.viewport().setMouseTracking(True)

    def selected_text(self) -> str:
        """Return the marked text."""
        return self.marks.selection.text(self.canvas) if self.marks.selection else ""

    def copy(self, otherwise: str = "") -> None:
        """Put the marked text, else another, on the clipboard."""
        text = self.selected_text() or otherwise
        if text:
            QGuiApplication.clipboard().setText(text)

    def press(self, block: Block, hit: Hit) -> None:
        """Do what a place does; only web addresses leave the program."""
        if not hit.url:
            self.asked.emit(block, hit.action)
        elif links.openable(hit.url):
            self.link.emit(hit.url)

    def _spot(self, point: QPointF) -> Spot | None:
        found = self.block_at(point)
        if found is None:
            return None
        placed = self.canvas.placed(found[0])
        return Spot(placed.block.key, placed.position_at(found[1]))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to mark text, or with Shift mark on."""
        self.mark(focused="", focused_hit=-1)
        if event.button() is not _LEFT or self.hit_at(event.position()) is not None:
            return
        spot, marked = self._spot(event.position()), self.marks.selection
        if marked is not None and spot is not None and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._press = marked.anchor
            self.mark(selection=Selection(marked.anchor, spot))
        else:
            self._press = spot
            self.mark(selection=None)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Mark a word."""
        found = self.block_at(event.position())
        if found is None or self.hit_at(event.position()) is not None:
            return
        placed = self.canvas.placed(found[0])
        start, end = word_at(placed.block, placed.position_at(found[1]))
        key = placed.block.key
        self._press = None
        self.mark(selection=Selection(Spot(key, start), Spot(key, end)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark on, or show what can be pressed."""
        if self._press is not None and event.buttons() & _LEFT:
            spot = self._spot(event.position())
            if spot is not None:
                self.mark(selection=Selection(self._press, spot))
            return
        hit = self.hit_at(event.position())
        pointed = (hit[0].key, hit[1]) if hit is not None else None
        if pointed != self.marks.pointed:
            self.mark(pointed=pointed)
        self.viewport().setCursor(self._cursor(event.position(), hit is not None))

    def _cursor(self, point: QPointF, on_hit: bool) -> Qt.CursorShape:
        if on_hit:
            return Qt.CursorShape.PointingHandCursor
        found = self.block_at(point)
        text = found is not None and self.canvas.placed(found[0]).over_text(found[1])
        return Qt.CursorShape.IBeamCursor if text else Qt.CursorShape.ArrowCursor

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do what was pressed, unless text was being marked."""
        marking = self._press is not None and self.marks.selection is not None
        self._press = None
        hit = self.hit_at(event.position())
        if event.button() is _LEFT and hit is not None and not marking:
            self.press(*hit)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show where a link really leads."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            hit = self.hit_at(QPointF(event.pos()))
            if hit is not None and hit[1].url:
                QToolTip.showText(event.globalPos(), links.target(hit[1].url), self.viewport())
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)
