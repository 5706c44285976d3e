"""The palette's list: model and painting."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from responder.ui.commands import shown
from responder.ui.icons import tile
from responder.ui.paint import Brush
from responder.ui.palette.items import Item
from responder.ui.theme.look import look
from responder.ui.theme.theme import Role

Index = QModelIndex | QPersistentModelIndex


class ItemModel(QAbstractListModel):
    """Rows; those that arrive later are put below, so that nothing above moves."""

    def __init__(self) -> None:
        super().__init__()
        self.items: list[Item] = []

    def put(self, items: Sequence[Item]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.items = list(items)
        self.endResetModel()

    def append(self, items: Sequence[Item]) -> None:
        """Add rows below."""
        if items:
            first = len(self.items)
            self.beginInsertRows(QModelIndex(), first, first + len(items) - 1)
            self.items.extend(items)
            self.endInsertRows()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many there are."""
        return 0 if parent is not None and parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words."""
        if not index.isValid():
            return None
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            keys = shown(item.keys[0]) if item.keys else ""
            return ", ".join(part for part in (item.title, item.hint, keys) if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only what can be run can be chosen."""
        if index.isValid() and self.items[index.row()].run is None:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def next(self, row: int, by: int) -> int:
        """Return the next row that can be run, going round; -1 without one."""
        count = len(self.items)
        for step in range(1, count + 1):
            other = (row + by * step) % count
            if self.items[other].run is not None:
                return other
        return -1


class ItemDelegate(QStyledItemDelegate):
    """Icon or tile, title with the typed letters in colour, hint, keys."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return 38 px for a row, 30 for a head."""
        return QSize(100, look().theme.px(30 if _item(index).head else 38))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        item, theme = _item(index), look().theme
        area: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        brush = Brush(painter, theme, painter.device().devicePixelRatioF())
        if item.head:
            below = area.adjusted(theme.px(18), theme.px(6), 0, 0)
            brush.text(below, item.title, theme.font(Role.CAPTION_STRONG), "text.secondary")
        else:
            if chosen:
                painter.fillRect(area, theme.color("accent.soft"))
                painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), theme.color("accent.bar"))
            self._row(brush, item, area, chosen)
        painter.restore()

    def _row(self, brush: Brush, item: Item, area: QRect, chosen: bool) -> None:
        theme, px = brush.theme, brush.theme.px
        left, middle = area.left() + px(18), area.center().y() + 1
        off = item.run is None
        if item.code:
            brush.painter.drawPixmap(left, middle - px(8), tile(item.code, theme, px(16), brush.ratio))
        elif item.icon:
            brush.icon(left, middle, item.icon, "text.tertiary" if off else "text.secondary", px(16))
        right = self._keys(brush, item, area.right() - px(14), middle)
        font = theme.font(Role.BASE_STRONG if chosen else Role.BASE_MEDIUM)
        metrics = QFontMetrics(font)
        left += px(28)
        room = right - left - px(8)
        title = metrics.elidedText(item.title, Qt.TextElideMode.ElideRight, room)
        self._title(brush, QRect(left, area.top(), room, area.height()), title, item, font)
        left += metrics.horizontalAdvance(title) + px(10)
        hint = QFontMetrics(theme.font(Role.META)).elidedText(
            item.hint, Qt.TextElideMode.ElideRight, right - left
        )
        if right - left > px(24):
            brush.text(
                QRect(left, area.top(), right - left, area.height()),
                hint,
                theme.font(Role.META),
                "text.tertiary",
            )

    def _title(self, brush: Brush, area: QRect, title: str, item: Item, font: QFont) -> None:
        marked = set(item.marked)
        metrics = QFontMetrics(font)
        left, start = area.left(), 0
        plain = "text.tertiary" if item.run is None else "text.primary"
        while start < len(title):
            on = start in marked
            end = start
            while end < len(title) and (end in marked) == on:
                end += 1
            part = title[start:end]
            place = QRect(left, area.top(), area.right() - left + 1, area.height())
            brush.text(place, part, font, "accent.text" if on and item.run is not None else plain)
            left += metrics.horizontalAdvance(part)
            start = end

    def _keys(self, brush: Brush, item: Item, right: int, middle: int) -> int:
        if not item.keys:
            return right
        theme, px = brush.theme, brush.theme.px
        font = theme.font(Role.CAPTION)
        for key in reversed(shown(item.keys[0]).replace("+", " ").split() or ["+"]):
            width = max(px(20), QFontMetrics(font).horizontalAdvance(key) + px(10))
            box = QRectF(right - width + 0.5, middle - px(9) + 0.5, width - 1, px(18))
            brush.painter.setPen(theme.color("line.card"))
            brush.painter.setBrush(theme.color("surface.raised"))
            brush.painter.drawRoundedRect(box, 4, 4)
            brush.text(box.toRect(), key, font, "text.secondary", Qt.AlignmentFlag.AlignHCenter)
            right -= width + px(4)
        return right


def _item(index: Index) -> Item:
    model = index.model()
    assert isinstance(model, ItemModel)
    return model.items[index.row()]


def parented(parent: QWidget) -> ItemDelegate:
    """Return a delegate that lives as long as its list."""
    return ItemDelegate(parent)
