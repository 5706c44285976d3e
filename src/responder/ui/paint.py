"""Small pictures that lists and threads share: avatars, clocks, chips. Each is rendered once and kept."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap, QPixmapCache

from responder.ui.icons import pixmap
from responder.ui.phrases import initials
from responder.ui.theme.theme import Role, Theme

RING_STEPS = 24


def _kept(key: str) -> QPixmap | None:
    found = QPixmap()
    return found if QPixmapCache.find(key, found) else None


def _canvas(size: int, ratio: float) -> QPixmap:
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    return made


def avatar(name: str, size: int, theme: Theme, ratio: float = 1.0) -> QPixmap:
    """Return a disc with somebody's initials, always in the same hue for one name."""
    key = f"avatar/{name}/{size}/{theme.name}/{ratio}"
    kept = _kept(key)
    if kept is not None:
        return kept
    fill, text = theme.avatar(name)
    made = _canvas(size, ratio)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(text, 1) if theme.name.startswith("contrast") else Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawEllipse(QRectF(0.5, 0.5, size - 1, size - 1))
    font = QFont(theme.font(Role.BASE_STRONG))
    font.setPixelSize(max(7, round(size * 0.4)))
    painter.setFont(font)
    painter.setPen(text)
    painter.drawText(QRectF(0, 0, size, size), Qt.AlignmentFlag.AlignCenter, initials(name))
    painter.end()
    QPixmapCache.insert(key, made)
    return made


def nobody(size: int, theme: Theme, ratio: float = 1.0) -> QPixmap:
    """Return the dashed ring that stands for nobody."""
    key = f"nobody/{size}/{theme.name}/{ratio}"
    kept = _kept(key)
    if kept is not None:
        return kept
    made = _canvas(size, ratio)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(theme.color("line.control"), 1)
    pen.setDashPattern([2.5, 2.5])
    painter.setPen(pen)
    painter.drawEllipse(QRectF(1, 1, size - 2, size - 2))
    painter.end()
    QPixmapCache.insert(key, made)
    return made


def ring(left: float, color: QColor, size: int, theme: Theme, ratio: float = 1.0) -> QPixmap:
    """Return a ring that empties: `left` is the part that remains, 0 to 1."""
    step = round(min(1.0, max(0.0, left)) * RING_STEPS)
    key = f"ring/{step}/{color.name()}/{size}/{theme.name}/{ratio}"
    kept = _kept(key)
    if kept is not None:
        return kept
    made = _canvas(size, ratio)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = max(2.0, size / 4.4)
    area = QRectF(width / 2, width / 2, size - width, size - width)
    faint = QColor(color)
    faint.setAlphaF(0.28)
    painter.setPen(QPen(faint, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawEllipse(area)
    painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawArc(area, 90 * 16, round(360 * 16 * step / RING_STEPS))
    painter.end()
    QPixmapCache.insert(key, made)
    return made


MIDDLE = Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextSingleLine.value
LEFT = MIDDLE | Qt.AlignmentFlag.AlignLeft.value


class Brush:
    """A painter with a theme: draws the labels that rows are made of, each returning the width it took."""

    def __init__(self, painter: QPainter, theme: Theme, ratio: float) -> None:
        self.painter, self.theme, self.ratio = painter, theme, ratio

    def text(
        self, area: QRect, text: str, font: QFont, token: str, align: Qt.AlignmentFlag | None = None
    ) -> None:
        """Draw text in the middle of the area's height."""
        self.painter.setFont(font)
        self.painter.setPen(self.theme.color(token))
        self.painter.drawText(area, LEFT if align is None else MIDDLE | align.value, text)

    def icon(self, x: int, middle: int, name: str, token: str, size: int) -> int:
        """Draw an icon with its left edge at `x`, around the line `middle`."""
        picture = pixmap(name, self.theme.hex(token), size, self.ratio)
        self.painter.drawPixmap(QPointF(x, middle - size / 2), picture)
        return size

    def label(
        self,
        x: int,
        middle: int,
        text: str,
        font: QFont,
        tokens: tuple[str, str, str],
        picture: QPixmap | None = None,
    ) -> int:
        """Draw a chip: `tokens` are text, fill and outline ("" for none); a picture may stand before the text."""
        width, height = self.label_width(text, font, picture), self.theme.px(18)
        area = QRectF(x + 0.5, middle - height / 2 + 0.5, width - 1, height - 1)
        front, fill, line = tokens
        pill = line == "" and fill != ""
        self.painter.setPen(self.theme.color(line) if line else Qt.PenStyle.NoPen)
        self.painter.setBrush(self.theme.color(fill) if fill else Qt.BrushStyle.NoBrush)
        radius = area.height() / 2 if pill else 4
        if fill or line:
            self.painter.drawRoundedRect(area, radius, radius)
        left = x + self.theme.px(6)
        if picture is not None:
            size = picture.height() / picture.devicePixelRatio()
            self.painter.drawPixmap(QPointF(left, middle - size / 2), picture)
            left += round(size) + self.theme.px(4)
        self.text(QRect(left, middle - height // 2, width, height), text, font, front)
        return width

    def label_width(self, text: str, font: QFont, picture: QPixmap | None = None) -> int:
        """Return the width that `label` takes."""
        extra = (
            0 if picture is None else round(picture.width() / picture.devicePixelRatio()) + self.theme.px(4)
        )
        return QFontMetrics(font).horizontalAdvance(text) + extra + 2 * self.theme.px(6)
