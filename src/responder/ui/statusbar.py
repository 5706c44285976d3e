"""The line below: how many channels are live, when they were asked last, what needs a person."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QStatusBar, QWidget

from responder.core.changes import Changes, Touched
from responder.core.questions import ChannelHealth
from responder.ui.console import Console
from responder.ui.forms import Picture, button, dress, label
from responder.ui.inbox.entries import channel_name
from responder.ui.phrases import ago
from responder.ui.words import tr, trn

TELL_AGAIN_MS = 5_000
READS = ("live", "polling")
AROUND = 12
"""px that a status bar keeps around what is in it."""


class StatusBar(QStatusBar):
    """Everything in it that can be mended is a button."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self._console = console
        self._mark = Picture("circle-check", "ok.text", 14)
        self._live = self._words()
        self._checked = self._words()
        self._trouble = self._link("health", "triangle-alert")
        self._stuck = self._link("outbox", "circle-x")
        self._keys = button(tr("Shortcuts"), lambda: console.stage.commands.run("help.keys"), "link")
        self._keys.setToolTip(tr("Every key ({key})", key="?"))
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(8)
        self._line = _line()
        for widget in (self._mark, self._live, self._line, self._checked, self._trouble, self._stuck):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._keys)
        inside.setMinimumWidth(1)
        self._inside = inside
        self.addWidget(inside, 1)
        self._again = QTimer(self, interval=TELL_AGAIN_MS)
        self._again.timeout.connect(self.tell)
        self._again.start()
        console.bridge.changed.connect(self._changed)
        self.tell()

    def tell(self) -> None:
        """Say how the channels are now."""
        health, now = self._console.views.health(), self._console.clock.now()
        live = [h for h in health if h.state in READS]
        everything = len(live) == len(health)
        self._mark.become(*(("circle-check", "ok.text") if everything else ("cloud-off", "warn.text")))
        self._mark.setVisible(bool(health))
        self._live.setText(_live_words(len(live), len(health)))
        self._mark.setToolTip(self._live.text())
        times = [h.last_success for h in health if h.last_success is not None]
        self._checked.setText(tr("Checked {ago}", ago=ago(max(times), now)) if times else "")
        self._say_trouble(health)
        stuck = self._console.views.counters(self._console.desk.member.id).stuck
        self._stuck.setText(trn("{n} reply needs you", "{n} replies need you", stuck))
        self._stuck.setVisible(stuck > 0)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what matters least where something would be cut."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        parts: tuple[tuple[QWidget, ...], ...] = (
            (self._line, self._checked), (self._keys,), (self._live,),
        )  # fmt: skip
        for widget in (widget for part in parts for widget in part):
            widget.show()
        for part in parts:
            if self._inside.sizeHint().width() + AROUND <= self.width():
                return
            for widget in part:
                widget.hide()

    def _say_trouble(self, health: list[ChannelHealth]) -> None:
        asking = next((h for h in health if h.state == "sign-in"), None)
        self._trouble.setVisible(asking is not None)
        if asking is None:
            return
        accounts = self._console.views.accounts()
        account = next((a for a in accounts if a.id == asking.account), None)
        if account is not None:
            name = channel_name(self._console, account, accounts)
            self._trouble.setText(tr("{channel}: sign in again", channel=name))

    def _changed(self, changes: Changes) -> None:
        if changes.touched & (Touched.HEALTH | Touched.ACCOUNTS | Touched.SENDING):
            self.tell()

    def _words(self) -> QLabel:
        return label("", "meta", "secondary", wrap=False)

    def _link(self, place: str, picture: str) -> QPushButton:
        made = button(" ", lambda: self._console.stage.go(place), "link")
        made.setProperty("tone", "warn")
        dress(made, picture, "warn.text")
        return made


def _live_words(live: int, count: int) -> str:
    if not count:
        return tr("No channel is connected")
    if live == count:
        return trn("{n} channel live", "{n} channels live", count)
    return tr("{live} of {n} channels live", live=live, n=count)


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("line", True)
    line.setFixedSize(1, 14)
    return line
