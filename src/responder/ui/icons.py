"""Lucide drawings in the colour of a token, and the two-letter tiles that stand for networks."""

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QFont, QGuiApplication, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from responder.ui.drawings import svg
from responder.ui.theme.look import look
from responder.ui.theme.theme import Role, Theme


def pixmap(name: str, color: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Return the icon rendered once for each name, colour, size and device ratio."""
    key = f"icon/{name}/{color}/{size}/{ratio}"
    kept = QPixmap()
    if QPixmapCache.find(key, kept):
        return kept
    made = _blank(size, ratio)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(svg(name, color, size).encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    QPixmapCache.insert(key, made)
    return made


def icon(name: str, color: str = "text.secondary", size: int = 16, gap: int = 0) -> QIcon:
    """Return the icon in the colour of a token of the theme in use; ask again when the theme changes.

    `gap` is room at its right, for buttons: the style puts their text too close to the icon.
    """
    theme = look().theme
    made = QIcon()
    for ratio in {1.0, _ratio()}:
        for token, mode in ((color, QIcon.Mode.Normal), ("text.disabled", QIcon.Mode.Disabled)):
            picture = pixmap(name, theme.hex(token), size, ratio)
            made.addPixmap(_widened(picture, gap) if gap else picture, mode)
    return made


def tile(code: str, theme: Theme, size: int = 16, ratio: float = 1.0) -> QPixmap:
    """Return the neutral tile with a network's two letters."""
    key = f"tile/{code}/{theme.name}/{size}/{ratio}"
    kept = QPixmap()
    if QPixmapCache.find(key, kept):
        return kept
    made = _blank(size, ratio)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("tile.bg"))
    painter.drawRoundedRect(QRectF(0, 0, size, size), size / 4, size / 4)
    font = QFont(theme.font(Role.CODE))
    font.setPixelSize(max(1, round(size * (9 / 16 if size < 24 else 14 / 32))))
    painter.setFont(font)
    painter.setPen(theme.color("tile.on"))
    painter.drawText(QRectF(0, 0, size, size), Qt.AlignmentFlag.AlignCenter, code)
    painter.end()
    QPixmapCache.insert(key, made)
    return made


def _widened(picture: QPixmap, gap: int) -> QPixmap:
    ratio = picture.devicePixelRatio()
    wide = QPixmap(round(picture.width() + gap * ratio), picture.height())
    wide.setDevicePixelRatio(ratio)
    wide.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wide)
    painter.drawPixmap(0, 0, picture)
    painter.end()
    return wide


def _blank(size: int, ratio: float) -> QPixmap:
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    return made


def _ratio() -> float:
    screen = QGuiApplication.primaryScreen()
    return screen.devicePixelRatio() if screen is not None else 1.0
