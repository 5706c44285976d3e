"""Doing things to conversations: seen at once, written a moment later, taken back with one key."""

from collections import deque
from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from responder.actions.decision import Decision
from responder.actions.desk import Done, Targets
from responder.ui.console import Console
from responder.ui.phrases import one_line
from responder.ui.stage import Notice
from responder.ui.words import tr, trn

REMEMBERED = 20


class Acting(QObject):
    """`foreseen(targets, decision)` comes before the write; `finished(targets)` or `refused(targets)` after it."""

    foreseen = Signal(object, object)
    refused = Signal(object)
    finished = Signal(object)

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console
        self._undoable: deque[Callable[[], None]] = deque(maxlen=REMEMBERED)
        console.stage.said.connect(self._remember)

    def do(self, label: str, decision: Decision, targets: Targets, *, quiet: bool = False) -> None:
        """Do it to all targets; `label` is what the toast says, unless it is quiet."""
        if not targets:
            return
        self.foreseen.emit(targets, decision)

        def finish(done: Done) -> None:
            self.finished.emit(targets)
            if not quiet:
                self._tell(done)

        future = self._console.desk.do(label, decision, targets)
        self._console.stage.follow(future, finish, lambda: self.refused.emit(targets))

    def one(self, label: str, decision: Decision, conversation: UUID | None, *, quiet: bool = False) -> None:
        """Do it to one conversation."""
        if conversation is not None:
            self.do(label, decision, [conversation], quiet=quiet)

    @property
    def can_undo(self) -> bool:
        """Say whether there is something to take back."""
        return bool(self._undoable)

    def undo(self) -> None:
        """Take back the last thing."""
        if self._undoable:
            self._undoable.pop()()

    def forget(self, notice: Notice) -> None:
        """Drop a way back that has passed: a reply that has gone out."""
        if notice.undo is not None and notice.undo in self._undoable:
            self._undoable.remove(notice.undo)

    def _remember(self, notice: Notice) -> None:
        if notice.undo is not None:
            self._undoable.append(notice.undo)

    def _tell(self, done: Done) -> None:
        if done.count == 0:
            self._console.stage.say(tr("{what}: it was so already", what=done.label))
            return
        text = f"{done.label} · {self._name(done)}"
        if done.count > 1:
            text = trn("{what}: {n} conversation", "{what}: {n} conversations", done.count, what=done.label)
        self._console.stage.say(text, lambda: self._take_back(done))

    def _name(self, done: Done) -> str:
        row = self._console.views.conversation(done.undo[0][0])
        return one_line(row.name or row.handle) if row is not None else ""

    def _take_back(self, done: Done) -> None:
        touched = [conversation for conversation, _step in done.undo]
        self._console.stage.bring_back(touched, self._console.desk.undo(done), self._taken_back)

    def _taken_back(self, back: Done) -> None:
        if back.count:
            self._console.stage.say(tr("Taken back: {what}", what=back.label))
        else:
            self._console.stage.say(tr("Nothing to take back: somebody decided otherwise meanwhile"))
