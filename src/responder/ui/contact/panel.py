"""The right panel: contact, escalation, suggested templates, earlier talks, notes, tags."""

from functools import partial
from uuid import UUID

from msgspec.structs import replace
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from responder.actions.note import remove_note
from responder.actions.tag import remove_tag
from responder.core.changes import Changes, Touched
from responder.core.events import ReadMarked
from responder.core.questions import Thread
from responder.ui.console import Console
from responder.ui.contact import fill
from responder.ui.contact.card import ContactCard
from responder.ui.contact.section import Section
from responder.ui.forms import line
from responder.ui.theme.look import look
from responder.ui.thread.names import Names
from responder.ui.thread.times import Times
from responder.ui.words import language, tr

_CONCERNS = Touched.INBOX | Touched.THREAD | Touched.CONTACTS
_TEAM = Touched.MEMBERS | Touched.TEMPLATES | Touched.ACCOUNTS


class ContactPanel(QScrollArea):
    """Follows `stage.conversation`. Sections fold, and remember it."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self.console = console
        self._thread: Thread | None = None
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("About this customer"))
        self.card = ContactCard()
        self.escalation = Section("escalation", tr("Escalation"))
        self.templates = Section("templates", tr("Suggested templates"))
        self.earlier = Section("earlier", tr("Earlier talks"))
        self.notes = Section("notes", tr("Notes"))
        self.tags = Section("tags", tr("Tags"))
        self._inner = QFrame()
        self._arrange()
        console.stage.opened.connect(self.show_conversation)
        console.stage.commands.changed.connect(self._fill_templates)
        console.bridge.changed.connect(self._changed)
        look().changed.connect(self._dress)
        self.show_conversation(console.stage.conversation)

    def _arrange(self) -> None:
        inner = self._inner
        inner.setProperty("surface", "muted")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        parts: tuple[QWidget, ...] = (
            self.card, self.escalation, self.templates, self.earlier, self.notes, self.tags,
        )  # fmt: skip
        for part in parts:
            column.addWidget(part)
            column.addWidget(line())
        column.addStretch(1)
        self.setWidget(inner)

    def show_conversation(self, conversation: UUID | None) -> None:
        """Show who wrote it."""
        self._thread = self.console.views.thread(conversation, 1) if conversation is not None else None
        self.reload()

    def _dress(self, _theme: object) -> None:
        self.reload()

    def reload(self) -> None:
        """Show everything as it is now."""
        thread = self._thread
        self._inner.setVisible(thread is not None)
        if thread is None:
            return
        console = self.console
        contact = console.views.contact(thread.row.contact) if thread.row.contact is not None else None
        self.card.show_contact(thread.row, contact, console.networks.get(thread.row.network), self.times())
        fill.escalation(self.escalation, thread, self.names(), self.times(), console.stage.commands)
        self._fill_templates()
        self._fill_earlier(thread)
        self._fill_notes(thread)
        self._fill_tags(thread)

    def _wear(self, _theme: object) -> None:
        self.reload()

    def names(self) -> Names:
        """Return the team."""
        return Names.of(self.console.views.members(), self.console.desk.member)

    def times(self) -> Times:
        """Return times as they are written here."""
        return Times(self.console.clock, QLocale(language()))

    def _changed(self, changes: Changes) -> None:
        if self._thread is None:
            return
        id = self._thread.row.id
        mine = not changes.conversations or id in changes.conversations
        if changes.touched & _TEAM:
            self.show_conversation(id)
        elif changes.touched & _CONCERNS and mine:
            self._look_again(self._thread)

    def _look_again(self, shown: Thread) -> None:
        """Draw anew unless nothing but read or unread has changed, as it does whenever a conversation is opened."""
        now = self.console.views.thread(shown.row.id, 1)
        if now is None or _gist(now) != _gist(shown):
            self._thread = now
            self.reload()

    def _fill_templates(self) -> None:
        if self._thread is not None:
            fill.templates(self.templates, self._thread, self.console)

    def _fill_earlier(self, thread: Thread) -> None:
        views = self.console.views
        rows = views.earlier(thread.row.contact, thread.row.id) if thread.row.contact is not None else []
        fill.earlier(self.earlier, rows, self.times(), lambda id: self.console.stage.go(f"conversation/{id}"))

    def _fill_notes(self, thread: Thread) -> None:
        stage = self.console.stage

        def take_back(note: UUID, text: str) -> None:
            desk = self.console.desk
            asked = desk.do(tr("Note taken back"), remove_note(note, text), [thread.row.id])
            stage.follow(
                asked,
                lambda done: stage.say(
                    tr("Note taken back"), lambda: stage.follow(desk.undo(done), lambda _done: None)
                ),
            )

        fill.notes(
            self.notes, thread, self.names(), self.times(), take_back, partial(fill.run, stage.commands)
        )

    def _fill_tags(self, thread: Thread) -> None:
        stage, desk = self.console.stage, self.console.desk

        def take_off(tag: str) -> None:
            asked = desk.do(tr("Tag taken off"), remove_tag(tag), [thread.row.id])
            stage.follow(
                asked,
                lambda done: stage.say(
                    tr("Tag taken off"), lambda: stage.follow(desk.undo(done), lambda _d: None)
                ),
            )

        fill.tags(self.tags, thread.row.tags, take_off, partial(fill.run, stage.commands))


def _gist(thread: Thread) -> Thread:
    """Return the thread as if it had never been read."""
    told = tuple(event for event in thread.events if not isinstance(event.body, ReadMarked))
    return replace(thread, row=replace(thread.row, unread=False), events=told)
