"""The parts of a block around its text: the head, and what stands below."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QTextLayout

from responder.ui.theme.theme import Role
from responder.ui.thread import links
from responder.ui.thread.blocks import Button, Chip, File, Notice
from responder.ui.thread.pieces import Box, Icon, Paragraph, Photo, Words
from responder.ui.thread.placed import Hit, Placed
from responder.ui.thread.style import Style, lay_out
from responder.ui.words import tr

PHOTO_WIDTH, PHOTO_HEIGHT = 420, 300
"""px at 100 %: no picture of the thread is larger."""

NAME_AT_MOST = 0.75
"""The share of the head that a name may take."""


@dataclass
class Row:
    """One line that is filled from both ends; what does not fit is shortened."""

    placed: Placed
    style: Style
    left: float
    right: float
    top: float
    height: float

    def left_words(self, text: str, role: Role, color: QColor, share: float = 1.0) -> None:
        """Put words after what is there, shortened to a share of what is left."""
        room = (self.right - self.left) * share
        if not text or room < self.style.px(16):
            return
        metrics = self.style.metrics(role)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        width = metrics.horizontalAdvance(shown) + 1
        self.placed.pieces.append(Words(QRectF(self.left, self.top, width, self.height), shown, role, color))
        self.left += width + self.style.px(6)

    def right_words(self, text: str, role: Role, color: QColor) -> None:
        """Put words before what is at the right."""
        if not text:
            return
        width = self.style.metrics(role).horizontalAdvance(text) + 1
        rect = QRectF(self.right - width, self.top, width, self.height)
        self.placed.pieces.append(Words(rect, text, role, color, Qt.AlignmentFlag.AlignRight))
        self.right -= width + self.style.px(6)

    def left_icon(self, name: str, color: str) -> None:
        """Put an icon after what is there."""
        size = self.style.px(14)
        self.placed.pieces.append(Icon(self._square(self.left, size), name, color))
        self.left += size + self.style.px(4)

    def right_icon(self, name: str, color: str) -> None:
        """Put an icon before what is at the right."""
        size = self.style.px(14)
        self.right += self.style.px(2)
        self.placed.pieces.append(Icon(self._square(self.right - size, size), name, color))
        self.right -= size + self.style.px(8)

    def _square(self, left: float, size: float) -> QRectF:
        return QRectF(left, self.top + (self.height - size) / 2, size, size)


def head(row: Row) -> float:
    """Fill the head of a block: name, privacy, handle; at the right state and time. Return where it ends.

    With large text, or little room, the name has a line of its own.
    """
    if _needed(row) <= row.right - row.left:
        _standing(row)
        _named(row)
        return row.top + row.height
    first = Row(row.placed, row.style, row.left, row.right, row.top, row.height)
    _named(first, with_aside=False)
    second = Row(row.placed, row.style, row.left, row.right, row.top + row.height, row.height)
    _standing(second)
    second.left_words(row.placed.block.aside, Role.META, row.style.tone("plain"))
    return second.top + second.height


def _needed(row: Row) -> float:
    block, meta = row.placed.block, row.style.metrics(Role.META)
    name = row.style.metrics(Role.BASE_STRONG).horizontalAdvance(block.name)
    words = [block.time, block.state.text if block.state else "", block.badge.text if block.badge else ""]
    icons = sum(chip is not None and bool(chip.icon) for chip in (block.state, block.badge))
    least = row.style.px(40) if block.aside else 0
    return name + sum(meta.horizontalAdvance(part) for part in words) + row.style.px(24 * icons + 24) + least


def _standing(row: Row) -> None:
    block, style = row.placed.block, row.style
    row.right_words(block.time, Role.META, style.tone("plain"))
    if block.state is not None:
        row.right_words(block.state.text, Role.META, style.tone(block.state.tone))
        if block.state.icon:
            row.right_icon(block.state.icon, style.tone_hex(block.state.tone))


def _named(row: Row, *, with_aside: bool = True) -> None:
    block, style = row.placed.block, row.style
    share = NAME_AT_MOST if block.aside and with_aside else 1.0
    row.left_words(block.name, Role.BASE_STRONG, style.theme.color("text.primary"), share)
    if block.badge is not None:
        _badge(row, block.badge)
    if with_aside:
        row.left_words(block.aside, Role.META, style.tone("plain"))


def _badge(row: Row, badge: Chip) -> None:
    row.left_icon(badge.icon, row.style.tone_hex(badge.tone))
    row.left_words(badge.text, Role.META, row.style.tone(badge.tone))


def open_link(row: Row) -> None:
    """Put the link to the network at the right end."""
    block, style = row.placed.block, row.style
    if not block.buttons or not links.openable(block.url):
        return
    right, label = row.right, block.buttons[0].label
    row.right_words(label, Role.META_STRONG, style.tone("link"))
    rect = QRectF(row.right, row.top - style.px(4), right - row.right, row.height + style.px(8))
    row.placed.hits.append(Hit(rect, "link", label, block.url))


def below(placed: Placed, style: Style, left: float, right: float, top: float) -> float:
    """Place files, tags, notices and buttons; return where they end."""
    for file in placed.block.files:
        top = _file(placed, style, file, left, right, top + style.px(6))
    if placed.block.tags:
        top = _tags(placed, style, left, right, top + style.px(6))
    for notice in placed.block.notices:
        top = _notice(placed, style, notice, left, right, top + style.px(4))
    if placed.block.buttons:
        top = _buttons(placed, style, left, right, top + style.px(8))
    return top


def _file(placed: Placed, style: Style, file: File, left: float, right: float, top: float) -> float:
    if file.image is not None:
        top = _photo(placed, style, file, file.image, left, right, top) + style.px(4)
    if file.note:
        about = Notice(file.note, "image" if file.picture else "paperclip")
        top = _notice(placed, style, about, left, right, top) + style.px(4)
    height, gap = style.px(32), style.px(6)
    save = tr("Save the file: {name}", name=file.label)
    if file.picture and file.image is None:
        room = right - (height + gap if file.saves else 0)
        rect = _labelled(placed, style, file.label, "image", QRectF(left, top, room - left, height))
        placed.hits.append(Hit(rect, f"picture:{file.picture}", file.label))
        if file.saves:
            beside = _labelled(placed, style, "", "save", QRectF(rect.right() + gap, top, height, height))
            placed.hits.append(Hit(beside, f"save:{file.saves}", save))
        return top + height
    icon = "save" if file.saves else "image" if file.picture else "paperclip"
    rect = _labelled(placed, style, file.label, icon, QRectF(left, top, right - left, height))
    if file.saves:
        placed.hits.append(Hit(rect, f"save:{file.saves}", save))
    elif links.openable(file.url):
        placed.hits.append(Hit(rect, "link", file.label, file.url))
    return top + height


def _labelled(placed: Placed, style: Style, label: str, icon: str, room: QRectF) -> QRectF:
    """Place a box with an icon and words, which are shortened to the room; without words only as wide as it is high."""
    size, pad = style.px(16), style.px(10)
    metrics = style.metrics(Role.META)
    text = metrics.elidedText(label, Qt.TextElideMode.ElideRight, room.width() - size - 3 * pad)
    wide = metrics.horizontalAdvance(text) + size + 3 * pad if label else room.height()
    rect = QRectF(room.left(), room.top(), min(room.width(), wide), room.height())
    placed.pieces.append(
        Box(rect, style.theme.color("surface.muted"), style.theme.color("line.card"), style.px(6))
    )
    inset = pad if label else (rect.width() - size) / 2
    square = QRectF(rect.left() + inset, rect.top() + (rect.height() - size) / 2, size, size)
    placed.pieces.append(Icon(square, icon, style.theme.hex("text.secondary")))
    words = QRectF(square.right() + pad, rect.top(), rect.width() - size - 2 * pad, rect.height())
    if text:
        placed.pieces.append(Words(words, text, Role.META, style.tone("link")))
    return rect


def _photo(
    placed: Placed, style: Style, file: File, image: QImage, left: float, right: float, top: float
) -> float:
    most = QSizeF(min(right - left, style.px(PHOTO_WIDTH)), style.px(PHOTO_HEIGHT))
    size = QSizeF(image.size())
    if size.width() > most.width() or size.height() > most.height():
        size.scale(most, Qt.AspectRatioMode.KeepAspectRatio)
    rect = QRectF(QPointF(left, top), size)
    placed.pieces.append(Photo(rect, image, style.theme.color("line.card"), style.px(6)))
    if links.openable(file.url):
        placed.hits.append(Hit(rect, "link", file.label, file.url))
    return top + size.height()


def _tags(placed: Placed, style: Style, left: float, right: float, top: float) -> float:
    height, at = style.px(20), left
    metrics = style.metrics(Role.CAPTION)
    for tag in placed.block.tags:
        text = metrics.elidedText(tag, Qt.TextElideMode.ElideRight, right - left - style.px(14))
        width = metrics.horizontalAdvance(text) + style.px(14)
        if at + width > right and at > left:
            at, top = left, top + height + style.px(4)
        rect = QRectF(at, top, width, height)
        base, line = style.theme.color("surface.base"), style.theme.color("line.card")
        placed.pieces.append(Box(rect, base, line, style.px(4)))
        color = style.theme.color("text.secondary")
        placed.pieces.append(Words(rect, text, Role.CAPTION, color, Qt.AlignmentFlag.AlignHCenter))
        at += width + style.px(4)
    return top + height


def _notice(placed: Placed, style: Style, notice: Notice, left: float, right: float, top: float) -> float:
    size, line = style.px(14), style.line(Role.META, 18)
    text_left = left
    if notice.icon:
        icon = QRectF(left, top + (line - size) / 2, size, size)
        placed.pieces.append(Icon(icon, notice.icon, style.tone_hex(notice.tone)))
        text_left += size + style.px(6)
    layout = QTextLayout(notice.text.replace("\n", " "), style.font(Role.META))
    height = lay_out(layout, right - text_left, line)
    placed.pieces.append(Paragraph(layout, QPointF(text_left, top), style.tone(notice.tone)))
    if notice.action:
        wide = max(layout.lineAt(n).naturalTextWidth() for n in range(layout.lineCount()))
        rect = QRectF(left, top - style.px(3), text_left - left + wide, height + style.px(6))
        placed.hits.append(Hit(rect, notice.action, notice.text))
    return top + height


def _buttons(placed: Placed, style: Style, left: float, right: float, top: float) -> float:
    height, at = style.px(28), left
    for button in placed.block.buttons:
        width = min(_button_width(style, button), right - left)
        if at + width > right and at > left:
            at, top = left, top + height + style.px(6)
        rect = QRectF(at, top, width, height)
        _button(placed, style, button, rect)
        at += width + style.px(8)
    return top + height


def _button_width(style: Style, button: Button) -> float:
    text = style.metrics(Role.META_STRONG).horizontalAdvance(button.label)
    return text + style.px(20) + (style.px(20) if button.icon else 0) + 1


def _button(placed: Placed, style: Style, button: Button, rect: QRectF) -> None:
    base, line = style.theme.color("surface.raised"), style.theme.color("line.card")
    placed.pieces.append(Box(rect, base, line, style.px(6)))
    words = rect.adjusted(style.px(10), 0, 0, 0)
    if button.icon:
        size = style.px(14)
        icon = QRectF(words.left(), rect.top() + (rect.height() - size) / 2, size, size)
        placed.pieces.append(Icon(icon, button.icon, style.theme.hex("text.primary")))
        words.adjust(style.px(20), 0, 0, 0)
    metrics = style.metrics(Role.META_STRONG)
    shown = metrics.elidedText(button.label, Qt.TextElideMode.ElideRight, words.width() - style.px(8))
    placed.pieces.append(Words(words, shown, Role.META_STRONG, style.theme.color("text.primary")))
    placed.hits.append(Hit(rect, button.action, button.label))
