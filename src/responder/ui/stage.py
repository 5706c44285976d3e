"""What the panes of one window share: commands, running tasks, what was said, where to go."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from responder.core.errors import ResponderError
from responder.ui.below import below
from responder.ui.commands import Registry
from responder.ui.words import tr

T = TypeVar("T")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Notice:
    """One toast. `undo` gives the thing back; `seconds` is how long the toast stays; `ring` draws the time left."""

    text: str
    undo: Callable[[], None] | None = None
    seconds: float = 10
    ring: bool = False
    bad: bool = False


class Stage(QObject):
    """One for each window, in `Console.stage`.

    `said(Notice)` wants a toast. `opened(UUID | None)` is the conversation now on screen.
    `composed(Draft)` puts a text into the composer; `finished(UUID)` is a conversation
    that was sent away with its answer. `returning(conversations)` comes before they are
    brought back, `returned(conversations)` after it. `wanted(str)` asks the window for a place: `inbox`, `settings`, `settings/keyboard`, `templates`, `monitors`,
    `places`, `health`, `setup`, `monitor/UUID` and `place/KEY` (their lists), or `conversation/UUID`.
    """

    said = Signal(object)
    opened = Signal(object)
    composed = Signal(object)
    finished = Signal(object)
    returning = Signal(object)
    returned = Signal(object)
    wanted = Signal(str)
    _settled = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.commands = Registry(self.start, self)
        self.conversation: UUID | None = None
        self._tasks: set[asyncio.Task[object]] = set()
        self._settled.connect(lambda then, future: then(future))

    def start(self, work: Coroutine[Any, Any, object]) -> None:
        """Run a coroutine as a task of this window; an expected failure is said, a bug is logged and said."""
        task: asyncio.Task[object] = asyncio.get_running_loop().create_task(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(
            lambda _done: work.close()
        )  # a task cancelled before its first step never awaits it

    def follow(
        self, future: "Future[T]", then: Callable[[T], None], failed: Callable[[], None] | None = None
    ) -> None:
        """Call `then` with the result on the window's thread; a failure is said, after `failed` was called."""

        def settle(done: "Future[T]") -> None:
            error = done.exception()
            if error is None:
                then(done.result())
                return
            if failed is not None:
                failed()
            self._report(error)

        future.add_done_callback(lambda done: self._settled.emit(settle, done))

    def bring_back(
        self, conversations: Sequence[UUID], future: "Future[T]", then: Callable[[T], None]
    ) -> None:
        """Follow what takes something back: its conversations return to their places in the list first."""
        self.returning.emit(conversations)

        def back(done: T) -> None:
            self.returned.emit(conversations)
            then(done)

        self.follow(future, back, lambda: self.returned.emit(()))

    def say(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """Show a toast."""
        self.said.emit(Notice(text, undo))

    def show(self, conversation: UUID | None) -> None:
        """Tell every pane which conversation is on screen now."""
        if conversation != self.conversation:
            self.conversation = conversation
            self.opened.emit(conversation)

    def go(self, place: str) -> None:
        """Ask the window for a place."""
        self.wanted.emit(place)

    async def aclose(self) -> None:
        """Cancel what still runs and wait for it."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _guarded(self, work: Coroutine[Any, Any, object]) -> object:
        try:
            return await work
        except Exception as error:
            self._report(error)
            return None

    def _report(self, error: BaseException) -> None:
        if isinstance(error, ResponderError):
            self.said.emit(Notice(tr("Not done: {why}", why=below(error)), bad=True))
        else:
            log.error("a handler failed", exc_info=error)
            self.said.emit(Notice(tr("Not done: something broke. It is in the log."), bad=True))
