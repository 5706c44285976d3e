"""The Qt half of `start_marked`, imported as late as the program imports its own."""

import asyncio

from PySide6.QtCore import QEvent, QObject, QTimer

from responder.app.application import run
from responder.app.life import running
from responder.app.paths import Workspace
from responder.app.secrets import ChosenSecrets
from responder.ui.inbox.pane import InboxPane


class Mark(QObject):
    """Rings after the first paint that had rows, when the loop is free again."""

    def __init__(self, inbox: InboxPane) -> None:
        super().__init__()
        self.usable = asyncio.Event()
        self._inbox = inbox
        inbox.view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the paint."""
        if event.type() is QEvent.Type.Paint and self._inbox.model.rowCount():
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._say)
        return False

    def _say(self) -> None:
        print("usable", flush=True)
        self.usable.set()


def show(place: Workspace) -> int:
    """Show the window until its list can be used."""
    return run(lambda _application: _show(place))


async def _show(place: Workspace) -> int:
    async with running(
        place, lambda settings: ChosenSecrets(place, settings), lambda _scenario: None
    ) as desk:
        mark = Mark(desk.window.furniture.inbox)
        desk.window.show()
        await mark.usable.wait()
    return 0
