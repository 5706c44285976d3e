"""Positions: Python counts code points, Qt counts UTF-16 units; an emoji is one of the first and two of the second."""

from bisect import bisect_left

_BASIC = 0xFFFF


class Units:
    """Turns positions of one text into Qt's and back."""

    def __init__(self, text: str) -> None:
        self._wide = [index for index, character in enumerate(text) if ord(character) > _BASIC]
        self._wide_units = [index + count for count, index in enumerate(self._wide)]
        self.length = len(text) + len(self._wide)

    def to_qt(self, index: int) -> int:
        """Return the position in UTF-16 units of a code point."""
        return index + bisect_left(self._wide, index) if self._wide else index

    def from_qt(self, position: int) -> int:
        """Return the code point at a position in UTF-16 units; inside a pair it is the pair's."""
        return position - bisect_left(self._wide_units, position) if self._wide else position
