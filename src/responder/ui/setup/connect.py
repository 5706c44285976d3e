"""Connecting one account: a network's own form, progress, and errors in words."""

import asyncio

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget
from shiboken6 import isValid

from responder.core.accounts import Account
from responder.core.errors import ResponderError, SecretsError, SignInNeeded
from responder.core.manifest import Manifest
from responder.ui.announce import say_aloud
from responder.ui.below import below
from responder.ui.console import Console
from responder.ui.failures import in_words
from responder.ui.forms import READABLE, Field, bring_into_view, button, label, line, row
from responder.ui.setup.choice import Choice
from responder.ui.setup.facts import Facts
from responder.ui.setup.keyring_help import KeyringHelp
from responder.ui.theme.look import look
from responder.ui.tile import Tile
from responder.ui.words import tr

PROGRESS_AFTER_MS = 400
"""A sign-in that is quicker shows no progress."""


class ConnectForm(QWidget):
    """`connected(Account)` when it worked, `left` when the person goes back. What was typed stays after a failure."""

    connected = Signal(object)
    left = Signal()

    def __init__(self, console: Console, network: Manifest, account: Account | None = None) -> None:
        super().__init__()
        self._console, self.network = console, network
        self._running: asyncio.Task[object] | None = None
        self._keyring: KeyringHelp | None = None
        known = _known(account)
        self.fields = {
            field.name: Field(
                tr(field.label), known.get(field.name, ""), help=tr(field.help) if field.help else "",
                example=field.example, secret=field.secret,
            )
            for field in network.form
        }  # fmt: skip
        self.go = button(tr("Connect {network}", network=network.name), self.start, "primary")
        self.cancel = button(tr("Cancel"), self.stop)
        self.back = button(tr("Back to the networks"), self.left.emit, "ghost", "arrow-left")
        self._wrong = label("", tone="danger")
        self._said = label("", "meta", "tertiary")
        self._state = label("", tone="secondary")
        self._bar = QProgressBar()
        self._bar.setAccessibleName(tr("Signing in"))
        self._bar.setTextVisible(False)
        self._patience = QTimer(self, singleShot=True, interval=PROGRESS_AFTER_MS)
        self._patience.timeout.connect(self._show_progress)
        self.choice = Choice()
        self._build()
        self._rest()

    def event(self, event: QEvent) -> bool:
        """Keep Esc from the window's shortcuts: what was typed is not left with one key for the inbox."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up the sign-in that runs, or goes back to the networks."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._running is not None:
            self.stop()
        else:
            self.left.emit()

    def heightForWidth(self, width: int) -> int:
        """Return the height at a width; what is wider than it gets leaves lines out."""
        return super().heightForWidth(min(width, self.maximumWidth()))

    def start(self) -> None:
        """Sign in with what was typed."""
        open_ones = [self.fields[field.name] for field in self.network.form if field.needed]
        empty = [field for field in open_ones if not field.text()]
        for field in empty:
            field.complain(tr("Needed to connect."))
        if empty:
            empty[0].edit.setFocus()
            return
        if self._running is None:
            self._console.stage.start(self._sign_in())

    def stop(self) -> None:
        """Give up the sign-in that runs."""
        if self._running is not None:
            self._running.cancel()

    async def _sign_in(self) -> None:
        task = self._running = asyncio.current_task()
        assert task is not None
        self.destroyed.connect(lambda _gone=None: task.cancel())
        self._busy()
        try:
            form = {name: field.text() for name, field in self.fields.items()}
            account = await self._console.services.connect(self.network.id, form, self.choice.ask)
        except SecretsError as error:
            self._ask_about_keyring(error)
        except ResponderError as error:
            self._complain(error)
        except asyncio.CancelledError:
            if isValid(self):
                self._tell_state(tr("Cancelled. Nothing was changed."))
            raise
        else:
            self.connected.emit(account)
        finally:
            self._running = None
            if isValid(self):  # whoever leaves during a sign-in lets the form go first
                self._rest()

    def _build(self) -> None:
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(14)
        inner.addLayout(row(self.back))
        inner.addLayout(
            row(Tile(self.network), label(self.network.name, "panel-title"), stretch=1, spacing=12)
        )
        inner.addWidget(label(tr(self.network.about), tone="secondary"))
        inner.addWidget(Facts(self.network))
        inner.addWidget(line())
        for field in self.fields.values():
            field.edit.returnPressed.connect(self.start)
            inner.addWidget(field)
        inner.addLayout(row(self.go, self.cancel))
        for part in (self.choice, self._bar, self._state, self._wrong, self._said):
            inner.addWidget(part)
        inner.addStretch(1)
        self.setMaximumWidth(look().theme.px(READABLE))

    def _busy(self) -> None:
        self._forget_keyring()
        for part in (self._wrong, self._said, self._state):
            part.hide()
        self.go.setEnabled(False)
        self.cancel.show()
        self._patience.start()

    def _show_progress(self) -> None:
        still = self._console.services.settings.reduce_motion
        self._bar.setRange(0, 1 if still else 0)
        self._bar.setVisible(not still)
        self._tell_state(
            tr(
                "Waiting for {network}. If your browser opened, answer there and come back.",
                network=self.network.name,
            )
        )

    def _tell_state(self, words: str) -> None:
        self._state.setText(words)
        self._state.show()
        bring_into_view(self._state)

    def _rest(self) -> None:
        self._patience.stop()
        self._bar.setRange(0, 1)
        self._bar.hide()
        had_focus = self.cancel.hasFocus()
        self.go.setEnabled(True)
        self.cancel.hide()
        if had_focus:
            self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def _complain(self, error: ResponderError) -> None:
        what = in_words(error, self.network.name)
        if isinstance(error, SignInNeeded) and self._secret_is_missing():
            what = tr("Your browser shows where to make a password. Paste it here, then connect.")
        self._state.hide()
        self._wrong.setText(what)
        self._wrong.show()
        self._said.setText(below(error))
        self._said.setVisible(bool(str(error)))
        bring_into_view(self._said if str(error) else self._wrong)
        say_aloud(self, what)

    def _secret_is_missing(self) -> bool:
        return any(field.secret and not self.fields[field.name].text() for field in self.network.form)

    def _ask_about_keyring(self, error: SecretsError) -> None:
        self._state.hide()
        self._keyring = KeyringHelp(self._console, error)
        self._keyring.again.connect(self.start)
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(layout.count() - 1, self._keyring)
        self._keyring.try_again.setFocus()
        bring_into_view(self._keyring)

    def _forget_keyring(self) -> None:
        if self._keyring is not None:
            self._keyring.hide()
            self._keyring.deleteLater()
            self._keyring = None


def _known(account: Account | None) -> dict[str, str]:
    """Return what an account already says of its form: everything but the secret."""
    if account is None:
        return {}
    return {**account.options, "server": account.server, "site": account.server}
