"""The list of commands and their keys: a model, and a delegate that paints the keys as caps."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from responder.ui.commands import shown
from responder.ui.icons import pixmap
from responder.ui.settings.keys import KeyLine
from responder.ui.theme.look import look
from responder.ui.theme.theme import Role, Theme
from responder.ui.words import tr

Index = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole
KEYS_AT = 0.46
"""Where the keys begin, as a part of the width."""


class KeyModel(QAbstractListModel):
    """Heads (str) and lines (KeyLine)."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[str | KeyLine] = []

    def show(self, lines: Sequence[KeyLine]) -> None:
        """Take lines, grouped as they come."""
        self.beginResetModel()
        self._rows = []
        group = None
        for line in lines:
            if line.command.group is not group:
                group = line.command.group
                self._rows.append(tr(group.value))
            self._rows.append(line)
        self.endResetModel()

    def row_of(self, id: str) -> int:
        """Return the row of a command, or of the first one."""
        rows = [n for n, row in enumerate(self._rows) if isinstance(row, KeyLine)]
        return next((n for n in rows if self.line(n).command.id == id), rows[0] if rows else -1)

    def line(self, row: int) -> KeyLine:
        """Return the line in a row that holds one."""
        found = self._rows[row]
        assert isinstance(found, KeyLine)
        return found

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a row, or the words for it."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == LINE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row if isinstance(row, str) else spoken(row)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads cannot be chosen."""
        head = index.isValid() and isinstance(self._rows[index.row()], str)
        return Qt.ItemFlag.NoItemFlags if head else Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def spoken(line: KeyLine) -> str:
    """Return a line as a screen reader says it."""
    keys = tr(" or ").join(shown(key) for key in line.keys) or tr("no key")
    return ". ".join(part for part in (line.command.title, keys, note(line)) if part)


def note(line: KeyLine) -> str:
    """Return what stands at the right: a conflict, or what the keys were before."""
    if line.rivals:
        return tr("Also used by “{command}”", command=line.rivals[0])
    if line.changed:
        was = tr(" or ").join(shown(key) for key in line.before) or tr("no key")
        return tr("Changed. Was {keys}", keys=was)
    return ""


class KeyDelegate(QStyledItemDelegate):
    """Paints icon, title, keys and note in one line; a head in its own tint."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height that the font asks for."""
        theme = look().theme
        height = QFontMetrics(theme.font(Role.BASE)).height()
        return QSize(0, height + theme.px(18))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        theme, row, area = look().theme, index.data(LINE), option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, str):
            painter.fillRect(area, theme.color("surface.muted"))
            _text(painter, theme, Role.CAPTION_STRONG, "text.secondary", area.adjusted(16, 0, -16, 0), row)
        else:
            state = option.state
            if state & QStyle.StateFlag.State_Selected:
                focused = state & QStyle.StateFlag.State_HasFocus
                painter.fillRect(area, theme.color("accent.soft" if focused else "surface.press"))
            self._line(painter, theme, area, row)
            if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_Selected:
                painter.setPen(_pen(theme))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(area.adjusted(1, 1, -1, -1))
        painter.setPen(theme.color("line.soft"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.restore()

    def _line(self, painter: QPainter, theme: Theme, area: QRect, line: KeyLine) -> None:
        size = theme.px(16)
        if line.command.icon:
            device = painter.device()
            ratio = device.devicePixelRatioF() if device is not None else 1.0
            drawn = pixmap(line.command.icon, theme.hex("text.secondary"), size, ratio)
            painter.drawPixmap(area.left() + 16, area.center().y() - size // 2 + 1, drawn)
        keys_at = keys_left(area)
        title = QRect(area.left() + 24 + size, area.top(), keys_at - area.left() - size - 32, area.height())
        _text(painter, theme, Role.BASE, "text.primary", title, line.command.title)
        right = self._caps(painter, theme, QRect(keys_at, area.top(), 0, area.height()), line)
        rest = QRect(right + 12, area.top(), area.right() - right - 28, area.height())
        color = "warn.text" if line.rivals else "text.tertiary"
        words = note(line)
        if words and rest.width() > 0:
            _text(painter, theme, Role.META, color, rest, words, Qt.AlignmentFlag.AlignRight)

    def _caps(self, painter: QPainter, theme: Theme, at: QRect, line: KeyLine) -> int:
        font = theme.font(Role.META)
        metrics = QFontMetrics(font)
        x, height = at.left(), metrics.height() + theme.px(4)
        top = at.center().y() - height // 2 + 1
        for number, key in enumerate(line.keys):
            if number:
                word = tr(" or ")
                width = metrics.horizontalAdvance(word)
                box = QRect(x, top, width, height)
                _text(painter, theme, Role.META, "text.tertiary", box, word, Qt.AlignmentFlag.AlignHCenter)
                x += width
            for cap in caps(key):
                width = max(height, metrics.horizontalAdvance(cap) + theme.px(10))
                box = QRect(x, top, width, height)
                painter.setPen(theme.color("line.card"))
                painter.setBrush(theme.color("surface.raised"))
                painter.drawRoundedRect(box, 4, 4)
                _text(painter, theme, Role.META, "text.secondary", box, cap, Qt.AlignmentFlag.AlignHCenter)
                x += width + theme.px(3)
        return x


def keys_left(area: QRect) -> int:
    """Return where the keys begin in a row."""
    return area.left() + round(area.width() * KEYS_AT)


def caps(keys: str) -> list[str]:
    """Return a sequence as the caps to press: `Ctrl+Shift+K` as three."""
    found: list[str] = []
    for part in shown(keys).split(" "):
        *held, last = part.split("+") if not part.endswith("+") else [*part[:-1].split("+")[:-1], "+"]
        found += [*held, last]
    return [cap for cap in found if cap]


def _pen(theme: Theme) -> QPen:
    return QPen(theme.color("focus.ring"), 2)


def _text(
    painter: QPainter, theme: Theme, role: Role, color: str, area: QRect, words: str,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:  # fmt: skip
    font = theme.font(role)
    painter.setFont(font)
    painter.setPen(theme.color(color))
    elided = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | align, elided)
