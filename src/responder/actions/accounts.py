"""Accounts: connected, and no longer read."""

from concurrent.futures import Future
from uuid import UUID

from responder.actions.desk import Desk
from responder.actions.then import then
from responder.core.accounts import Account
from responder.core.events import AccountConnected, AccountRemoved, Body
from responder.store.rows import Rows
from responder.store.store import Appended, Write


def connect(desk: Desk, account: Account) -> Future[None]:
    """Note that an account was connected, or signed in again."""
    return _note(desk, account.id, AccountConnected(account))


def remove(desk: Desk, account: UUID) -> Future[None]:
    """Stop reading an account; its history stays."""
    return _note(desk, account, AccountRemoved())


def last_sign_in(rows: Rows, account: UUID) -> UUID | None:
    """Return which sign-in of an account is the last one, so that whoever uses its credentials sees them change."""
    events = (event for event in reversed(rows.events(account)) if isinstance(event.body, AccountConnected))
    return next((event.id for event in events), None)


def _note(desk: Desk, account: UUID, body: Body) -> Future[None]:
    def nothing(done: Appended) -> None:
        return None

    write = desk.pen().write
    return then(desk.store.transact(lambda rows: Write(write(rows, account, [body]))), nothing)
