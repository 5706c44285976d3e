"""Lays a block out at a width."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextLayout

from responder.ui.phrases import initials
from responder.ui.text_units import Units
from responder.ui.theme.theme import Role
from responder.ui.thread import links, place_parts
from responder.ui.thread.blocks import Block, Look
from responder.ui.thread.pieces import Avatar, Box, Icon, Words
from responder.ui.thread.placed import Hit, Placed
from responder.ui.thread.style import Style, lay_out

MARGIN = 20
GUTTER = 10


def place(block: Block, width: float, style: Style) -> Placed:
    """Return the block laid out in a column of this width, margins included."""
    placed = Placed(block, width)
    match block.look:
        case Look.DAY:
            _day(placed, style)
        case Look.EVENT | Look.FOLD:
            _line(placed, style)
        case Look.POST:
            _post(placed, style)
        case _:
            _framed(placed, style)
    return placed


def estimate(block: Block, width: float, style: Style) -> float:
    """Return about how high a block will be, without laying it out."""
    if not block.look.framed:
        return style.line(Role.META, 20)
    a_line = max(10.0, (width - style.px(100)) / style.px(7))
    lines = 1 + len(block.text) / a_line + block.text.count("\n")
    return style.px(40) + lines * style.px(21) + (style.px(36) if block.buttons else 0)


def left_of_text(style: Style) -> float:
    """Return where the blocks begin, right of the avatars."""
    return style.px(MARGIN) + style.avatar + style.px(GUTTER)


def _day(placed: Placed, style: Style) -> None:
    height = style.line(Role.META, 20)
    rect = QRectF(0, 0, placed.width, height)
    color = style.tone("plain")
    placed.pieces.append(Words(rect, placed.block.text, Role.META, color, Qt.AlignmentFlag.AlignHCenter))
    placed.frame, placed.height = rect, height


def _line(placed: Placed, style: Style) -> None:
    block = placed.block
    left, height = style.px(MARGIN), style.line(Role.META, 20)
    right = placed.width - style.px(MARGIN)
    time = style.metrics(Role.META).horizontalAdvance(block.time) + 1
    folded = block.look is Look.FOLD
    text_left = left + style.px(30)
    color = style.tone("link") if folded else style.theme.color("text.secondary")
    text_height = _body(
        placed, style, QPointF(text_left, 0), right - time - style.px(12) - text_left, color, Role.META
    )
    size = style.px(14)
    icon = QRectF(left + style.px(7), (height - size) / 2, size, size)
    tone = style.tone_hex("link" if folded else "plain")
    placed.pieces.append(Icon(icon, block.icon or "info", tone))
    at = QRectF(right - time, 0, time, height)
    placed.pieces.append(Words(at, block.time, Role.META, style.tone("plain"), Qt.AlignmentFlag.AlignRight))
    placed.height = max(height, text_height)
    placed.frame = QRectF(left, 0, right - left, placed.height)
    if folded:
        placed.hits.append(Hit(placed.frame, "unfold", block.text))


def _post(placed: Placed, style: Style) -> None:
    block = placed.block
    left, right = style.px(MARGIN), placed.width - style.px(MARGIN)
    pad, picture = style.px(12), style.px(44)
    placed.frame = QRectF(left, 0, right - left, 2 * pad - style.px(4) + picture)
    fill, line = style.frame(Look.POST)
    placed.pieces.append(Box(placed.frame, fill, line, style.px(8)))
    tile = QRectF(left + pad, (placed.frame.height() - picture) / 2, picture, picture)
    press, none = style.theme.color("surface.press"), QColor(0, 0, 0, 0)
    placed.pieces.append(Box(tile, press, none, style.px(6)))
    inner = style.px(20)
    icon = QRectF(tile.center().x() - inner / 2, tile.center().y() - inner / 2, inner, inner)
    placed.pieces.append(Icon(icon, block.icon, style.theme.hex("text.secondary")))
    text = tile.right() + pad
    head = place_parts.Row(placed, style, text, right - pad, tile.top(), style.line(Role.META, 20))
    place_parts.open_link(head)
    head.left_words(block.name, Role.META_STRONG, style.theme.color("text.secondary"))
    head.left_words(block.aside, Role.META, style.tone("plain"))
    below = QRectF(
        text, tile.top() + head.height + style.px(2), right - pad - text, style.line(Role.BASE, 20)
    )
    title = style.metrics(Role.BASE).elidedText(
        block.text.replace("\n", " "), Qt.TextElideMode.ElideRight, below.width()
    )
    placed.pieces.append(Words(below, title, Role.BASE, style.theme.color("text.primary")))
    placed.height = placed.frame.height()


def _framed(placed: Placed, style: Style) -> None:
    block = placed.block
    left, right = left_of_text(style), placed.width - style.px(MARGIN)
    pad = style.px(12)
    fill, line = style.frame(block.look)
    box = len(placed.pieces)
    if block.look is not Look.EARLIER:
        avatar = QRectF(style.px(MARGIN), 0, style.avatar, style.avatar)
        placed.pieces.append(Avatar(avatar, initials(block.name), block.person or block.name))
    head = place_parts.Row(placed, style, left + pad, right - pad, style.px(8), style.line(Role.BASE, 20))
    top = place_parts.head(head) + style.px(2)
    ink = style.theme.color("text.tertiary" if block.struck or block.look is Look.EARLIER else "text.primary")
    if block.text:
        top += _body(placed, style, QPointF(left + pad, top), right - left - 2 * pad, ink, Role.MESSAGE)
    top = place_parts.below(placed, style, left + pad, right - pad, top)
    placed.frame = QRectF(left, 0, right - left, top + style.px(10))
    dashed = block.look is Look.UNSENT
    placed.pieces.insert(box, Box(placed.frame, fill, line, style.px(8), dashed))
    placed.height = max(placed.frame.height(), style.avatar)


def _body(placed: Placed, style: Style, at: QPointF, width: float, color: QColor, role: Role) -> float:
    block = placed.block
    placed.units = Units(block.text)
    layout = QTextLayout(block.text.replace("\n", "\u2028"), style.font(role))
    if block.look.framed:
        placed.links = links.find(block.text)
    layout.setFormats(_formats(placed, style))
    height = lay_out(layout, width, style.line(role, 21 if role is Role.MESSAGE else 20))
    placed.body, placed.body_at, placed.body_height = layout, at, height
    placed.ink = color
    return height


def _formats(placed: Placed, style: Style) -> list[QTextLayout.FormatRange]:
    found = []
    if placed.block.struck:
        struck = QTextCharFormat()
        struck.setFontStrikeOut(True)
        found.append(_range(placed.units, 0, len(placed.block.text), struck))
    for span in placed.block.strong:
        bold = QTextCharFormat()
        bold.setFontWeight(QFont.Weight.DemiBold)
        found.append(_range(placed.units, span.start, span.end, bold))
    for link in placed.links:
        look = QTextCharFormat()
        look.setForeground(style.tone("link"))
        look.setFontUnderline(True)
        found.append(_range(placed.units, link.start, link.end, look))
    return found


def _range(units: Units, start: int, end: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start = units.to_qt(start)
    made.length = units.to_qt(end) - made.start
    made.format = look
    return made
