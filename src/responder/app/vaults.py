"""The secrets of the accounts in use, each held once however many speak for the account."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from uuid import UUID

from responder.core.accounts import Account
from responder.core.errors import Malformed, SignInNeeded
from responder.core.ports import Secrets


class AccountVault:
    """Implements `core.ports.Vault`: what is renewed is in the keyring before anybody uses it."""

    def __init__(self, account: UUID, secret: str, secrets: Secrets) -> None:
        self._account, self._secrets = account, secrets
        self._lock = asyncio.Lock()
        self._saving = threading.Lock()
        self.secret = secret
        self._kept = secret  # in the keyring, as far as we know: something else there is a newer sign-in

    async def renew(self, stale: str, renewal: Callable[[str], Awaitable[str]]) -> str:
        """Renew a stale secret once, whoever comes; whoever waited gets what the first one got."""
        async with self._lock:
            if self.secret == stale:
                # Not to be cut off half-way: the server has forgotten the old one by then.
                await asyncio.shield(self._renewed(stale, renewal))
            return self.secret

    async def _renewed(self, stale: str, renewal: Callable[[str], Awaitable[str]]) -> None:
        try:
            self.secret = await renewal(stale)
        except Malformed as error:
            # An answer that we cannot read is kept as it came and shown: this one has the new secret in it.
            raise Malformed(str(error), b"") from None
        await asyncio.to_thread(self.save)

    def save(self) -> bool:
        """Put into the keyring what is newer than what lies there; say whether this vault still holds. Raises SecretsError.

        Where a person has signed in anew or has removed the account meanwhile, the keyring is left as it is.
        """
        with self._saving:
            if self._secrets.get(self._account) != self._kept:
                return False
            if self.secret != self._kept:
                secret = self.secret
                self._secrets.put(self._account, secret)
                self._kept = secret
            return True


class Vaults:
    """A vault for each account, read from the keyring at first and after every sign-in. Any thread may ask."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets
        self._vaults: dict[UUID, AccountVault] = {}
        self._lock = threading.Lock()

    def of(self, account: Account) -> AccountVault:
        """Return the vault of an account; may wait for the keyring. Raises SignInNeeded or SecretsError."""
        with self._lock:
            vault = self._vaults.get(account.id)
            if vault is not None and vault.save():
                return vault
            kept = self._secrets.get(account.id)
            if kept is None:
                self._vaults.pop(account.id, None)
                raise SignInNeeded(f"The keyring holds nothing for {account.handle}: sign in again")
            vault = self._vaults[account.id] = AccountVault(account.id, kept, self._secrets)
            return vault
