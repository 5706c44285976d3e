"""The list itself: keys, selection, and a place that is kept when rows join or leave."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from PySide6.QtCore import (
    QItemSelection,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from responder.ui.inbox.model import InboxModel
from responder.ui.inbox.picking import Flag, PickingView
from responder.ui.theme.look import look
from responder.ui.theme.theme import Theme
from responder.ui.words import tr

SPARE = 64


class InboxView(PickingView):
    """`opened(UUID | None)` follows the current row; `entered` asks for the thread."""

    opened = Signal(object)
    entered = Signal()

    def __init__(self, model: InboxModel) -> None:
        super().__init__(model)
        self.setAccessibleName(tr("Conversations"))
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(200)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._tell)
        self.selectionModel().currentChanged.connect(lambda _now, _before: self._soon.start())
        look().changed.connect(self._dress)

    # --- where we are

    def number(self) -> int:
        """Return the current row, or -1."""
        return self.currentIndex().row()

    def conversation(self) -> UUID | None:
        """Return the current conversation."""
        number = self.number()
        return None if number < 0 else self.inbox.row(number).id

    def go(self, number: int, *, extend: bool = False) -> None:
        """Make a row current, as the keyboard does; `extend` selects it too."""
        if not 0 <= number < self.inbox.rowCount():
            return
        self.rows.keyboard = True
        index = self.inbox.index(number)
        if extend:
            self.check(True)
            flags = Flag.Select
        else:
            flags = Flag.NoUpdate if self.checking else Flag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)

    def step(self, by: int, *, extend: bool = False) -> None:
        """Go to the next or previous row."""
        self.go(max(0, self.number() + by), extend=extend)

    def go_to(self, conversation: UUID) -> bool:
        """Make a conversation current if it is in the list."""
        number = self.inbox.number_of(conversation)
        if number is None:
            return False
        self.go(number)
        return True

    def depth(self) -> int:
        """Return how many rows have to be read again so that nothing on screen or selected is lost."""
        bottom = self.indexAt(QPoint(4, self.viewport().height() - 1)).row()
        picked = self.picked_numbers()[-1:] if self.checking else []
        return max(self.number(), bottom, *picked, 0) + len(self.inbox.held) + SPARE

    # --- keeping the place

    @contextmanager
    def keeping_place(self) -> Iterator[None]:
        """Leave the top row, the current row and the selection where they were while the model is read again."""
        top, offset = self._top()
        here = self.number()
        current = self.inbox.key(here) if here >= 0 else None
        picked = [self.inbox.key(n) for n in self.picked_numbers()] if self.checking else []
        self.keeping = True
        try:
            yield
        finally:
            self.keeping = False
        self._restore(current, here, picked)
        number = None if top is None else self.inbox.find(top)
        if number is not None:
            self.doItemsLayout()
            self.verticalScrollBar().setValue(number * self.rows.height() - offset)
        if self.conversation() is None or current is None or self.inbox.find(current) is None:
            self._soon.start()

    def _top(self) -> tuple[int | None, int]:
        index = self.indexAt(QPoint(4, 2))
        if not index.isValid():
            return None, 0
        return self.inbox.key(index.row()), self.visualRect(index).top()

    def _restore(self, current: int | None, here: int, picked: list[int]) -> None:
        selection = QItemSelection()
        for key in picked:
            number = self.inbox.find(key)
            if number is not None:
                selection.select(self.inbox.index(number), self.inbox.index(number))
        if self.checking:
            self.selectionModel().select(selection, Flag.ClearAndSelect)
        number = None if current is None else self.inbox.find(current)
        if number is None and self.inbox.rowCount() and here >= 0:
            number = min(here, self.inbox.rowCount() - 1)
        if number is not None:
            flags = Flag.NoUpdate if self.checking else Flag.ClearAndSelect
            self.selectionModel().setCurrentIndex(self.inbox.index(number), flags)

    def leave(self, conversations: list[UUID]) -> None:
        """Take rows out; the next one that stays becomes current."""
        leaving = {n for c in conversations if (n := self.inbox.number_of(c)) is not None}
        if not leaving:
            return
        here, count = self.number(), self.inbox.rowCount()
        below = (n for n in range(max(0, here), count) if n not in leaving)
        above = (n for n in range(here - 1, -1, -1) if n not in leaving)
        stays = next(below, next(above, None))
        key = None if stays is None else self.inbox.key(stays)
        hidden = sum(1 for n in leaving if self.visualRect(self.inbox.index(n)).bottom() < 0)
        bar = self.verticalScrollBar()
        value = bar.value() - hidden * self.rows.height()
        self.inbox.leave(conversations)
        bar.setValue(value)
        if here in leaving and key is not None:
            number = self.inbox.find(key)
            flags = Flag.NoUpdate if self.checking else Flag.ClearAndSelect
            if number is not None:
                self.selectionModel().setCurrentIndex(self.inbox.index(number), flags)
        self._soon.start()

    def at_rest(self) -> bool:
        """Say whether the list is at its top with neither pointer nor focus inside: then arrivals may join."""
        return self.verticalScrollBar().value() == 0 and not self.hasFocus() and not self.underMouse()

    # --- Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground too: as an opaque view, Qt moves its pixels when it scrolls and asks for the new rows only."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.rows.theme.color("surface.base"))
        painter.end()
        super().paintEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter; the rest is Qt's."""
        self.rows.keyboard = True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands, not a search by first letter."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hide the focus ring: this is the pointer."""
        self.rows.keyboard = False
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the focus is when it came by Tab."""
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.rows.keyboard = True
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.go(0)

    def catch_up(self) -> None:
        """Open the current row now if that still waits: keys may come faster than conversations are shown."""
        if self._soon.isActive():
            self._soon.stop()
            self._tell()

    # --- inside

    def _tell(self) -> None:
        if not self.keeping:
            self.opened.emit(self.conversation())

    def _dress(self, theme: Theme) -> None:
        self.rows.set_theme(theme)
        self.doItemsLayout()
