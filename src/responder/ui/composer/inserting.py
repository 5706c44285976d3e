"""Templates put into what is being written: by the picker, by code, by number."""

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from responder.actions import templates
from responder.core.errors import NotPossible
from responder.core.templates import Template
from responder.ui.below import below
from responder.ui.composer import suggest
from responder.ui.composer.edit import ComposerEdit
from responder.ui.composer.offered import Offered
from responder.ui.composer.picker import TemplatePicker
from responder.ui.composer.session import Session
from responder.ui.composer.text import Slash, slash_before, spaced
from responder.ui.console import Console
from responder.ui.text_units import Units


class Host(Protocol):
    """The composer, as far as this needs it."""

    console: Console
    session: Session | None
    edit: ComposerEdit


class Inserting:
    """Opens the picker on `/` at the start of a word, and keeps what was written around what it inserts."""

    def __init__(self, host: Host, anchor: QWidget) -> None:
        self._host = host
        self._anchor = anchor
        self._asked: Slash | None = None
        self._refused: int | None = None
        self.picker = TemplatePicker(anchor)
        self.picker.chosen.connect(self._chosen)
        self.picker.closed.connect(self._closed)
        host.edit.first_look = self._key

    def typed(self) -> None:
        """Follow what is typed after a `/`."""
        edit = self._host.edit
        text, caret = edit.text(), edit.caret()
        slash = slash_before(text, caret)
        if slash is None or slash.start == self._refused:
            if slash is None:
                self._refused = None
            if self._asked is not None:
                self.close()
            return
        self._asked = slash
        units = Units(text)
        edit.highlighter.set_slash((units.to_qt(slash.start), units.to_qt(caret)))
        if self.picker.isVisible():
            self.picker.filter(slash.words)
        else:
            self._open(slash.words)

    def open(self) -> None:
        """Open the picker where the caret is."""
        self._host.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._asked = None
        self._open("")

    def close(self) -> None:
        """Put the picker away."""
        self._asked = None
        self.picker.hide()
        self._host.edit.highlighter.set_slash(None)

    def suggested(self, number: int) -> None:
        """Insert the first, second or third of the suggested templates."""
        session = self._host.session
        if session is None:
            return
        row = session.situation.thread.row
        found = suggest.suggested(self._host.console.views.templates(), row, session.language)
        if number <= min(len(found), suggest.SUGGESTED):
            self.insert(found[number - 1].template, session.language)

    def insert(self, template: Template, language: str) -> None:
        """Put a template in at the caret, in place of the `/code` that asked for it."""
        host, session = self._host, self._host.session
        if session is None:
            return
        row, settings = session.situation.thread.row, host.console.services.settings
        values = templates.values(row, session.situation.member, settings, session.situation.network.name)
        try:
            rendered = templates.render(template, language, values)
        except NotPossible as error:
            host.console.stage.say(below(error))
            return
        text, caret = host.edit.text(), host.edit.caret()
        start = self._asked.start if self._asked is not None else caret
        inserted, lead = spaced(text[:start], rendered.text, text[caret:])
        self.close()
        host.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        session.templates.append(template.id)
        host.edit.replace(start, caret, inserted, lead + rendered.caret)
        if rendered.blanks and rendered.caret == len(rendered.text):
            host.edit.set_caret(start)
            host.edit.select_blank()

    def _open(self, words: str) -> None:
        host, session = self._host, self._host.session
        if session is not None:
            known = host.console.views.templates()
            offered = Offered(known, session.situation, session.mode, host.console.services.settings)
            self.picker.open(offered, words, session.language, self._anchor)

    def _chosen(self, template: Template, language: str) -> None:
        self.insert(template, language)

    def _closed(self) -> None:
        self._refused = self._asked.start if self._asked is not None else None
        self.close()

    def _key(self, event: QKeyEvent) -> bool:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()
        if self.picker.isVisible() and enter and self._asked is not None:
            found = suggest.exact(self._host.console.views.templates(), self._asked.words)
            if found is not None and self._host.session is not None:
                self.insert(found.template, self._host.session.language)
                return True
        return self.picker.key(event)
