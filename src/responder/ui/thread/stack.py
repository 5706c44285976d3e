"""Heights one under the other, some measured and some only estimated. No Qt: arithmetic."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate


class Stack:
    """Where each block begins. `gaps[i]` is the space above block i."""

    def __init__(self, heights: Sequence[float], gaps: Sequence[float], bottom: float) -> None:
        self._heights = list(heights)
        self._gaps = list(gaps)
        self._bottom = bottom
        self._tops: list[float] | None = None

    def __len__(self) -> int:
        return len(self._heights)

    def set_height(self, index: int, height: float) -> bool:
        """Correct a height; say whether it was another."""
        if abs(self._heights[index] - height) < 0.5:
            return False
        self._heights[index] = height
        self._tops = None
        return True

    def height(self, index: int) -> float:
        """Return the height of a block."""
        return self._heights[index]

    @property
    def tops(self) -> list[float]:
        """Return where every block begins."""
        if self._tops is None:
            steps = (gap + above for gap, above in zip(self._gaps, [0.0, *self._heights[:-1]], strict=True))
            self._tops = list(accumulate(steps)) if self._heights else []
        return self._tops

    @property
    def total(self) -> float:
        """Return the height of everything."""
        return self.tops[-1] + self._heights[-1] + self._bottom if self._heights else 0.0

    def at(self, y: float) -> int:
        """Return the block at or above a height (0 when above the first)."""
        return max(0, bisect_right(self.tops, y) - 1)

    def between(self, top: float, bottom: float) -> range:
        """Return the blocks that show between two heights."""
        if not self._heights:
            return range(0)
        return range(self.at(top), min(len(self), self.at(bottom) + 1))
