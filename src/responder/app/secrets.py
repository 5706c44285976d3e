"""Where this workspace's credentials lie: the system keyring, or a file when a person chose that."""

from collections.abc import Callable
from uuid import UUID

from responder.app.paths import Workspace
from responder.core.ports import Secrets
from responder.core.settings import Settings
from responder.net.keychain import Keychain, SecretFile


class ChosenSecrets:
    """Asks the settings every time: the choice may be made while a sign-in waits for it."""

    def __init__(self, place: Workspace, settings: Callable[[], Settings]) -> None:
        self._settings = settings
        self._keychain = Keychain()
        self._file = SecretFile(place.secrets)

    def get(self, account: UUID) -> str | None:
        """Return the secret of an account."""
        return self._chosen().get(account)

    def put(self, account: UUID, secret: str) -> None:
        """Keep a secret."""
        self._chosen().put(account, secret)

    def remove(self, account: UUID) -> None:
        """Forget a secret; not having one is no error."""
        self._chosen().remove(account)

    def _chosen(self) -> Secrets:
        return self._file if self._settings().secrets_in_file else self._keychain
