"""Who wrote, where, who can read it; and what can be done with the conversation."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from responder.core.conversations import Conversation
from responder.core.manifest import Manifest
from responder.ui import icons, paint
from responder.ui.commands import Registry, shown
from responder.ui.elided import Elided
from responder.ui.forms import dress
from responder.ui.inbox.face import row_kind
from responder.ui.phrases import one_line
from responder.ui.theme.look import look
from responder.ui.words import mark, tr

ACTIONS = (
    ("conversation.assign", "user-plus", mark("Assign")),
    ("conversation.escalate", "flag", mark("Escalate")),
    ("conversation.snooze", "clock", mark("Snooze")),
    ("conversation.tag", "tag", mark("Tag")),
    ("conversation.more", "ellipsis", mark("More actions")),
)
"""The buttons at the right: command, icon, name."""

SPARED = ("conversation.snooze", "conversation.tag")
"""The buttons that a narrow header leaves out: they have keys, and stand under “More actions”."""

ROOMY = 440
"""px at 100 %: the width from which nothing is left out."""

DONE = "conversation.done"


class Badge(QWidget):
    """An avatar with the network's tile at its lower right. Decorative: the words beside it say the same."""

    def __init__(self, size: int, tile: int) -> None:
        super().__init__()
        self._size, self._tile, self._name, self._code = size, tile, "", ""
        look().changed.connect(self.update)

    def show_person(self, name: str, code: str) -> None:
        """Show somebody's initials and a network's letters."""
        self._name, self._code = name, code
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size, which grows with the text."""
        theme = look().theme
        return QSize(theme.px(self._size) + 4, theme.px(self._size) + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint both."""
        theme, ratio = look().theme, self.devicePixelRatioF()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size, tile = theme.px(self._size), theme.px(self._tile)
        painter.drawPixmap(0, (self.height() - size) // 2, paint.avatar(self._name, size, theme, ratio))
        if self._code:
            left, top = size - tile + 3, (self.height() + size) // 2 - tile + 3
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("surface.base"))
            painter.drawRoundedRect(QRectF(left - 1.5, top - 1.5, tile + 3, tile + 3), 5, 5)
            painter.drawPixmap(left, top, icons.tile(self._code, theme, tile, ratio))
        painter.end()


class ThreadHeader(QFrame):
    """Buttons run the window's commands, so that key, menu and button cannot differ."""

    def __init__(self, commands: Registry) -> None:
        super().__init__()
        self._commands = commands
        self.setProperty("surface", "base")
        self.badge = Badge(32, 16)
        self.name = Elided("panel-title")
        self.about = Elided("meta", "secondary")
        for line in (self.name, self.about):
            line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.about)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 8, 12, 8)
        row.setSpacing(0)
        row.addWidget(self.badge)
        row.addSpacing(8)
        row.addLayout(words, 1)
        row.addSpacing(4)
        for command, picture, name in ACTIONS:
            row.addWidget(self._tool(command, picture, tr(name)))
        row.addSpacing(6)
        self.done = self._done()
        row.addWidget(self.done)
        commands.changed.connect(self._say_keys)

    def show_row(self, row: Conversation, network: Manifest | None) -> None:
        """Show whose conversation it is."""
        name = one_line(row.name or row.handle) or tr("Somebody")
        where = network.name if network is not None else row.network
        public = tr("private") if row.private else tr("public")
        about = f"{row_kind(row, where)} · {public}"
        self.badge.show_person(name, network.code if network is not None else "")
        for text, words in ((self.name, name), (self.about, about)):
            text.setText(words)
            text.setToolTip(words)
            text.setAccessibleName(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave room for the name."""
        super().resizeEvent(event)
        self._say_keys()

    def _tool(self, command: str, picture: str, name: str) -> QToolButton:
        made = QToolButton()
        made.setProperty("kind", "ghost")
        made.setObjectName(command)
        made.setAccessibleName(name)
        made.setToolTip(name)
        dress(made, picture)
        made.clicked.connect(lambda _checked=False: self._commands.run(command))
        return made

    def _done(self) -> QPushButton:
        made = QPushButton(tr("Done", context="button"))
        made.setObjectName(DONE)
        dress(made, "check", "text.primary")
        made.clicked.connect(lambda _checked=False: self._commands.run(DONE))
        return made

    def _say_keys(self) -> None:
        known, done = {command.id for command in self._commands.all()}, tr("Done", context="button")
        roomy = self.width() >= look().theme.px(ROOMY)
        for made in [*self.findChildren(QToolButton), self.done]:
            id = made.objectName()
            made.setVisible(roomy or id not in SPARED)
            if id not in known:
                continue
            keys = self._commands.keys(id)
            name = made.accessibleName() or done
            made.setToolTip(f"{name} ({shown(keys[0])})" if keys else name)
            if made is self.done:
                made.setText(f"{done}   {shown(keys[0])}" if keys and roomy else done)
                made.setAccessibleName(done)
