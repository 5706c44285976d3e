"""Paints the rows of the list: cosy in four lines, compact in two."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from responder.ui.icons import pixmap, tile
from responder.ui.inbox.face import MOOD_ICONS, Face, Mark
from responder.ui.inbox.heard_chips import heard_chips
from responder.ui.inbox.lines import broken
from responder.ui.inbox.model import InboxModel
from responder.ui.paint import Brush, avatar, nobody, ring
from responder.ui.theme.theme import Role, Theme
from responder.ui.words import tr

Index = QModelIndex | QPersistentModelIndex
MARK_TOKENS = {
    "calm": ("text.secondary", "", ""),
    "soon": ("warn.text", "warn.soft", ""),
    "late": ("danger.on", "danger.solid", ""),
    "stopped": ("text.secondary", "", ""),
    "sending": ("accent.text", "accent.soft", ""),
    "waiting": ("warn.text", "", ""),
    "failed": ("danger.text", "danger.soft", "danger.line"),
}
MARK_ICONS = {"late": "alarm-clock", "stopped": "pause", "waiting": "cloud-off", "failed": "circle-x"}


PICTURES = 64
"""Rows whose pictures are kept."""


@dataclass(frozen=True)
class _Look:
    """All that a row's picture depends on, beside the theme."""

    face: Face
    size: tuple[int, int]
    ratio: float
    compact: bool
    checking: bool
    focused: bool
    selected: bool
    hovered: bool
    ring: bool


@dataclass
class _Row:
    """One row being painted."""

    brush: Brush
    area: QRect
    face: Face
    back: str
    checked: bool | None


