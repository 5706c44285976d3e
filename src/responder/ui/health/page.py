"""The health of every channel: what was read, what was not, and what to do about it."""

from itertools import pairwise
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFocusEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from responder.core.accounts import Account
from responder.core.changes import Changes, Touched
from responder.core.errors import ResponderError
from responder.core.manifest import Manifest
from responder.core.questions import ChannelHealth
from responder.ui.announce import say_aloud
from responder.ui.below import below
from responder.ui.console import Console
from responder.ui.failures import in_words
from responder.ui.forms import button, label, row, scrolled
from responder.ui.health.card import ChannelCard
from responder.ui.health.figures import counted
from responder.ui.health.marks import mark
from responder.ui.stage import Notice
from responder.ui.theme.look import look
from responder.ui.words import tr, trn

AGES_AGAIN_MS = 10_000
"""How often the ages on screen are written again."""


ACROSS = 560
"""px at 100 %: the width from which the buttons stand beside the title."""

_URGENCY = ("sign-in", "retrying", "paused")


def _urgency(health: ChannelHealth | None) -> int:
    state = health.state if health is not None else "off"
    return _URGENCY.index(state) if state in _URGENCY else len(_URGENCY)


class HealthPage(QWidget):
    """One card for each account; redrawn in place on every change of health."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console
        self.cards: dict[UUID, ChannelCard] = {}
        self._summary = label("", "message", "secondary")
        self._nothing = label(
            tr("No account is connected. Connect one, or practise first."), tone="secondary"
        )
        self.ask_all = button(tr("Ask all now"), lambda: console.services.retry(None), "", "refresh-cw")
        self.connect_one = button(
            tr("Connect an account"), lambda: console.stage.go("setup/account"), "primary", "plus"
        )
        self._list = QVBoxLayout()
        self._list.setSpacing(12)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(32, 20, 32, 24)
        column.setSpacing(14)
        title = label(tr("Channels"), "page-title", wrap=False)
        self._head = row(title, self.ask_all, self.connect_one, stretch=0)
        column.addLayout(self._head)
        column.addWidget(self._summary)
        column.addWidget(self._nothing)
        column.addLayout(self._list)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inner))
        self._first: QWidget = self.ask_all
        console.bridge.changed.connect(self._changed)
        self._ages = QTimer(self, interval=AGES_AGAIN_MS)
        self._ages.timeout.connect(self._tick)
        self._ages.start()
        self._read()

    def showEvent(self, event: QShowEvent) -> None:
        """Put first what needs a person; nothing moves afterwards, while one looks at it."""
        super().showEvent(event)
        health = {h.account: h for h in self._console.views.health()}
        cards = sorted(self.cards.values(), key=lambda card: _urgency(health.get(card.account.id)))
        for at, card in enumerate(cards):
            self._list.insertWidget(at, card)
        stops = [self.connect_one, *(stop for card in cards for stop in card.stops())]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons under the title where they would be cut."""
        super().resizeEvent(event)
        across = self.width() >= look().theme.px(ACROSS)
        ways = QBoxLayout.Direction
        self._head.setDirection(ways.LeftToRight if across else ways.TopToBottom)

    def show_section(self, name: str) -> None:
        """Move the focus to the card of an account."""
        found = next((card for id, card in self.cards.items() if str(id) == name), None)
        if found is not None:
            wanted = found.ask if found.ask.isVisibleTo(self) else found.sign_in
            self._first = wanted
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on: a focus proxy would make Tab skip what stands before it."""
        super().focusInEvent(event)
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)
        self._first = self.ask_all

    def _changed(self, changes: Changes) -> None:
        if changes.touched & (Touched.HEALTH | Touched.ACCOUNTS):
            self._read()

    def _tick(self) -> None:
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        views, now = self._console.views, self._console.clock.now()
        accounts = {a.id: a for a in views.accounts() if a.network in self._console.networks}
        health = {h.account: h for h in views.health()}
        for gone in self.cards.keys() - accounts.keys():
            card = self.cards.pop(gone)
            card.hide()
            card.deleteLater()
        for id, account in accounts.items():
            if id not in self.cards:
                self.cards[id] = self._made(account)
            self.cards[id].account = account
            self.cards[id].show_health(health.get(id, ChannelHealth(id)), now)
            self.cards[id].show_deaf(
                [
                    tr("Monitors cannot look for {term} here: {why}", term=one.term, why=below(one.problem))
                    for one in views.heard.deaf(id)
                ]
            )
        self._summarise(accounts, health)

    def _made(self, account: Account) -> ChannelCard:
        console = self._console
        made = ChannelCard(account, self._network(account), lambda: console.views.unreadable(account.id))
        made.asked.connect(lambda: console.services.retry(account.id))
        made.counting.connect(lambda: console.stage.start(self._count(made)))
        made.signing_in.connect(lambda: console.stage.go(f"setup/account/{account.id}"))
        self._list.addWidget(made)
        return made

    async def _count(self, card: ChannelCard) -> None:
        card.busy_counting(True)
        try:
            found = await self._console.services.recount(card.account.id)
        except ResponderError as error:
            name = self._network(card.account).name
            self._console.stage.said.emit(Notice(in_words(error, name), bad=True))
        else:
            words = counted(found, self._console.clock.now())
            self._console.stage.say(words)
            say_aloud(self, words)
        finally:
            card.busy_counting(False)

    def _summarise(self, accounts: dict[UUID, Account], health: dict[UUID, ChannelHealth]) -> None:
        well = sum(
            mark(health[id], self._network(account).name).well
            for id, account in accounts.items()
            if id in health
        )
        self._summary.setText(
            trn("{well} of {n} channel answers", "{well} of {n} channels answer", len(accounts), well=well)
        )
        self._summary.setVisible(bool(accounts))
        self.ask_all.setEnabled(bool(accounts))
        self._nothing.setVisible(not accounts)

    def _network(self, account: Account) -> Manifest:
        return self._console.networks[account.network]
