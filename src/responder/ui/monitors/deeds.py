"""Keeping, pausing and putting away monitors from the page; all of it can be taken back."""

from collections.abc import Callable

from responder.actions import monitors as actions
from responder.core.monitors import Monitor
from responder.ui.console import Console
from responder.ui.words import tr


class Deeds:
    """Does it and says so, with the way back."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def known(self, monitor: Monitor) -> Monitor | None:
        """Return a monitor as it was last kept."""
        kept = self._console.views.heard.monitors()
        return next((one for one in kept if one.id == monitor.id), None)

    def save(self, monitor: Monitor, then: Callable[[], None]) -> None:
        """Keep a monitor."""
        console, before = self._console, self.known(monitor)

        def kept(_done: None) -> None:
            undo = (lambda: self._quietly(before)) if before is not None else (lambda: self._forget(monitor))
            console.stage.say(tr("“{name}” saved", name=monitor.name), undo)
            then()

        console.stage.follow(actions.save(console.desk, monitor), kept)

    def remove(self, monitor: Monitor, then: Callable[[], None]) -> None:
        """Put a monitor away; what it found stays."""
        console, known = self._console, self.known(monitor) or monitor

        def gone(_done: None) -> None:
            then()
            console.stage.say(tr("“{name}” deleted", name=known.name), lambda: self._quietly(known))

        console.stage.follow(actions.remove(console.desk, known.id), gone)

    def pause(self, monitor: Monitor, on: bool) -> None:
        """Stop looking for it, or go on."""
        console = self._console

        def done(_done: None) -> None:
            rests = tr("“{name}” rests", name=monitor.name)
            words = rests if on else tr("“{name}” listens again", name=monitor.name)
            console.stage.say(words, lambda: self._quietly(monitor))

        console.stage.follow(actions.pause(console.desk, monitor.id, on), done)

    def _quietly(self, monitor: Monitor) -> None:
        self._console.stage.follow(actions.save(self._console.desk, monitor), lambda _done: None)

    def _forget(self, monitor: Monitor) -> None:
        self._console.stage.follow(actions.remove(self._console.desk, monitor.id), lambda _done: None)
