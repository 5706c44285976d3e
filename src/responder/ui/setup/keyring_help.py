"""When the keyring cannot be used: what to install, or a file, if the person says so."""

import sys

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from responder.core.errors import KeyringLocked, SecretsError
from responder.ui.console import Console
from responder.ui.failures import in_words
from responder.ui.forms import Picture, button, card, label, row
from responder.ui.words import tr


class KeyringHelp(QWidget):
    """Explains, and offers to try again. `again` is sent when it makes sense to try."""

    again = Signal()

    def __init__(self, console: Console, error: SecretsError) -> None:
        super().__init__()
        self._console = console
        self._agreed = QCheckBox(tr("I understand: whoever can read my files can read it"))
        self._agreed.toggled.connect(self._agree)
        self.try_again = button(tr("Try again"), self.again.emit, "primary", "refresh-cw")
        self.use_file = button(tr("Keep it in a file"), self._use_file, "danger", "file-text")
        self.use_file.setEnabled(False)
        head = row(
            Picture("key-round", "warn.text", 20), label(in_words(error, ""), "panel-title"), stretch=1
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(
            card(
                head,
                label(_remedy(error), tone="secondary"),
                row(self.try_again),
                label(tr("Or, without a keyring:"), "strong"),
                label(
                    tr(
                        "The password can lie in a file in your workspace that only your user account may read."
                        " It is not encrypted. You can go back to the keyring in Settings › Accounts."
                    ),
                    tone="secondary",
                ),
                self._agreed,
                row(self.use_file),
                surface="warn",
            )
        )

    def _agree(self, yes: bool) -> None:
        self.use_file.setEnabled(yes)

    def _use_file(self) -> None:
        services = self._console.services
        services.save_settings(replace(services.settings, secrets_in_file=True))
        self.again.emit()


def _remedy(error: SecretsError) -> str:
    if isinstance(error, KeyringLocked):
        return tr(
            "Your desktop asks for its password when you try again. It is usually the one you log in with."
        )
    if sys.platform == "linux":
        return tr(
            "Install a keyring service: the package gnome-keyring (GNOME, Xfce and others) or kwalletmanager (KDE)."
            " Log out and in again, then try again."
        )
    return tr("Turn on your system’s password store, then try again.")
