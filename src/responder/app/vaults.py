"""The secrets of the accounts in use, each held once however many speak for the account."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

from responder.core.accounts import Account
from responder.core.errors import SignInNeeded
from responder.core.ports import Secrets


class AccountVault:
    """Implements `core.ports.Vault`: what is renewed is in the keyring before anybody uses it."""

    def __init__(self, account: UUID, secret: str, secrets: Secrets) -> None:
        self._account, self._secrets = account, secrets
        self._lock = asyncio.Lock()
        self.secret = secret
        self.unsaved = False

    async def renew(self, stale: str, renewal: Callable[[str], Awaitable[str]]) -> str:
        """Renew a stale secret once, whoever comes; whoever waited gets what the first one got."""
        async with self._lock:
            if self.secret == stale:
                # Not to be cut off half-way: the server has forgotten the old one by then.
                await asyncio.shield(self._renewed(stale, renewal))
            return self.secret

    async def _renewed(self, stale: str, renewal: Callable[[str], Awaitable[str]]) -> None:
        fresh = await renewal(stale)
        self.secret, self.unsaved = fresh, True
        await asyncio.to_thread(self.save)

    def save(self) -> None:
        """Put into the keyring what is newer than what lies there. Raises SecretsError."""
        self._secrets.put(self._account, self.secret)
        self.unsaved = False


class Vaults:
    """A vault for each account, read from the keyring at first and after every sign-in."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets
        self._vaults: dict[UUID, AccountVault] = {}

    def of(self, account: Account) -> AccountVault:
        """Return the vault of an account; may wait for the keyring. Raises SignInNeeded or SecretsError."""
        vault = self._vaults.get(account.id)
        if vault is not None and vault.unsaved:
            vault.save()
        kept = self._secrets.get(account.id)
        if kept is None:
            self._vaults.pop(account.id, None)
            raise SignInNeeded(f"The keyring holds nothing for {account.handle}: sign in again")
        if vault is None or vault.secret != kept:
            vault = self._vaults[account.id] = AccountVault(account.id, kept, self._secrets)
        return vault
