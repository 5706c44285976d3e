"""Secrets lie in the keyring, or in a file that only its owner can read."""

import stat
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import keyring.errors
import pytest
from keyring.backends import null

from responder.core.errors import KeyringLocked, NoKeyring, SecretsError
from responder.core.ids import new_id
from responder.net.keychain import Keychain, SecretFile


class Held(keyring.backend.KeyringBackend):
    """A keyring in memory; `trouble` is what it raises instead."""

    priority = 1  # type: ignore[assignment] # a class property in the base

    def __init__(self, trouble: Exception | None = None) -> None:
        self._held: dict[tuple[str, str], str] = {}
        self._trouble = trouble

    def get_password(self, service: str, username: str) -> str | None:
        self._fail()
        return self._held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._fail()
        self._held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._fail()
        if self._held.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError("none")

    def _fail(self) -> None:
        if self._trouble is not None:
            raise self._trouble


@pytest.fixture(autouse=True)
def usual_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


def test_a_secret_is_kept_read_and_forgotten() -> None:
    keyring.set_keyring(Held())
    chain, account = Keychain(), new_id()
    assert chain.get(account) is None
    chain.put(account, "s3cret")
    assert chain.get(account) == "s3cret"
    chain.remove(account)
    chain.remove(account)
    assert chain.get(account) is None


def test_a_keyring_that_is_switched_off_is_none() -> None:
    keyring.set_keyring(null.Keyring())
    with pytest.raises(NoKeyring, match="Install one"):
        Keychain().put(new_id(), "s3cret")


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [
        (keyring.errors.NoKeyringError("none"), NoKeyring),
        (keyring.errors.KeyringLocked("locked"), KeyringLocked),
        (keyring.errors.InitError("Prompt dismissed"), KeyringLocked),
        (keyring.errors.PasswordSetError("full"), SecretsError),
        (ModuleNotFoundError("No module named 'nowhere'"), SecretsError),
        (ConnectionResetError(104, "Connection reset by peer"), SecretsError),
    ],
)
def test_each_trouble_says_what_to_do(trouble: Exception, kind: type[SecretsError]) -> None:
    keyring.set_keyring(Held(trouble))
    for act in (lambda c: c.get(new_id()), lambda c: c.put(new_id(), "s3cret"), lambda c: c.remove(new_id())):
        with pytest.raises(kind) as caught:
            act(Keychain())
        assert "s3cret" not in str(caught.value)


def test_a_file_of_secrets_is_its_owners_alone(tmp_path: Path) -> None:
    file, account = SecretFile(tmp_path / "secrets.json"), new_id()
    assert file.get(account) is None
    file.remove(account)
    file.put(account, "s3cret")
    file.put(new_id(), "other")
    assert file.get(account) == "s3cret"
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600
    file.remove(account)
    assert SecretFile(tmp_path / "secrets.json").get(account) is None


def test_a_broken_file_of_secrets_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    path.write_text("{half")
    with pytest.raises(SecretsError):
        SecretFile(path).get(new_id())
    with pytest.raises(SecretsError):
        SecretFile(path).put(new_id(), "x")
    assert path.read_text() == "{half"
