"""What connecting a network takes and gives, in plain words, before anything is typed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from responder.core.manifest import Manifest
from responder.ui.forms import Picture, label, row
from responder.ui.words import tr


class Facts(QWidget):
    """Three lists from the manifest: what you need, what Responder then sees and does, what it cannot. Hidden when all are empty."""

    def __init__(self, network: Manifest) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        lists = (
            (tr("You need"), "key-round", "text.secondary", network.needs),
            (tr("Responder will"), "check", "ok.text", network.can),
            (tr("It will not"), "ban", "warn.text", network.cannot),
        )
        for title, icon, color, sentences in lists:
            if sentences:
                column.addWidget(_list(title, icon, color, sentences))
        self.setVisible(column.count() > 0)


def _list(title: str, icon: str, color: str, sentences: Sequence[str]) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(label(title, "strong"))
    for sentence in sentences:
        picture = Picture(icon, color, 14)
        line = row(picture, label(tr(sentence), tone="secondary"), stretch=1)
        line.setAlignment(picture, Qt.AlignmentFlag.AlignTop)
        column.addLayout(line)
    holder.setAccessibleName(f"{title}: {' '.join(tr(sentence) for sentence in sentences)}")
    return holder
