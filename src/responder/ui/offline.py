"""The strip that says that no channel can be reached, and what waits for the network."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout

from responder.core.changes import Changes, Touched
from responder.core.clock import SECOND
from responder.ui.console import Console
from responder.ui.forms import Picture, button, label
from responder.ui.phrases import time_of_day
from responder.ui.words import tr, trn

HEIGHT = 44
AWAY = ("retrying",)


class OfflineStrip(QFrame):
    """Shown while every channel is out of reach. Reading, tagging, writing, finishing all go on."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self.setProperty("strip", True)
        self._console = console
        self._what = label("", "strong", wrap=False)
        self._still = label(tr("You can still read, tag, write and finish."), "base", "secondary", wrap=False)
        self._next = label("", "meta", "secondary", wrap=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(10)
        row.addWidget(Picture("cloud-off", "warn.text", 18))
        row.addWidget(self._what)
        row.addWidget(self._still)
        row.addStretch(1)
        row.addWidget(self._next)
        row.addWidget(button(tr("Try now"), console.services.retry, "", "refresh-cw"))
        self.setMinimumHeight(HEIGHT)
        self._again = QTimer(self, interval=1000)
        self._again.timeout.connect(self.tell)
        console.bridge.changed.connect(self._changed)
        self.tell()

    def tell(self) -> None:
        """Say since when, how much waits, and when the next try is; hide when a channel can be reached."""
        health = self._console.views.health()
        away = bool(health) and all(h.state in AWAY for h in health)
        self.setVisible(away)
        if not away:
            self._again.stop()
            return
        self._again.start()
        times = [h.last_success for h in health if h.last_success is not None]
        since = tr("Offline since {time}.", time=time_of_day(max(times))) if times else tr("Offline.")
        waiting = sum(1 for reply in self._console.views.outbox() if reply.state.in_flight)
        words = trn("{n} reply waits for the network.", "{n} replies wait for the network.", waiting)
        self._what.setText(f"{since} {words}" if waiting else since)
        now = self._console.clock.now()
        tries = [h.retry_at for h in health if h.retry_at is not None and h.retry_at > now]
        self._next.setText(tr("Next try in {n} s", n=(min(tries) - now) // SECOND) if tries else "")

    def _changed(self, changes: Changes) -> None:
        if changes.touched & (Touched.HEALTH | Touched.ACCOUNTS | Touched.SENDING):
            self.tell()
