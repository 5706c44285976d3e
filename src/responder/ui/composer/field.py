"""The framed field: text, whose name it goes out under, length, and the buttons."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from responder.core.messages import Enclosure
from responder.ui.composer.check_lines import CheckLines
from responder.ui.composer.counter import Counter
from responder.ui.composer.edit import ComposerEdit
from responder.ui.composer.enclosed import EnclosedFiles
from responder.ui.forms import dress, label
from responder.ui.theme.look import look
from responder.ui.words import tr

GAP, MARGIN = 8, 9
"""px between the buttons, and around them."""


class ComposerField(QFrame):
    """One line while nothing is written, everything once writing begins. A click anywhere in it writes."""

    def __init__(self) -> None:
        super().__init__()
        self.edit = ComposerEdit()
        self.reply_key = label("", "meta", "tertiary", wrap=False)
        self.signed = label("", "meta", "tertiary")
        self.counter = Counter()
        self.checks = CheckLines()
        self.templates = _tool("square-slash", tr("Templates"))
        self.attach = _tool("paperclip", tr("Attach a picture or a file"))
        self.enclosed = EnclosedFiles()
        self.approval = QPushButton(f" {tr('Send for approval')}")
        self.approval.setAccessibleName(tr("Send for approval"))
        self.approval.setToolTip(tr("Send for approval"))
        dress(self.approval, "stamp")
        self.send = QPushButton(tr("Send & done"))
        self.send.setProperty("kind", "primary")
        self._note = False
        self._named = (tr("Send & done"), "")
        self._invited = ("", "")
        self._tools = QWidget()
        self._arrange()
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setFocusProxy(self.edit)
        look().changed.connect(self.update)
        self.edit.focused.connect(lambda _on: self.update())

    def _arrange(self) -> None:
        first = QHBoxLayout()
        first.addWidget(self.edit, 1)
        first.addWidget(self.reply_key, 0, Qt.AlignmentFlag.AlignVCenter)
        below = QHBoxLayout()
        below.setContentsMargins(2, 0, 2, 0)
        below.addWidget(self.signed, 1)
        below.addWidget(self.counter)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self.templates)
        buttons.addWidget(self.attach)
        buttons.addStretch(1)
        buttons.addWidget(self.approval)
        buttons.addWidget(self.send)
        tools = QVBoxLayout(self._tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(6)
        tools.addWidget(self.enclosed)
        tools.addLayout(below)
        tools.addWidget(self.checks)
        tools.addLayout(buttons)
        self._tools.setCursor(Qt.CursorShape.ArrowCursor)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 8, MARGIN, 8)
        column.setSpacing(4)
        column.addLayout(first)
        column.addWidget(self._tools)

    def open_up(self, opened: bool) -> None:
        """Show everything, or one line."""
        self._tools.setVisible(opened)
        self.reply_key.setVisible(not opened)

    def show_files(self, files: Sequence[Enclosure]) -> None:
        """Show what goes with the text; Tab comes to it after the text, though it was made later."""
        before = list(self.enclosed.lines)
        self.enclosed.show_files(files)
        if list(self.enclosed.lines) != before:
            for first, second in pairwise([self.edit, *self.enclosed.stops(), self.templates]):
                QWidget.setTabOrder(first, second)

    def name_send(self, words: str, key: str) -> None:
        """Say what the button does that sends, and by which key."""
        self._named = (words, key)
        self.send.setAccessibleName(words)
        self._fit()

    def invite(self, short: str, whole: str) -> None:
        """Say in the empty field what belongs there, in one line."""
        self._invited = (short, whole)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less on the buttons where they would be cut."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        short, whole = self._invited
        room = self.edit.width() - 2 * MARGIN
        fits = self.edit.fontMetrics().horizontalAdvance(whole) <= room
        self.edit.setPlaceholderText(whole if fits else short)
        words, key = self._named
        words = words.replace("&", "&&")
        approval = f" {tr('Send for approval')}"
        for send, other in ((f"{words}   {key}" if key else words, approval), (words, approval), (words, "")):
            self.send.setText(send)
            self.approval.setText(other)
            if self._wanted() <= self.width():
                return

    def _wanted(self) -> int:
        """Return the width that the buttons need, with what is around them."""
        buttons = (self.templates, self.attach, self.approval, self.send)
        return sum(made.sizeHint().width() + GAP for made in buttons if not made.isHidden()) + 2 * MARGIN

    def set_note(self, note: bool) -> None:
        """Tint the field as a note."""
        self._note = note
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame, and the ring while one writes."""
        theme = look().theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.edit.hasFocus()
        line = "focus.ring" if focused else "note.line" if self._note else "line.control"
        width = 2 if focused else 1
        painter.setPen(QPen(theme.color(line), width))
        painter.setBrush(theme.color("note.soft" if self._note else "surface.base"))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 8, 8)
        painter.end()


def _tool(picture: str, name: str) -> QToolButton:
    made = QToolButton()
    made.setProperty("kind", "ghost")
    made.setAccessibleName(name)
    made.setToolTip(name)
    dress(made, picture)
    return made
