"""The picker's list: templates under their heads, what was typed in bold."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from responder.core.questions import TemplateUse
from responder.ui.composer.suggest import Group
from responder.ui.paint import Brush
from responder.ui.theme.look import look
from responder.ui.theme.theme import Role

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Entry:
    """A head, or a template."""

    title: str = ""
    use: TemplateUse | None = None


class PickerModel(QAbstractListModel):
    """Only templates can be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []
        self.words = ""

    def show_groups(self, groups: Sequence[Group], words: str) -> None:
        """Show these."""
        self.beginResetModel()
        self.words = words
        self.entries = []
        for group in groups:
            self.entries.append(Entry(group.title))
            self.entries.extend(Entry(use=use) for use in group.templates)
        self.endResetModel()

    def rowCount(self, _parent: Index | None = None) -> int:
        """Return how many lines there are."""
        return len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the name, and for screen readers the description too."""
        entry = self.entries[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if entry.use is None:
                return entry.title
            template = entry.use.template
            return ", ".join(
                part for part in (template.name, template.description, f"/{template.code}") if part
            )
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Say that heads cannot be chosen."""
        if self.entries[index.row()].use is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def neighbour(self, row: int, step: int) -> int:
        """Return the next template from a row, going round; -1 when there is none."""
        count = len(self.entries)
        for distance in range(1, count + 1):
            candidate = (row + step * distance) % count
            if self.entries[candidate].use is not None:
                return candidate
        return -1


class PickerDelegate(QStyledItemDelegate):
    """Paints a line: name with what was typed in the accent colour, description below, languages at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a head or of a template."""
        model = index.model()
        assert isinstance(model, PickerModel)
        theme = look().theme
        return QSize(200, theme.px(28 if model.entries[index.row()].use is None else 46))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint it."""
        model = index.model()
        assert isinstance(model, PickerModel)
        entry, theme = model.entries[index.row()], look().theme
        brush = Brush(painter, theme, 1.0)
        rect: QRect = option.rect
        inner = rect.adjusted(theme.px(14), 0, -theme.px(12), 0)
        if entry.use is None:
            brush.text(inner, entry.title, theme.font(Role.CAPTION_STRONG), "text.secondary")
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("accent.soft"))
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), theme.color("accent.bar"))
        _template(brush, entry.use, inner, model.words)


def _template(brush: Brush, use: TemplateUse, inner: QRect, words: str) -> None:
    theme, template = brush.theme, use.template
    caption, font, meta = theme.font(Role.CAPTION), theme.font(Role.BASE_MEDIUM), theme.font(Role.META)
    languages = " ".join(code.upper() for code in template.texts)
    width = QFontMetrics(caption).horizontalAdvance(languages) + theme.px(8)
    brush.text(inner, languages, caption, "text.tertiary", Qt.AlignmentFlag.AlignRight)
    line = QRect(inner.left(), inner.top() + theme.px(5), inner.width() - width, theme.px(18))
    _name(brush, template.name, line, font, words)
    below = line.translated(0, theme.px(18))
    about = template.description or f"/{template.code}"
    shown = QFontMetrics(meta).elidedText(about, Qt.TextElideMode.ElideRight, below.width())
    brush.text(below, shown, meta, "text.secondary")


def _name(brush: Brush, name: str, line: QRect, font: QFont, words: str) -> None:
    metrics = QFontMetrics(font)
    name = metrics.elidedText(name, Qt.TextElideMode.ElideRight, line.width())
    at = name.casefold().find(words.casefold()) if words else -1
    parts = [(name, "text.primary")]
    if at >= 0:
        end = at + len(words)
        parts = [(name[:at], "text.primary"), (name[at:end], "accent.text"), (name[end:], "text.primary")]
    for text, token in parts:
        brush.text(line, text, font, token)
        line = line.adjusted(metrics.horizontalAdvance(text), 0, 0, 0)