class RowDelegate(QStyledItemDelegate):
    """`theme`, `compact`, `checking` (check boxes instead of avatars) and `keyboard` (a focus ring) are set by the view."""

    def __init__(self, theme: Theme, view: QAbstractItemView) -> None:
        super().__init__(view)
        self.compact = False
        self.checking = False
        self.keyboard = False
        self._pictures: dict[_Look, QPixmap] = {}
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme or text size."""
        self.theme = theme
        self._pictures.clear()
        self._name = theme.font(Role.BASE_MEDIUM)
        self._name_unread = theme.font(Role.BASE_STRONG)
        self._text = theme.font(Role.BASE)
        self._meta = theme.font(Role.META)
        self._age = theme.font(Role.META, tabular=True)
        self._chip = theme.font(Role.CAPTION)
        self._clock = theme.font(Role.CAPTION_STRONG, tabular=True)
        self._line = max(theme.px(17), QFontMetrics(self._text).height())

    def height(self) -> int:
        """Return the height of every row, from the font."""
        px, line = self.theme.px, self._line
        chips = max(px(20), self._line)
        return 2 * line + 3 * px(7) if self.compact else px(9) + 3 * line + px(4) + chips + px(8)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of a row."""
        return QSize(option.rect.width(), self.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row: from its picture, if one that looks the same was painted lately."""
        model = index.model()
        if not isinstance(model, InboxModel):
            return
        state, bits = option.state, QStyle.StateFlag
        look = _Look(
            model.face(index.row()), option.rect.size().toTuple(), painter.device().devicePixelRatioF(), self.compact,
            self.checking, _has_focus(self.parent()), bool(state & bits.State_Selected), bool(state & bits.State_MouseOver),
            self.keyboard and bool(state & bits.State_HasFocus),
        )  # fmt: skip
        painter.drawPixmap(option.rect.topLeft(), self._picture(look))

    def _picture(self, look: _Look) -> QPixmap:
        """Return a row's picture: scrolling asks for each row several times, strip by strip."""
        found = self._pictures.get(look)
        if found is None:
            if len(self._pictures) >= PICTURES:
                del self._pictures[next(iter(self._pictures))]
            found = self._pictures[look] = self._paint(look)
        return found

    def _paint(self, look: _Look) -> QPixmap:
        width, height = look.size
        made = QPixmap(round(width * look.ratio), round(height * look.ratio))
        made.setDevicePixelRatio(look.ratio)
        painter, area = QPainter(made), QRect(0, 0, width, height)
        brush = Brush(painter, self.theme, look.ratio)
        back = self._ground(painter, area, look)
        row = _Row(brush, area, look.face, back, look.selected if look.checking else None)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._left(row)
        if look.compact:
            self._compact(row)
        else:
            self._cosy(row)
        if look.ring:
            painter.setPen(QPen(self.theme.color("focus.ring"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(area).adjusted(1, 1, -1, -2))
        painter.end()
        return made

    # --- ground and left edge

    def _ground(self, painter: QPainter, area: QRect, look: _Look) -> str:
        active = look.focused or look.checking
        back = "surface.base"
        if look.selected:
            back = "accent.soft" if active else "surface.press"
        elif look.hovered:
            back = "surface.hover"
        painter.fillRect(area, self.theme.color(back))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), self.theme.color("line.soft"))
        if look.selected:
            bar = "accent.bar" if active else "line.control"
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height() - 1), self.theme.color(bar))
        return back

    def _left(self, row: _Row) -> None:
        px, area, brush = self.theme.px, row.area, row.brush
        size = px(32)
        top = area.top() + (px(10) if not self.compact else (area.height() - size) // 2)
        left = area.left() + px(14)
        if row.checked is not None:
            self._check(row, left + px(7), top + px(7))
        else:
            brush.painter.drawPixmap(left, top, avatar(row.face.name, size, self.theme, brush.ratio))
            code = tile(row.face.code, self.theme, px(16), brush.ratio)
            corner = QRect(left + size - px(11), top + size - px(11), px(16), px(16))
            brush.painter.setPen(Qt.PenStyle.NoPen)
            brush.painter.setBrush(self.theme.color(row.back))
            brush.painter.drawRoundedRect(QRectF(corner).adjusted(-1.5, -1.5, 1.5, 1.5), 5, 5)
            brush.painter.drawPixmap(corner.topLeft(), code)
        if row.face.unread:
            brush.painter.setPen(Qt.PenStyle.NoPen)
            brush.painter.setBrush(self.theme.color("accent.bar"))
            middle = top + size / 2 - px(3)
            brush.painter.drawEllipse(QRectF(area.left() + px(5), middle, px(6), px(6)))

    def _check(self, row: _Row, left: int, top: int) -> None:
        size, painter = self.theme.px(18), row.brush.painter
        box = QRectF(left + 0.5, top + 0.5, size - 1, size - 1)
        if row.checked:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.color("accent.solid"))
            painter.drawRoundedRect(box, 4, 4)
            mark = pixmap("check", self.theme.hex("accent.on"), size - 4, row.brush.ratio)
            painter.drawPixmap(left + 2, top + 2, mark)
        else:
            painter.setPen(QPen(self.theme.color("line.control"), 1))
            painter.setBrush(self.theme.color("surface.base"))
            painter.drawRoundedRect(box, 4, 4)

    # --- lines

    def _text_area(self, row: _Row) -> QRect:
        left = row.area.left() + self.theme.px(14 + 32 + 11)
        return QRect(left, row.area.top(), row.area.right() - self.theme.px(12) - left + 1, row.area.height())

    def _cosy(self, row: _Row) -> None:
        px, face, area = self.theme.px, row.face, self._text_area(row)
        first = QRect(area.left(), area.top() + px(9), area.width(), self._line)
        aged = QFontMetrics(self._age).horizontalAdvance(face.age)
        row.brush.text(first, face.age, self._age, "text.tertiary", Qt.AlignmentFlag.AlignRight)
        self._names(row, first.adjusted(0, 0, -aged - px(8), 0), face.kind, face.short_kind)
        tone = "text.primary" if face.unread else "text.secondary"
        top = first.bottom() + 1
        for text in broken(face.text, area.width(), 2, self._text.toString()):
            row.brush.text(QRect(area.left(), top, area.width(), self._line), text, self._text, tone)
            top += self._line
        chips = max(px(20), self._line)
        middle = area.top() + px(9) + 3 * self._line + px(4) + chips // 2
        right = self._assignee(row, area.right() + 1, middle)
        right = self._mark(row, right, middle)
        self._chips(row, area.left(), right - px(6), middle)

    def _compact(self, row: _Row) -> None:
        px, face, area = self.theme.px, row.face, self._text_area(row)
        first = QRect(area.left(), area.top() + px(7), area.width(), self._line)
        right = self._mark(row, area.right() + 1, first.center().y() + 1)
        if face.level:
            right = self._level(row, right, first.center().y() + 1)
        self._names(row, QRect(first.left(), first.top(), right - px(8) - first.left(), first.height()),
                    face.short_kind, face.short_kind)  # fmt: skip
        second = QRect(area.left(), first.bottom() + px(7), area.width(), self._line)
        middle = second.center().y() + 1
        right = self._assignee(row, area.right() + 1, middle) - px(6)
        if face.mood is not None:
            name, token = MOOD_ICONS[face.mood]
            right -= px(14)
            row.brush.icon(right, middle, name, token, px(14))
            right -= px(6)
        tone = "text.primary" if face.unread else "text.secondary"
        width = right - second.left()
        text = broken(face.text, width, 1, self._text.toString())[0]
        row.brush.text(QRect(second.left(), second.top(), width, second.height()), text, self._text, tone)

    def _names(self, row: _Row, area: QRect, kind: str, short: str) -> None:
        face, px = row.face, self.theme.px
        font = self._name_unread if face.unread else self._name
        metrics, meta = QFontMetrics(font), QFontMetrics(self._meta)
        if face.starred:
            area = area.adjusted(
                row.brush.icon(area.left(), area.center().y() + 1, "star", "warn.text", px(12)) + 4, 0, 0, 0
            )
        name = metrics.elidedText(face.name, Qt.TextElideMode.ElideRight, area.width() * 6 // 10)
        if metrics.horizontalAdvance(face.name) + px(40) < area.width() and name != face.name:
            name = face.name
        row.brush.text(area, name, font, "text.primary")
        left = area.left() + metrics.horizontalAdvance(name) + px(7)
        room = area.right() - left
        if room < px(20):
            return
        words = kind if meta.horizontalAdvance(kind) <= room else short
        words = meta.elidedText(words, Qt.TextElideMode.ElideRight, room)
        row.brush.text(QRect(left, area.top(), room, area.height()), words, self._meta, "text.tertiary")

    # --- the fourth line; each returns where the next thing to its left may end

    def _assignee(self, row: _Row, right: int, middle: int) -> int:
        size = self.theme.px(18)
        ratio = row.brush.ratio
        who = row.face.assignee
        picture = avatar(who, size, self.theme, ratio) if who else nobody(size, self.theme, ratio)
        row.brush.painter.drawPixmap(right - size, middle - size // 2, picture)
        return right - size - self.theme.px(6)

    def _mark(self, row: _Row, right: int, middle: int) -> int:
        mark = row.face.mark
        if mark is None:
            return right
        tokens = MARK_TOKENS[mark.style]
        picture = self._mark_picture(mark, tokens[0], row.brush.ratio)
        width = row.brush.label_width(mark.text, self._clock, picture)
        row.brush.label(right - width, middle, mark.text, self._clock, tokens, picture)
        return right - width - self.theme.px(4)

    def _mark_picture(self, mark: Mark, token: str, ratio: float) -> QPixmap:
        size = self.theme.px(12)
        if mark.style in MARK_ICONS:
            return pixmap(MARK_ICONS[mark.style], self.theme.hex(token), size, ratio)
        color = self.theme.color("text.tertiary" if mark.style == "calm" else token)
        return ring(mark.left, color, size, self.theme, ratio)

    def _level(self, row: _Row, right: int, middle: int) -> int:
        text, picture = self._level_label(row)
        width = row.brush.label_width(text, self._clock, picture)
        tokens = ("danger.text", "surface.base", "danger.line")
        row.brush.label(right - width, middle, text, self._clock, tokens, picture)
        return right - width - self.theme.px(4)

    def _level_label(self, row: _Row) -> tuple[str, QPixmap]:
        text = tr("L{n}", n=row.face.level)
        return text, pixmap("flag", self.theme.hex("danger.text"), self.theme.px(12), row.brush.ratio)

    def _chips(self, row: _Row, left: int, right: int, middle: int) -> None:
        px, face, brush = self.theme.px, row.face, row.brush
        if face.level:
            text, picture = self._level_label(row)
            tokens = ("danger.text", "surface.base", "danger.line")
            left += brush.label(left, middle, text, self._clock, tokens, picture) + px(6)
        if face.mood is not None and left + px(14) <= right:
            name, token = MOOD_ICONS[face.mood]
            left += brush.icon(left, middle, name, token, px(14)) + px(6)
        tokens = ("text.secondary", "surface.base", "line.card")
        left = heard_chips(brush, face, self._chip, left, right, middle)
        shown = 0
        for tag in face.tags[:2]:
            more = f"+{len(face.tags) - shown - 1}" if len(face.tags) - shown > 1 else ""
            spare = brush.label_width(more, self._chip) + px(4) if more else 0
            if left + brush.label_width(tag, self._chip) + spare > right:
                break
            left += brush.label(left, middle, tag, self._chip, tokens) + px(4)
            shown += 1
        if len(face.tags) > shown:
            rest = f"+{len(face.tags) - shown}"
            if left + brush.label_width(rest, self._chip) <= right:
                brush.label(left, middle, rest, self._chip, tokens)


def _has_focus(view: object) -> bool:
    return isinstance(view, QWidget) and view.hasFocus()
