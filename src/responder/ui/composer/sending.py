"""What Send and Discard do: check, ask where it must be asked, hand in, offer the way back."""

from collections.abc import Callable
from typing import Protocol

from responder.actions import drafts
from responder.ui.ask_bar import AskBar
from responder.ui.composer.edit import ComposerEdit
from responder.ui.composer.session import Session
from responder.ui.composer.submitting import Handed, Submitting
from responder.ui.console import Console
from responder.ui.stage import Notice
from responder.ui.words import tr
from responder.views.composing import Mode


class Host(Protocol):
    """The composer, as far as this needs it."""

    console: Console
    session: Session | None
    edit: ComposerEdit
    ask: AskBar

    def fill(self, text: str, caret: int) -> None:
        """Show a text that nobody typed."""
        ...

    def leave(self) -> None:
        """Go back to reading."""
        ...


class Sending:
    """Nothing leaves the field that was not handed in or can be brought back."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._submitting = Submitting(host.console)

    def send(self, *, done: bool = False, approval: bool = False) -> None:
        """Hand in what is written, unless something speaks against it."""
        host, session, text = self._host, self._host.session, self._host.edit.text()
        if session is None or session.empty(text):
            return
        found = session.checks(text, host.console)
        stopping = next((check for check in found if check.blocks), None)
        asking = next((check for check in found if check.asks), None)
        if stopping is not None:
            host.console.stage.said.emit(Notice(stopping.text, bad=True))
        elif asking is not None:
            again = self._once_read(session, lambda: self.send(done=done, approval=approval))
            host.ask.ask(asking.text, tr("Send anyway"), again)
        else:
            self._hand_in(session, text, done, approval)

    def _once_read(self, session: Session, then: Callable[[], None]) -> Callable[[], None]:
        newest = session.situation.newest

        def read() -> None:
            session.seen = newest
            then()

        return read

    def _hand_in(self, session: Session, text: str, done: bool, approval: bool) -> None:
        host = self._host
        draft = session.draft(text, host.edit.caret())
        handed = Handed(draft, session.written(text), tuple(session.templates), done, approval)
        session.templates.clear()
        session.files.clear()
        host.fill("", 0)
        if done:
            host.leave()
        self._submitting.hand_in(handed, session.situation)
        if session.mode is Mode.NOTE:
            gone = drafts.discard(host.console.desk, draft.conversation)
            host.console.stage.follow(gone, lambda _done: None)

    def discard(self) -> None:
        """Throw the draft away; it can be brought back."""
        host, session, text = self._host, self._host.session, self._host.edit.text()
        if session is None or (session.empty(text) and not session.files):
            return
        draft, stage = session.draft(text, host.edit.caret()), host.console.stage
        session.files.clear()
        host.fill("", 0)
        gone = drafts.discard(host.console.desk, draft.conversation)
        stage.follow(gone, lambda _done: stage.say(tr("Draft discarded"), lambda: stage.composed.emit(draft)))
