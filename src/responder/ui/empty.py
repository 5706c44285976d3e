"""What is shown where there is nothing: one icon, one fact, one reason, at most two actions."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from responder.ui.forms import Picture, button, label


@dataclass(frozen=True)
class Offer:
    """One button of an empty state."""

    text: str
    then: Callable[[], object]
    icon: str = ""
    primary: bool = False


class EmptyState(QWidget):
    """`tone` is neutral, ok, warn, danger or mark: it tints the disc behind the icon."""

    def __init__(self) -> None:
        super().__init__()
        self._disc = QFrame()
        self._disc.setFixedSize(QSize(56, 56))
        self._picture = Picture("inbox", "text.secondary", 24)
        inside = QVBoxLayout(self._disc)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignCenter)
        self._title = label("", "panel-title")
        self._text = label("", "base", "secondary")
        self._offers = QHBoxLayout()
        self._offers.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(6)
        layout.addStretch(1)
        layout.addWidget(self._disc, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(8)
        for words in (self._title, self._text):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            layout.addWidget(words)
        layout.addSpacing(8)
        layout.addLayout(self._offers)
        layout.addStretch(1)

    def tell(
        self, icon: str, title: str, text: str, offers: tuple[Offer, ...] = (), tone: str = "neutral"
    ) -> None:
        """Say what there is not, why, and what can be done."""
        soft = "surface.muted" if tone == "neutral" else f"{tone}.soft"
        self._picture.become(icon, "text.secondary" if tone == "neutral" else f"{tone}.text")
        self._disc.setProperty("disc", soft)
        self._disc.style().unpolish(self._disc)
        self._disc.style().polish(self._disc)
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.setAccessibleName(f"{title}. {text}")
        self._put(offers)

    @property
    def title(self) -> QLabel:
        """Return the label with the fact."""
        return self._title

    def _put(self, offers: tuple[Offer, ...]) -> None:
        while (item := self._offers.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._offers.addStretch(1)
        for offer in offers:
            self._offers.addWidget(
                button(offer.text, offer.then, "primary" if offer.primary else "", offer.icon)
            )
        self._offers.addStretch(1)
