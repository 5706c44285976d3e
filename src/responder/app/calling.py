"""How a second start calls the first one's window to the front."""

import logging
from collections.abc import Callable
from contextlib import closing

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from responder.app.paths import Workspace

log = logging.getLogger(__name__)

PATIENCE_MS = 1000


class Doorbell(QObject):
    """Rings when another start of the same workspace calls."""

    def __init__(self, place: Workspace, ring: Callable[[], None]) -> None:
        super().__init__()
        self._ring = ring
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        QLocalServer.removeServer(place.call_name)  # one that was killed leaves its socket behind
        self._server.listen(place.call_name)

    def close(self) -> None:
        """Ring no more."""
        self._server.close()

    def _answer(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.disconnected.connect(caller.deleteLater)
            caller.disconnectFromServer()
            log.info("called to the front")
            self._ring()


def call(place: Workspace) -> bool:
    """Ask the window of this workspace to come to the front; False when there is none."""
    with closing(QLocalSocket()) as line:
        line.connectToServer(place.call_name)
        return line.waitForConnected(PATIENCE_MS)
