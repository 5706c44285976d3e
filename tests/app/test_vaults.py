"""One secret for everything that speaks for an account, renewed once and kept before it is used."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from responder.app.vaults import AccountVault, Vaults
from responder.core.accounts import Account
from responder.core.errors import Malformed, SecretsError, SignInNeeded


class Keyring:
    """A keyring in memory; `locked` refuses to write."""

    def __init__(self, secret: str) -> None:
        self.secret: str | None = secret
        self.locked = False
        self.meanwhile: Callable[[], object] | None = None

    def get(self, account: UUID) -> str | None:
        found, meanwhile, self.meanwhile = self.secret, self.meanwhile, None
        if meanwhile is not None:
            meanwhile()
        return found

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


def test_two_that_ask_at_once_share_one_vault() -> None:
    keyring = Keyring("one")
    keyring.meanwhile = lambda: threading.Event().wait(0.1)
    vaults = Vaults(keyring)
    with ThreadPoolExecutor(2) as threads:
        one, other = threads.map(vaults.of, (ACCOUNT, ACCOUNT))
    assert one is other


async def _renewed(vault: AccountVault, secret: str) -> None:
    async def renewal(_stale: str) -> str:
        return secret

    await vault.renew(vault.secret, renewal)


async def test_a_token_renewed_while_the_keyring_is_read_is_not_taken_for_a_new_sign_in() -> None:
    keyring = Keyring("one")
    vaults = Vaults(keyring)
    vault = vaults.of(ACCOUNT)
    begun = threading.Event()

    def renew_beside() -> None:
        begun.set()
        threading.Event().wait(0.1)

    keyring.meanwhile = renew_beside
    asking = asyncio.ensure_future(asyncio.to_thread(vaults.of, ACCOUNT))
    await asyncio.to_thread(begun.wait)
    await _renewed(vault, "two")
    assert await asking is vault
    assert keyring.secret == "two"


async def test_a_renewal_that_could_not_be_kept_does_not_undo_a_new_sign_in() -> None:
    keyring = Keyring("one")
    vaults = Vaults(keyring)
    vault = vaults.of(ACCOUNT)
    keyring.locked = True
    with pytest.raises(SecretsError):
        await _renewed(vault, "renewed")
    keyring.locked, keyring.secret = False, "signed in anew"
    assert vaults.of(ACCOUNT).secret == keyring.secret == "signed in anew"


async def test_a_renewal_under_way_brings_nothing_back_of_an_account_that_was_removed() -> None:
    keyring = Keyring("one")
    vault = Vaults(keyring).of(ACCOUNT)
    keyring.remove(ACCOUNT.id)
    await _renewed(vault, "renewed")
    assert keyring.secret is None


async def test_an_unreadable_answer_to_a_renewal_is_not_kept_as_it_came() -> None:
    async def renewal(_stale: str) -> str:
        raise Malformed("no number", b'{"access_token": "s3cret", "expires_in": "soon"}')

    with pytest.raises(Malformed, match="no number") as caught:
        await AccountVault(ACCOUNT.id, "old", Keyring("old")).renew("old", renewal)
    assert caught.value.payload == b""
