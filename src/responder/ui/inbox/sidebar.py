"""The sidebar: folders above, channels, monitors, places and tags that scroll, other pages below."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from responder.core.changes import Changes, Touched
from responder.ui.console import Console
from responder.ui.forms import line
from responder.ui.icons import pixmap, tile
from responder.ui.inbox.entries import Entry, channels, folders, monitors, pages, places, tags
from responder.ui.paint import Brush
from responder.ui.theme.look import look
from responder.ui.theme.theme import Role, Theme
from responder.ui.words import tr

Index = QModelIndex | QPersistentModelIndex
WIDE, NARROW = 216, 52
LOOK_AGAIN_MS = 30
FEWEST = 2
"""How many rows of a block are seen however little room there is."""


class EntryModel(QAbstractListModel):
    """Rows of the sidebar."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []

    def put(self, entries: Sequence[Entry]) -> None:
        """Show these; the view keeps its place when only numbers changed."""
        if [e.key for e in entries] != [e.key for e in self.entries]:
            self.beginResetModel()
            self.entries = list(entries)
            self.endResetModel()
            return
        before, self.entries = self.entries, list(entries)
        for number, (old, new) in enumerate(zip(before, entries, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(number), self.index(number))

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many there are."""
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads cannot be chosen."""
        if index.isValid() and self.entries[index.row()].head:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the title, and the words for a screen reader."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{entry.title}: {entry.tip}" if entry.tip else entry.title
        return None


class EntryDelegate(QStyledItemDelegate):
    """Paints icon or tile, title, alarm and number; in the rail only the first."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.rail = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height: folders 28, channels 26, heads 32."""
        entry = _entry(index)
        height = 32 if entry.head else 26 if entry.code else 28
        return QSize(0 if self.rail else self.theme.px(120), self.theme.px(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        entry, theme = _entry(index), self.theme
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        brush = Brush(painter, theme, painter.device().devicePixelRatioF())
        if entry.head:
            below = area.adjusted(theme.px(16), theme.px(6), 0, 0)
            if not self.rail:
                brush.text(below, entry.title, theme.font(Role.CAPTION_STRONG), "text.secondary")
        else:
            self._ground(painter, area, state)
            self._row(brush, entry, area, bool(state & QStyle.StateFlag.State_Selected))
        painter.restore()

    def _ground(self, painter: QPainter, area: QRect, state: QStyle.StateFlag) -> None:
        inner = QRectF(area.adjusted(8, 0, -8, 0))
        fill = ""
        if state & QStyle.StateFlag.State_Selected:
            fill = "surface.press"
        elif state & QStyle.StateFlag.State_MouseOver:
            fill = "surface.hover"
        painter.setPen(Qt.PenStyle.NoPen)
        if fill:
            painter.setBrush(self.theme.color(fill))
            painter.drawRoundedRect(inner, 6, 6)
        view = self.parent()
        focused = isinstance(view, QWidget) and view.hasFocus() and state & QStyle.StateFlag.State_HasFocus
        if focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.theme.color("focus.ring"), 2))
            painter.drawRoundedRect(inner.adjusted(1, 1, -1, -1), 6, 6)

    def _row(self, brush: Brush, entry: Entry, area: QRect, current: bool) -> None:
        px, theme = self.theme.px, self.theme
        middle, size = area.center().y() + 1, px(16)
        left = area.left() + (area.width() - size) // 2 if self.rail else area.left() + px(16)
        if entry.code:
            brush.painter.drawPixmap(left, middle - size // 2, tile(entry.code, theme, size, brush.ratio))
        else:
            brush.icon(left, middle, entry.icon, "text.primary" if current else "text.secondary", size)
        if self.rail:
            return
        right = area.right() - px(16)
        strong = theme.font(Role.BASE_STRONG if current or entry.urgent else Role.BASE, tabular=True)
        if entry.alarm:
            color = theme.hex("warn.text")
            brush.painter.drawPixmap(
                right - px(14), middle - px(7), pixmap(entry.alarm, color, px(14), brush.ratio)
            )
            right -= px(20)
        if entry.count:
            tone = "danger.text" if entry.urgent else "text.primary" if current else "text.tertiary"
            number = QRect(right - px(48), area.top(), px(48) + 1, area.height())
            brush.text(number, entry.count, strong, tone, Qt.AlignmentFlag.AlignRight)
            right -= px(10) + px(8) * len(entry.count)
        font = theme.font(Role.BASE_STRONG if current else Role.BASE)
        room = QRect(left + px(24), area.top(), right - left - px(24), area.height())
        brush.painter.setFont(font)
        title = brush.painter.fontMetrics().elidedText(entry.title, Qt.TextElideMode.ElideRight, room.width())
        brush.text(room, title, font, "text.primary" if current else "text.secondary")


class EntryList(QTreeView):
    """One block of the sidebar; a click or Enter chooses. It scrolls where there is no room for all of it."""

    chosen = Signal(object)

    def __init__(self, name: str, tall: bool) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.rows = EntryModel()
        self.painter = EntryDelegate(look().theme, self)
        self.setModel(self.rows)
        self.setItemDelegate(self.painter)
        self.setHeaderHidden(True)
        self.header().setMinimumSectionSize(1)
        self.header().setStretchLastSection(False)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(1)
        self._tall, self._whole = tall, 0
        self.clicked.connect(lambda index: self.chosen.emit(_entry(index)))

    def put(self, entries: Sequence[Entry], current: str) -> None:
        """Show these rows and mark the one that is on screen."""
        self.rows.put(entries)
        self.mark(current)
        heights = [
            self.painter.sizeHint(QStyleOptionViewItem(), self.rows.index(n)).height()
            for n in range(len(entries))
        ]
        whole = sum(heights)
        if whole != self._whole:
            self._whole = whole
            self.setMinimumHeight(sum(heights[:FEWEST]))
            if not self._tall:
                self.setMaximumHeight(whole)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the height of all rows; a tall block is content with few, and takes what is left."""
        return QSize(WIDE, self.minimumHeight() if self._tall else self._whole)

    def mark(self, current: str) -> None:
        """Mark the row that is on screen, or none."""
        for number, entry in enumerate(self.rows.entries):
            if entry.key == current:
                if self.currentIndex().row() != number:
                    self.setCurrentIndex(self.rows.index(number))
                return
        self.selectionModel().clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the one column as wide as the view: a hidden header does not follow."""
        super().resizeEvent(event)
        self.header().resizeSection(0, self.viewport().width())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with Enter or Space."""
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
            and self.currentIndex().isValid()
        ):
            self.chosen.emit(_entry(self.currentIndex()))
            return
        super().keyPressEvent(event)


class Sidebar(QFrame):
    """`chosen(Entry)` asks for a list or a page."""

    chosen = Signal(object)

    def __init__(self, console: Console) -> None:
        super().__init__()
        self.setProperty("surface", "sunken")
        self._console = console
        self._current = "needs-reply"
        self.folders = EntryList(tr("Folders"), tall=False)
        self.channels = EntryList(tr("Channels, monitors, places and tags"), tall=True)
        self.pages = EntryList(tr("Pages"), tall=False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 8)
        layout.setSpacing(0)
        for block in (self.folders, self.channels, self.pages):
            block.chosen.connect(self.chosen)
            if block is not self.folders:  # what scrolls in the middle is cut at an edge that can be seen
                layout.addWidget(line())
            layout.addWidget(block, 1 if block is self.channels else 0)
        self._later = QTimer(self, singleShot=True, interval=LOOK_AGAIN_MS)
        self._later.timeout.connect(self.refresh)
        console.bridge.changed.connect(self._changed)
        look().changed.connect(self._dress)
        self.refresh()

    def refresh(self) -> None:
        """Count again: the numbers come from the same query as the lists."""
        counters = self._console.views.counters(self._console.desk.member.id)
        self.folders.put(folders(self._console, counters), self._current)
        parts = (channels, monitors, places, tags)
        scrolling = [entry for part in parts for entry in part(self._console, counters)]
        self.channels.put(scrolling, self._current)
        placed = any(entry.key == "place" for entry in scrolling)
        self.pages.put(pages(placed=placed), self._current)

    def mark(self, key: str) -> None:
        """Mark the row that is on screen."""
        self._current = key
        for block in (self.folders, self.channels, self.pages):
            block.mark(key)

    def entries(self) -> list[Entry]:
        """Return every row that leads somewhere."""
        blocks = (self.folders, self.channels, self.pages)
        return [entry for block in blocks for entry in block.rows.entries if not entry.head]

    def set_rail(self, rail: bool) -> None:
        """Fold to icons, or unfold."""
        for block in (self.folders, self.channels, self.pages):
            if block.painter.rail != rail:
                block.painter.rail = rail
                block.doItemsLayout()

    def _changed(self, changes: Changes) -> None:
        counted = changes.touched & ~(Touched.THREAD | Touched.CONTACTS | Touched.TEMPLATES)
        if counted and not self._later.isActive():
            self._later.start()

    def _dress(self, theme: Theme) -> None:
        for block in (self.folders, self.channels, self.pages):
            block.painter.theme = theme
        self.refresh()
        self.channels.doItemsLayout()


def _entry(index: Index) -> Entry:
    model = index.model()
    assert isinstance(model, EntryModel)
    return model.entries[index.row()]
