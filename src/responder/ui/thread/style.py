"""The measures of the thread at one theme and text size."""

import unicodedata
from functools import cached_property

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QTextLayout, QTextOption

from responder.ui.theme.theme import Role, Theme
from responder.ui.thread.blocks import Look

_TONES = {
    "plain": "text.tertiary", "danger": "danger.text", "warn": "warn.text", "ok": "ok.text",
    "mark": "mark.text", "note": "note.text", "link": "accent.text",
}  # fmt: skip

_FRAMES = {
    Look.CUSTOMER: ("surface.base", "line.card"),
    Look.OTHER: ("surface.muted", "line.card"),
    Look.OURS: ("accent.softer", "accent.line"),
    Look.UNSENT: ("surface.base", "line.control"),
    Look.NOTE: ("note.soft", "note.line"),
    Look.EARLIER: ("surface.muted", "line.soft"),
    Look.POST: ("surface.muted", "line.card"),
}


class Style:
    """Fonts, metrics and lengths, made once a theme."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._fonts: dict[Role, tuple[QFont, QFontMetricsF]] = {}

    def font(self, role: Role) -> QFont:
        """Return the font of a role, with figures of one width."""
        return self._known(role)[0]

    def metrics(self, role: Role) -> QFontMetricsF:
        """Return the metrics of a role."""
        return self._known(role)[1]

    def _known(self, role: Role) -> tuple[QFont, QFontMetricsF]:
        if role not in self._fonts:
            font = self.theme.font(role, tabular=True)
            self._fonts[role] = (font, QFontMetricsF(font))
        return self._fonts[role]

    def px(self, length: float) -> float:
        """Return a length that grows with the text."""
        return self.theme.px(length)

    def line(self, role: Role, at_least: float) -> float:
        """Return the height of a line of a role."""
        return max(self.px(at_least), self.metrics(role).height())

    @cached_property
    def avatar(self) -> float:
        """Return the size of an avatar."""
        return self.px(28)

    def tone(self, tone: str) -> QColor:
        """Return the colour of a tone."""
        return self.theme.color(_TONES[tone])

    def tone_hex(self, tone: str) -> str:
        """Return the colour of a tone as the icons want it."""
        return self.theme.hex(_TONES[tone])

    def frame(self, look: Look) -> tuple[QColor, QColor]:
        """Return the fill and the line of a block."""
        fill, line = _FRAMES[look]
        return self.theme.color(fill), self.theme.color(line)


def lay_out(layout: QTextLayout, width: float, line_height: float) -> float:
    """Break a text into lines of a width, each at least so high; return the height of all."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    rightward = right_to_left(layout.text())
    direction, flag = Qt.LayoutDirection, Qt.AlignmentFlag
    option.setTextDirection(direction.RightToLeft if rightward else direction.LeftToRight)
    option.setAlignment(flag.AlignRight if rightward else flag.AlignLeft)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    top = 0.0
    while True:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(1.0, width))
        height = max(line_height, line.height())
        line.setPosition(QPointF(0, top + (height - line.height()) / 2))
        top += height
    layout.endLayout()
    return top


def right_to_left(text: str) -> bool:
    """Say whether a text begins in a script that is read from the right (Unicode annex 9, rules P2 and P3)."""
    classes = (unicodedata.bidirectional(character) for character in text)
    return next((found for found in classes if found in ("L", "R", "AL")), "L") != "L"
