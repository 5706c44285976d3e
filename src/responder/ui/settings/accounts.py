"""The accounts: connect, sign in again, disconnect."""

from uuid import UUID

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from responder.core.accounts import Account
from responder.core.changes import Changes, Touched
from responder.core.manifest import Manifest
from responder.core.questions import ChannelHealth
from responder.core.settings import Settings
from responder.ui.announce import say_aloud
from responder.ui.below import below
from responder.ui.console import Console
from responder.ui.failures import state_in_words
from responder.ui.flow import FlowLayout
from responder.ui.forms import Switch, button, card, label, row, setting
from responder.ui.settings.section import Section
from responder.ui.tile import Tile
from responder.ui.words import tr


class Accounts(Section):
    """One card for each; redrawn in place."""

    def __init__(self, console: Console) -> None:
        super().__init__(console, tr("Accounts"), tr("Who you are on each network."))
        self.cards: dict[UUID, AccountCard] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(12)
        self._nothing = label(
            tr("No account is connected. Connect one, or practise first."), tone="secondary"
        )
        self.connect_one = button(
            tr("Connect an account"), lambda: console.stage.go("setup/account"), "primary", "plus"
        )
        self.keyring = button(tr("Use the keyring again"), lambda: self.keep(secrets_in_file=False))
        self._secrets = card(
            label(tr("Passwords lie in a file"), "strong"),
            label(
                tr(
                    "You chose this because the keyring could not be used. The file is not encrypted. When you go back"
                    " to the keyring, sign in to each account again."
                ),
                "meta",
                "tertiary",
            ),
            row(self.keyring),
            surface="warn",
        )
        self.column.addLayout(row(self.connect_one))
        self.column.addWidget(self._nothing)
        self.column.addLayout(self._list)
        self.column.addWidget(self._secrets)
        self.end()
        console.bridge.changed.connect(self._changed)
        self._read()
        self.show_settings(self.settings)

    def _show_pictures(self, account: Account, on: bool) -> None:
        others = [one for one in self.settings.pictures_of if one != str(account.id)]
        self.keep(pictures_of=(*others, str(account.id)) if on else tuple(others))

    def show_settings(self, settings: Settings) -> None:
        """Show where passwords lie, and whose pictures come by themselves."""
        for id, made in self.cards.items():
            with QSignalBlocker(made.pictures):
                made.pictures.setChecked(str(id) in settings.pictures_of)
        self._secrets.setVisible(settings.secrets_in_file)

    def _changed(self, changes: Changes) -> None:
        if changes.touched & (Touched.ACCOUNTS | Touched.HEALTH):
            self._read()

    def _read(self) -> None:
        views = self.console.views
        accounts = {a.id: a for a in views.accounts() if a.network in self.console.networks}
        health = {h.account: h for h in views.health()}
        for gone in self.cards.keys() - accounts.keys():
            self._take_out(gone)
        for id, account in accounts.items():
            if id not in self.cards:
                self.cards[id] = self._made(account)
            self.cards[id].show_health(health.get(id, ChannelHealth(id)))
        self._nothing.setVisible(not accounts)

    def _made(self, account: Account) -> "AccountCard":
        made = AccountCard(account, self.console.networks[account.network])
        made.pictures.toggled.connect(lambda on: self._show_pictures(account, on))
        made.signing_in.connect(lambda: self.console.stage.go(f"setup/account/{account.id}"))
        made.disconnecting.connect(lambda: self.console.stage.start(self._disconnect(account)))
        self._list.addWidget(made)
        return made

    def _take_out(self, id: UUID) -> None:
        gone = self.cards.pop(id)
        if gone.isAncestorOf(self.focusWidget() or self):
            self.connect_one.setFocus(Qt.FocusReason.OtherFocusReason)
        gone.hide()
        gone.deleteLater()

    async def _disconnect(self, account: Account) -> None:
        await self.console.services.disconnect(account.id)
        name = account.name or account.handle
        said = tr("{account} is disconnected. Its conversations stay.", account=name)
        say_aloud(self, said)
        self.console.stage.say(said)


class AccountCard(QFrame):
    """Disconnecting is asked once more, in the card itself."""

    signing_in = Signal()
    disconnecting = Signal()

    def __init__(self, account: Account, network: Manifest) -> None:
        super().__init__()
        self._network = network
        self.setProperty("surface", "card")
        name = account.name or account.handle
        self.setAccessibleName(tr("{account} on {network}", account=name, network=network.name))
        self._state = label("", "meta", "secondary")
        self.sign_in = button(tr("Sign in again"), self.signing_in.emit, "", "log-in")
        self.disconnect_it = button(tr("Disconnect"), self._ask, "danger")
        for made in (self.sign_in, self.disconnect_it):
            made.setAccessibleName(f"{made.text()}: {name}")
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label(name, "strong"))
        where = filter(None, (network.name, account.handle))
        words.addWidget(label(" · ".join(where), "meta", "tertiary"))
        words.addWidget(self._state)
        head = row(Tile(network), spacing=12)
        head.insertLayout(1, words, 1)
        head.takeAt(head.count() - 1)
        buttons = QWidget()
        flow = FlowLayout(buttons, 8)
        for made in (self.sign_in, self.disconnect_it):
            flow.addWidget(made)
        self.pictures = Switch(tr("Show pictures by themselves: {account}", account=name), on=False)
        shown = setting(
            tr("Show pictures by themselves"),
            tr("Who sends a picture can then see that it was looked at, and from where."),
            self.pictures,
        )
        self._question = self._asking(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.addLayout(head)
        column.addLayout(shown)
        column.addWidget(buttons)
        column.addWidget(self._question)
        self._question.hide()

    def show_health(self, health: ChannelHealth) -> None:
        """Say how it is doing."""
        state = state_in_words(health.state, self._network.name)
        self._state.setText(f"{state}. {below(health.problem)}" if health.problem else state)

    def _asking(self, name: str) -> QWidget:
        self.yes = button(tr("Disconnect"), self._sure, "danger")
        self.yes.setAccessibleName(tr("Yes, disconnect {account}", account=name))
        self.no = button(tr("Keep it"), self._leave)
        words = tr(
            "Disconnect {account}? Nothing new is read from it and its password is forgotten. Its conversations stay,"
            " and you can connect it again.",
            account=name,
        )
        return card(label(words), row(self.yes, self.no), surface="warn")

    def _ask(self) -> None:
        self._question.show()
        self.no.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        self._question.hide()
        self.disconnect_it.setFocus(Qt.FocusReason.OtherFocusReason)

    def _sure(self) -> None:
        self._leave()
        self.disconnecting.emit()
