"""Where credentials lie: the system keyring, or a file when a person explicitly chose that."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import msgspec

from responder.core.errors import KeyringLocked, NoKeyring, SecretsError

SERVICE = "responder"
NONE = (
    "This machine has no keyring service. Install one (Debian: gnome-keyring) and sign in again, "
    "or choose to keep secrets in a file."
)


class Keychain:
    """The system keyring. Raises NoKeyring, KeyringLocked or SecretsError, whose texts say what to do.

    The calls may wait for a password prompt of the desktop: make them in a thread.
    """

    def __init__(self, service: str = SERVICE) -> None:
        self._service = service

    def get(self, account: UUID) -> str | None:
        """Return the secret of an account."""
        import keyring

        with _translated():
            return keyring.get_password(self._service, str(account))

    def put(self, account: UUID, secret: str) -> None:
        """Keep a secret, and see that it is kept: a keyring that is switched off takes it and forgets it."""
        import keyring

        with _translated():
            keyring.set_password(self._service, str(account), secret)
            kept = keyring.get_password(self._service, str(account))
        if kept != secret:
            raise NoKeyring(NONE)

    def remove(self, account: UUID) -> None:
        """Forget a secret; not having one is no error."""
        import keyring
        import keyring.errors

        with _translated():
            try:
                keyring.delete_password(self._service, str(account))
            except keyring.errors.PasswordDeleteError:
                return


@contextmanager
def _translated() -> Iterator[None]:
    from keyring import errors

    try:
        yield
    except errors.NoKeyringError as error:
        raise NoKeyring(NONE) from error
    except errors.KeyringLocked as error:
        raise KeyringLocked("The keyring is locked. Unlock it and try again.") from error
    except errors.InitError as error:
        raise KeyringLocked(
            "The keyring has no unlocked collection. Open the desktop's password manager, create or unlock "
            "the login keyring, and try again."
        ) from error
    except errors.KeyringError as error:
        raise SecretsError(f"The keyring does not do as asked: {error}") from error
    except (
        ImportError,
        OSError,
    ) as error:  # what the keyring's own settings name, or its line to the service
        raise SecretsError(f"The keyring cannot be used: {error}") from error


class SecretFile:
    """Secrets in a file that only its owner can read: only ever used after an explicit choice."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, account: UUID) -> str | None:
        """Return the secret of an account."""
        return self._read().get(str(account))

    def put(self, account: UUID, secret: str) -> None:
        """Keep a secret."""
        self._write({**self._read(), str(account): secret})

    def remove(self, account: UUID) -> None:
        """Forget a secret; not having one is no error."""
        secrets = self._read()
        if secrets.pop(str(account), None) is not None:
            self._write(secrets)

    def _read(self) -> dict[str, str]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, str])
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.DecodeError) as error:
            raise SecretsError(f"{self._path} cannot be read: {error}") from error

    def _write(self, secrets: dict[str, str]) -> None:
        new = self._path.with_name(self._path.name + ".new")
        try:
            new.unlink(missing_ok=True)
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(msgspec.json.encode(secrets))
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._path)
        except OSError as error:
            raise SecretsError(f"{self._path} cannot be written: {error}") from error
