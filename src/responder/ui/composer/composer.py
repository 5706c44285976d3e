"""Where answers and notes are written. It always says where the words go, and under which name."""

from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from responder.actions import drafts
from responder.core.changes import Changes, Touched
from responder.core.questions import Draft
from responder.ui.ask_bar import AskBar
from responder.ui.commands import Command
from responder.ui.composer import composer_commands, dressing, situation
from responder.ui.composer import session as sessions
from responder.ui.composer.enclosing import Enclosing
from responder.ui.composer.field import ComposerField
from responder.ui.composer.inserting import Inserting
from responder.ui.composer.language_button import LanguageButton
from responder.ui.composer.modes import ModeBar
from responder.ui.composer.sending import Sending
from responder.ui.composer.session import Session
from responder.ui.composer.turning import Turning
from responder.ui.console import Console
from responder.ui.theme.look import look
from responder.views.composing import Mode

DRAFT_PAUSE_MS = 500

_READ = "list.open"
"""The command that gives the focus to the conversation."""

_CONCERNS = Touched.THREAD | Touched.SENDING | Touched.ACCOUNTS | Touched.MEMBERS


class Composer(QWidget):
    """Drafts are saved at every pause and on leaving, and come back as they were."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self.console = console
        self.session: Session | None = None
        self._unsaved = False
        self._awaited: UUID | None = None
        self.modes = ModeBar()
        self.language = LanguageButton()
        self.ask = AskBar()
        self.field = ComposerField()
        self.edit = self.field.edit
        self.inserting = Inserting(self, self)
        self.turning = Turning(self)
        self.sending = Sending(self)
        self.enclosing = Enclosing(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DRAFT_PAUSE_MS)
        self._arrange()
        self._connect()
        self.show_conversation(console.stage.conversation)

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.modes, 1)
        top.addWidget(self.language)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 10, 20, 12)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.ask)
        column.addWidget(self.field)

    def _connect(self) -> None:
        stage = self.console.stage
        stage.opened.connect(self.show_conversation)
        stage.composed.connect(self.compose)
        stage.commands.changed.connect(self.refresh)
        self.console.bridge.changed.connect(self._changed)
        self.modes.chosen.connect(lambda mode: self.turning.turn(Mode(mode)))
        self.language.chosen.connect(self._set_language)
        self.edit.edited.connect(self._edited)
        self.edit.left.connect(self.leave)
        self.field.attach.clicked.connect(lambda _checked=False: self.enclosing.choose())
        self.field.enclosed.removed.connect(self.enclosing.remove)
        self.field.enclosed.described.connect(self.enclosing.describe)
        self.edit.pasted.connect(self.enclosing.take_in)
        self.field.templates.clicked.connect(lambda _checked=False: self.inserting.open())
        self.field.send.clicked.connect(lambda _checked=False: self.sending.send(done=True))
        self.field.approval.clicked.connect(lambda _checked=False: self.sending.send(approval=True))
        self._pause.timeout.connect(self.save_draft)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        look().changed.connect(self.update)

    def commands(self) -> list[Command]:
        """Return what can be done with the keyboard here."""
        return composer_commands.commands(self)

    def show_conversation(self, conversation: UUID | None) -> None:
        """Write about another conversation; the draft of the one before is kept."""
        self.save_draft()
        self.inserting.close()
        self.ask.hide()
        found = situation.read(self.console, conversation) if conversation is not None else None
        self.setEnabled(found is not None)
        self.session = None
        if found is None:
            self.fill("", 0)
            return
        draft = self.console.views.draft(found.thread.row.id)
        self.session = sessions.begin(found, draft, self.console)
        self.fill(draft.text if draft is not None else "", draft.caret if draft is not None else 0)
        if conversation == self._awaited:
            self._awaited = None
            QTimer.singleShot(0, self.edit.setFocus)

    def compose(self, draft: Draft) -> None:
        """Bring a text back into the field, with its caret and mode."""
        stage = self.console.stage
        if self.session is None or self.session.conversation != draft.conversation:
            self._awaited = draft.conversation
            kept = drafts.save(self.console.desk, draft)
            stage.follow(kept, lambda _done: stage.go(f"conversation/{draft.conversation}"))
            return
        self.session.mode = sessions.mode_of(draft, self.session.situation)
        self.session.seen = self.session.situation.newest
        self.session.files[:] = draft.files
        self.fill(draft.text, draft.caret)
        self._unsaved = True
        self.save_draft()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def fill(self, text: str, caret: int) -> None:
        """Show a text that nobody typed."""
        self.edit.show_text(text, caret)
        self._pause.stop()
        self._unsaved = False
        self.refresh()

    def _changed(self, changes: Changes) -> None:
        session = self.session
        if session is None or not changes.touched & _CONCERNS:
            return
        if changes.conversations and session.conversation not in changes.conversations:
            return
        found = situation.read(self.console, session.conversation)
        if found is not None:
            session.situation = found
            if session.empty(self.edit.text()):
                session.seen = found.newest
            self.refresh()

    def refresh(self) -> None:
        """Show everything that depends on the text, the mode and the conversation."""
        dressing.dress(self, self.session)

    def _edited(self) -> None:
        self.touch()
        self.refresh()
        self.inserting.typed()

    def touch(self) -> None:
        """Remember that something is not saved yet."""
        self._unsaved = True
        self._pause.start()

    def save_draft(self) -> None:
        """Keep what is written; does nothing when it is kept already."""
        self._pause.stop()
        session = self.session
        if session is None or not self._unsaved:
            return
        self._unsaved = False
        draft = session.draft(self.edit.text(), self.edit.caret())
        self.console.stage.follow(drafts.save(self.console.desk, draft), lambda _done: None)

    # --- what a person does

    def allows(self, mode: Mode) -> bool:
        """Say whether the conversation can be answered so."""
        return self.session is not None and mode in self.session.situation.modes

    def begin(self, mode: Mode | None = None) -> None:
        """Write, in the mode of the customer's last message unless another is asked for."""
        session = self.session
        if session is None:
            return
        if mode is None and session.empty(self.edit.text()):
            mode = session.situation.modes[0]
        if mode is not None:
            self.turning.turn(mode)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.turning.greet(session)

    def turn_language(self) -> None:
        """Choose a language; in the picker, turn to the template's next one."""
        if self.inserting.picker.isVisible():
            self.inserting.picker.turn_language()
        else:
            self.language.open_menu()

    def _set_language(self, language: str) -> None:
        if self.session is not None:
            self.session.language = language
            self.refresh()
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Go back to reading; the draft is kept."""
        self.save_draft()
        self.inserting.close()
        self.edit.clearFocus()
        commands = self.console.stage.commands
        if any(command.id == _READ for command in commands.all()):
            commands.run(_READ)

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        inside = new is not None and self.isAncestorOf(new)
        was_inside = old is not None and self.isAncestorOf(old)
        if was_inside and not inside:
            self.save_draft()
            self.inserting.close()
        if inside != was_inside:
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is written before the window goes."""
        self.save_draft()
        self.inserting.close()
        super().hideEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the strip; a note tints all of it, so that nobody publishes one."""
        theme = look().theme
        note = self.session is not None and self.session.mode is Mode.NOTE
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("note.soft" if note else "surface.muted"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("note.line" if note else "line.soft"))
        painter.end()
