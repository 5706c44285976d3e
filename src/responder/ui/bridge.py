"""Carries what the writer thread committed over to the window's thread."""

import threading

from PySide6.QtCore import QObject, Qt, Signal

from responder.core.changes import Changes


class Bridge(QObject):
    """`changed` is the one signal that every screen redraws by.

    Commits that come while the window is busy are told of together: at two hundred a second a telling each would
    leave no time to paint.
    """

    changed = Signal(object)
    settings_changed = Signal(object)
    settings_unsaved = Signal(str)
    _heard = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._waiting: Changes | None = None
        self._heard.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def announce(self, changes: Changes) -> None:
        """Tell every screen what a commit touched; called on the writer thread."""
        with self._lock:
            first = self._waiting is None
            self._waiting = changes if self._waiting is None else self._waiting | changes
        if first:
            self._heard.emit()

    def _tell(self) -> None:
        with self._lock:
            changes, self._waiting = self._waiting, None
        if changes is not None:
            self.changed.emit(changes)
