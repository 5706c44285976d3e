"""Turns a text from one circle of readers to another: never without asking."""

from typing import Protocol

from responder.ui.ask_bar import AskBar
from responder.ui.composer import dressing
from responder.ui.composer.edit import ComposerEdit
from responder.ui.composer.session import Session
from responder.views.composing import Mode


class Host(Protocol):
    """The composer, as far as this needs it."""

    session: Session | None
    edit: ComposerEdit
    ask: AskBar

    def fill(self, text: str, caret: int) -> None:
        """Show a text that nobody typed."""
        ...

    def touch(self) -> None:
        """Remember that something is not saved yet."""
        ...

    def refresh(self) -> None:
        """Show everything that depends on the mode."""
        ...


class Turning:
    """An empty field turns at once; a written one asks first, in a line above it."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def turn(self, mode: Mode) -> None:
        """Go to a mode, after asking where something is written."""
        host, session = self._host, self._host.session
        if session is None or mode is session.mode or mode not in session.situation.modes:
            host.refresh()
        elif session.empty(host.edit.text()):
            session.mode = mode
            self._greet_anew(session)
        else:
            host.refresh()
            host.ask.ask(*dressing.mode_question(session.mode, mode), lambda: self._sure(session, mode))

    def next(self) -> None:
        """Go on to the next mode."""
        session = self._host.session
        if session is not None:
            modes = [mode for mode in Mode if mode in session.situation.modes]
            self.turn(modes[(modes.index(session.mode) + 1) % len(modes)])

    def greet(self, session: Session) -> None:
        """Begin an empty field as the network wants it: with the mentions."""
        if session.empty(self._host.edit.text()):
            self._greet_anew(session)

    def _greet_anew(self, session: Session) -> None:
        """Leave nothing there of another mode: in a note its mentions would be somebody's words."""
        prefix = session.situation.prefix(session.mode)
        self._host.fill(prefix, len(prefix))

    def _sure(self, session: Session, mode: Mode) -> None:
        session.mode = mode
        self._host.touch()
        self._host.refresh()
