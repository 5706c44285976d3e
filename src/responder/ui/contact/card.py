"""Who this is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from responder.core.conversations import Conversation
from responder.core.manifest import Manifest
from responder.core.questions import Contact
from responder.ui.contact.parts import Tile
from responder.ui.forms import clear, label
from responder.ui.phrases import one_line
from responder.ui.thread.header import Badge
from responder.ui.thread.times import Times
from responder.ui.words import tr, trn


class ContactCard(QFrame):
    """Name, since when, how often; the handle and how many follow it."""

    def __init__(self) -> None:
        super().__init__()
        self.badge = Badge(40, 16)
        self.name = label("", "panel-title")
        self.name.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        self.about = label("", "meta", "secondary")
        self._handles = QVBoxLayout()
        self._handles.setSpacing(4)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.about)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.badge)
        top.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(10)
        column.addLayout(top)
        column.addLayout(self._handles)

    def show_contact(
        self, row: Conversation, contact: Contact | None, network: Manifest | None, times: Times
    ) -> None:
        """Show somebody."""
        name = one_line((contact.name if contact is not None else row.name) or row.handle) or tr("Somebody")
        self.badge.show_person(name, "")
        self.name.setText(name)
        self.about.setText(_about(contact, times))
        clear(self._handles)
        handle = one_line(contact.handle if contact is not None else row.handle)
        where = network.name if network is not None else row.network
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Tile(network.code if network is not None else row.network[:2]))
        shown = label(handle or name, "base")
        shown.setToolTip(where)
        shown.setAccessibleName(f"{where}: {handle or name}")
        line.addWidget(shown, 1)
        if contact is not None and contact.followers is not None:
            followers = trn("{n} follower", "{n} followers", contact.followers)
            line.addWidget(label(followers, "meta", "secondary", wrap=False))
        self._handles.addLayout(line)


def _about(contact: Contact | None, times: Times) -> str:
    if contact is None or contact.conversations <= 1:
        return tr("First conversation")
    talks = trn("{n} talk", "{n} talks", contact.conversations)
    messages = trn("{n} message", "{n} messages", contact.messages)
    since = tr("since {date}", date=times.on(contact.first_seen))
    last = tr("last on {date}", date=times.on(contact.last_seen))
    return f"{talks} · {messages} · {since}, {last}"
