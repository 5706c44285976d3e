"""Text marked in the thread, from one block to another."""

from dataclasses import dataclass

from responder.ui.text_units import Units
from responder.ui.thread.blocks import Block
from responder.ui.thread.canvas import Canvas


@dataclass(frozen=True)
class Spot:
    """A place in the text of a block, in UTF-16 units."""

    key: str
    position: int


@dataclass(frozen=True)
class Selection:
    """From where the mouse went down to where it is."""

    anchor: Spot
    caret: Spot

    def span(self, index: int, length: int, canvas: Canvas) -> tuple[int, int] | None:
        """Return the marked stretch of the block at an index, or None."""
        ends = self._ends(canvas)
        if ends is None:
            return None
        (first, start), (last, end) = ends
        if not first <= index <= last:
            return None
        found = (start if index == first else 0, end if index == last else length)
        return found if found[0] < found[1] else None

    def text(self, canvas: Canvas) -> str:
        """Return what is marked, as it is copied: one line between blocks."""
        ends = self._ends(canvas)
        if ends is None:
            return ""
        parts = []
        for index in range(ends[0][0], ends[1][0] + 1):
            block = canvas.blocks[index]
            units = Units(block.text)
            span = self.span(index, units.length, canvas)
            if span is not None:
                parts.append(block.text[units.from_qt(span[0]) : units.from_qt(span[1])])
        return "\n".join(parts)

    def _ends(self, canvas: Canvas) -> tuple[tuple[int, int], tuple[int, int]] | None:
        first, last = canvas.index(self.anchor.key), canvas.index(self.caret.key)
        if first is None or last is None:
            return None
        one, other = (first, self.anchor.position), (last, self.caret.position)
        return (one, other) if one <= other else (other, one)


def word_at(block: Block, position: int) -> tuple[int, int]:
    """Return the word around a position (UTF-16), for a double click."""
    units = Units(block.text)
    index = min(units.from_qt(position), max(0, len(block.text) - 1))
    start = end = index
    while start > 0 and _inside(block.text[start - 1]):
        start -= 1
    while end < len(block.text) and _inside(block.text[end]):
        end += 1
    return units.to_qt(start), units.to_qt(end)


def _inside(character: str) -> bool:
    return character.isalnum() or character in "_-'’"
