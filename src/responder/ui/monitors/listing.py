"""The list of monitors, under what they watch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from responder.core.monitors import Field, Monitor
from responder.ui.monitor_words import FIELD_ICONS, field_words, terms_words
from responder.ui.paint import Brush
from responder.ui.phrases import counted
from responder.ui.theme.look import look
from responder.ui.theme.theme import Role
from responder.ui.words import tr, trn

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Line:
    """A head, or a monitor with how many open conversations it has found."""

    field: Field
    monitor: Monitor | None = None
    open: int = 0

    @property
    def spoken(self) -> str:
        """Return what a screen reader says."""
        monitor = self.monitor
        if monitor is None:
            return field_words(self.field)
        parts = [monitor.name, field_words(self.field), tr("Paused") if monitor.paused else ""]
        parts.append(trn("{n} open conversation", "{n} open conversations", self.open) if self.open else "")
        return ", ".join(part for part in (*parts, terms_words(monitor)) if part)


class MonitorModel(QAbstractListModel):
    """Only monitors can be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []

    def put(self, monitors: Sequence[Monitor], open: Mapping[UUID, int]) -> None:
        """Show these, those that watch the same under one head."""
        lines: list[Line] = []
        for monitor in monitors:
            if not lines or lines[-1].field is not monitor.field:
                lines.append(Line(monitor.field))
            lines.append(Line(monitor.field, monitor, open.get(monitor.id, 0)))
        if [(one.field, one.monitor and one.monitor.id) for one in lines] == [
            (one.field, one.monitor and one.monitor.id) for one in self.lines
        ]:
            self.lines = lines
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, _parent: Index | None = None) -> int:
        """Return how many lines there are."""
        return len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the name, and for screen readers all of it."""
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return field_words(line.field) if line.monitor is None else line.monitor.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.spoken
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Say that heads cannot be chosen."""
        if self.lines[index.row()].monitor is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def row_of(self, monitor: UUID) -> int:
        """Return the row of a monitor; -1 when it is not there."""
        found = (n for n, line in enumerate(self.lines) if line.monitor and line.monitor.id == monitor)
        return next(found, -1)


class MonitorDelegate(QStyledItemDelegate):
    """Paints a line: icon and name, what is looked for below, how many are open at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a head or of a monitor."""
        model = index.model()
        assert isinstance(model, MonitorModel)
        return QSize(200, look().theme.px(30 if model.lines[index.row()].monitor is None else 48))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint it."""
        model = index.model()
        assert isinstance(model, MonitorModel)
        line, theme = model.lines[index.row()], look().theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        brush = Brush(painter, theme, painter.device().devicePixelRatioF())
        area: QRect = option.rect
        if line.monitor is None:
            inner = area.adjusted(theme.px(14), theme.px(4), -theme.px(12), 0)
            brush.text(inner, field_words(line.field), theme.font(Role.CAPTION_STRONG), "text.secondary")
        else:
            if option.state & QStyle.StateFlag.State_Selected:
                painter.fillRect(area, theme.color("accent.soft"))
                painter.fillRect(area.left(), area.top(), 3, area.height(), theme.color("accent.bar"))
            _monitor(brush, line.monitor, line.open, area)
        painter.restore()


def _monitor(brush: Brush, monitor: Monitor, open: int, area: QRect) -> None:
    theme = brush.theme
    px, meta = theme.px, theme.font(Role.META)
    icon = "pause" if monitor.paused else FIELD_ICONS[monitor.field]
    brush.icon(area.left() + px(14), area.top() + px(15), icon, "text.secondary", px(16))
    number = counted(open)
    right = area.right() - px(12)
    brush.text(
        QRect(area.left(), area.top() + px(6), right - area.left(), px(18)), number,
        theme.font(Role.BASE, tabular=True), "text.tertiary", Qt.AlignmentFlag.AlignRight,
    )  # fmt: skip
    room = right - QFontMetrics(meta).horizontalAdvance(number) - px(14) - area.left() - px(40)
    first = QRect(area.left() + px(40), area.top() + px(6), room, px(18))
    strong = theme.font(Role.BASE_MEDIUM)
    brush.text(first, _elided(monitor.name, strong, room), strong, "text.primary")
    words = terms_words(monitor)
    if monitor.paused:
        words = f"{tr('Paused')} · {words}"
    brush.text(first.translated(0, px(18)), _elided(words, meta, room), meta, "text.secondary")


def _elided(text: str, font: QFont, room: int) -> str:
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
