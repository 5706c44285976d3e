"""One secret for everything that speaks for an account, renewed once and kept before it is used."""

import asyncio
from uuid import UUID

import pytest

from responder.app.vaults import AccountVault, Vaults
from responder.core.accounts import Account
from responder.core.errors import SecretsError, SignInNeeded


class Keyring:
    """A keyring in memory; `locked` refuses to write."""

    def __init__(self, secret: str) -> None:
        self.secret: str | None = secret
        self.locked = False

    def get(self, account: UUID) -> str | None:
        return self.secret

    def put(self, account: UUID, secret: str) -> None:
        if self.locked:
            raise SecretsError("locked")
        self.secret = secret

    def remove(self, account: UUID) -> None:
        self.secret = None


ACCOUNT = Account(UUID(int=1), "m", "m.example", "1", "@shop", "Shop")


async def test_what_is_renewed_lies_in_the_keyring_before_anybody_uses_it() -> None:
    keyring = Keyring("old")
    vault = AccountVault(ACCOUNT.id, "old", keyring)

    async def renewal(stale: str) -> str:
        return stale + "+"

    renewals = await asyncio.gather(*(vault.renew("old", renewal) for _ in range(5)))
    assert set(renewals) == {"old+"}
    assert keyring.secret == "old+"


async def test_a_renewal_outlives_whoever_asked_for_it() -> None:
    keyring, begun = Keyring("old"), asyncio.Event()
    vault = AccountVault(ACCOUNT.id, "old", keyring)

    async def renewal(stale: str) -> str:
        begun.set()
        await asyncio.sleep(0.01)
        return "new"

    asking = asyncio.ensure_future(vault.renew("old", renewal))
    await begun.wait()
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    await asyncio.sleep(0.05)
    assert keyring.secret == "new"


async def test_a_keyring_that_is_locked_meanwhile_loses_no_renewed_token() -> None:
    keyring = Keyring("old")
    vaults = Vaults(keyring)
    vault = vaults.of(ACCOUNT)
    keyring.locked = True

    async def renewal(stale: str) -> str:
        return "new"

    with pytest.raises(SecretsError):
        await vault.renew("old", renewal)
    keyring.locked = False
    assert vaults.of(ACCOUNT).secret == "new"
    assert keyring.secret == "new"


def test_everything_that_speaks_for_an_account_shares_its_vault_until_a_new_sign_in() -> None:
    keyring = Keyring("one")
    vaults = Vaults(keyring)
    assert vaults.of(ACCOUNT) is vaults.of(ACCOUNT)
    keyring.secret = "two"
    assert vaults.of(ACCOUNT).secret == "two"
    keyring.secret = None
    with pytest.raises(SignInNeeded):
        vaults.of(ACCOUNT)
