"""Accounts: connected, and no longer read."""

from concurrent.futures import Future
from uuid import UUID

from responder.actions.desk import Desk
from responder.actions.then import then
from responder.core.accounts import Account
from responder.core.events import AccountConnected, AccountRemoved, Body
from responder.store.store import Appended, Write


def connect(desk: Desk, account: Account) -> Future[None]:
    """Note that an account was connected, or signed in again."""
    return _note(desk, account.id, AccountConnected(account))


def remove(desk: Desk, account: UUID) -> Future[None]:
    """Stop reading an account; its history stays."""
    return _note(desk, account, AccountRemoved())


def _note(desk: Desk, account: UUID, body: Body) -> Future[None]:
    def nothing(done: Appended) -> None:
        return None

    write = desk.pen().write
    return then(desk.store.transact(lambda rows: Write(write(rows, account, [body]))), nothing)
