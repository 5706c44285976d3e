"""The parts that the panel's sections are filled with."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from responder.ui import icons
from responder.ui.contact.escalation import Rung
from responder.ui.forms import Picture, dress, label
from responder.ui.theme.look import look


class Tile(QWidget):
    """A network's two letters. Decorative: the words beside it name the network."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self._code = code
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return the size, which grows with the text."""
        size = look().theme.px(16)
        return QSize(size, size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        theme = look().theme
        painter = QPainter(self)
        painter.drawPixmap(0, 0, icons.tile(self._code, theme, theme.px(16), self.devicePixelRatioF()))
        painter.end()


class Card(QPushButton):
    """Two lines that can be pressed, with a key at the right."""

    def __init__(self, title: str, about: str, key: str, then: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        name = label(title, "strong")
        below = label(about, "meta", "secondary")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(name)
        words.addWidget(below)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.addLayout(words, 1)
        if key:
            row.addWidget(label(key, "meta", "tertiary", wrap=False))
        for part in self.findChildren(QLabel):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(f"{title}, {about}" if about else title)
        self.setToolTip(title)
        self.clicked.connect(lambda _checked=False: then())

    def sizeHint(self) -> QSize:
        """Return the height of its words at the width it has."""
        layout = self.layout()
        return QSize(160, layout.totalHeightForWidth(max(160, self.width())) if layout is not None else 48)

    def event(self, event: QEvent) -> bool:
        """Ask for another height when the words break elsewhere."""
        done = super().event(event)
        if event.type() == QEvent.Type.Resize:
            self.updateGeometry()
        return done


_RUNGS = {
    "done": ("circle-check", "ok.text"),
    "now": ("circle-check", "accent.text"),
    "waiting": ("hourglass", "warn.text"),
    "next": ("circle-dashed", "text.tertiary"),
}


def rung(step: Rung) -> QWidget:
    """Return one line of the ladder."""
    made = QWidget()
    picture, color = _RUNGS[step.state]
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(label(step.who, "base" if step.state == "next" else "strong"))
    words.addWidget(label(step.what, "meta", "secondary"))
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(Picture(picture, color, 16), 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    return made


class Elided(QPushButton):
    """A button whose words are shortened to the room it has."""

    def __init__(self, words: str, picture: str, color: str) -> None:
        super().__init__()
        self._words = words
        self.setProperty("kind", "row")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words)
        self.setToolTip(words)
        dress(self, picture, color)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the words."""
        super().resizeEvent(event)
        room = self.width() - self.iconSize().width() - 24
        self.setText(" " + self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room))
