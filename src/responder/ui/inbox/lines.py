"""Breaks a text into the lines that fit, the last one elided. A QTextDocument a row would be too dear."""

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextLayout, QTextOption


@lru_cache(maxsize=4096)
def broken(text: str, width: int, count: int, font_key: str) -> tuple[str, ...]:
    """Return at most `count` lines of `text` for a width in px; `font_key` is `QFont.toString()`."""
    font = QFont()
    font.fromString(font_key)
    metrics = QFontMetrics(font)
    if count == 1 or metrics.horizontalAdvance(text) <= width:
        return (metrics.elidedText(text, Qt.TextElideMode.ElideRight, width),)
    layout = QTextLayout(text, font)
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
    layout.beginLayout()
    lines: list[str] = []
    start = 0
    for _ in range(count - 1):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        lines.append(text[start : start + line.textLength()].rstrip())
        start += line.textLength()
    layout.endLayout()
    if start < len(text):
        lines.append(metrics.elidedText(text[start:], Qt.TextElideMode.ElideRight, width))
    return tuple(lines)
