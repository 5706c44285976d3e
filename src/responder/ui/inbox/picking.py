"""A list in which several rows can be selected: by key, by pointer, or all that match."""

from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from responder.ui.inbox.delegate import RowDelegate
from responder.ui.inbox.model import InboxModel
from responder.ui.theme.look import look

Index = QModelIndex | QPersistentModelIndex
Flag = QItemSelectionModel.SelectionFlag


class PickingView(QListView):
    """`picked` follows the selection. `all_matching` says that it means more than the rows in memory."""

    picked = Signal()

    def __init__(self, model: InboxModel) -> None:
        super().__init__()
        self.inbox = model
        self.all_matching = False
        self.keeping = False
        self.rows = RowDelegate(look().theme, self)
        self.setItemDelegate(self.rows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setModel(model)
        self.selectionModel().selectionChanged.connect(lambda _on, _off: self._selection_changed())

    @property
    def checking(self) -> bool:
        """Say whether several are being selected."""
        return self.rows.checking

    def check(self, on: bool) -> None:
        """Begin or end selecting several."""
        if on == self.rows.checking:
            return
        self.rows.checking = on
        if not on:
            self.all_matching = False
            current = self.currentIndex()
            self.selectionModel().setCurrentIndex(current, Flag.ClearAndSelect)
        self.viewport().update()
        self.picked.emit()

    def toggle(self) -> None:
        """Select the current row, or take it out again."""
        current = self.currentIndex()
        if not current.isValid():
            return
        flag = Flag.Toggle if self.checking else Flag.Select
        self.all_matching = False
        self.check(True)
        self.selectionModel().select(current, flag)
        self.picked.emit()

    def pick_all(self) -> None:
        """Select all that match, also those that are not in memory yet."""
        self.check(True)
        self.all_matching = True
        last = self.inbox.rowCount() - 1
        if last >= 0:
            whole = QItemSelection(self.inbox.index(0), self.inbox.index(last))
            self.selectionModel().select(whole, Flag.Select)
        self.picked.emit()

    def picked_numbers(self) -> list[int]:
        """Return the selected rows in order."""
        return sorted(n for r in self._ranges() for n in range(r.top(), r.bottom() + 1))

    def picked_count(self) -> int:
        """Return how many rows are selected, without listing them."""
        return sum(r.bottom() - r.top() + 1 for r in self._ranges())

    def selectionCommand(self, index: Index, event: QEvent | None = None) -> Flag:
        """While several are being selected, keys only move and a click toggles."""
        if isinstance(event, QMouseEvent):
            held = event.modifiers() & (
                Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
            )
            if held:
                self.check(True)
            elif self.checking:
                left = (
                    event.type() == QEvent.Type.MouseButtonPress
                    and event.button() == Qt.MouseButton.LeftButton
                )
                return Flag.Toggle if left else Flag.NoUpdate
        if isinstance(event, QKeyEvent) and self.checking:
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            return Flag.Select if shift else Flag.NoUpdate
        return super().selectionCommand(index, event)

    def _selection_changed(self) -> None:
        if not self.keeping and self.checking:
            if self.all_matching and self.picked_count() < self.inbox.rowCount():
                self.all_matching = False
            self.picked.emit()

    def _ranges(self) -> Iterable[QItemSelectionRange]:
        return cast(Iterable[QItemSelectionRange], self.selectionModel().selection())
