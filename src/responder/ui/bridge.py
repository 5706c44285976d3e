"""Carries what the writer thread committed over to the window's thread."""

from PySide6.QtCore import QObject, Signal

from responder.core.changes import Changes


class Bridge(QObject):
    """`changed` is the one signal that every screen redraws by; emitting from another thread is safe (queued)."""

    changed = Signal(object)
    settings_changed = Signal(object)

    def announce(self, changes: Changes) -> None:
        """Tell every screen what a commit touched; called on the writer thread."""
        self.changed.emit(changes)
