"""An account comes and goes: the sign-in, its secret, and the note in the log."""

import asyncio
from uuid import UUID

from responder.actions import accounts
from responder.actions.desk import Desk
from responder.app.networks import Networks
from responder.core.accounts import Account
from responder.core.ports import Choose, OpenBrowser, Secrets


async def connect(
    desk: Desk,
    networks: Networks,
    secrets: Secrets,
    network: str,
    form: dict[str, str],
    open_browser: OpenBrowser,
    choose: Choose,
) -> Account:
    """Sign in, keep the secret, note the account. Raises NetworkError or SecretsError; then nothing is kept."""
    signed = await networks.sign_in(network, form, desk.clock, open_browser, choose)
    await asyncio.to_thread(secrets.put, signed.account.id, signed.secret)
    await asyncio.wrap_future(accounts.connect(desk, signed.account))
    return signed.account


async def disconnect(desk: Desk, secrets: Secrets, account: UUID) -> None:
    """Stop reading an account and forget its secret; its history stays."""
    await asyncio.wrap_future(accounts.remove(desk, account))
    await asyncio.to_thread(secrets.remove, account)
