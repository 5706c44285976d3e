"""Holds the laid-out blocks of one thread at one width: only what is looked at is laid out."""

from collections.abc import Sequence
from dataclasses import dataclass

from responder.ui.thread.blocks import Block
from responder.ui.thread.place import estimate, place
from responder.ui.thread.placed import Placed
from responder.ui.thread.stack import Stack
from responder.ui.thread.style import Style


@dataclass(frozen=True)
class Anchor:
    """A block and how far (px) its top lies under the top of the window; `end` sticks to the end instead."""

    key: str = ""
    offset: float = 0.0
    end: bool = False


class Canvas:
    """Blocks from top to bottom, measured when they come near the window."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.blocks: list[Block] = []
        self.width = 0.0
        self._placed: dict[str, Placed] = {}
        self._index: dict[str, int] = {}
        self.stack = Stack((), (), 0)

    def set_blocks(self, blocks: Sequence[Block]) -> None:
        """Show these blocks; what did not change keeps its layout."""
        self.blocks = list(blocks)
        self._index = {block.key: index for index, block in enumerate(self.blocks)}
        self._placed = {
            key: placed
            for key, placed in self._placed.items()
            if key in self._index and self.blocks[self._index[key]] == placed.block
        }
        self._restack()

    def set_width(self, width: float) -> None:
        """Lay everything out anew at another width."""
        if width != self.width:
            self.width = width
            self._placed.clear()
            self._restack()

    def set_style(self, style: Style) -> None:
        """Lay everything out anew in other fonts and colours."""
        self.style = style
        self._placed.clear()
        self._restack()

    def index(self, key: str) -> int | None:
        """Return where a block is now."""
        return self._index.get(key)

    def placed(self, index: int) -> Placed:
        """Return a block laid out; its true height is known from then on."""
        block = self.blocks[index]
        placed = self._placed.get(block.key)
        if placed is None:
            placed = self._placed[block.key] = place(block, self.width, self.style)
            self.stack.set_height(index, placed.height)
        return placed

    def measure(self, top: float, bottom: float) -> None:
        """Lay out what shows between two heights, until nothing moves any more."""
        while self.blocks:
            shown = self.stack.between(top, bottom)
            missing = [index for index in shown if self.blocks[index].key not in self._placed]
            if not missing:
                return
            for index in missing:
                self.placed(index)

    def top_for(self, anchor: Anchor, height: float) -> float:
        """Return the height at which the window must begin so that the anchor stays where it was."""
        for _ in range(8):
            index = self._index.get(anchor.key)
            if anchor.end or index is None:
                top = max(0.0, self.stack.total - height)
            else:
                top = self.stack.tops[index] - anchor.offset
            before = self.stack.total
            self.measure(top, top + height)
            if before == self.stack.total:
                return top
        return top

    def _restack(self) -> None:
        heights = []
        for block in self.blocks:
            known = self._placed.get(block.key)
            heights.append(known.height if known is not None else estimate(block, self.width, self.style))
        self.stack = Stack(heights, self._gaps(), self.style.px(20))

    def _gaps(self) -> list[float]:
        wide, narrow = self.style.px(12), self.style.px(8)
        gaps = [self.style.px(16)] if self.blocks else []
        for above, block in zip(self.blocks, self.blocks[1:], strict=False):
            gaps.append(wide if above.look.framed and block.look.framed else narrow)
        return gaps
