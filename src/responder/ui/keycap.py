"""A key as it is drawn beside what it does."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy


def keycap(text: str) -> QLabel:
    """Return a label that looks like a key; to a screen reader the control beside it names the key."""
    key = QLabel(text)
    key.setProperty("key", True)
    key.setTextFormat(Qt.TextFormat.PlainText)
    key.setAlignment(Qt.AlignmentFlag.AlignCenter)
    key.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return key
