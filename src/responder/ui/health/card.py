"""One channel on the health page."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from responder.core.accounts import Account
from responder.core.manifest import Manifest
from responder.core.ports import Unreadable
from responder.core.questions import ChannelHealth
from responder.ui.below import below
from responder.ui.flow import FlowLayout
from responder.ui.forms import Picture, button, label, row
from responder.ui.health import figures
from responder.ui.health.marks import mark
from responder.ui.theme.look import look
from responder.ui.tile import Tile
from responder.ui.words import tr, trn

PAYLOAD_SHOWN = 4_000
"""Characters of an unreadable payload that are shown."""


class ChannelCard(QFrame):
    """Redrawn in place, so that the focus stays on its buttons."""

    asked = Signal()
    counting = Signal()
    signing_in = Signal()

    def __init__(
        self, account: Account, network: Manifest, unreadable: Callable[[], list[Unreadable]]
    ) -> None:
        super().__init__()
        self.account, self._network, self._unreadable = account, network, unreadable
        self.setProperty("surface", "card")
        name = account.name or account.handle
        self.setAccessibleName(tr("{account} on {network}", account=name, network=network.name))
        self._icon = Picture("circle-dashed", "text.tertiary")
        self.state, self._success = label("", "strong"), label("", "meta", "tertiary")
        self._problem, self._todo = label("", tone="secondary"), label("", "meta", "tertiary")
        self._gaps, self._missing = label("", tone="warn"), label("", tone="warn")
        self.deaf = label("", tone="warn")
        self._budgets, self._counted = label("", "meta", "secondary"), label("", "meta", "secondary")
        self.ask = button(tr("Ask now"), self.asked.emit, "", "refresh-cw")
        self.ask.setAccessibleName(tr("Ask {network} now", network=network.name))
        self.sign_in = button(tr("Sign in again"), self.signing_in.emit, "primary", "log-in")
        self.sign_in.setAccessibleName(tr("Sign in to {network} again", network=network.name))
        self.count = button(tr("Count again"), self.counting.emit, "", "list-checks")
        self.count.setToolTip(tr("Read the recent past anew: what was missed is taken in, gaps are filled"))
        self.count.setAccessibleName(
            tr("Count what {network} has against what is here", network=network.name)
        )
        self.unseen = button(tr("What it does not show"), self._toggle_unseen, "ghost", "eye-off")
        self.unseen.setCheckable(True)
        self.unseen.setVisible(bool(network.cannot))
        self._cannot = label(figures.unseen(network), tone="secondary")
        self._cannot.hide()
        self.view = button("", self._toggle, "", "file-text")
        self.view.setCheckable(True)
        self.payloads = QPlainTextEdit()
        self.payloads.setReadOnly(True)
        self.payloads.setAccessibleName(tr("Payloads that could not be read"))
        self.payloads.setTabChangesFocus(True)
        self.payloads.hide()
        self._lay_out(name)

    def _lay_out(self, name: str) -> None:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label(name, "strong"))
        where = filter(None, (self._network.name, self.account.handle))
        words.addWidget(label(" · ".join(where), "meta", "tertiary"))
        state = QVBoxLayout()
        state.setSpacing(1)
        state.addLayout(row(self._icon, self.state, stretch=1, spacing=6))
        state.addWidget(self._success)
        head = row(Tile(self._network), spacing=12)
        head.insertLayout(1, words, 2)
        head.insertLayout(2, state, 3)
        head.takeAt(head.count() - 1)
        buttons = QWidget()
        flow = FlowLayout(buttons, 8)
        for made in self.stops()[:-1]:
            flow.addWidget(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addLayout(head)
        for part in (
            self._problem,
            self._todo,
            self._missing,
            self._gaps,
            self.deaf,
            self._budgets,
            self._counted,
        ):
            column.addWidget(part)
        column.addWidget(buttons)
        column.addWidget(self._cannot)
        column.addWidget(self.payloads)

    def stops(self) -> tuple[QWidget, ...]:
        """Return where Tab stops in it, in the order of the eye."""
        return (self.sign_in, self.ask, self.count, self.view, self.unseen, self.payloads)

    def show_health(self, health: ChannelHealth, now: int) -> None:
        """Say how it is doing at a time."""
        drawn = mark(health, self._network.name)
        self._icon.become(drawn.icon, drawn.color)
        self.state.setText(drawn.words)
        self._success.setText(figures.success(health, now))
        _say(self._problem, below(health.problem))
        _say(self._todo, figures.todo(health, now, self._network.name))
        _say(self._missing, figures.missing(self.account))
        _say(self._gaps, figures.gaps(health, self._network.name))
        _say(self._budgets, figures.budgets(health, now))
        _say(self._counted, figures.counted(health.recount, now))
        self.sign_in.setVisible(health.state == "sign-in")
        self.ask.setVisible(health.state != "sign-in")
        self.count.setVisible(health.state != "sign-in")
        self.view.setVisible(health.unreadable > 0)
        self.view.setText(
            trn(
                "{n} message could not be read: view",
                "{n} messages could not be read: view",
                health.unreadable,
            )
        )
        if not health.unreadable:
            self.payloads.hide()

    def show_deaf(self, words: Sequence[str]) -> None:
        """Say what monitors cannot look for here, a line each."""
        _say(self.deaf, "\n".join(words))

    def busy_counting(self, busy: bool) -> None:
        """Say that a count is under way."""
        self.count.setEnabled(not busy)
        self.count.setText(tr("Counting…") if busy else tr("Count again"))

    def _toggle_unseen(self) -> None:
        self._cannot.setVisible(self.unseen.isChecked())

    def _toggle(self) -> None:
        if self.view.isChecked():
            self.payloads.setPlainText("\n\n".join(_shown(item) for item in self._unreadable()))
            self.payloads.setMinimumHeight(look().theme.px(160))
        self.payloads.setVisible(self.view.isChecked())


def _say(where: QLabel, text: str) -> None:
    where.setText(text)
    where.setVisible(bool(text))


def _shown(item: Unreadable) -> str:
    text = item.payload[:PAYLOAD_SHOWN].decode("utf-8", "replace")
    return f"# {below(item.why)}\n{text}"
