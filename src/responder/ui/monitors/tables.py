"""Tables that say what charts show, and who was heard most."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from responder.ui.theme.look import look

MOST_ROWS = 12
"""How many rows are shown before the table scrolls."""

AROUND = 14
"""px for the ring around it, and for the bar that scrolls to columns outside a narrow window."""


class Table(QTableWidget):
    """Read only; the arrows move in it, Tab leaves it. The first column takes the room; the first `words` are words."""

    def __init__(self, name: str, heads: Sequence[str], words: int = 1) -> None:
        super().__init__(0, len(heads))
        self._words = words
        self.setAccessibleName(name)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        head = self.horizontalHeader()
        head.setAccessibleName(name)
        for x, text in enumerate(heads):
            item = QTableWidgetItem(text)
            item.setTextAlignment(self._side(x))
            self.setHorizontalHeaderItem(x, item)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setHighlightSections(False)

    def put(self, rows: Sequence[Sequence[str]]) -> None:
        """Show these rows, as high as they need."""
        self.setRowCount(len(rows))
        for y, row in enumerate(rows):
            for x, text in enumerate(row):
                item = QTableWidgetItem(text)
                item.setTextAlignment(self._side(x))
                self.setItem(y, x, item)
        px = look().theme.px
        self.verticalHeader().setDefaultSectionSize(px(28))
        shown = min(len(rows), MOST_ROWS)
        self.setFixedHeight(px(30) + px(28) * max(1, shown) + AROUND)

    def _side(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignLeft if column < self._words else Qt.AlignmentFlag.AlignRight
        return side | Qt.AlignmentFlag.AlignVCenter
