"""The thread as people and screen readers use it: a list of messages with a focus that moves through it."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from responder.ui.announce import say_aloud
from responder.ui.thread import accessible
from responder.ui.thread.blocks import Block
from responder.ui.thread.canvas import Anchor
from responder.ui.thread.find import Match
from responder.ui.thread.marking import MarkingThread
from responder.ui.words import tr


class ThreadView(MarkingThread):
    """`menu_wanted(Block, QPoint)` wants the menu of a block at a point of the screen."""

    menu_wanted = Signal(object, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Conversation"))
        accessible.install()

    def set_blocks(self, blocks: Sequence[Block], anchor: Anchor | None = None) -> None:
        """Show these blocks; a block that is gone loses the focus."""
        super().set_blocks(blocks, anchor)
        if self.canvas.index(self.marks.focused) is None:
            self.mark(focused="", focused_hit=-1)

    def set_found(self, found: Sequence[Match], at: int) -> None:
        """Show the places found, and scroll to the one at an index."""
        self.mark(found=found, found_at=at)
        if 0 <= at < len(found):
            self.reveal(found[at].key)

    def step(self, step: int) -> None:
        """Move the focus to the next or previous thing that somebody wrote."""
        spoken = [block.key for block in self.canvas.blocks if block.look.spoken]
        if not spoken:
            return
        if self.marks.focused in spoken:
            at = max(0, min(len(spoken) - 1, spoken.index(self.marks.focused) + step))
        else:
            at = len(spoken) - 1 if step < 0 else self._first_shown(spoken)
        self.focus_block(spoken[at])

    def focus_block(self, key: str) -> None:
        """Put the ring around a block, show it, and tell screen readers."""
        index = self.canvas.index(key)
        if index is None:
            return
        self.mark(focused=key, focused_hit=-1)
        self.reveal(key)
        accessible.announce_focus(self, index)

    def focused_block(self) -> Block | None:
        """Return the block that has the ring."""
        index = self.canvas.index(self.marks.focused)
        return None if index is None else self.canvas.blocks[index]

    def first_spoken(self) -> str:
        """Return the key of the first thing in view that somebody wrote."""
        spoken = [block.key for block in self.canvas.blocks if block.look.spoken]
        return spoken[self._first_shown(spoken)] if spoken else ""

    def _first_shown(self, keys: Sequence[str]) -> int:
        top, tops = self.verticalScrollBar().value(), self.canvas.stack.tops
        shown = (n for n, key in enumerate(keys) if tops[self.canvas.index(key) or 0] >= top)
        return next(shown, len(keys) - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, scroll, and press the focused place; other keys are the window's commands."""
        block = self.focused_block()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy(block.text if block is not None else "")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self._press_focused():
                event.ignore()
        elif event.key() == Qt.Key.Key_Home:
            self._settle(
                Anchor(self.canvas.blocks[0].key, self.canvas.style.px(16))
                if block or self.canvas.blocks
                else Anchor()
            )
        elif event.key() == Qt.Key.Key_End:
            self._settle(Anchor(end=True))
        else:
            super().keyPressEvent(event)

    def _press_focused(self) -> bool:
        index = self.canvas.index(self.marks.focused)
        if index is None:
            return False
        placed = self.canvas.placed(index)
        if not 0 <= self.marks.focused_hit < len(placed.hits):
            return False
        self.press(placed.block, placed.hits[self.marks.focused_hit])
        return True

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Walk the places of the focused block before leaving the thread."""
        index = self.canvas.index(self.marks.focused)
        hits = self.canvas.placed(index).hits if index is not None else []
        at = self.marks.focused_hit + (1 if forward else -1)
        if index is None or not -1 <= at < len(hits):
            return super().focusNextPrevChild(forward)
        if at == self.marks.focused_hit:
            return super().focusNextPrevChild(forward)
        self.mark(focused_hit=at)
        if at >= 0:
            say_aloud(self, hits[at].label)
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Reached by key, show where the focus is."""
        super().focusInEvent(event)
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_key and not self.marks.focused:
            self.step(-1)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the block under the pointer, or of the focused one."""
        block = self.focused_block()
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            found = self.block_at(event.pos().toPointF())
            block = self.canvas.blocks[found[0]] if found is not None else None
        if block is not None:
            self.menu_wanted.emit(block, event.globalPos())
