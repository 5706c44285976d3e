"""`list_limit.cpp` in Python, for machines without a C++ compiler: two texts a row, and nothing else."""

import sys
import time

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, QStringListModel, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QListView, QStyledItemDelegate, QStyleOptionViewItem

Index = QModelIndex | QPersistentModelIndex
TEXT = "the order has not arrived yet and nobody answers when I write about the box of biscuits"


class Delegate(QStyledItemDelegate):
    """Paints a ground and two lines."""

    def __init__(self, height: int) -> None:
        super().__init__()
        self._height = height

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of a row."""
        return QSize(option.rect.width(), self._height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        painter.fillRect(option.rect, Qt.GlobalColor.white)
        painter.drawText(option.rect, f"Customer {index.row()}")
        painter.drawText(option.rect.adjusted(0, 20, 0, 0), Qt.TextFlag.TextWordWrap, TEXT)


def main(rows: int, frames: int, step: int, height: int, width: int, tall: int) -> None:
    """Scroll, and print the microseconds of each frame, and those of the processor."""
    application = QApplication(sys.argv[:1])
    view, model, delegate = QListView(), QStringListModel([""] * rows), Delegate(height)
    view.setUniformItemSizes(True)
    view.setLayoutMode(QListView.LayoutMode.Batched)
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.setModel(model)
    view.setItemDelegate(delegate)
    view.resize(width, tall)
    view.show()
    application.processEvents()
    for n in range(frames):
        began, busy = time.perf_counter(), time.thread_time()
        view.verticalScrollBar().setValue(n * step)
        application.processEvents()
        took, used = time.perf_counter() - began, time.thread_time() - busy
        print(round(took * 1e6), round(used * 1e6))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
