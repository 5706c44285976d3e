"""The page beside the list while several are being selected: read them together, tag all with one key."""

from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from responder.core.conversations import Conversation
from responder.core.events import Mood
from responder.ui.console import Console
from responder.ui.forms import button, label
from responder.ui.icons import icon, tile
from responder.ui.inbox.face import MOOD_ICONS
from responder.ui.inbox.pane import InboxPane
from responder.ui.phrases import mood_words, one_line
from responder.ui.theme.look import look
from responder.ui.words import tr, trn

MOST = 20
TAGS = 9


class SelectionPage(QWidget):
    """`tagged(str)` puts a tag on all of them; `mooded(UUID, Mood)` corrects one; `ended` leaves."""

    tagged = Signal(str)
    mooded = Signal(object, object)
    ended = Signal()

    def __init__(self, console: Console, inbox: InboxPane) -> None:
        super().__init__()
        self._console, self._inbox = console, inbox
        self._title = label("", "panel-title", wrap=False)
        self._cards = QVBoxLayout()
        self._tags = QVBoxLayout()
        head = QFrame()
        head.setProperty("edge", "bottom")
        row = QHBoxLayout(head)
        row.setContentsMargins(20, 10, 12, 10)
        row.setSpacing(12)
        row.addWidget(self._title)
        row.addWidget(label(tr("One key acts on all of them"), "base", "secondary", wrap=False))
        row.addStretch(1)
        row.addWidget(button(tr("Clear"), self.ended.emit, "", "x"))
        columns = QHBoxLayout()
        columns.setSpacing(0)
        columns.addWidget(_scrolling(self._cards, "base"), 1)
        side = _scrolling(self._tags, "muted")
        side.setFixedWidth(304)
        columns.addWidget(side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addLayout(columns, 1)

    def tell(self) -> None:
        """Show what is selected now."""
        count = self._inbox.target_count()
        self._title.setText(trn("{n} conversation selected", "{n} conversations selected", count))
        numbers = self._inbox.view.picked_numbers()[:MOST]
        _empty(self._cards)
        for number in numbers:
            self._cards.addWidget(self._card(self._inbox.model.row(number)))
        if count > len(numbers):
            more = trn("and {n} other", "and {n} others", count - len(numbers))
            self._cards.addWidget(label(more, "base", "tertiary"))
        self._cards.addStretch(1)
        self._tell_tags()

    def _card(self, row: Conversation) -> QFrame:
        card = QFrame()
        card.setProperty("surface", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(12, 8, 12, 12)
        head = QHBoxLayout()
        manifest = self._console.networks.get(row.network)
        picture = label("", wrap=False)
        picture.setPixmap(
            tile(manifest.code if manifest else "?", look().theme, 16, self.devicePixelRatioF())
        )
        picture.setToolTip(manifest.name if manifest else row.network)
        head.addWidget(picture)
        head.addWidget(label(one_line(row.name or row.handle), "strong", wrap=False))
        head.addStretch(1)
        head.setSpacing(8)
        for mood in Mood:
            head.addWidget(self._mood(row, mood), 0)
        inside.addLayout(head)
        inside.addWidget(label(row.snippet, "message"))
        return card

    def _mood(self, row: Conversation, mood: Mood) -> QToolButton:
        made = QToolButton()
        made.setProperty("kind", "segment")
        made.setCheckable(True)
        made.setChecked(row.mood is mood)
        name, token = MOOD_ICONS[mood]
        made.setIcon(icon(name, token if row.mood is mood else "text.secondary", 14))
        made.setIconSize(QSize(14, 14))
        words = tr("{name}: {mood}", name=one_line(row.name), mood=mood_words(mood).lower())
        made.setAccessibleName(words)
        made.setToolTip(mood_words(mood))
        conversation: UUID = row.id
        made.clicked.connect(lambda _checked=False: self.mooded.emit(conversation, mood))
        return made

    def _tell_tags(self) -> None:
        _empty(self._tags)
        self._tags.addWidget(label(tr("Tag all of them"), "strong"))
        self._tags.addWidget(label(tr("L, then a number or a name"), "meta", "tertiary"))
        for number, (name, uses) in enumerate(self._console.views.tags()[:TAGS], 1):
            made = QPushButton(f"{number}    {name}")
            made.setProperty("kind", "ghost")
            made.setProperty("side", "left")
            made.setAccessibleName(
                trn("Tag {name}, used {n} time", "Tag {name}, used {n} times", uses, name=name)
            )
            made.clicked.connect(lambda _checked=False, name=name: self.tagged.emit(name))
            self._tags.addWidget(made)
        self._tags.addStretch(1)


def _scrolling(layout: QVBoxLayout, surface: str) -> QScrollArea:
    inside = QFrame()
    inside.setProperty("surface", surface)
    inside.setLayout(layout)
    layout.setContentsMargins(20, 16, 20, 16)
    layout.setSpacing(10 if surface == "base" else 4)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
