"""Layouts that wrap, so that chips and pairs never force a width."""

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Places its visible items from left to right and begins a new line when one does not fit."""

    def __init__(self, parent: QWidget, spacing: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setSpacing(spacing)
        self.setContentsMargins(QMargins())

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item in."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return one of them."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give one of them away."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Take no more room than needed."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Narrower is taller."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place everything."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """Return the least it can do with."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Return the size of the largest item."""
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, move: bool) -> int:
        x, y, tallest = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            if x > rect.x() and x + hint.width() > rect.right() + 1:
                x, y, tallest = rect.x(), y + tallest + self.spacing(), 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), hint))
            x += hint.width() + self.spacing()
            tallest = max(tallest, hint.height())
        return y + tallest - rect.y()


LEAST = 140
"""px. The words before something else are not narrower."""


class TurningLayout(QBoxLayout):
    """Its items stand side by side where there is room, else one below another."""

    def __init__(self, spacing: int) -> None:
        super().__init__(QBoxLayout.Direction.LeftToRight)
        self.setSpacing(spacing)

    def hasHeightForWidth(self) -> bool:
        """Narrower is taller."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at a width."""
        self._turn(width)
        if super().hasHeightForWidth():  # asked first: it counts the items anew, which the height relies on
            return super().heightForWidth(width)
        return super().sizeHint().height()

    def setGeometry(self, rect: QRect) -> None:
        """Place everything."""
        self._turn(rect.width())
        super().setGeometry(rect)

    def minimumSize(self) -> QSize:
        """Return the width of the widest item: more is never forced."""
        widest = max((item.minimumSize().width() for item in self._items()), default=0)
        return QSize(widest, super().minimumSize().height())

    def _items(self) -> list[QLayoutItem]:
        found = [self.itemAt(n) for n in range(self.count())]
        return [item for item in found if item is not None and not item.isEmpty()]

    def _turn(self, width: int) -> None:
        items = self._items()
        widths = [item.minimumSize().width() for item in items]
        needed = sum(widths) + max(0, LEAST - min(widths[:1], default=0)) + self.spacing() * (len(items) - 1)
        ways = QBoxLayout.Direction
        self.setDirection(ways.LeftToRight if width >= needed else ways.TopToBottom)
